package backendtest

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
)

// changesAreCarriedOut makes every kind of change after another.
func changesAreCarriedOut(a *asking) {
	c, pool := a.first()
	f := a.fleet()
	app := f.Apps[len(f.Apps)-1].Name
	created := model.ID("a-new-cluster")
	for _, change := range []model.Change{
		model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2},
		model.SetLevel{Cluster: c.ID, Pool: pool.Name, Level: a.other(pool.Level)},
		model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: 0},
		model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: a.other(c.Leader.Level)},
		model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: 1},
		model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: c.Leader.Level},
		model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: 2},
		model.AddPool{Cluster: c.ID, Name: "reports", Level: pool.Level, Count: 1},
		model.Attach{Cluster: c.ID, Pool: "reports", App: app, Name: "REPORTS"},
		model.Detach{Cluster: c.ID, App: app, Name: "REPORTS"},
		model.Attach{Cluster: c.ID, Pool: "reports", App: app, Name: "NUMBERS"},
		model.DestroyPool{Cluster: c.ID, Pool: "reports"},
		model.CreateCluster{
			ID: created, Name: "postgresql-new-00001", App: app, Level: pool.Level, HA: true,
			Followers: []model.NewPool{{Name: "readers", Level: pool.Level, Count: 1}},
		},
		model.DestroyCluster{Cluster: created},
	} {
		wanted := a.request(change)
		plan, err := model.NewPlan(a.fleet(), a.catalog.Specs, change)
		if err != nil {
			a.Fatal(err)
		}
		receipt := a.accepted(wanted)
		if len(receipt.Operations) != 1 {
			a.Fatalf("%v: the receipt has the operations %v", change, receipt.Operations)
		}
		if o := a.operation(receipt.Operations[0]); o.Target != change.Target() || o.Actor != a.actor().Name || len(o.Words) == 0 {
			a.Errorf("%v: the operation is %+v", change, o)
		}
		a.done(receipt)
		a.isThere(plan, change.Target())
	}
}

// isThere checks that what a plan wanted is what is there.
func (a *asking) isThere(plan model.Plan, target model.ID) {
	a.Helper()
	want, is := plan.After.Cluster(target), a.fleet().Cluster(target)
	if want.Destroying {
		if is != nil {
			a.Errorf("%s is still there", want.Name)
		}
		return
	}
	if is == nil || !is.Settled() {
		a.Fatalf("%v is done and its cluster is %+v", plan.Changes, is)
	}
	if before := plan.Before.Cluster(target); before != nil && is.Revision != before.Revision+1 {
		a.Errorf("%v: revision %d became %d", plan.Changes, before.Revision, is.Revision)
	}
	for _, p := range want.Pools() {
		there, found := is.Pool(p.ID)
		if found == p.Destroying || found && (len(there.Instances) != p.Count || there.Ready() != p.Count || there.Level != p.Level) {
			a.Errorf("%v is done and %s is %+v", plan.Changes, p.Name, there)
		}
		if found && p.Count > 0 && there.Endpoint.Host == "" {
			a.Errorf("%v is done and %s has no endpoint", plan.Changes, p.Name)
		}
	}
}

func clusterIDsAreForGood(a *asking) {
	c, pool := a.first()
	create := model.CreateCluster{ID: c.ID, Name: "postgresql-new-00001", App: c.App, Level: pool.Level}
	again := func() {
		a.Helper()
		r := backend.Request{
			Key: a.key(), Actor: a.actor(), Base: map[model.ID]model.Revision{c.ID: 0}, Changes: model.Changes{create},
			Acknowledged: []model.RiskKind{model.AppRestarts},
		}
		var invalid *model.Invalid
		if _, err := a.Backend.Apply(a.ctx(), r); !errors.As(err, &invalid) && !isStale(err) {
			a.Errorf("a new cluster with the ID of another one: %v", err)
		}
	}
	again()
	a.done(a.apply(model.DestroyCluster{Cluster: c.ID}))
	again()
}

