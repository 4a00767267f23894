package control

import (
	"context"
	"errors"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// errNoFaults says that the driver's world cannot be made to fail.
var errNoFaults = errors.New("nothing can be made to fail here")

// Offered lists what can be made to fail; see backend.Faults.
func (p *Plane) Offered(f *model.Fleet, cluster, pool, instance model.ID) []backend.Fault {
	return p.breaker.Offered(f, cluster, pool, instance)
}

// Standing says what has been made to fail; see backend.Faults.
func (p *Plane) Standing(f *model.Fleet, target model.ID) []string {
	return p.breaker.Standing(f, target)
}

// Inject makes a fault; see backend.Faults.
func (p *Plane) Inject(ctx context.Context, a backend.Actor, f backend.Fault) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ready(ctx); err != nil {
		return err
	}
	refusal := p.strike(a, f)
	if err := p.settle(); err != nil {
		return err
	}
	p.nudge()
	return refusal
}

// strike makes a fault and looks at what comes of it at once. What happened
// and the memo that knows of it are saved together.
func (p *Plane) strike(a backend.Actor, f backend.Fault) error {
	now, in := p.state.fleet.At, struck{actor: a, fault: f}
	if a.Role.Steers() {
		in.happening, in.err = p.breaker.Break(now, f)
	} else {
		in.err = backend.ErrDenied
	}
	refusal := p.take(in, now).refusal
	p.step(now)
	return refusal
}

// struck is an input: somebody has made a fault, or was refused to.
type struck struct {
	actor     backend.Actor
	fault     backend.Fault
	happening model.Happening
	err       error
}

func (s struck) handle(was state, now time.Time) (state, effects) {
	t := begin(was, now)
	if s.err != nil {
		e := model.Entry{Actor: s.actor.Name, Via: s.actor.Via, Words: []string{string(s.fault.Kind)}}
		if name := nameOf(t.fleet, s.fault.Cluster); name != "" {
			e.Target, e.TargetName = s.fault.Cluster, name
		}
		t.refuse(e, s.err)
		return t.done()
	}
	t.happened(s.fault.Cluster, nameOf(t.fleet, s.fault.Cluster), s.actor, s.happening)
	return t.done()
}

// happened records what befell a target, or its region.
func (t *turn) happened(target model.ID, name string, by backend.Actor, h model.Happening) {
	e := model.Entry{Actor: by.Name, Via: by.Via, Kind: h.Kind, Target: target, TargetName: name, Words: h.Words}
	if h.Region != "" {
		e.Target, e.TargetName = "", "region "+h.Region
	}
	t.record(e)
}

// trapped is what somebody has set for a request: it is sprung by the next
// one that may change anything.
func (p *Plane) trapped(r backend.Request) backend.FaultKind {
	if p.breaker == nil || !r.Actor.Role.Changes() {
		return ""
	}
	return p.breaker.Trap(model.Targets(r.Changes))
}

// spring lets the trap be over.
func (p *Plane) spring(r backend.Request) {
	now := p.state.fleet.At
	p.breaker.Spring(now, model.Targets(r.Changes))
	p.step(now)
}

// turned is an input: a request came to a backend that takes none.
type turned struct{ requested }

func (r turned) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	t.refuse(r.refused(t.fleet, backend.ErrUnavailable), backend.ErrUnavailable)
	return t.done()
}

// late is an answer that is kept back until the plane has reached an instant.
type late struct {
	until time.Time
	come  chan struct{} // closed then
}

// keepBack keeps an answer back. While no time passes there is nothing to wait
// for.
func (p *Plane) keepBack() late {
	if p.pace.pacer == nil || p.pace.speed == 0 {
		return late{}
	}
	l := late{p.state.fleet.At.Add(backend.AnswerDelay), make(chan struct{})}
	p.late = append(p.late, l)
	return l
}

// answer lets the answers go that are kept back no longer.
func (p *Plane) answer() {
	over := p.closed || p.pace.pacer == nil || p.pace.speed == 0
	p.late = slices.DeleteFunc(p.late, func(l late) bool {
		due := over || !p.state.fleet.At.Before(l.until)
		if due {
			close(l.come)
		}
		return due
	})
}

// after waits for a late answer.
func (l late) after(ctx context.Context) error {
	if l.come == nil {
		return nil
	}
	select {
	case <-l.come:
		return nil
	case <-ctx.Done():
		return backend.ErrNoAnswer
	}
}
