package control

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

var _ backend.Backend = (*Plane)(nil)

// Catalog is what the plane plans with.
func (p *Plane) Catalog(context.Context) (pricing.Catalog, error) { return p.catalog, nil }

// Apply accepts a request or says why not; see backend.Backend.
func (p *Plane) Apply(ctx context.Context, r backend.Request) (backend.Receipt, error) {
	// Measuring may take a while and may itself look at the plane.
	sample := p.measure(ctx, model.Targets(r.Changes))
	receipt, late, err := p.apply(ctx, r, sample)
	if err == nil {
		err = late.after(ctx)
	}
	if err != nil {
		return backend.Receipt{}, err
	}
	return receipt, nil
}

// apply is Apply but for the wait for an answer that was made to come late.
func (p *Plane) apply(ctx context.Context, r backend.Request, sample model.Sample) (receipt backend.Receipt, l late, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	id, err := fingerprint(r)
	if err == nil {
		err = p.asked(ctx)
	}
	if err != nil {
		return receipt, l, err
	}
	old, found, err := p.store.Receipt(r.Key)
	if err != nil {
		return receipt, l, err
	}
	// What was accepted can be said even while nothing can be recorded.
	if found && old.Request == id {
		return backend.Receipt{Operations: old.Operations, JournalSeq: old.JournalSeq}, l, nil
	}
	if err := p.catchUp(); err != nil {
		return receipt, l, err
	}
	last, err := p.lastAccepted(inDoubt(p.state.fleet, r))
	if err != nil {
		return receipt, l, err
	}
	return p.answered(requested{r, found, sample, last}, &store.Receipt{Key: r.Key, Request: id})
}

// answered handles a request and answers it, in the way that somebody has set
// for it.
func (p *Plane) answered(r requested, id *store.Receipt) (receipt backend.Receipt, l late, err error) {
	trap := p.trapped(r.Request)
	if trap == backend.FaultRefuse {
		p.spring(r.Request)
		receipt, err = p.accept(turned{r}, id)
		return receipt, l, err
	}
	if receipt, err = p.accept(r, id); err != nil || trap == "" {
		return receipt, l, err
	}
	p.spring(r.Request)
	_ = p.settle() // as in accept
	if trap == backend.FaultLose {
		return receipt, l, backend.ErrNoAnswer
	}
	return receipt, p.keepBack(), nil
}

// Cancel ends an operation and goes back; see backend.Backend.
func (p *Plane) Cancel(ctx context.Context, a backend.Actor, id model.OperationID) (backend.Receipt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ready(ctx); err != nil {
		return backend.Receipt{}, err
	}
	return p.accept(cancelled{a, id}, nil)
}

// ready brings the plane up to the present.
func (p *Plane) ready(ctx context.Context) error {
	if err := p.asked(ctx); err != nil {
		return err
	}
	return p.catchUp()
}

// asked is whether somebody is to be answered.
func (p *Plane) asked(ctx context.Context) error {
	if p.closed {
		return backend.ErrClosed
	}
	return ctx.Err()
}

// accept handles what somebody waits for an answer to. What is accepted is
// durable before the driver hears of it; if it cannot be made durable, it was
// not accepted and nothing has changed.
func (p *Plane) accept(in input, r *store.Receipt) (backend.Receipt, error) {
	before, pending, now := p.state, p.pending, p.state.fleet.At
	e := p.take(in, now)
	if e.refusal != nil {
		if err := p.settle(); err != nil {
			return backend.Receipt{}, errors.Join(e.refusal, err)
		}
		return backend.Receipt{}, e.refusal
	}
	if r != nil {
		r.Operations, r.JournalSeq = e.receipt.Operations, e.receipt.JournalSeq
	}
	if err := p.commit(r); err != nil {
		p.state, p.pending = before, pending
		return backend.Receipt{}, err
	}
	p.publish()
	var asked []model.ID
	for _, c := range e.want {
		p.driver.Want(now, c)
		asked = append(asked, c.ID)
	}
	for _, a := range e.apps {
		p.driver.WantApp(now, a)
		asked = append(asked, a.ID)
	}
	p.step(now, asked...)
	_ = p.ruled() // what cannot be read now is read when the minute is full
	p.nudge()
	// What the store could not take in now it gets with the next commit, whose
	// caller hears of it; the request itself is safe.
	_ = p.settle()
	return e.receipt, nil
}

// measure samples what a request is about. Where nothing can be measured, no
// risk can be told from it either.
func (p *Plane) measure(ctx context.Context, clusters []model.ID) model.Sample {
	if p.options.Metrics == nil || len(clusters) == 0 {
		return model.Sample{}
	}
	sample, err := p.options.Metrics.Sample(ctx, clusters)
	if err != nil {
		return model.Sample{}
	}
	return sample
}

// lastAccepted finds what was accepted last for targets.
func (p *Plane) lastAccepted(targets []model.ID) (map[model.ID]model.Entry, error) {
	last := map[model.ID]model.Entry{}
	for _, id := range targets {
		entries, err := p.store.Journal(store.Query{Target: id, Kind: model.EntryAccepted, Last: 1})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			last[id] = e
		}
	}
	return last, nil
}

// fingerprint tells a request from every other one but its repetition. What
// has no order or no meaning when empty is made to look the same.
func fingerprint(r backend.Request) (string, error) {
	acknowledged := slices.Clone(r.Acknowledged)
	slices.Sort(acknowledged)
	body, err := json.Marshal(struct {
		Actor        string
		Changes      model.Changes
		Base         map[model.ID]model.Revision `json:",omitempty"`
		Acknowledged []model.RiskKind            `json:",omitempty"`
	}{r.Actor.Name, r.Changes, r.Base, slices.Compact(acknowledged)})
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:]), nil
}

// Journal lists facts; see backend.Backend.
func (p *Plane) Journal(ctx context.Context, q backend.Query) ([]model.Entry, error) {
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	return p.store.Journal(store.Query{After: q.After, Target: q.Target, Actor: q.Actor, First: q.First, Last: q.Last})
}

// Spans lists the ledger; see backend.Ledger.
func (p *Plane) Spans(ctx context.Context, from, to time.Time, clusters []model.ID) ([]model.Span, error) {
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	return p.store.Spans(from, to, clusters)
}

func (p *Plane) open(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked(ctx)
}

// Abilities are the driver's, as the options say, and the plane's own ledger
// and clock.
func (p *Plane) Abilities() backend.Abilities {
	a := backend.Abilities{
		Metrics: p.options.Metrics, Ledger: p, Interruption: p.options.Interruption, Simulated: p.options.Simulated,
	}
	if p.options.Simulated {
		a.Clock = p
	}
	if p.breaker != nil {
		a.Faults = p
	}
	if p.options.Gauge != nil {
		a.Autoscalers = p
	}
	return a
}
