package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// Several changes to several clusters are checked in order: what is legal only
// after another change is legal after it.
func TestPlansInOrder(t *testing.T) {
	tests := map[string][]model.Change{
		"a pool scaled after it is added":           {add("reporting", 1), count("reporting", 2)},
		"a pool attached after it is added":         {add("reporting", 1), model.Attach{Cluster: cubic, Pool: "reporting", App: "second-app", Name: "READER"}},
		"a pool added under a destroyed one's name": {add("reporting", 1), model.DestroyPool{Cluster: cubic, Pool: "reporting"}, add("reporting", 2)},
		"13 followers once others are gone":         {add("one", 13), count("one", 0), add("two", 13)},
		"a cluster scaled after it is created":      {created(1), model.SetCount{Cluster: "c9", Pool: "pool0", Count: 13}},
		"a cluster destroyed after it is created":   {created(1), model.DestroyCluster{Cluster: "c9"}},
		"a config var that moves between clusters": {
			model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"},
			model.Attach{Cluster: rectangular, Pool: "analytics", App: "example-app", Name: "ANALYTICS"},
		},
		"a config var freed by a destroyed cluster": {
			model.DestroyCluster{Cluster: horizontal},
			model.Attach{Cluster: rectangular, Pool: "leader", App: "example-app", Name: "DATABASE"},
		},
		"a config var that opens another pool": {
			model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"},
			model.Attach{Cluster: horizontal, Pool: "leader", App: "example-app", Name: "ANALYTICS"},
		},
	}
	for name, changes := range tests {
		t.Run(name, func(t *testing.T) { plan(t, modeltest.Fleet(), changes...) })
	}
}

func TestTargetsAndBase(t *testing.T) {
	p := plan(t, modeltest.Fleet(),
		count("leader", 2),
		model.SetCount{Cluster: horizontal, Pool: "leader", Count: 1},
		created(),
		add("reporting", 1),
	)
	if diff := cmp.Diff([]model.ID{cubic, horizontal, "c9"}, p.Targets()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[model.ID]model.Revision{cubic: 5, horizontal: 5, "c9": 0}, p.Base()); diff != "" {
		t.Error(diff)
	}
}

func TestPlanKeepsItsOwnChanges(t *testing.T) {
	changes := []model.Change{count("leader", 2)}
	p := plan(t, modeltest.Fleet(), changes...)
	changes[0] = add("reporting", 1)
	if p.Changes[0] != count("leader", 2) {
		t.Errorf("the plan's change became %v", p.Changes[0])
	}
}

func TestPairs(t *testing.T) {
	f := modeltest.Settle(filled(t, 1, 2, 3))
	f = plan(t, f, model.DestroyPool{Cluster: cubic, Pool: "pool2"}).After
	p := plan(t, f,
		model.DestroyPool{Cluster: cubic, Pool: "pool0"}, add("pool0", 4), count("pool1", 0), add("reporting", 1),
	)
	type side struct {
		name  string
		count int
	}
	type pair struct{ before, after side }
	want := []pair{
		{side{"leader", 1}, side{"leader", 1}},
		{side{"pool0", 1}, side{}}, // another pool of the same name is another pool
		{side{"pool1", 2}, side{"pool1", 0}},
		{side{}, side{"pool0", 4}},
		{side{}, side{"reporting", 1}},
	}
	var got []pair
	for _, p := range p.Pairs(cubic) {
		got = append(got, pair{side{p.Before.Name, p.Before.Count}, side{p.After.Name, p.After.Count}})
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(pair{}, side{})); diff != "" {
		t.Error(diff)
	}
	if untouched := p.Pairs(horizontal); len(untouched) != 2 || !untouched[0].Same() || !untouched[1].Same() {
		t.Errorf("a cluster that is not touched has pairs %v", untouched)
	}
}

