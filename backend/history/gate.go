package history

import (
	"errors"

	"pooldeck/backend/store"
)

// gate stands between a control plane and its store, and lets commits fail.
type gate struct {
	store.Store
	crash  Crash // what is to come; its Commit counts down
	full   int   // so many commits fail
	behind bool  // the last commit failed: what is shown is older than what is so
	doubt  *store.Batch
	dead   bool              // the process has ended
	before func()            // called before the commit in which it ends
	taken  func(store.Batch) // called after each commit
}

var (
	errDead = errors.New("the process has ended")
	errFull = &store.Unwritable{Dir: "history", Why: store.NoSpace}
)

// Commit commits, or does not.
func (g *gate) Commit(b store.Batch) error {
	switch {
	case g.dead:
		return errDead
	case g.full > 0:
		g.full--
		g.behind = true
		return errFull
	}
	last := g.crash.Commit == 1
	g.crash.Commit--
	if !last {
		err := g.Store.Commit(b)
		if err == nil {
			g.behind = false
			g.taken(b)
		}
		return err
	}
	g.dead, g.doubt = true, &b
	g.before()
	if g.crash.Part > 0 {
		if err := g.Store.Commit(b); err != nil {
			return err
		}
	}
	return errDead
}
