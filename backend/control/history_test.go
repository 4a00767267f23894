package control_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"pooldeck/backend"
	"pooldeck/backend/backendtest"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// Whatever is asked for, and wherever the process ends or is killed, nothing
// that was acknowledged is lost or done twice. Some of the histories are kept
// on disk.
func TestHistory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if rapid.SampledFrom([]int{1, 2, 3, 4, 5, 6, 7, 8}).Draw(t, "store") < 8 {
			history(t, newRig(t, store.NewMemory()), func(*rig) {})
			return
		}
		dir, err := os.MkdirTemp("", "history")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(dir)
		open := func() store.Store {
			s, err := store.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		history(t, newRig(t, open()), func(r *rig) {
			r.must(r.store.Close())
			r.store = open()
		})
	})
}

// chronicle is a history and what is known to be true of it.
type chronicle struct {
	*rig
	reopen   func(*rig) // the store
	first    *model.Fleet
	requests []backend.Request // those that were accepted, and their receipts
	receipts []backend.Receipt
	accepted int // operations
}

func history(t *rapid.T, r *rig, reopen func(*rig)) {
	h := &chronicle{rig: r, reopen: reopen, first: r.plane.Fleet()}
	defer func() { _ = r.store.Close() }()
	t.Repeat(map[string]func(*rapid.T){
		"apply":   h.apply,
		"stale":   h.stale,
		"repeat":  h.repeat,
		"cancel":  h.cancel,
		"retry":   h.retry,
		"fault":   h.fault,
		"advance": func(t *rapid.T) { r.advance(duration(t)) },
		"restart": h.restart,
		"kill":    h.kill,
		"":        h.check,
	})
	r.advance(24 * time.Hour)
	h.check(t)
	for _, o := range r.plane.Fleet().Operations {
		if !o.State.Final() && o.Stuck.IsZero() {
			t.Fatalf("a day later it is under way and not stuck: %+v", o)
		}
	}
	h.mend()
	r.advance(24 * time.Hour) // what goes on now may turn out to have failed
	h.again()
	r.advance(24 * time.Hour)
	h.check(t)
	for _, c := range r.plane.Fleet().Clusters {
		if !c.Settled() {
			t.Fatalf("a day later %s is %+v", c.Name, c)
		}
	}
	if open := r.plane.Fleet().Operations; len(open) > 0 {
		t.Fatalf("a day later there is %+v", open[0])
	}
}

func duration(t *rapid.T) time.Duration {
	return rapid.SampledFrom([]time.Duration{
		0, time.Millisecond, 3 * time.Second, 20 * time.Second, time.Minute, 7 * time.Minute, time.Hour,
	}).Draw(t, "passes")
}

// request draws one of up to three changes, which need not be legal, by
// somebody who has seen the fleet and its risks.
func (h *chronicle) request(t *rapid.T) backend.Request {
	f := h.plane.Fleet()
	if len(f.Clusters) == 0 {
		t.Skip("everything is destroyed")
	}
	h.keys++
	r := backend.Request{
		Key: fmt.Sprintf("key-%d", h.keys), Actor: backend.Actor{Name: rapid.SampledFrom([]string{"ada", "bob"}).Draw(t, "actor"), Role: backend.Operator},
		Base:         map[model.ID]model.Revision{},
		Acknowledged: model.RiskKinds(),
	}
	for range rapid.IntRange(1, 3).Draw(t, "changes") {
		r.Changes = append(r.Changes, modeltest.Change(t, f))
	}
	for _, c := range f.Clusters {
		r.Base[c.ID] = c.Revision
	}
	return r
}

func (h *chronicle) apply(t *rapid.T) {
	r := h.request(t)
	receipt, err := h.plane.Apply(context.Background(), r)
	var invalid *model.Invalid
	if errors.Is(err, backend.ErrNoAnswer) {
		receipt, err = h.plane.Apply(context.Background(), r)
	}
	switch {
	case err == nil:
		h.note(receipt)
		h.requests, h.receipts = append(h.requests, r), append(h.receipts, receipt)
	case !errors.As(err, &invalid) && !errors.Is(err, backend.ErrUnavailable):
		t.Fatalf("%v: %v", r.Changes, err)
	}
}

func (h *chronicle) note(receipt backend.Receipt) {
	h.accepted += len(receipt.Operations)
}

// stale is what somebody asks for who has not seen the last change.
func (h *chronicle) stale(t *rapid.T) {
	r := h.request(t)
	for id := range r.Base {
		r.Base[id]--
	}
	if h.plane.Fleet().Cluster(r.Changes[0].Target()) == nil {
		t.Skip("a new cluster is as of now")
	}
	_, err := h.plane.Apply(context.Background(), r)
	var stale *backend.Stale
	var invalid *model.Invalid
	if !errors.As(err, &stale) && !errors.As(err, &invalid) && !errors.Is(err, backend.ErrUnavailable) {
		t.Fatalf("%v on older revisions: %v", r.Changes, err)
	}
}

// repeat sends an accepted request again.
func (h *chronicle) repeat(t *rapid.T) {
	if len(h.requests) == 0 {
		t.Skip("nothing was accepted yet")
	}
	n := rapid.IntRange(0, len(h.requests)-1).Draw(t, "request")
	receipt, err := h.plane.Apply(context.Background(), h.requests[n])
	if err != nil || !reflect.DeepEqual(receipt, h.receipts[n]) {
		t.Fatalf("the receipt was %+v and is %+v, %v", h.receipts[n], receipt, err)
	}
}

