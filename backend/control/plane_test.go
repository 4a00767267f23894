package control_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

func TestOpenWantsAStateAndASpeed(t *testing.T) {
	if _, err := control.Open(store.NewMemory(), sim.New(seed), pricing.Catalog{}, control.Options{}); !errors.Is(err, store.ErrNew) {
		t.Errorf("on a store that holds nothing: %v", err)
	}
	r := inMemory(t)
	_, err := control.Open(r.store, sim.New(seed), pricing.Catalog{}, control.Options{Speed: backend.MaxSpeed + 1})
	if err == nil || !strings.Contains(err.Error(), "3600") {
		t.Errorf("at a speed that is too high: %v", err)
	}
}

func TestSameRequestsAtTheSameTimesMakeTheSameJournal(t *testing.T) {
	history := func() []model.Entry {
		r := inMemory(t)
		r.scale(4)
		r.advance(100 * time.Second)
		r.scale(2)
		r.advance(time.Hour)
		return r.journal()
	}
	if diff := cmp.Diff(history(), history()); diff != "" {
		t.Error(diff)
	}
}

func TestDriverThatGivesUpFailsTheOperation(t *testing.T) {
	r := inMemory(t)
	c, _ := r.cluster()
	r.driver.failing[c.ID] = "no such machine is left in this region"
	id := r.scale(3)
	r.advance(time.Minute)
	o := r.plane.Fleet().Operation(id)
	if o.State != model.OpFailed || o.Note != "no such machine is left in this region" || o.Ended.IsZero() {
		t.Errorf("the operation is %+v", o)
	}
	r.advance(time.Minute)
	r.wantKinds(model.EntryAccepted, model.EntryFailed)
	if last := r.journal()[1]; last.Note != o.Note || last.Operation != id || last.Actor != "ada" {
		t.Errorf("the journal ends with %+v", last)
	}
	delete(r.driver.failing, c.ID)
	r.scale(2)
	r.advance(time.Hour)
	r.wantKinds(model.EntryAccepted, model.EntryFailed, model.EntryAccepted, model.EntryDone)
}

func TestEndedOperationsLeaveTheFleet(t *testing.T) {
	r := inMemory(t)
	count := func() int { return len(r.plane.Fleet().Operations) }
	for n := range 25 {
		r.scale(2 + n%2)
	}
	if got := count(); got != 21 {
		t.Errorf("24 operations were superseded and one is under way; %d are shown", got)
	}
	r.advance(59 * time.Minute)
	if got := count(); got != 20 {
		t.Errorf("within the hour %d are shown", got)
	}
	r.advance(2 * time.Hour)
	if got := count(); got != 0 {
		t.Errorf("hours later %d are shown", got)
	}
	kept, err := r.store.Load()
	r.must(err)
	if len(kept.Operations) != 0 {
		t.Errorf("hours later %d are kept", len(kept.Operations))
	}
}

func TestInstancesComeIntoSightEvenWhileTimeStands(t *testing.T) {
	r := inMemory(t)
	r.scale(3)
	if _, pool := r.cluster(); len(pool.Instances) != 3 || pool.Instances[2].Phase == model.Up {
		t.Errorf("right after Apply: %+v", pool.Instances)
	}
}

func TestClockIsKeptEveryMinute(t *testing.T) {
	r := inMemory(t)
	began := r.plane.Now()
	r.advance(59 * time.Second)
	if kept, err := r.store.Load(); err != nil || !kept.At.Equal(began) {
		t.Errorf("within the minute the store has %v, %v", kept.At, err)
	}
	r.advance(time.Second)
	if kept, err := r.store.Load(); err != nil || !kept.At.Equal(began.Add(time.Minute)) {
		t.Errorf("after the minute the store has %v, %v", kept.At, err)
	}
	r.advance(7 * time.Second)
	r.must(r.plane.Close())
	if kept, err := r.store.Load(); err != nil || !kept.At.Equal(began.Add(67*time.Second)) {
		t.Errorf("after Close the store has %v, %v", kept.At, err)
	}
}

// Only how far things are may be lost: what an operator saw happen is in the
// store before it is shown.
func TestEveryPhaseIsKept(t *testing.T) {
	r := inMemory(t)
	c, _ := r.cluster()
	q := r.scaled(3)
	q.Changes = append(q.Changes, model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: "8G-Performance"})
	q.Acknowledged = append(q.Acknowledged, model.WritesInterrupted)
	receipt, err := r.plane.Apply(t.Context(), q)
	r.must(err)
	for !r.plane.Fleet().Operation(receipt.Operations[0]).State.Final() {
		r.advance(time.Second)
		kept, err := r.store.Load()
		r.must(err)
		if diff := cmp.Diff(still(r.plane.Fleet()), still(kept)); diff != "" {
			t.Fatalf("at %v: %s", r.plane.Now(), diff)
		}
	}
}

