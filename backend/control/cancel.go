package control

import (
	"strconv"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// cancelled is an input: somebody wants an operation to end and what was
// wanted before it to be wanted again. The risks of the way back need not be
// acknowledged: it only returns to what was.
type cancelled struct {
	actor     backend.Actor
	operation model.OperationID
}

func (c cancelled) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	o := t.fleet.Operation(c.operation)
	plan, err := c.plan(t.fleet, s.catalog.Specs, o)
	if err != nil {
		t.refuse(aboutOperation(c.actor, c.operation, o, "cancel "), err)
		return t.done()
	}
	t.accept(plan, c.actor, model.OpCancelled)
	return t.done()
}

func (c cancelled) plan(f *model.Fleet, s model.Specs, o *model.Operation) (model.Plan, error) {
	switch {
	case !c.actor.Role.Changes():
		return model.Plan{}, backend.ErrDenied
	case o == nil && c.known(f):
		return model.Plan{}, backend.ErrEnded
	case o == nil:
		return model.Plan{}, &model.Invalid{Field: "operation", Reason: "there is no operation " + string(c.operation)}
	case o.State.Final():
		return model.Plan{}, backend.ErrEnded
	case o.Irreversible:
		return model.Plan{}, backend.ErrIrreversible
	case len(o.Undo) == 0:
		return model.Plan{}, &model.Invalid{Field: "operation", Reason: "there is no way back: " + strings.Join(o.Words, "; ")}
	}
	return model.NewPlan(f, s, o.Undo...)
}

// known is whether there was such an operation, which has left the fleet:
// they carry numbers of the journal.
func (c cancelled) known(f *model.Fleet) bool {
	number, found := strings.CutPrefix(string(c.operation), operationPrefix)
	seq, err := strconv.ParseInt(number, 10, 64)
	return found && err == nil && seq > 0 && seq <= f.JournalSeq
}

// aboutOperation is the journal's entry for what was asked of an operation;
// nil where there is none.
func aboutOperation(a backend.Actor, id model.OperationID, o *model.Operation, verb string) model.Entry {
	e := model.Entry{Actor: a.Name, Via: a.Via, Operation: id}
	if o == nil {
		return e
	}
	e.Target, e.TargetName = o.Target, o.TargetName
	for _, w := range o.Words {
		e.Words = append(e.Words, verb+w)
	}
	return e
}
