package model_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestInverse(t *testing.T) {
	analytics := func(n int) model.Change {
		return model.SetCount{Cluster: horizontal, Pool: "analytics", Count: n}
	}
	reporting := model.AddPool{Cluster: horizontal, Name: "reporting", Level: "4G-Performance", Count: 2}
	attached := model.Attach{Cluster: horizontal, Pool: "analytics", App: "example-app", Name: "ANALYTICS"}
	tests := map[string]struct {
		changes []model.Change
		want    model.Changes
	}{
		"a level":                       {list(model.SetLevel{Cluster: horizontal, Pool: "leader", Level: "8G-Performance"}), model.Changes{model.SetLevel{Cluster: horizontal, Pool: "leader", Level: "4G-Performance"}}},
		"a count":                       {list(analytics(3)), model.Changes{analytics(1)}},
		"a count there and back":        {list(analytics(3), analytics(1)), nil},
		"a new pool":                    {list(reporting), model.Changes{model.DestroyPool{Cluster: horizontal, Pool: "reporting"}}},
		"a new pool and its config var": {list(reporting, model.Attach{Cluster: horizontal, Pool: "reporting", App: "second-app", Name: "READER"}), model.Changes{model.DestroyPool{Cluster: horizontal, Pool: "reporting"}}},
		"a pool destroyed":              {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}), model.Changes{model.AddPool{Cluster: horizontal, Name: "analytics", Level: "16G-Performance", Count: 1}, attached}},
		"a config var":                  {list(model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}), model.Changes{attached}},
		"a config var that opens another": {
			list(model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}, model.Attach{Cluster: horizontal, Pool: "leader", App: "example-app", Name: "ANALYTICS"}),
			model.Changes{model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}, attached},
		},
		"what shrinks comes first, so that 13 are never passed": {
			list(analytics(0), model.AddPool{Cluster: horizontal, Name: "reporting", Level: "4G-Performance", Count: 13}),
			model.Changes{model.DestroyPool{Cluster: horizontal, Pool: "reporting"}, analytics(1)},
		},
		"a new cluster": {list(created(1), model.SetCount{Cluster: "c9", Pool: "pool0", Count: 2}), model.Changes{model.DestroyCluster{Cluster: "c9"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := plan(t, modeltest.Fleet(), tt.changes...)
			got, err := p.Inverse(p.Targets()[0])
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNoWayBack(t *testing.T) {
	for name, before := range map[string][]model.Change{"at once": nil, "after other changes": list(count("leader", 2))} {
		t.Run(name, func(t *testing.T) {
			p := plan(t, modeltest.Fleet(), append(before, model.DestroyCluster{Cluster: cubic})...)
			_, err := p.Inverse(cubic)
			wantInvalid(t, err, "cluster: the data of postgresql-cubic-54321 is gone then")
		})
	}
}

// A plan and then its inverse: what is wanted is what was wanted. Nothing has
// to be carried out in between, but all of it may be.
func TestInverseProperty(t *testing.T) {
	oneCluster := func(t *rapid.T, f *model.Fleet) model.Change { return modeltest.ChangeOf(t, f, horizontal) }
	rapid.Check(t, func(t *rapid.T) {
		start := modeltest.Plan(t, modeltest.Fleet(), 8, oneCluster).After
		if rapid.Bool().Draw(t, "settled before") {
			start = modeltest.Settle(start)
		}
		if c := start.Cluster(horizontal); c == nil || c.Destroying {
			return
		}
		p := modeltest.Plan(t, start, 8, oneCluster)
		f := p.After
		if rapid.Bool().Draw(t, "settled after") {
			f = modeltest.Settle(f)
		}
		for _, target := range slices.Backward(p.Targets()) {
			inverse, err := p.Inverse(target)
			if after := p.After.Cluster(target); after.Destroying {
				if err == nil && p.Before.Cluster(target) != nil {
					t.Fatalf("%v can be taken back by %v", p.Changes, inverse)
				}
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(inverse) > 0 {
				back, err := model.NewPlan(f, modeltest.Specs(), inverse...)
				if err != nil {
					t.Fatalf("%v cannot be taken back by %v: %v", p.Changes, inverse, err)
				}
				f = back.After
			}
			was, is := modeltest.Wanted(start.Cluster(target)), modeltest.Wanted(f.Cluster(target))
			if diff := cmp.Diff(was, is); diff != "" {
				t.Fatalf("%v and back by %v:\n%s", p.Changes, inverse, diff)
			}
		}
	})
}
