package sshd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/netip"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// door knows who may come in. What the files say is read as a whole and then
// takes the place of what they said before.
type door struct {
	keys, roles string // the files
	revoked     string // the one that admins add to; it need not be there
	current     atomic.Pointer[guests]

	mu   sync.Mutex // of a reading
	read stamps     // of what was read last
	seen stamps     // at the last look
}

// stamps tell one state of the files from another.
type stamps [3]fs.FileInfo

// maxFile is more than any list of people has.
const maxFile = 1 << 20

// openDoor reads the files for the first time. It is an error when nobody
// could come in.
func openDoor(keys, roles, revoked string) (*door, []Fault, error) {
	d := &door{keys: keys, roles: roles, revoked: revoked}
	faults, err := d.reload()
	if err == nil && d.current.Load().count() == 0 {
		err = fmt.Errorf("there is no key in %s with a role in %s; nobody could come in", keys, roles)
	}
	return d, faults, err
}

// anyDoor lets every key in.
func anyDoor() *door {
	d := &door{}
	d.current.Store(&guests{anyone: true})
	return d
}

// reload reads the files. When one of them cannot be read, what they said
// before stays.
func (d *door) reload() ([]Fault, error) {
	if d.keys == "" {
		return nil, nil
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	// Before the reading: what changes during it is seen at the next look.
	d.read = d.look()
	d.seen = d.read
	keys, err := readFile(d.keys)
	if err != nil {
		return nil, fmt.Errorf("the authorized keys: %w", err)
	}
	roles, err := readFile(d.roles)
	if err != nil {
		return nil, fmt.Errorf("the roles: %w", err)
	}
	revoked, err := readFile(d.revoked)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("the revoked keys: %w", err)
	}
	grants, faults := parseKeys(d.keys, keys, time.Local)
	members, wrong := parseRoles(d.roles, roles)
	next, lost := newGuests(d.keys, grants, d.roles, members)
	var unread []Fault
	next.revoked, unread = parseRevoked(d.revoked, revoked)
	d.current.Store(next)
	return slices.Concat(faults, wrong, lost, unread), nil
}

func readFile(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxFile+1))
	if err == nil && len(text) > maxFile {
		err = fmt.Errorf("%s is larger than %d bytes", name, maxFile)
	}
	return string(text), err
}

// changed is whether the files are not those that were read, and have stayed
// the same since the last look: who writes them may not be done before.
func (d *door) changed() bool {
	if d.keys == "" {
		return false
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	now := d.look()
	settled := now.same(d.seen)
	d.seen = now
	return settled && !now.same(d.read)
}

func (d *door) look() stamps {
	var s stamps
	for n, name := range []string{d.keys, d.roles, d.revoked} {
		if info, err := os.Stat(name); err == nil {
			s[n] = info
		}
	}
	return s
}

func (s stamps) same(o stamps) bool {
	for n, a := range s {
		b := o[n]
		switch {
		case a == nil && b == nil:
		case a == nil || b == nil:
			return false
		case !os.SameFile(a, b) || a.Size() != b.Size() || !a.ModTime().Equal(b.ModTime()):
			return false
		}
	}
	return true
}

// who says whose key it is, or why it is not let in now.
func (d *door) who(key gossh.PublicKey, from netip.Addr) (guest, error) {
	if key == nil {
		return guest{}, errors.New("there is no key")
	}
	return d.current.Load().who(gossh.FingerprintSHA256(key), from, time.Now())
}

// still is whether somebody would be let in again as who they are.
func (d *door) still(g guest, from netip.Addr) error {
	now, err := d.current.Load().who(g.print, from, time.Now())
	switch {
	case err != nil:
		return errRevoked
	case now != g:
		return errChanged
	}
	return nil
}