func TestTimeDoesNotRunBack(t *testing.T) {
	r := inMemory(t)
	r.scale(3)
	r.advance(time.Minute)
	before := r.plane.Fleet()
	r.advance(-time.Hour)
	if diff := cmp.Diff(before, r.plane.Fleet()); diff != "" {
		t.Error(diff)
	}
}

func TestClosedPlaneSaysSo(t *testing.T) {
	r := inMemory(t)
	q := r.scaled(3)
	r.must(r.plane.Close())
	ctx := context.Background()
	_, apply := r.plane.Apply(ctx, q)
	_, cancel := r.plane.Cancel(ctx, q.Actor, "op-1")
	_, watch := r.plane.Watch(ctx)
	_, journal := r.plane.Journal(ctx, backend.Query{})
	_, spans := r.plane.Spans(ctx, time.Time{}, r.plane.Now(), nil)
	for name, err := range map[string]error{
		"Apply": apply, "Cancel": cancel, "Watch": watch, "Journal": journal, "Spans": spans,
		"Advance": r.plane.Advance(r.plane.Now()), "SetSpeed": r.plane.SetSpeed(ada(), 1),
	} {
		if !errors.Is(err, backend.ErrClosed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	r.must(r.plane.Close())
}

func TestEndedContextIsNotServed(t *testing.T) {
	r := inMemory(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.plane.Apply(ctx, r.scaled(3)); !errors.Is(err, context.Canceled) {
		t.Errorf("Apply: %v", err)
	}
	if _, err := r.plane.Watch(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Watch: %v", err)
	}
	r.wantKinds()
}

// broken is a store whose disk is full now and then.
type broken struct {
	store.Store
	full atomic.Bool
	err  error // what it says then; errBroken where it is nil
}

var errBroken = errors.New("the disk is no disk any more")

func noSpace() error { return &store.Unwritable{Dir: "/var/lib/state", Why: store.NoSpace} }

func (b *broken) Commit(batch store.Batch) error {
	switch {
	case b.full.Load() && b.err != nil:
		return b.err
	case b.full.Load():
		return errBroken
	}
	return b.Store.Commit(batch)
}

func TestRequestThatCannotBeSavedIsNotAccepted(t *testing.T) {
	disk := &broken{Store: store.NewMemory()}
	r := newRig(t, disk)
	before, q := r.plane.Fleet(), r.scaled(3)
	disk.full.Store(true)
	if _, err := r.plane.Apply(t.Context(), q); !errors.Is(err, errBroken) {
		t.Errorf("Apply: %v", err)
	}
	if r.plane.Fleet() != before || !r.driver.Next().IsZero() {
		t.Error("something has changed")
	}
	disk.full.Store(false)
	r.advance(10 * time.Minute)
	r.wantKinds()
	if _, err := r.plane.Apply(t.Context(), q); err != nil {
		t.Errorf("again, with room on the disk: %v", err)
	}
	r.advance(time.Hour)
	r.wantKinds(model.EntryAccepted, model.EntryDone)
}

func TestWhatCouldNotBeSavedIsSavedLater(t *testing.T) {
	disk := &broken{Store: store.NewMemory()}
	r := newRig(t, disk)
	id := r.scale(3)
	shown := r.plane.Fleet()
	disk.full.Store(true)
	for range 3 {
		if err := r.plane.Advance(r.plane.Now().Add(time.Hour)); !errors.Is(err, errBroken) {
			t.Errorf("Advance: %v", err)
		}
	}
	if r.plane.Fleet() != shown {
		t.Error("what is not saved was shown")
	}
	if _, err := r.plane.Cancel(t.Context(), backend.Actor{Name: "bob", Role: backend.Admin}, id); !errors.Is(err, backend.ErrEnded) || !errors.Is(err, errBroken) {
		t.Errorf("Cancel: %v", err)
	}
	disk.full.Store(false)
	r.advance(time.Second)
	r.wantKinds(model.EntryAccepted, model.EntryDone, model.EntryRefused)
	before := r.plane.Fleet()
	r.must(r.plane.Close())
	r.open()
	if diff := cmp.Diff(before.Clusters, r.plane.Fleet().Clusters); diff != "" {
		t.Error(diff)
	}
}
