package control

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/drill"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

// Plane is a control plane at work. It has no goroutine: it moves when one of
// its methods is called. The zero value is of no use; Open makes one.
//
// What is shown to watchers is what the store has, give or take progress.
type Plane struct {
	store   store.Store
	driver  backend.Driver
	breaker backend.Breaker // the driver, where it can be made to fail; nil where not
	catalog pricing.Catalog
	options Options

	mu      sync.Mutex
	state   state
	saved   *model.Fleet                // what the store has
	pending facts                       // what the store has to take in besides the fleet
	shown   *model.Fleet                // what watchers have
	newest  atomic.Pointer[model.Fleet] // the same, to be read without the lock
	watches watches
	late    []late // answers that are kept back
	drill   rehearsal
	pace    pace
	scalers scalers
	closed  bool
	wake    chan struct{} // tells Run that there may be work
}

// Options are what a control plane offers besides the fleet.
type Options struct {
	Metrics      backend.Metrics       // nil: nothing is measured
	Interruption *backend.Interruption // nil: not known
	// Gauge is what autoscalers are told by; nil: nothing is autoscaled.
	Gauge backend.Gauge
	// Simulated says that the world is made up: then its clock can be steered.
	Simulated bool
	Speed     int // seconds that pass in one while Run runs; 0 is paused
	// Drill is what is made to fail, counted from the instant at which the plane
	// is opened.
	Drill []drill.Cue
}

// Open goes on with the state in a store, which Create has filled, at the
// instant of its last commit: every cluster is handed to the driver, so every
// open operation goes on. The store stays its opener's to close.
func Open(s store.Store, d backend.Driver, c pricing.Catalog, o Options) (*Plane, error) {
	if err := checkSpeed(o.Speed); err != nil {
		return nil, err
	}
	fleet, err := s.Load()
	if err != nil {
		return nil, err
	}
	fleet = fleet.Indexed()
	rehearsal, err := rehearse(o.Drill, fleet)
	if err != nil {
		return nil, err
	}
	p := &Plane{
		store: s, driver: d, catalog: c, options: o,
		state: state{fleet, c}, saved: fleet, shown: fleet,
		pace: pace{speed: o.Speed},
		wake: make(chan struct{}, 1), drill: rehearsal,
	}
	if o.Simulated {
		p.breaker, _ = d.(backend.Breaker)
	}
	p.newest.Store(fleet)
	for _, c := range fleet.Clusters {
		d.Want(fleet.At, c)
	}
	for _, a := range fleet.Apps {
		d.WantApp(fleet.At, a)
	}
	p.step(fleet.At, targets(fleet.Operations)...)
	p.play()
	if err := p.ruled(); err != nil {
		return nil, err
	}
	if err := s.Obstacle(); err != nil {
		_ = p.unsaved(err) // whoever looks at the fleet hears of it
	}
	var halted *backend.Unsaved
	if err := p.settle(); err != nil && !errors.As(err, &halted) {
		return nil, err
	}
	return p, nil
}

// targets of the operations that are under way.
func targets(operations []*model.Operation) []model.ID {
	var ids []model.ID
	for _, o := range operations {
		if !o.State.Final() {
			ids = append(ids, o.Target)
		}
	}
	return ids
}

// Fleet is the newest fleet that watchers have been shown. It never waits,
// so that what measures a fleet may ask while the plane is at work.
func (p *Plane) Fleet() *model.Fleet { return p.newest.Load() }

// Now is the instant that the plane has reached.
func (p *Plane) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state.fleet.At
}

// Advance takes the world to an instant, through each at which something
// happens. One that has passed already changes nothing. The error is the
// store's; what it could not take in stays and goes with the next commit.
// Until then, no more time passes: *backend.Unsaved.
func (p *Plane) Advance(to time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return backend.ErrClosed
	}
	return p.advance(to)
}

func (p *Plane) advance(to time.Time) error {
	if p.halted() {
		if err := p.resume(); err != nil {
			return err
		}
	}
	now := p.state.fleet.At
	if to.Before(now) {
		return nil
	}
	asked := false // whether the driver has said all that it has to say of now
	for {
		next := p.due()
		if driven := p.driver.Next(); !asked || driven.After(now) {
			next = first(next, driven)
		}
		if next.IsZero() || next.After(to) {
			break
		}
		if next.Before(now) {
			next = now
		}
		asked = !next.After(now)
		p.step(next)
		p.play()
		if err := p.scale(next); err != nil {
			return err
		}
		now = next
	}
	p.step(to)
	return p.settle()
}

// step takes the world to an instant in one go. Besides the clusters that the
// driver saw moving it looks at those asked for.
func (p *Plane) step(to time.Time, asked ...model.ID) {
	e := p.take(observed{p.driver.Advance(to), p.driver.AdvanceApps(to), asked}, to)
	if len(e.apps) == 0 {
		return
	}
	// A new release makes dynos restart, at this very instant.
	for _, a := range e.apps {
		p.driver.WantApp(to, p.state.fleet.Formation(a.ID))
	}
	p.take(observed{apps: p.driver.AdvanceApps(to)}, to)
}

// take handles an input whose facts nobody waits for.
func (p *Plane) take(in input, now time.Time) effects {
	next, e := in.handle(p.state, now)
	p.state, p.pending = next, p.pending.and(e.facts)
	return e
}

// settle makes durable what must be, and then shows what has changed.
func (p *Plane) settle() error {
	if p.halted() || p.pending.due() || !minute(p.saved.At).Equal(minute(p.state.fleet.At)) {
		if err := p.commit(nil); err != nil {
			return err
		}
	}
	if p.halted() || !alike(p.shown, p.state.fleet) || !minute(p.shown.At).Equal(minute(p.state.fleet.At)) {
		p.publish()
	}
	p.answer()
	return nil
}

func minute(t time.Time) time.Time { return t.Truncate(time.Minute) }

// alike is whether two fleets differ in nothing but their instant.
func alike(a, b *model.Fleet) bool {
	return a.JournalSeq == b.JournalSeq && slices.Equal(a.Apps, b.Apps) &&
		slices.Equal(a.Clusters, b.Clusters) && slices.Equal(a.Operations, b.Operations)
}

// commit brings the store up to the state.
func (p *Plane) commit(r *store.Receipt) error {
	b := delta(p.saved, p.state.fleet)
	b.Samples, b.Decisions = p.pending.samples, p.pending.decisions
	b.Entries, b.Spans, b.Receipt = p.pending.entries, p.pending.spans, r
	if err := p.store.Commit(b); err != nil {
		return p.unsaved(err)
	}
	p.saved, p.pending = p.state.fleet, facts{}
	return nil
}

func (p *Plane) publish() { p.show(p.state.fleet) }

func (p *Plane) show(f *model.Fleet) {
	p.shown = f
	p.newest.Store(p.shown)
	p.watches.send(p.shown)
}

// Close saves the clock and how far everything is, and ends all watches. Where
// the store cannot be written, that is an error if more than that is lost:
// something that happened, and that will happen again.
func (p *Plane) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return nil
	}
	err := p.catchUp()
	if err == nil {
		err = p.commit(nil)
	}
	var halted *backend.Unsaved
	switch {
	case !errors.As(err, &halted):
	case p.pending.due():
		err = unfinished{halted}
	default:
		err = nil
	}
	p.closed = true
	p.answer()
	p.watches.close()
	p.nudge()
	return err
}
