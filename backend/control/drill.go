package control

import (
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/drill"
	"pooldeck/model"
)

// rehearsal is a drill being played: its cues are said at their times after
// the beginning, by the plane's own time, so that the same seed gives the same
// incident.
type rehearsal struct {
	began time.Time
	cues  []drill.Cue // that are still to come
}

// rehearse makes a drill ready to be played from the fleet's instant on.
func rehearse(cues []drill.Cue, f *model.Fleet) (rehearsal, error) {
	if err := drill.Check(cues, f); err != nil {
		return rehearsal{}, err
	}
	cues = slices.Clone(cues)
	slices.SortStableFunc(cues, func(a, b drill.Cue) int { return int(a.After - b.After) })
	return rehearsal{f.At, cues}, nil
}

// next is when the next cue is due; zero when none is left.
func (r rehearsal) next() time.Time {
	if len(r.cues) == 0 {
		return time.Time{}
	}
	return r.began.Add(r.cues[0].After)
}

// trainer is who makes the faults of a drill, and its requests.
func trainer() backend.Actor { return backend.Actor{Name: "drill", Role: backend.Admin} }

// play lets happen what is due in the drill.
func (p *Plane) play() {
	for next := p.drill.next(); !next.IsZero() && !next.After(p.state.fleet.At); next = p.drill.next() {
		cue := p.drill.cues[0]
		p.drill.cues = p.drill.cues[1:]
		p.perform(cue)
	}
}

// perform does what one cue says. What cannot be done is in the journal with
// the reason, and the drill goes on.
func (p *Plane) perform(c drill.Cue) {
	f := p.state.fleet
	switch c.Verb {
	case drill.Note:
		p.take(noted{words: c.Words}, f.At)
	case drill.Scale, drill.Autoscale:
		change, err := c.Change(f)
		if err != nil {
			p.take(noted{c.String(), err}, f.At)
			return
		}
		// What could not be saved goes with the next commit, or was not accepted;
		// either is in the way of whoever lets the time pass, who is told.
		_, _ = p.accept(asked(c, change, f), nil)
	default:
		if p.breaker == nil {
			p.take(noted{c.String(), errNoFaults}, f.At)
			return
		}
		fault, err := c.Fault(f, func(target, part, instance model.ID) []backend.Fault {
			return p.breaker.Offered(f, target, part, instance)
		})
		if err != nil {
			p.take(noted{c.String(), err}, f.At)
			return
		}
		_ = p.strike(trainer(), fault) // a refusal is in the journal
	}
}

// asked is the request that a cue makes, by somebody who has seen all that
// there is to see. Nothing is measured for it.
func asked(c drill.Cue, change model.Change, f *model.Fleet) requested {
	now, _ := f.Revision(change.Target())
	return requested{Request: backend.Request{
		Key: "drill " + c.Where, Actor: trainer(), Changes: model.Changes{change},
		Base: map[model.ID]model.Revision{change.Target(): now}, Acknowledged: model.RiskKinds(),
	}}
}

// noted is an input: a drill says something, or cannot do something.
type noted struct {
	words string
	err   error
}

func (n noted) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	e := model.Entry{Actor: trainer().Name, Kind: model.EntryNote, Words: []string{n.words}}
	if n.err != nil {
		t.refuse(e, n.err)
		return t.done()
	}
	t.record(e)
	return t.done()
}
