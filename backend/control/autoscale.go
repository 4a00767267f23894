package control

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// ruled brings the autoscalers up to the fleet. One that is new remembers what
// the store has, and the ledger.
func (p *Plane) ruled() error {
	apps := p.state.fleet.Apps
	if p.options.Gauge == nil || p.scalers.current(apps) {
		return nil
	}
	next := scalers{apps: apps}
	for _, a := range apps {
		for _, process := range a.Processes {
			if process.Autoscale == nil {
				continue
			}
			one := p.scalers.find(a.ID, process.Type)
			if one == nil {
				var err error
				if one, err = p.remember(a, process.Type); err != nil {
					return err
				}
			}
			next.on = append(next.on, one)
		}
	}
	p.scalers = next
	return nil
}

// remember makes the memory of an autoscaler. What nobody recorded is reckoned
// from the ledger.
func (p *Plane) remember(a *model.App, process string) (*scaler, error) {
	now := p.state.fleet.At
	from := now.Add(-store.Kept)
	s := &scaler{app: a.ID, process: process}
	var err error
	if s.samples, err = p.store.Samples(a.ID, process, from, now); err != nil {
		return nil, err
	}
	if s.decisions, err = p.store.Decisions(a.ID, process, from, now); err != nil {
		return nil, err
	}
	for _, d := range s.decisions {
		if d.Step() {
			s.steps = append(s.steps, d.Decision)
		}
	}
	if n := len(s.samples); n > 0 {
		from = s.samples[n-1].At
	}
	// The minute that ends just now is still to be measured, where one was
	// measured before it.
	if now.Sub(from) <= time.Minute {
		return s, nil
	}
	spans, err := p.store.Spans(from, now, []model.ID{a.ID})
	if err != nil {
		return nil, err
	}
	for _, sample := range p.options.Gauge.Past(p.state.fleet, a, process, spans, from.Add(1), now) {
		s.samples = append(s.samples, sample)
		p.pending.samples = append(p.pending.samples, store.Sample{App: a.ID, Process: process, Sample: sample})
	}
	return s, nil
}

// scale lets the autoscalers decide whose minute is full.
func (p *Plane) scale(now time.Time) error {
	if err := p.ruled(); err != nil {
		return err
	}
	for _, s := range p.scalers.on {
		if next := s.next(); next.After(now) {
			continue
		}
		if err := p.scaleOne(s, now); err != nil {
			return err
		}
	}
	return nil
}

func (p *Plane) scaleOne(s *scaler, now time.Time) error {
	app := p.state.fleet.Formation(s.app)
	process, _ := app.Process(s.process)
	if process.Autoscale == nil {
		return nil
	}
	var last autoscale.Sample
	if n := len(s.samples); n > 0 {
		last = s.samples[n-1]
	}
	sample := p.options.Gauge.Minute(p.state.fleet, app, s.process, last)
	told := s.told(sample)
	before, unsaved := p.state, p.pending
	p.pending.samples = append(p.pending.samples, store.Sample{App: s.app, Process: s.process, Sample: sample})
	if by := p.state.fleet.Open(s.app); by != nil && by.Actor != backend.Autoscaler {
		// What somebody is having done is not superseded: it takes a minute.
		s.samples = told
		return nil
	}
	d := autoscale.Decide(s.question(process, told))
	kept, news := s.run(d)
	p.pending.decisions = append(p.pending.decisions, store.Decided{App: s.app, Process: s.process, Decided: kept})
	if news {
		e := p.take(decided{s.app, s.process, d}, now)
		if len(e.apps) > 0 {
			if err := p.commit(nil); err != nil {
				p.state, p.pending = before, unsaved
				return err
			}
			p.driver.WantApp(now, e.apps[0])
			p.step(now, s.app)
		}
	}
	s.samples = told
	s.decided(kept)
	return nil
}

// decided is an input: an autoscaler has decided something that it had not
// decided before.
type decided struct {
	app      model.ID
	process  string
	decision autoscale.Decision
}

func (d decided) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	actor := backend.Actor{Name: backend.Autoscaler, Role: backend.Operator}
	name := nameOf(t.fleet, d.app)
	reasons := strings.Join(d.decision.Reasons(), "; ")
	if d.decision.Acts() {
		plan, err := model.NewPlan(t.fleet, s.catalog.Specs, model.ScaleProcess{
			App: d.app, Process: d.process, Quantity: d.decision.To, Auto: true,
		})
		if err == nil {
			t.note = reasons
			t.accept(plan, actor, model.OpSuperseded)
		} else {
			reasons += "; " + err.Error()
		}
	}
	if len(t.apps) == 0 {
		t.record(model.Entry{
			Actor: actor.Name, Kind: model.EntryDecided, Target: d.app, TargetName: name,
			Words: []string{d.process + " " + d.decision.Result()}, Note: string(d.decision.Rule) + ": " + reasons,
		})
	}
	if d.decision.Notify && !d.decision.Shadow {
		t.record(model.Entry{
			Actor: actor.Name, Kind: model.EntryNote, Target: d.app, TargetName: name,
			Words: []string{d.process + " of " + name + " has reached its maximum of " + strconv.Itoa(d.decision.To) + " dynos"},
		})
	}
	return t.done()
}

// Samples are what autoscalers were told; see backend.Autoscalers.
func (p *Plane) Samples(ctx context.Context, app model.ID, process string, from, to time.Time) ([]autoscale.Sample, error) {
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	p.mu.Lock()
	s := p.scalers.find(app, process)
	f := p.state.fleet
	var list []autoscale.Sample
	if s != nil {
		list = slices.Clone(s.samples)
	}
	p.mu.Unlock()
	if s == nil {
		a := f.Formation(app)
		if a == nil {
			return nil, nil
		}
		if _, there := a.Process(process); !there {
			return nil, nil
		}
		from, to = later(from, f.At.Add(-store.Kept)), earlier(to, f.At)
		spans, err := p.store.Spans(from, to, []model.ID{app})
		if err != nil {
			return nil, err
		}
		return p.options.Gauge.Past(f, a, process, spans, from, to), nil
	}
	return slices.DeleteFunc(list, func(s autoscale.Sample) bool { return s.At.Before(from) || s.At.After(to) }), nil
}

// Decisions are what autoscalers decided; see backend.Autoscalers.
func (p *Plane) Decisions(ctx context.Context, app model.ID, process string, from, to time.Time) ([]backend.Decided, error) {
	if err := p.open(ctx); err != nil {
		return nil, err
	}
	p.mu.Lock()
	s := p.scalers.find(app, process)
	var list []backend.Decided
	if s != nil {
		list = slices.Clone(s.decisions)
	}
	p.mu.Unlock()
	if s == nil {
		return p.store.Decisions(app, process, from, to)
	}
	return slices.DeleteFunc(list, func(d backend.Decided) bool { return d.Until.Before(from) || d.At.After(to) }), nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
