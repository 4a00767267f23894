package model_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// Clusters stand by app, then in the order of their creation, whatever
// happens to them.
func TestOrderOfClusters(t *testing.T) {
	names := func(f *model.Fleet) []string {
		var list []string
		for _, c := range f.Clusters {
			list = append(list, c.Name)
		}
		return list
	}
	create := func(id model.ID, name, app string) model.Change {
		return model.CreateCluster{ID: id, Name: name, App: app, Level: "4G-Performance"}
	}
	const h, r, c = "postgresql-horizontal-12345", "postgresql-rectangular-12345", "postgresql-cubic-54321"
	tests := map[string]struct {
		changes []model.Change
		want    []string
	}{
		"a new one of the first app is its last": {list(create("c0", "aaa", "example-app")), []string{h, r, "aaa", c}},
		"a new one of the last app is its last":  {list(create("c0", "aaa", "second-app")), []string{h, r, c, "aaa"}},
		"one that changes keeps its place":       {list(model.SetCount{Cluster: horizontal, Pool: "leader", Count: 1}), []string{h, r, c}},
		"one that goes keeps its place":          {list(model.DestroyCluster{Cluster: rectangular}), []string{h, r, c}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, names(after(t, tt.changes...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestFind(t *testing.T) {
	f := after(t, model.Detach{Cluster: cubic, App: "second-app", Name: "DATABASE"}, model.DestroyPool{Cluster: horizontal, Pool: "analytics"})
	f.Operations = []*model.Operation{
		{ID: "o1", Target: horizontal, State: model.OpSuperseded},
		{ID: "o2", Target: horizontal, State: model.OpRunning},
		{ID: "o3", Target: cubic, State: model.OpDone},
	}
	tests := map[string]bool{
		"a cluster by its name, folded":                f.Named("PostgreSQL-Cubic-54321") == f.Cluster(cubic) && f.Cluster(cubic) != nil,
		"no cluster by another name":                   f.Named("postgresql-cubic") == nil,
		"no cluster by another ID":                     f.Cluster("c8") == nil,
		"an app by its name":                           f.App("second-app") != nil && f.App("second-app").ID == "a2",
		"no app by another name":                       f.App("third-app") == nil,
		"an operation by its ID, ended":                f.Operation("o3") != nil && f.Operation("o3").Target == cubic,
		"no operation by another ID":                   f.Operation("o4") == nil,
		"the operation under way on a target":          f.Open(horizontal) != nil && f.Open(horizontal).ID == "o2",
		"no operation under way where all have ended":  f.Open(cubic) == nil,
		"a pool by its ID though it is on its way out": found(f.Cluster(horizontal).Pool("c1/2")),
		"no pool by the name of one on its way out":    !found(f.Cluster(horizontal).PoolNamed("analytics")),
		"the leader pool by its name":                  found(f.Cluster(horizontal).PoolNamed("leader")),
		"no pool by another ID":                        !found(f.Cluster(horizontal).Pool("c2/1")),
		"no holder of a config var on its way out":     holder(f, "second-app", "DATABASE") == nil,
		"the holder of a config var":                   holder(f, "example-app", "DATABASE") == f.Cluster(horizontal),
	}
	for name, ok := range tests {
		if !ok {
			t.Error(name)
		}
	}
}

func found(_ model.Pool, ok bool) bool { return ok }

func holder(f *model.Fleet, app, name string) *model.Cluster {
	c, _ := f.Attached(app, name)
	return c
}

func TestWithout(t *testing.T) {
	f := modeltest.Fleet()
	less := f.Without(rectangular)
	if len(less.Clusters) != 2 || less.Cluster(rectangular) != nil || less.Cluster(horizontal) != f.Cluster(horizontal) {
		t.Errorf("%d clusters are left", len(less.Clusters))
	}
	if len(f.Clusters) != 3 || f.Cluster(rectangular) == nil {
		t.Error("the fleet before has changed")
	}
}

func TestOperationsEnd(t *testing.T) {
	for state, final := range map[model.OperationState]bool{
		model.OpRunning: false, model.OpDone: true, model.OpFailed: true, model.OpCancelled: true, model.OpSuperseded: true,
	} {
		if state.Final() != final {
			t.Errorf("%s is final: %t", state, state.Final())
		}
	}
}

func TestSample(t *testing.T) {
	f := modeltest.Fleet()
	c := f.Cluster(horizontal)
	m := sample(f, 112)
	if used, known := m.Connections(c.Leader); used != 112 || !known {
		t.Errorf("the leader pool has %d connections, known: %t", used, known)
	}
	if lag, known := m.Lag(c.Leader); lag != time.Second || !known {
		t.Errorf("the standby lags %v, known: %t", lag, known)
	}
	if lag, known := m.Lag(c.Followers[0]); lag != 200*time.Millisecond || !known {
		t.Errorf("analytics lags %v, known: %t", lag, known)
	}
	if _, known := m.Lag(f.Cluster(cubic).Leader); known {
		t.Error("a leader without a standby lags")
	}
	if _, known := m.Connections(model.Pool{}); known {
		t.Error("a pool that was not measured has connections")
	}
}

func TestLevelsAreOrdered(t *testing.T) {
	l := modeltest.Specs().Levels
	for i := range l[1:] {
		if !l.Lower(l[i].Name, l[i+1].Name) || l.Lower(l[i+1].Name, l[i].Name) || l.Lower(l[i].Name, l[i].Name) {
			t.Errorf("%s is not lower than %s", l[i].Name, l[i+1].Name)
		}
	}
	if _, known := l.Find("4g-performance"); known {
		t.Error("a level is found by a name that is not its own")
	}
}
