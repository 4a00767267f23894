package backendtest

import (
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/model"
)

// history makes a journal with entries of two actors and two targets.
func (a *asking) history() (one, two *model.Cluster) {
	a.Helper()
	f := a.fleet()
	one, two = f.Clusters[0], f.Clusters[1]
	a.done(a.apply(model.AddPool{Cluster: one.ID, Name: "reports", Level: one.Leader.Level, Count: 1}))
	r := a.request(model.AddPool{Cluster: two.ID, Name: "reports", Level: two.Leader.Level, Count: 2})
	r.Actor.Name = "bob"
	a.done(a.accepted(r))
	a.done(a.apply(
		model.SetCount{Cluster: two.ID, Pool: "reports", Count: 0},
		model.DestroyPool{Cluster: one.ID, Pool: "reports"},
	))
	return one, two
}

func journalIsGapless(a *asking) {
	a.history()
	entries := a.journal(backend.Query{})
	var last time.Time
	for i, e := range entries {
		if e.Seq != int64(i+1) {
			a.Fatalf("entry %d has the number %d", i+1, e.Seq)
		}
		if e.At.Before(last) {
			a.Errorf("entry %d is of %v, the one before of %v", e.Seq, e.At, last)
		}
		last = e.At
	}
	if f := a.fleet(); f.JournalSeq != int64(len(entries)) {
		a.Errorf("the fleet is of entry %d, the journal ends with %d", f.JournalSeq, len(entries))
	}
}

func journalIsSealed(a *asking) {
	a.history()
	end, err := model.Verify(model.Link{}, a.journal(backend.Query{}))
	if err == nil {
		err = end.Ends(a.fleet().Journal())
	}
	if err != nil {
		a.Error(err)
	}
}

// acceptedEntriesSayWhatTheyCost asks for changes of two clusters at once:
// each entry has the difference of its own.
func acceptedEntriesSayWhatTheyCost(a *asking) {
	f := a.fleet()
	one, two := f.Clusters[0], f.Clusters[1]
	r := a.request(
		model.SetCount{Cluster: one.ID, Pool: model.LeaderName, Count: 1},
		model.AddPool{Cluster: two.ID, Name: "reports", Level: a.unpriced(), Count: 1},
		model.AddPool{Cluster: two.ID, Name: "batch", Level: two.Leader.Level, Count: 2},
	)
	r.Acknowledged = append(r.Acknowledged, model.HALost, model.PriceUnknown)
	a.done(a.accepted(r))
	type cost struct {
		Cents int64
		Open  bool
	}
	want := map[model.ID]cost{
		one.ID: {-a.catalog.Instance(one.Leader.Level).Cents, false},
		two.ID: {2 * a.catalog.Instance(two.Leader.Level).Cents, true},
	}
	for _, e := range a.journal(backend.Query{}) {
		got := cost{e.CostCents, e.CostOpen}
		if e.Kind == model.EntryAccepted && got != want[e.Target] || e.Kind != model.EntryAccepted && got != (cost{}) {
			a.Errorf("entry %d (%s on %s) costs %+v", e.Seq, e.Kind, e.TargetName, got)
		}
	}
}

// unpriced is a level without a published price.
func (a *asking) unpriced() string {
	a.Helper()
	for _, l := range a.catalog.Levels {
		if !l.Priced {
			return l.Name
		}
	}
	a.Fatal("the catalog has a price for every level")
	return ""
}

func journalAnswersQueries(a *asking) {
	one, two := a.history()
	all := a.journal(backend.Query{})
	pick := func(fits func(model.Entry) bool) []model.Entry {
		var list []model.Entry
		for _, e := range all {
			if fits(e) {
				list = append(list, e)
			}
		}
		return list
	}
	ofOne := pick(func(e model.Entry) bool { return e.Target == one.ID })
	ofBob := pick(func(e model.Entry) bool { return e.Actor == "bob" })
	if len(ofOne) < 4 || len(ofBob) < 2 {
		a.Fatalf("the journal has %d entries of one and %d of bob", len(ofOne), len(ofBob))
	}
	for name, test := range map[string]struct {
		query backend.Query
		want  []model.Entry
	}{
		"after a number":         {backend.Query{After: 2}, all[2:]},
		"after the last":         {backend.Query{After: int64(len(all))}, nil},
		"of a target":            {backend.Query{Target: one.ID}, ofOne},
		"of an actor":            {backend.Query{Actor: "bob"}, ofBob},
		"the oldest two after 1": {backend.Query{After: 1, First: 2}, all[1:3]},
		"the newest three":       {backend.Query{Last: 3}, all[len(all)-3:]},
		"the newest of a target": {backend.Query{Target: one.ID, Last: 2}, ofOne[len(ofOne)-2:]},
		"more than there are":    {backend.Query{Actor: "bob", Last: 99}, ofBob},
		"of both at once":        {backend.Query{Target: two.ID, Actor: "bob"}, ofBob},
	} {
		if diff := cmp.Diff(test.want, a.journal(test.query), cmp.Transformer("text", textOf)); diff != "" {
			a.Errorf("%s: %s", name, diff)
		}
	}
}

// textOf compares changes by what they say.
func textOf(c model.Changes) []string {
	list := []string{}
	for _, change := range c {
		list = append(list, change.String())
	}
	return list
}

func acceptedEntriesCarryChanges(a *asking) {
	c, pool := a.first()
	change := model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2}
	receipt := a.apply(change)
	a.done(receipt)
	entries := a.journal(backend.Query{Target: c.ID})
	if len(entries) != 2 {
		a.Fatalf("the journal has %+v", entries)
	}
	accepted, done := entries[0], entries[1]
	if accepted.Kind != model.EntryAccepted || len(accepted.Changes) != 1 || accepted.Changes[0] != model.Change(change) ||
		len(accepted.Words) != 1 || accepted.TargetName != c.Name || accepted.Operation != receipt.Operations[0] {
		a.Errorf("accepted: %+v", accepted)
	}
	if done.Kind != model.EntryDone || done.Operation != accepted.Operation || !done.At.After(accepted.At) {
		a.Errorf("done: %+v", done)
	}
	a.done(a.apply(accepted.Undo...))
	if got := a.fleet().Cluster(c.ID).Followers[0]; got.Count != pool.Count || got.Level != pool.Level {
		a.Errorf("its undo leaves %d × %s", got.Count, got.Level)
	}
}
