package history

import (
	"bytes"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"

	"pooldeck/backend/store"
)

// disk is a directory with a state that outlives its process, and loses what
// a disk loses when the power fails.
type disk struct {
	dir    string
	kept   *store.SQLite
	logged []byte // the log as it was before the last commit; nil for not known
}

// The files of a state, as SQLite names them.
const (
	file = "state.db"
	log  = "state.db-wal"
)

func newDisk() (*disk, error) {
	dir, err := directory()
	if err != nil {
		return nil, err
	}
	d := &disk{dir: dir}
	return d, d.open()
}

// directory makes one, in memory where there is such a place: what a disk
// loses is made up here, and waiting for a real one proves nothing.
func directory() (string, error) {
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		if dir, err := os.MkdirTemp(memory, "history-"); err == nil {
			return dir, nil
		}
	}
	return os.MkdirTemp("", "history-")
}

// remember notes what the log holds: a commit only adds to it.
func (d *disk) remember() {
	d.logged, _ = os.ReadFile(filepath.Join(d.dir, log))
}

// crash takes the files as they are, or as they are when only a part of the
// last commit was written, to another directory, and goes on from there.
func (d *disk) crash(c Crash) error {
	next, err := directory()
	if err != nil {
		return err
	}
	for _, name := range []string{file, log} {
		body, err := os.ReadFile(filepath.Join(d.dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		if name == log && c.Commit != 0 {
			body = d.torn(body, c)
		}
		if err := os.WriteFile(filepath.Join(next, name), body, 0o600); err != nil {
			return err
		}
	}
	// What the old process still writes, it writes to where nobody looks.
	if err := d.end(); err != nil {
		return err
	}
	d.dir = next
	return d.open()
}

func (d *disk) open() error {
	kept, err := store.Open(d.dir)
	if err == nil {
		d.kept = kept
	}
	return err
}

// torn is a log of which the last commit was written in part. What stood
// there before a log begins anew stays there until it is written over.
func (d *disk) torn(body []byte, c Crash) []byte {
	if !bytes.HasPrefix(body, d.logged) {
		return body // it has begun anew: nothing tells the commit from what was before
	}
	from := len(d.logged) + (len(body)-len(d.logged))*c.Part/1000
	rest := body[from:]
	switch c.Rest {
	case Missing:
		return body[:from]
	case Zeros:
		clear(rest)
	case Noise:
		r := rand.New(rand.NewPCG(uint64(c.Part), uint64(len(body))))
		for i := range rest {
			rest[i] = byte(r.Uint32())
		}
	}
	return body
}

// restart closes the state in order and opens it again.
func (d *disk) restart() error {
	err := d.kept.Close()
	d.kept = nil
	if err != nil {
		return err
	}
	return d.open()
}

// end gives the state up and leaves nothing behind.
func (d *disk) end() error {
	var err error
	if d.kept != nil {
		err = d.kept.Close()
		d.kept = nil
	}
	return errors.Join(err, os.RemoveAll(d.dir))
}
