package control

import (
	"errors"
	"fmt"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
)

// unsaved says why a batch could not be saved. Where the store cannot be
// written for now, the plane halts: watchers hear of it, and time stands still
// until a batch is saved. What has happened since the last one stays and goes
// with it.
func (p *Plane) unsaved(err error) error {
	var u *store.Unwritable
	if !errors.As(err, &u) {
		return fmt.Errorf("the state could not be saved: %w", err)
	}
	halt := model.Halt{Since: p.saved.At, Reason: u.Error(), Remedy: u.Remedy()}
	if !p.shown.Halt.Equal(&halt) {
		f := *p.shown
		f.Halt = &halt
		p.show(&f)
	}
	return &backend.Unsaved{Halt: halt, Err: err}
}

// halted is whether the last batch could not be saved.
func (p *Plane) halted() bool { return p.shown.Halt != nil }

// resume tries to save what could not be saved. The time until then has not
// passed.
func (p *Plane) resume() error {
	if err := p.commit(nil); err != nil {
		return err
	}
	p.publish()
	return nil
}

// unfinished says that a plane was closed while it was halted.
type unfinished struct{ *backend.Unsaved }

func (u unfinished) Error() string {
	return fmt.Sprintf("%s; what was accepted is kept, and what has happened since %s UTC will happen again",
		u.Reason, u.Since.UTC().Format("2 Jan 15:04"))
}

// patience is how long to wait until a halted plane tries again: longer each
// time. The zero value begins anew.
type patience struct{ last time.Duration }

// How long a halted plane waits at first and at the longest, of real time. A
// request tries at once.
const (
	soonest = time.Second
	latest  = 30 * time.Second
)

func (p *patience) next() time.Duration {
	p.last = min(max(soonest, 2*p.last), latest)
	return p.last
}
