// Package control is the control plane: the backend that decides by itself.
// It plans requests again on its own fleet, makes what it accepted durable,
// hands it to a driver and merges what the driver sees.
//
// It has two halves. The core is pure: handle takes a state and an input and
// returns the next state and the effects, which somebody else carries out.
// That is Plane, which has a mutex and no goroutine of its own; Run lends it
// the wall clock.
//
// Start with input and its kinds, then Plane.
package control

import (
	"slices"
	"strconv"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

// state is all that a decision depends on. It is a value: the fleet that it
// points to is never modified.
type state struct {
	fleet   *model.Fleet
	catalog pricing.Catalog
}

// input is what can happen to a control plane: somebody asks for changes,
// somebody cancels an operation, the driver has seen something or time has
// passed. The set is closed.
//
//sumtype:decl
type input interface {
	handle(state, time.Time) (state, effects)
}

// effects are what is to be done about an input, in the order of the fields.
type effects struct {
	facts
	want    []*model.Cluster // to be handed to the driver, once the facts are durable
	apps    []*model.App     // likewise
	receipt backend.Receipt
	refusal error
}

// facts are what the store keeps besides the fleet.
type facts struct {
	entries []model.Entry
	spans   []model.Span
	// What autoscalers were told and decided waits for the next commit: a
	// process that is killed goes back to the last one, and is told it again.
	samples   []store.Sample
	decisions []store.Decided
	// moved says that the fleet itself shows something that must not be
	// lost; mere progress may be.
	moved bool
}

// and is f and then g. It may grow the lists of f in place.
func (f facts) and(g facts) facts {
	f.entries, f.spans, f.moved = append(f.entries, g.entries...), append(f.spans, g.spans...), f.moved || g.moved
	return f
}

func (f facts) due() bool { return f.moved || len(f.entries) > 0 || len(f.spans) > 0 }

// turn is one input being handled. Its fleet is a copy of its own: the
// fields may be set, what they point to may not be modified.
type turn struct {
	fleet   *model.Fleet
	catalog pricing.Catalog
	note    string // with what is accepted: why
	effects
}

func begin(s state, now time.Time) *turn {
	f := *s.fleet
	f.At = now
	return &turn{fleet: &f, catalog: s.catalog}
}

func (t *turn) done() (state, effects) {
	t.forget()
	return state{t.fleet, t.catalog}, t.effects
}

// record adds an entry to the journal, sealed onto the one before.
func (t *turn) record(e model.Entry) {
	e.At = t.fleet.At
	e = e.After(t.fleet.Journal())
	t.fleet.JournalSeq, t.fleet.JournalHash = e.Seq, e.Hash
	t.entries = append(t.entries, e)
}

// refuse says no and records why.
func (t *turn) refuse(e model.Entry, reason error) {
	e.Kind, e.Note = model.EntryRefused, reason.Error()
	t.record(e)
	t.refusal = reason
}

// accept makes what a plan wants wanted: an operation for each target, in
// the place of the one under way there, which ends as said.
func (t *turn) accept(plan model.Plan, actor backend.Actor, older model.OperationState) {
	after := *plan.After
	t.fleet = &after
	// What the whole fleet costs is nobody's question here.
	bill := pricing.CostFrom(t.catalog, plan, pricing.Amount{})
	for _, target := range plan.Targets() {
		cost, _ := bill.Target(target)
		t.start(plan, target, cost.Delta, actor, older)
	}
	t.receipt.JournalSeq = t.fleet.JournalSeq
}

func (t *turn) start(plan model.Plan, target model.ID, cost pricing.Delta, actor backend.Actor, older model.OperationState) {
	name, app := t.revise(target)
	// Where there is no way back, the operation has none to offer.
	undo, _ := plan.Inverse(target)
	o := &model.Operation{
		ID: operationID(t.fleet.JournalSeq + 1), Target: target, TargetName: name, App: app, Actor: actor.Name,
		Changes: of(plan.Changes, target), Words: words(plan, target), Undo: undo,
		State: model.OpRunning, Accepted: t.fleet.At, Moved: t.fleet.At, Work: t.work(target), Kind: plan.Kind(target),
	}
	if old := t.fleet.Open(target); old != nil {
		o.Resumed = old.Resumed
		if !old.Stuck.IsZero() {
			o.Resumed = t.fleet.At // what hung may have been released by this
		}
	}
	if old := t.fleet.Open(target); old != nil && older == model.OpCancelled {
		// Not what it changes back: that may never have been there.
		o.Words = takenBack(old.Words)
	} else if old != nil {
		o.Carried = t.rest(old)
	}
	t.record(model.Entry{
		Actor: actor.Name, Via: actor.Via, Kind: model.EntryAccepted, Target: target, TargetName: name, Operation: o.ID,
		Changes: o.Changes, Words: o.Words, Undo: o.Undo, CostCents: cost.Cents, CostOpen: cost.Open,
		Note: t.note,
	})
	if old := t.fleet.Open(target); old != nil {
		t.end(old, older, actor.Name, "by "+string(o.ID)+" of "+actor.Name)
	}
	t.fleet.Operations = append(slices.Clip(t.fleet.Operations), o)
	t.receipt.Operations = append(t.receipt.Operations, o.ID)
}

// rest is what an operation leaves to the one that supersedes it: what is
// still wanted then and not yet there.
func (t *turn) rest(old *model.Operation) model.Changes {
	var lacks func(model.Change) bool
	if a := t.fleet.Formation(old.Target); a != nil {
		lacks = a.Lacks
	} else {
		lacks = t.fleet.Cluster(old.Target).Lacks
	}
	return slices.DeleteFunc(slices.Concat(old.Changes, old.Carried), func(c model.Change) bool { return !lacks(c) })
}

// work is what there is to do for a target.
func (t *turn) work(target model.ID) int {
	if a := t.fleet.Formation(target); a != nil {
		return a.Work()
	}
	return t.fleet.Cluster(target).Work()
}

// revise counts an accepted change of a target, which the driver is to hear of,
// and says what it is called and whose it is.
func (t *turn) revise(target model.ID) (name, app string) {
	if a := t.fleet.Formation(target); a != nil {
		next := *a
		next.Revision++
		t.fleet = t.fleet.WithApp(&next)
		t.apps = append(t.apps, &next)
		return next.Name, next.Name
	}
	c := *t.fleet.Cluster(target)
	c.Revision++
	t.fleet = t.fleet.With(&c)
	t.want = append(t.want, &c)
	return c.Name, c.App
}

func takenBack(words []string) []string {
	list := make([]string, 0, len(words))
	for _, w := range words {
		list = append(list, "taken back: "+w)
	}
	return list
}

// operationID names an operation after the journal entry that accepts it.
func operationID(seq int64) model.OperationID {
	return model.OperationID(operationPrefix + strconv.FormatInt(seq, 10))
}

const operationPrefix = "op-"

func of(changes []model.Change, target model.ID) model.Changes {
	return slices.DeleteFunc(slices.Clone(changes), func(c model.Change) bool { return c.Target() != target })
}

// words say what a plan does to a target. Changes that cancel each other out
// have no net effect; they are named one by one.
func words(plan model.Plan, target model.ID) []string {
	var list []string
	switch before, after := plan.Before.Cluster(target), plan.After.Cluster(target); {
	case plan.After.Formation(target) != nil:
	case before == nil:
		list = append(list, "cluster created")
	case after.Destroying:
		return []string{"cluster destroyed"}
	}
	for _, l := range plan.Lines(target) {
		list = append(list, l.String())
	}
	if len(list) > 0 {
		return list
	}
	for _, c := range of(plan.Changes, target) {
		list = append(list, c.String())
	}
	return list
}

// end ends an operation.
func (t *turn) end(o *model.Operation, s model.OperationState, actor, note string) {
	ended := *o
	ended.State, ended.Ended, ended.Note = s, t.fleet.At, note
	if s == model.OpDone {
		ended.Progress.Permille = 1000
		if o.Kind != "" && o.Resumed.IsZero() {
			t.fleet.Learnt = t.fleet.Learnt.With(model.Lesson{Step: o.Kind, Took: t.fleet.At.Sub(o.Accepted)})
		}
	}
	t.replace(&ended)
	t.record(model.Entry{
		Actor: actor, Kind: kind(s), Target: o.Target, TargetName: o.TargetName, Operation: o.ID,
		Words: o.Does(), Note: note,
	})
}

func kind(s model.OperationState) model.EntryKind {
	switch s {
	case model.OpDone:
		return model.EntryDone
	case model.OpFailed:
		return model.EntryFailed
	case model.OpCancelled:
		return model.EntryCancelled
	case model.OpSuperseded:
		return model.EntrySuperseded
	case model.OpRunning:
	}
	panic("control: an operation cannot end " + string(s))
}

// replace puts a newer operation in the place of the one of the same ID.
func (t *turn) replace(o *model.Operation) {
	t.fleet.Operations = slices.Clone(t.fleet.Operations)
	at := slices.IndexFunc(t.fleet.Operations, func(old *model.Operation) bool { return old.ID == o.ID })
	t.fleet.Operations[at] = o
}

// How long an operation stays in the fleet after its end: this long, and only
// while it is among so many. The journal keeps it for good.
const (
	remembered     = time.Hour
	mostRemembered = 20
)

// forget drops operations that ended long ago.
func (t *turn) forget() {
	var ended []*model.Operation
	for _, o := range t.fleet.Operations {
		if o.State.Final() && !t.pending(o) {
			ended = append(ended, o)
		}
	}
	slices.SortStableFunc(ended, func(a, b *model.Operation) int { return b.Ended.Compare(a.Ended) })
	kept := ended[:min(len(ended), mostRemembered)]
	for len(kept) > 0 && t.fleet.At.Sub(kept[len(kept)-1].Ended) >= remembered {
		kept = kept[:len(kept)-1]
	}
	if len(kept) == len(ended) {
		return
	}
	t.fleet.Operations = slices.DeleteFunc(slices.Clone(t.fleet.Operations), func(o *model.Operation) bool {
		return o.State.Final() && !t.pending(o) && !slices.Contains(kept, o)
	})
}

// pending is whether an operation failed and nobody has dealt with it yet:
// it can be retried until something else is wanted.
func (t *turn) pending(o *model.Operation) bool {
	if o.State != model.OpFailed || newest(t.fleet, o.Target) != o {
		return false
	}
	there, settled := standing(t.fleet, o.Target)
	return there && !settled
}

// standing is whether a target is there, and whether what is there of it is
// what is wanted.
func standing(f *model.Fleet, target model.ID) (there, settled bool) {
	if c := f.Cluster(target); c != nil {
		return true, c.Settled()
	}
	if a := f.Formation(target); a != nil {
		return true, a.Settled()
	}
	return false, false
}

// nameOf a target; empty where it is not there.
func nameOf(f *model.Fleet, target model.ID) string {
	if c := f.Cluster(target); c != nil {
		return c.Name
	}
	if a := f.Formation(target); a != nil {
		return a.Name
	}
	return ""
}
