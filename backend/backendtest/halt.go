package backendtest

import (
	"errors"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// halted lets nothing be recorded while a change is under way, and returns the
// fleet as it is then.
func (a *asking) halted() (f *model.Fleet, receipt backend.Receipt, request backend.Request) {
	a.Helper()
	c, pool := a.first()
	request = a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2})
	receipt = a.accepted(request)
	a.Advance(time.Second)
	a.Fill(true)
	a.Advance(30 * time.Minute) // in which something happens
	if f = a.fleet(); f.Halt == nil || f.Halt.Reason == "" || f.Halt.Remedy == "" || f.Halt.Since.After(f.At) {
		a.Fatalf("nothing can be recorded, and the fleet says %+v", f.Halt)
	}
	return f, receipt, request
}

func haltedChangesNothing(a *asking) {
	if a.Fill == nil {
		return
	}
	f, receipt, request := a.halted()
	a.Advance(30 * time.Minute)
	if is := a.fleet(); !is.At.Equal(f.At) || is.JournalSeq != f.JournalSeq || is.Operation(receipt.Operations[0]).State.Final() {
		a.Errorf("time went on to %s", is.At)
	}
	c := f.Clusters[1]
	asked := a.request(model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: 3 - c.Leader.Count})
	var unsaved *backend.Unsaved
	for name, err := range map[string]error{
		"a change": second(a.Backend.Apply(a.ctx(), asked)),
		"a cancel": second(a.Backend.Cancel(a.ctx(), a.actor(), receipt.Operations[0])),
		"a retry":  second(a.Backend.Retry(a.ctx(), a.actor(), receipt.Operations[0])),
	} {
		if !errors.As(err, &unsaved) || unsaved.Reason != f.Halt.Reason {
			a.Errorf("%s: %v", name, err)
		}
	}
	// What was acknowledged is known all the same.
	if again, err := a.Backend.Apply(a.ctx(), request); err != nil || again.JournalSeq != receipt.JournalSeq {
		a.Errorf("the same request again: %+v, %v", again, err)
	}
	a.Fill(false)
	a.Advance(time.Second)
	if is := a.fleet(); is.Cluster(c.ID).Revision != c.Revision || is.Open(c.ID) != nil {
		a.Errorf("what was refused was done: %+v", is.Cluster(c.ID))
	}
	a.done(a.accepted(asked))
}

func second[T any](_ T, err error) error { return err }

func haltedCanBeRead(a *asking) {
	if a.Fill == nil {
		return
	}
	f, receipt, _ := a.halted()
	if entries := a.journal(backend.Query{}); int64(len(entries)) != f.JournalSeq {
		a.Errorf("the journal has %d entries, the fleet %d", len(entries), f.JournalSeq)
	}
	able := a.Backend.Abilities()
	if able.Ledger != nil {
		if spans, err := able.Ledger.Spans(a.ctx(), f.At.Add(-time.Hour), f.At, nil); err != nil || len(spans) == 0 {
			a.Errorf("the ledger has %d spans: %v", len(spans), err)
		}
	}
	if able.Metrics != nil {
		if _, err := able.Metrics.Sample(a.ctx(), []model.ID{f.Clusters[0].ID}); err != nil {
			a.Errorf("the metrics: %v", err)
		}
	}
	if f.Operation(receipt.Operations[0]) == nil {
		a.Error("the operation that was accepted cannot be seen")
	}
}

func haltedGoesOn(a *asking) {
	if a.Fill == nil {
		return
	}
	_, receipt, _ := a.halted()
	a.Fill(false)
	a.done(receipt)
	f := a.fleet()
	if f.Halt != nil {
		a.Errorf("everything can be recorded, and the fleet says %+v", f.Halt)
	}
	entries := a.journal(backend.Query{})
	if end, err := model.Verify(model.Link{}, entries); err != nil || end != f.Journal() {
		a.Errorf("the journal ends with %+v, the fleet with %+v: %v", end, f.Journal(), err)
	}
	if !f.Clusters[0].Settled() {
		a.Errorf("in the end it is %+v", f.Clusters[0])
	}
}
