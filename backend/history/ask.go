package history

import (
	"errors"
	"fmt"
	"math/rand/v2"

	"pooldeck/backend"
	"pooldeck/model"
)

func (s Look) do(r *run) { r.views[s.Who] = r.plane.Fleet() }

func (s Ask) do(r *run) {
	if !s.Late {
		Look{s.Who}.do(r)
	}
	changes := request(rand.New(rand.NewPCG(s.Number, 1)), r.views[s.Who])
	r.ask(s.Who, changes, s.Blind, s.Crash)
}

func (s Form) do(r *run) {
	if !s.Late {
		Look{s.Who}.do(r)
	}
	changes := formation(rand.New(rand.NewPCG(s.Number, 2)), r.views[s.Who])
	r.ask(s.Who, changes, s.Blind, s.Crash)
}

// ask sends a request by somebody who has seen a fleet, and holds the answer
// against what it has to be.
func (r *run) ask(who int, changes model.Changes, blind bool, c Crash) {
	view := r.views[who]
	q := &sent{Request: backend.Request{
		Key: fmt.Sprintf("key-%d", len(r.sent)), Actor: r.who(who), Changes: changes, Base: map[model.ID]model.Revision{},
	}}
	if !blind {
		q.Acknowledged = model.RiskKinds()
	}
	for _, id := range model.Targets(changes) {
		q.Base[id], _ = view.Revision(id)
	}
	r.sent = append(r.sent, q)
	r.send(q, c)
}

func (r *run) send(q *sent, c Crash) {
	before, known, behind := r.plane.Fleet(), q.accepted, r.gate.behind
	r.gate.crash = c
	trap := r.world.Trap(model.Targets(q.Changes))
	receipt, err := r.plane.Apply(ctx(), q.Request)
	r.answered(q, receipt, err)
	if r.gate.dead {
		r.crashed(c)
		return
	}
	r.halted()
	if !known && !behind && !errors.Is(err, errFull) {
		r.expect(before, q, trap, err)
	}
	r.check()
}

// expect holds the answer to a new request against the fleet that it met. One
// that is kept back comes at once here: no time passes but by the script.
func (r *run) expect(f *model.Fleet, q *sent, trap backend.FaultKind, err error) {
	var (
		stale   *backend.Stale
		invalid *model.Invalid
		unseen  *backend.Unacknowledged
	)
	moved := false
	for _, id := range model.Targets(q.Changes) {
		now, there := f.Revision(id)
		moved = moved || there && now != q.Base[id]
	}
	_, illegal := model.NewPlan(f, r.catalog.Specs, q.Changes...)
	switch {
	case trap == backend.FaultRefuse:
		if !errors.Is(err, backend.ErrUnavailable) {
			r.fail("%v was to be refused: %v", q.Changes, err)
		}
	case moved:
		if !errors.As(err, &stale) {
			r.fail("%v was asked for on what is no longer so: %v", q.Changes, err)
		}
	case illegal != nil:
		if !errors.As(err, &invalid) {
			r.fail("%v is not possible (%v): %v", q.Changes, illegal, err)
		}
	case errors.As(err, &unseen):
		if len(q.Acknowledged) > 0 {
			r.fail("%v: every risk was acknowledged: %v", q.Changes, err)
		}
	case trap == backend.FaultLose:
		if !errors.Is(err, backend.ErrNoAnswer) {
			r.fail("%v was to get no answer: %v", q.Changes, err)
		}
	case err != nil:
		r.fail("%v was refused: %v", q.Changes, err)
	}
}

func (s Again) do(r *run) {
	if len(r.sent) > 0 {
		q := r.sent[s.Number%uint64(len(r.sent))]
		r.send(q, Crash{})
	}
}

// Every undo that is offered is possible, when nobody has changed anything
// since one has looked.
func (s Undo) do(r *run) {
	var made []model.Entry
	for _, e := range r.book.entries {
		if _, over := r.book.ended[e.Operation]; e.Kind == model.EntryAccepted && over {
			made = append(made, e)
		}
	}
	if len(made) == 0 {
		return
	}
	if !s.Late {
		Look{s.Who}.do(r)
	}
	changes, err := model.Undo(r.views[s.Who], made[s.Number%uint64(len(made))])
	if err == nil {
		r.ask(s.Who, changes, false, s.Crash)
	}
}