func (h *chronicle) cancel(t *rapid.T) {
	if h.accepted == 0 {
		t.Skip("nothing was accepted yet")
	}
	f := h.plane.Fleet()
	id := model.OperationID(fmt.Sprintf("op-%d", rapid.Int64Range(1, f.JournalSeq).Draw(t, "entry")))
	receipt, err := h.plane.Cancel(context.Background(), backend.Actor{Name: "eve", Role: backend.Operator}, id)
	var invalid *model.Invalid
	switch o := f.Operation(id); {
	case err == nil && (o == nil || o.State.Final() || o.Irreversible):
		t.Fatalf("it cancelled %+v", o)
	case err == nil:
		h.note(receipt)
	case !errors.Is(err, backend.ErrEnded) && !errors.Is(err, backend.ErrIrreversible) && !errors.As(err, &invalid):
		t.Fatal(err)
	}
}

// restart ends the process in order: the next one shows the very same fleet.
func (h *chronicle) restart(t *rapid.T) {
	h.must(h.plane.Close())
	before := *h.plane.Fleet()
	before.At = h.plane.Now() // which may not have been shown
	h.reopen(h.rig)
	h.open()
	if diff := cmp.Diff(&before, h.plane.Fleet(), cmpopts.EquateEmpty()); diff != "" {
		t.Fatal(diff)
	}
}

// kill ends the process with nothing said: the next one shows the same fleet
// but for the clock, by less than a minute, and how far things are.
func (h *chronicle) kill(t *rapid.T) {
	before := h.plane.Fleet()
	h.reopen(h.rig)
	h.open()
	after := h.plane.Fleet()
	if lost := before.At.Sub(after.At); lost < 0 || lost >= time.Minute {
		t.Fatalf("%v are lost", lost)
	}
	if diff := cmp.Diff(still(before), still(after), cmpopts.EquateEmpty()); diff != "" {
		t.Fatal(diff)
	}
}

// still is a fleet without its clock and without what follows from that:
// progress, and for how long an operation is shown after its end.
func still(f *model.Fleet) *model.Fleet {
	next := &model.Fleet{JournalSeq: f.JournalSeq, Apps: f.Apps}
	for _, c := range f.Clusters {
		c := *c
		c.Storage = model.Storage{}
		c.Leader.Instances = slices.Clone(c.Leader.Instances)
		c.Followers = slices.Clone(c.Followers)
		for i := range c.Followers {
			c.Followers[i].Instances = slices.Clone(c.Followers[i].Instances)
		}
		for _, p := range c.Pools() {
			for i := range p.Instances {
				p.Instances[i].Progress = model.Progress{}
			}
		}
		next.Clusters = append(next.Clusters, &c)
	}
	for _, o := range f.Operations {
		o := *o
		o.Progress, o.Moved = model.Progress{}, time.Time{}
		if o.State.Final() {
			continue
		}
		next.Operations = append(next.Operations, &o)
	}
	return next
}

// check looks at everything that is true at every moment.
func (h *chronicle) check(t *rapid.T) {
	f, entries := h.plane.Fleet(), h.journal()
	accepted, ended := map[model.OperationID]int{}, map[model.OperationID]int{}
	changes := map[model.ID]model.Revision{}
	for i, e := range entries {
		if e.Seq != int64(i+1) {
			t.Fatalf("entry %d has the number %d", i+1, e.Seq)
		}
		switch e.Kind {
		case model.EntryAccepted:
			accepted[e.Operation]++
			changes[e.Target]++
		case model.EntryDone, model.EntryFailed, model.EntryCancelled, model.EntrySuperseded:
			ended[e.Operation]++
		case model.EntryRestarted, model.EntryRefused, model.EntryFault, model.EntryRecovered, model.EntryStuck, model.EntryNote, model.EntryDecided:
		}
	}
	if f.JournalSeq != int64(len(entries)) || len(accepted) != h.accepted {
		t.Fatalf("%d entries, the fleet is of entry %d; %d operations were acknowledged, the journal has %d",
			len(entries), f.JournalSeq, h.accepted, len(accepted))
	}
	open := map[model.ID]int{}
	for _, o := range f.Operations {
		if !o.State.Final() {
			open[o.Target]++
		}
	}
	for id, n := range accepted {
		o := f.Operation(id)
		running := o != nil && !o.State.Final()
		if n != 1 || ended[id] > 1 || running == (ended[id] == 1) {
			t.Fatalf("%s was accepted %d times and ended %d times: %+v", id, n, ended[id], o)
		}
	}
	h.checkClusters(t, f, open, changes)
}

func (h *chronicle) checkClusters(t *rapid.T, f *model.Fleet, open map[model.ID]int, changes map[model.ID]model.Revision) {
	for _, c := range f.Clusters {
		base := changes[c.ID]
		if first := h.first.Cluster(c.ID); first != nil {
			base += first.Revision
		}
		if c.Revision != base {
			t.Fatalf("%s is at revision %d after %d changes", c.Name, c.Revision, changes[c.ID])
		}
		if open[c.ID] > 1 || open[c.ID] == 1 && c.Settled() || open[c.ID] == 0 && !c.Settled() && c.Memo == "" {
			t.Fatalf("%s has %d open operations, settled is %v, and %q stands", c.Name, open[c.ID], c.Settled(), c.Memo)
		}
		if n := leaders(c); n > 1 || c.Status() == model.Available && n != 1 {
			t.Fatalf("%s is %s and has %d leaders", c.Name, c.Status(), n)
		}
	}
	spans, err := h.plane.Spans(context.Background(), f.At, f.At.Add(time.Second), nil)
	h.must(err)
	if diff := cmp.Diff(backendtest.Existing(f), backendtest.Open(spans)); diff != "" {
		t.Fatalf("the ledger differs from the fleet: %s", diff)
	}
}
