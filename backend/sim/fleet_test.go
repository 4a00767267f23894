package sim

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// A large fleet is a legal and a settled one: nothing happens to it by itself.
func TestLargeFleetIsSettled(t *testing.T) {
	f, ledger := Fleet(7, 2000)
	if len(f.Clusters) != 2000 {
		t.Fatalf("it has %d clusters", len(f.Clusters))
	}
	w, from := New(7), f.At
	for _, c := range f.Clusters {
		if !c.Settled() || !c.Status().Calm() {
			t.Errorf("%s is %s", c.Name, c.Status())
		}
		if c.FollowerPools() > model.MaxFollowerPools || c.FollowerInstances() > model.MaxFollowerInstances {
			t.Errorf("%s has %d pools with %d instances", c.Name, c.FollowerPools(), c.FollowerInstances())
		}
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				if !i.Since.Before(from) || i.Since.Before(c.Created) {
					t.Errorf("%s of %s is up since %s", i.ID, c.Name, i.Since)
				}
			}
		}
		w.Want(from, c)
	}
	if seen := w.Advance(from.Add(24 * time.Hour)); len(seen) > 0 || !w.Next().IsZero() {
		t.Errorf("something was seen: %v", seen)
	}
	open := map[model.ID]string{}
	for _, s := range ledger {
		if s.To.IsZero() {
			open[s.Instance] = s.Level
		}
		if !s.To.IsZero() && !s.To.After(s.From) || !s.From.Before(from) {
			t.Errorf("the ledger has %+v", s)
		}
	}
	for _, a := range f.Apps {
		for _, p := range a.Processes {
			for _, d := range p.Dynos {
				if open[d.ID] != d.Size {
					t.Errorf("%s of %s is at %s in the ledger", d.Name, a.Name, open[d.ID])
				}
				delete(open, d.ID)
			}
		}
		w.WantApp(from, a)
	}
	if seen := w.AdvanceApps(from.Add(24 * time.Hour)); len(seen) > 0 || !w.Next().IsZero() {
		t.Errorf("something was seen: %v", seen)
	}
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				if open[i.ID] != i.Level {
					t.Errorf("%s of %s is at %s in the ledger", i.ID, c.Name, open[i.ID])
				}
				delete(open, i.ID)
			}
		}
	}
	if len(open) > 0 {
		t.Errorf("the ledger has %d instances that are not there", len(open))
	}
}

func TestLargeFleetHasNothingTwice(t *testing.T) {
	f, _ := Fleet(7, 5000)
	seen := map[string]bool{}
	once := func(what string) {
		if seen[what] {
			t.Errorf("%s is there twice", what)
		}
		seen[what] = true
	}
	apps := map[string]bool{}
	for _, a := range f.Apps {
		once("app " + a.Name)
		once("ID " + string(a.ID))
		apps[a.Name] = true
	}
	for _, c := range f.Clusters {
		once("cluster " + c.Name)
		once("ID " + string(c.ID))
		if _, err := model.ClusterName(c.Name); err != nil || !apps[c.App] {
			t.Errorf("%s of %s: %v", c.Name, c.App, err)
		}
		for _, p := range c.Pools() {
			once("ID " + string(p.ID))
			once("pool " + p.Name + " of " + c.Name)
			if _, err := model.PoolName(p.Name); err != nil && !p.IsLeader() {
				t.Error(err)
			}
			for _, i := range p.Instances {
				once("ID " + string(i.ID))
			}
		}
		for _, a := range c.Attachments {
			once("config var " + a.Var() + " of " + a.App)
			if _, err := model.AttachmentName(a.Name); err != nil {
				t.Error(err)
			}
		}
	}
}

// The order is a fleet's, and the demo's own clusters come first.
func TestLargeFleetBeginsWithTheDemo(t *testing.T) {
	demo := Demo(7)
	for _, n := range []int{0, 3, 4, 500} {
		f, _ := Fleet(7, n)
		if len(f.Clusters) != max(n, 3) {
			t.Errorf("asked for %d clusters it has %d", n, len(f.Clusters))
		}
		if diff := cmp.Diff(demo.Clusters, f.Clusters[:3]); diff != "" {
			t.Errorf("the first of %d are others: %s", n, diff)
		}
		if diff := cmp.Diff(demo.Apps, f.Apps[:2]); diff != "" {
			t.Errorf("the first apps of %d clusters are others: %s", n, diff)
		}
		if !slices.IsSortedFunc(f.Clusters[3:], func(a, b *model.Cluster) int {
			if a.App != b.App {
				return strings.Compare(a.App, b.App)
			}
			return a.Created.Compare(b.Created)
		}) {
			t.Errorf("the clusters of %d are in another order", n)
		}
	}
}

func TestLargeFleetIsTheSameForTheSameSeed(t *testing.T) {
	f, ledger := Fleet(7, 300)
	again, ledgerAgain := Fleet(7, 300)
	if diff := cmp.Diff(f, again) + cmp.Diff(ledger, ledgerAgain); diff != "" {
		t.Error(diff)
	}
	other, _ := Fleet(8, 300)
	if cmp.Equal(f.Clusters[3:], other.Clusters[3:]) {
		t.Error("another seed makes the same fleet")
	}
}

// What people look for in a fleet, somebody has.
func TestLargeFleetIsVaried(t *testing.T) {
	f, ledger := Fleet(7, 2000)
	levels, counts, pools, names, statuses := map[string]int{}, map[int]int{}, map[int]int{}, map[string]int{}, map[model.Status]int{}
	ha, closed := 0, 0
	for _, c := range f.Clusters {
		pools[len(c.Followers)]++
		if c.Leader.HA() {
			ha++
		}
		for _, p := range c.Pools() {
			levels[p.Level]++
			names[p.Name]++
			statuses[p.Status()]++
			counts[p.Count]++
		}
	}
	for _, s := range ledger {
		if !s.To.IsZero() {
			closed++
		}
	}
	t.Logf("%v %v %v %v %v, %d with HA, %d spans of %d closed, %d apps", levels, counts, pools, names, statuses, ha, closed, len(ledger), len(f.Apps))
	if len(levels) < 8 || len(counts) < 4 || len(pools) < 5 || len(names) < 10 || statuses[model.Empty] == 0 || ha == 0 || ha == len(f.Clusters) || closed < 100 {
		t.Error("it is not varied")
	}
	for name := range levels {
		if _, known := modeltest.Specs().Levels.Find(name); !known {
			t.Errorf("there is no level %s", name)
		}
	}
}
