package control

import (
	"context"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// Retry carries a failed operation out again; see backend.Backend.
func (p *Plane) Retry(ctx context.Context, a backend.Actor, id model.OperationID) (backend.Receipt, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.ready(ctx); err != nil {
		return backend.Receipt{}, err
	}
	var last map[model.ID]model.Entry
	if o := p.state.fleet.Operation(id); o != nil {
		var err error
		if last, err = p.lastAccepted([]model.ID{o.Target}); err != nil {
			return backend.Receipt{}, err
		}
	}
	return p.accept(retried{a, id, last}, nil)
}

// retried is an input: somebody wants a failed operation to be carried out
// again. What is wanted is wanted already; only its revision is a new one, by
// which the driver knows that it is asked again.
type retried struct {
	actor     backend.Actor
	operation model.OperationID
	last      map[model.ID]model.Entry // what was accepted last for the target
}

func (r retried) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	o := t.fleet.Operation(r.operation)
	if err := r.refusal(t.fleet, o); err != nil {
		t.refuse(aboutOperation(r.actor, r.operation, o, "retry "), err)
		return t.done()
	}
	name, app := t.revise(o.Target)
	again := &model.Operation{
		ID: operationID(t.fleet.JournalSeq + 1), Target: o.Target, TargetName: name, App: app, Actor: r.actor.Name,
		Changes: model.Changes{}, Words: o.Words, Undo: o.Undo,
		State: model.OpRunning, Accepted: t.fleet.At, Moved: t.fleet.At, Work: t.work(o.Target), Note: "again, after " + string(o.ID) + " failed",
	}
	t.record(model.Entry{
		Actor: r.actor.Name, Via: r.actor.Via, Kind: model.EntryAccepted, Target: o.Target, TargetName: name, Operation: again.ID,
		Changes: again.Changes, Words: again.Words, Undo: again.Undo, Note: again.Note,
	})
	t.fleet.Operations = append(slices.Clip(t.fleet.Operations), again)
	t.receipt = backend.Receipt{Operations: []model.OperationID{again.ID}, JournalSeq: t.fleet.JournalSeq}
	return t.done()
}

// refusal says why an operation is not retried; nil when it is.
func (r retried) refusal(f *model.Fleet, o *model.Operation) error {
	switch {
	case !r.actor.Role.Changes():
		return backend.ErrDenied
	case o == nil && (cancelled{operation: r.operation}).known(f):
		return backend.ErrNotFailed // one that failed stays until it is dealt with
	case o == nil:
		return &model.Invalid{Field: "operation", Reason: "there is no operation " + string(r.operation)}
	case o.State != model.OpFailed:
		return backend.ErrNotFailed
	}
	now, there := f.Revision(o.Target)
	if !there {
		return &model.Invalid{Field: "operation", Reason: o.TargetName + " is gone"}
	}
	if newest(f, o.Target) != o {
		last := r.last[o.Target]
		return &backend.Stale{
			Target: o.Target, Name: nameOf(f, o.Target), Now: now, By: last.Actor, At: last.At, Words: last.Words,
		}
	}
	return nil
}

// newest is the operation of a target that was accepted last.
func newest(f *model.Fleet, target model.ID) *model.Operation {
	for _, o := range slices.Backward(f.Operations) {
		if o.Target == target {
			return o
		}
	}
	return nil
}
