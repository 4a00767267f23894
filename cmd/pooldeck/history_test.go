package main

import (
	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// history reads the state itself: the journal has no gap, each change stands
// in it once, each operation ends once, and the ledger has one open span for
// each instance that is there. It returns how operations ended.
func (r *ordeal) history() map[model.OperationID]model.EntryKind {
	r.t.Helper()
	s, err := store.Open(r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	defer s.Close()
	fleet, err := s.Load()
	if err != nil {
		r.t.Fatal(err)
	}
	journal, err := s.Journal(store.Query{})
	if err != nil {
		r.t.Fatal(err)
	}
	var accepted []step
	ends := map[model.OperationID]model.EntryKind{}
	for n, e := range journal {
		if e.Seq != int64(n+1) {
			r.t.Errorf("entry %d of the journal has the number %d", n+1, e.Seq)
		}
		switch e.Kind {
		case model.EntryAccepted:
			for _, change := range e.Changes {
				set := change.(model.SetCount)
				accepted = append(accepted, step{spot{e.TargetName, set.Pool}, set.Count})
			}
		case model.EntryDone, model.EntryFailed, model.EntryCancelled, model.EntrySuperseded:
			if ends[e.Operation] != "" {
				r.t.Errorf("%s is %s and %s", e.Operation, ends[e.Operation], e.Kind)
			}
			ends[e.Operation] = e.Kind
		case model.EntryRestarted, model.EntryRefused, model.EntryFault, model.EntryRecovered, model.EntryStuck, model.EntryNote, model.EntryDecided:
		}
	}
	if fleet.JournalSeq != int64(len(journal)) {
		r.t.Errorf("the fleet knows %d entries of the journal, which has %d", fleet.JournalSeq, len(journal))
	}
	if diff := cmp.Diff(r.accepted, accepted, cmp.AllowUnexported(step{})); diff != "" {
		r.t.Errorf("what was acknowledged (-) and what is there (+):\n%s", diff)
	}
	r.ledger(s, fleet)
	return ends
}

func (r *ordeal) ledger(s store.Store, fleet *model.Fleet) {
	r.t.Helper()
	there, open := map[model.ID]int{}, map[model.ID]int{}
	for _, a := range fleet.Apps {
		for _, p := range a.Processes {
			for _, d := range p.Dynos {
				there[d.ID]++
			}
		}
	}
	for _, c := range fleet.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				if i.Phase != model.Queued {
					there[i.ID]++
				}
			}
		}
	}
	spans, err := s.Spans(fleet.At.AddDate(-1, 0, 0), fleet.At.AddDate(0, 0, 1), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, span := range spans {
		if span.To.IsZero() {
			open[span.Instance]++
		}
	}
	if diff := cmp.Diff(there, open); diff != "" {
		r.t.Errorf("instances (-) and open spans of the ledger (+):\n%s", diff)
	}
}