func keysAreRemembered(a *asking) {
	c, pool := a.first()
	r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	first := a.accepted(r)
	again := func() {
		a.Helper()
		before := a.fleet()
		if second := a.accepted(r); !slices.Equal(first.Operations, second.Operations) || first.JournalSeq != second.JournalSeq {
			a.Errorf("the receipt was %+v and is %+v", first, second)
		}
		if after := a.fleet(); after.JournalSeq != before.JournalSeq || after.Cluster(c.ID).Revision != c.Revision+1 {
			a.Error("it was done twice")
		}
	}
	again()
	a.done(first)
	again()
}

func keysBelongToOneRequest(a *asking) {
	c, pool := a.first()
	r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	a.accepted(r)
	other := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2})
	other.Key = r.Key
	a.untouched(func() {
		if _, err := a.Backend.Apply(a.ctx(), other); !errors.Is(err, backend.ErrKeyTaken) {
			a.Errorf("another request with the same key hears %v", err)
		}
	})
}

func newerSupersedes(a *asking) {
	c, pool := a.first()
	older := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2}).Operations[0]
	a.Advance(1e9)
	newer := a.apply(model.SetLevel{Cluster: c.ID, Pool: pool.Name, Level: a.other(pool.Level)})
	o := a.operation(older)
	if o.State != model.OpSuperseded || !strings.Contains(o.Note, string(newer.Operations[0])) || o.Ended.IsZero() {
		a.Errorf("the older operation is %+v", o)
	}
	if open := a.fleet().Open(c.ID); open == nil || open.ID != newer.Operations[0] {
		a.Errorf("the open operation is %+v", open)
	}
	if does := a.operation(newer.Operations[0]).Does(); !slices.Contains(does, fmt.Sprintf("with %s to %d instances", pool.Name, pool.Count+2)) {
		a.Errorf("the newer operation does not say what it took over: %q", does)
	}
	a.done(newer)
	if p := a.fleet().Cluster(c.ID).Followers[0]; p.Ready() != pool.Count+2 {
		a.Errorf("what both wanted is not there: %+v", p)
	}
	var kinds []model.EntryKind
	for _, e := range a.journal(backend.Query{Target: c.ID}) {
		kinds = append(kinds, e.Kind)
	}
	want := []model.EntryKind{model.EntryAccepted, model.EntryAccepted, model.EntrySuperseded, model.EntryDone}
	if !slices.Equal(kinds, want) {
		a.Errorf("the journal has %q", kinds)
	}
}

func allOrNothing(a *asking) {
	f := a.fleet()
	one, two := f.Clusters[0], f.Clusters[1]
	both := a.request(
		model.SetCount{Cluster: one.ID, Pool: model.LeaderName, Count: 3 - one.Leader.Count},
		model.SetCount{Cluster: two.ID, Pool: model.LeaderName, Count: 3 - two.Leader.Count},
	)
	a.apply(model.AddPool{Cluster: two.ID, Name: "reports", Level: two.Leader.Level, Count: 1})
	a.untouched(func() {
		_, err := a.Backend.Apply(a.ctx(), both)
		var stale *backend.Stale
		if !errors.As(err, &stale) || stale.Target != two.ID {
			a.Errorf("one of two targets has moved: %v", err)
		}
	})
}

func operationPerTarget(a *asking) {
	f := a.fleet()
	one, two := f.Clusters[0], f.Clusters[1]
	receipt := a.apply(
		model.SetCount{Cluster: two.ID, Pool: model.LeaderName, Count: 3 - two.Leader.Count},
		model.SetLevel{Cluster: one.ID, Pool: model.LeaderName, Level: a.other(one.Leader.Level)},
		model.AddPool{Cluster: two.ID, Name: "reports", Level: two.Leader.Level, Count: 1},
	)
	if len(receipt.Operations) != 2 {
		a.Fatalf("two targets became %v", receipt.Operations)
	}
	for i, want := range []struct {
		target  model.ID
		changes int
	}{{two.ID, 2}, {one.ID, 1}} {
		if o := a.operation(receipt.Operations[i]); o.Target != want.target || len(o.Changes) != want.changes {
			a.Errorf("operation %d is about %s and has %d changes", i, o.Target, len(o.Changes))
		}
	}
	if f := a.fleet(); f.JournalSeq != receipt.JournalSeq {
		a.Errorf("the receipt is of entry %d, the fleet of %d", receipt.JournalSeq, f.JournalSeq)
	}
	a.done(receipt)
}
