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

// An entry is taken back as of now, or there is a reason why not.
func TestUndo(t *testing.T) {
	entry := func(f *model.Fleet, target model.ID, changes ...model.Change) (*model.Fleet, model.Entry) {
		p := plan(t, f, changes...)
		undo, _ := p.Inverse(target)
		return p.After, model.Entry{
			Seq: 3, Kind: model.EntryAccepted, Target: target, TargetName: "a cluster", Operation: "op-3", Changes: p.Changes, Undo: undo,
		}
	}
	analytics := func(n int) model.Change {
		return model.SetCount{Cluster: horizontal, Pool: "analytics", Count: n}
	}
	level := func(name string) model.Change {
		return model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: name}
	}
	tests := map[string]struct {
		changes []model.Change
		target  model.ID
		later   []model.Change
		want    model.Changes
		why     string
	}{
		"a change":                   {list(analytics(3)), horizontal, nil, model.Changes{analytics(1)}, ""},
		"a change on top of another": {list(analytics(3)), horizontal, list(analytics(5)), model.Changes{analytics(1)}, ""},
		"half of it was taken back":  {list(analytics(3), level("8G-Performance")), horizontal, list(analytics(1)), model.Changes{level("16G-Performance")}, ""},
		"all of it was taken back":   {list(analytics(3)), horizontal, list(analytics(1)), nil, "changes: what was before op-3 is wanted again already"},
		"no change in the end":       {list(analytics(3), analytics(1)), horizontal, nil, nil, "changes: what was before op-3 is wanted again already"},
		"a cluster that was created": {list(created(1)), "c9", nil, model.Changes{model.DestroyCluster{Cluster: "c9"}}, ""},
		"data that was destroyed":    {list(model.DestroyCluster{Cluster: cubic}), cubic, nil, nil, "cluster: the data of a cluster is gone"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f, e := entry(modeltest.Fleet(), tt.target, tt.changes...)
			if len(tt.later) > 0 {
				f = plan(t, f, tt.later...).After
			}
			got, err := model.Undo(f, e)
			if tt.why != "" {
				wantInvalid(t, err, tt.why)
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	}
	f, e := entry(modeltest.Fleet(), horizontal, analytics(3))
	_, err := model.Undo(f.Without(horizontal), e)
	wantInvalid(t, err, "cluster: a cluster is gone")
	_, err = model.Undo(f, model.Entry{Seq: 9, Kind: model.EntryRefused})
	wantInvalid(t, err, "operation: entry 9 of the journal changed nothing: it is refused")
}
