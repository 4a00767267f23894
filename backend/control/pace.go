package control

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// Pacer is the real time that Run goes by. WallClock is the one of the world;
// a test has its own.
type Pacer interface {
	// Elapsed is the time since some instant, and never goes back.
	Elapsed() time.Duration
	// After sends once when that much time has passed.
	After(time.Duration) <-chan time.Time
}

// pace maps real time to the plane's: since the mark, speed seconds have
// passed in one.
type pace struct {
	pacer Pacer // nil while Run does not run
	mark  time.Duration
	speed int
}

// The time between two looks at the world: at most this much while something
// is under way, and never less.
const tick = time.Second / 4

// Run lets time pass until the context ends, and returns nil then, until the
// plane is closed or until the store says something that will not pass. While
// the state cannot be written, no time passes, and Run tries again, after a
// second at first and every half minute in the end. While something is under way the world moves
// four times a second, otherwise when a minute is full or the driver has
// something to do.
func (p *Plane) Run(ctx context.Context, pacer Pacer) error {
	p.mu.Lock()
	p.pace.pacer, p.pace.mark = pacer, pacer.Elapsed()
	p.mu.Unlock()
	defer p.stop()
	var patience patience
	for {
		wait, err := p.beat()
		var halted *backend.Unsaved
		switch {
		case errors.As(err, &halted):
			wait = patience.next()
		case err != nil:
			return err
		default:
			patience.last = 0
		}
		var due <-chan time.Time // never, while paused
		if wait > 0 {
			due = pacer.After(wait)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-p.wake:
		case <-due:
		}
	}
}

// beat brings the plane up to the present and says when to look again; 0 for
// not before something happens.
func (p *Plane) beat() (time.Duration, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return 0, backend.ErrClosed
	}
	if err := p.catchUp(); err != nil {
		return 0, err
	}
	f, speed := p.state.fleet, time.Duration(p.pace.speed)
	switch {
	case speed == 0:
		return 0, nil
	case len(targets(f.Operations)) > 0 || p.mending():
		return tick, nil
	}
	next := minute(f.At).Add(time.Minute)
	if n := first(p.driver.Next(), p.due()); !n.IsZero() && n.Before(next) {
		next = n
	}
	return max(tick, next.Sub(f.At)/speed), nil
}

// mending is whether the driver is at work although nobody asked: it replaces
// what was lost.
func (p *Plane) mending() bool {
	return !p.driver.Next().IsZero() &&
		(slices.ContainsFunc(p.state.fleet.Clusters, func(c *model.Cluster) bool { return !c.Settled() }) ||
			slices.ContainsFunc(p.state.fleet.Apps, func(a *model.App) bool { return !a.Settled() }))
}

// catchUp lets the time pass that has passed since the mark.
func (p *Plane) catchUp() error {
	if p.pace.pacer == nil {
		return nil
	}
	now := p.pace.pacer.Elapsed()
	passed := (now - p.pace.mark) * time.Duration(p.pace.speed)
	p.pace.mark = now
	if p.halted() {
		return p.resume()
	}
	if passed == 0 {
		return nil
	}
	return p.advance(p.state.fleet.At.Add(passed))
}

func (p *Plane) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.pace.pacer = nil
	p.answer()
}

// nudge tells Run to look again.
func (p *Plane) nudge() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Speed is how many seconds pass in one while Run runs; 0 while paused.
func (p *Plane) Speed() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pace.speed
}

// SetSpeed steers the clock. What has passed until now passed at the old
// speed.
func (p *Plane) SetSpeed(a backend.Actor, n int) error {
	if !a.Role.Steers() {
		return backend.ErrDenied
	}
	if err := checkSpeed(n); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return backend.ErrClosed
	}
	if err := p.catchUp(); err != nil {
		return err
	}
	p.pace.speed = n
	p.answer()
	p.nudge()
	return nil
}

func checkSpeed(n int) error {
	if n < 0 || n > backend.MaxSpeed {
		return fmt.Errorf("the speed is 0 (paused) to %d; not %d", backend.MaxSpeed, n)
	}
	return nil
}