// A plan leaves the fleet that it was made on as it was and shares with it
// every cluster that it does not touch.
func TestSharing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Fleet()
		p := modeltest.Plan(t, f, 6, modeltest.Change)
		if diff := cmp.Diff(modeltest.Fleet(), f); diff != "" {
			t.Fatalf("%v changed the fleet before it:\n%s", p.Changes, diff)
		}
		touched := map[model.ID]bool{}
		for _, id := range p.Targets() {
			touched[id] = true
		}
		for _, c := range f.Clusters {
			if is := p.After.Cluster(c.ID); (is == c) == touched[c.ID] {
				t.Fatalf("%v: %s is touched: %t, shared: %t", p.Changes, c.Name, touched[c.ID], is == c)
			}
		}
		for i, a := range f.Apps {
			if p.After.Apps[i] != a {
				t.Fatalf("%v: %s is not shared", p.Changes, a.Name)
			}
		}
	})
}

// Carrying a plan out leaves it as it was as well.
func TestObservingSharesNothingThatItChanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := modeltest.Plan(t, modeltest.Fleet(), 4, modeltest.Change)
		again, err := model.NewPlan(p.Before, modeltest.Specs(), p.Changes...)
		if err != nil {
			t.Fatal(err)
		}
		modeltest.Settle(p.After)
		if diff := cmp.Diff(again.After, p.After); diff != "" {
			t.Fatalf("%v: what was seen changed the plan:\n%s", p.Changes, diff)
		}
	})
}

// No sequence of accepted changes, whatever was carried out in between, breaks
// a limit.
func TestLimitsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Fleet()
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			if len(f.Clusters) == 0 {
				return
			}
			if rapid.IntRange(0, 4).Draw(t, "settle") == 0 {
				c := rapid.SampledFrom(f.Clusters).Draw(t, "seen")
				f = f.Observe(modeltest.Seen(c))
				continue
			}
			change := modeltest.Change(t, f)
			if p, err := model.NewPlan(f, modeltest.Specs(), change); err == nil {
				f = p.After
			}
			wantLimits(t, f)
		}
	})
}

func wantLimits(t *rapid.T, f *model.Fleet) {
	t.Helper()
	vars := map[string]bool{}
	for _, c := range f.Clusters {
		if c.Leader.Count < 1 || c.Leader.Count > 2 {
			t.Fatalf("%s has %d leader instances", c.Name, c.Leader.Count)
		}
		names := map[string]bool{"leader": true}
		pools, instances := 0, 0
		for _, p := range c.Followers {
			if p.Destroying {
				continue
			}
			pools, instances = pools+1, instances+p.Count
			if name, err := model.PoolName(p.Name); err != nil || name != p.Name || names[name] || p.Count < 0 {
				t.Fatalf("%s has a pool %q of %d: %v", c.Name, p.Name, p.Count, err)
			}
			names[p.Name] = true
		}
		if pools > 5 || instances > 13 || pools != c.FollowerPools() || instances != c.FollowerInstances() {
			t.Fatalf("%s has %d follower pools with %d instances", c.Name, pools, instances)
		}
		for _, a := range c.Attachments {
			if a.State == model.AttachmentRemoving {
				continue
			}
			if p, there := c.Pool(a.Pool); !there || p.Destroying || vars[a.App+" "+a.Name] {
				t.Fatalf("%s of %s opens %q of %s", a.Var(), a.App, p.Name, c.Name)
			}
			vars[a.App+" "+a.Name] = true
		}
	}
}

// What a picker offers is what a plan accepts.
func TestCountRangeIsWhatIsLegal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Plan(t, modeltest.Fleet(), 8, func(t *rapid.T, f *model.Fleet) model.Change {
			return modeltest.ChangeOf(t, f, horizontal)
		}).After
		c := f.Cluster(horizontal)
		if c.Destroying {
			return
		}
		for _, p := range c.Pools() {
			if p.Destroying {
				continue
			}
			least, most := c.CountRange(p)
			for n := -1; n <= 15; n++ {
				_, err := model.NewPlan(f, modeltest.Specs(), model.SetCount{Cluster: c.ID, Pool: p.Name, Count: n})
				if legal := n >= least && n <= most && n != p.Count; legal != (err == nil) {
					t.Fatalf("%s offers %d to %d; %d of %d: %v", p.Name, least, most, n, p.Count, err)
				}
			}
		}
	})
}
