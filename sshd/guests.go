package sshd

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"pooldeck/backend"
)

// guests say who may come in: what the two files said at one instant. They
// are never modified.
type guests struct {
	grants  map[string][]grant // by fingerprint
	members map[string]member  // by fingerprint
	revoked map[string]bool    // by fingerprint
	anyone  bool               // any key may do anything
}

// guest is somebody who may come in.
type guest struct {
	name  string
	role  backend.Role
	print string // the fingerprint of the key that signed
}

func (g guest) actor(from netip.AddrPort) backend.Actor {
	return backend.Actor{Name: g.name, Role: g.role, Via: g.print + " from " + from.String()}
}

// newGuests puts the two files together. A line of one that comes to nothing
// without the other is a fault as well, though it does no harm.
func newGuests(keysFile string, grants []grant, rolesFile string, members map[string]member) (*guests, []Fault) {
	g := &guests{grants: map[string][]grant{}, members: members}
	var faults []Fault
	for _, k := range grants {
		if _, known := members[k.print]; !known {
			faults = append(faults, Fault{keysFile, k.line, k.print + " has no role in " + rolesFile + "; it is not let in"})
		}
		g.grants[k.print] = append(g.grants[k.print], k)
	}
	for print, m := range members {
		if _, known := g.grants[print]; !known {
			faults = append(faults, Fault{rolesFile, m.line, print + " (" + m.name + ") is not in " + keysFile + "; it is not let in"})
		}
	}
	slices.SortFunc(faults, func(a, b Fault) int { return a.Line - b.Line })
	return g, faults
}

// count is how many keys may come in at some time, from somewhere.
func (g *guests) count() int {
	n := 0
	for print := range g.grants {
		if _, known := g.members[print]; known && !g.revoked[print] {
			n++
		}
	}
	return n
}

// who says whose key it is, or why it is not let in.
func (g *guests) who(print string, from netip.Addr, now time.Time) (guest, error) {
	if g.anyone {
		// The first letters tell people apart who do not hide.
		return guest{"key-" + print[len("SHA256:"):][:6], backend.Admin, print}, nil
	}
	if g.revoked[print] {
		return guest{}, errors.New("the key was revoked")
	}
	grants := g.grants[print]
	m, known := g.members[print]
	if len(grants) == 0 {
		return guest{}, errors.New("the key is not among the authorized ones")
	}
	if !known {
		return guest{}, errors.New("the key has no role")
	}
	var why error
	for _, k := range grants {
		switch {
		case k.expired(now):
			why = fmt.Errorf("the key expired at %s", k.expires.UTC().Format(time.RFC3339))
		case !k.from.fit(from):
			why = errors.New("the key may not come from there")
		default:
			return guest{m.name, m.role, print}, nil
		}
	}
	return guest{}, why
}
