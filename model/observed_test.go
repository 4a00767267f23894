package model_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestObserveLeavesWhatIsWanted(t *testing.T) {
	f := after(t, model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 3})
	c := f.Cluster(horizontal)
	instance := model.Instance{ID: "c1/9", Role: model.RoleFollower, Level: "16G-Performance", Phase: model.Restoring, Progress: model.Progress{Permille: 620, Done: 18, Total: 29}}
	seen := model.Observed{
		Cluster: horizontal,
		Storage: model.Storage{Bytes: 30_000_000_000, At: f.At},
		Pools:   []model.ObservedPool{{ID: "c1/2", Instances: []model.Instance{instance}, Endpoint: model.Endpoint{Host: "a.sim", Port: 5433}}},
	}
	is := f.Observe(seen).Cluster(horizontal)
	if diff := cmp.Diff(modeltest.Wanted(c), modeltest.Wanted(is)); diff != "" {
		t.Error(diff)
	}
	analytics, _ := is.PoolNamed("analytics")
	if diff := cmp.Diff([]model.Instance{instance}, analytics.Instances); diff != "" {
		t.Error(diff)
	}
	if analytics.Endpoint.Port != 5433 || is.Storage != seen.Storage {
		t.Errorf("endpoint %v, storage %v", analytics.Endpoint, is.Storage)
	}
	if diff := cmp.Diff(c.Leader, is.Leader); diff != "" {
		t.Errorf("a pool that was not looked at:\n%s", diff)
	}
	if is.Revision != c.Revision {
		t.Errorf("a sighting made revision %d of %d", is.Revision, c.Revision)
	}
}

func TestObserve(t *testing.T) {
	attachments := func(c *model.Cluster, names ...string) []model.Attachment {
		var list []model.Attachment
		for _, a := range c.Attachments {
			for _, name := range names {
				if a.Name == name {
					list = append(list, a)
				}
			}
		}
		return list
	}
	attach := model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "READER"}
	detach := model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}
	destroyPool := model.DestroyPool{Cluster: horizontal, Pool: "analytics"}
	type want struct {
		pools       int // in the fleet, those on their way out included
		attachments string
		example     int // the apps' releases
		second      int
	}
	tests := map[string]struct {
		changes []model.Change
		pools   int // of those there, so many are seen
		seen    []string
		want    want
	}{
		"nothing new":                        {nil, 2, []string{"DATABASE", "ANALYTICS"}, want{2, "DATABASE set; ANALYTICS set", 41, 3}},
		"a config var that is not set yet":   {list(attach), 2, []string{"DATABASE", "ANALYTICS"}, want{2, "DATABASE set; ANALYTICS set; READER setting", 41, 3}},
		"a config var that is set":           {list(attach), 2, []string{"DATABASE", "ANALYTICS", "READER"}, want{2, "DATABASE set; ANALYTICS set; READER set", 41, 4}},
		"a config var that is not gone yet":  {list(detach), 2, []string{"DATABASE", "ANALYTICS"}, want{2, "DATABASE set; ANALYTICS removing", 41, 3}},
		"a config var that is gone":          {list(detach), 2, []string{"DATABASE"}, want{2, "DATABASE set", 42, 3}},
		"one set and one gone for two apps":  {list(detach, attach), 2, []string{"DATABASE", "READER"}, want{2, "DATABASE set; READER set", 42, 4}},
		"one set and one gone for one app":   {list(detach, model.Attach{Cluster: horizontal, Pool: "leader", App: "example-app", Name: "WRITER"}), 2, []string{"DATABASE", "WRITER"}, want{2, "DATABASE set; WRITER set", 42, 3}},
		"a pool that still has instances":    {list(destroyPool), 2, []string{"DATABASE", "ANALYTICS"}, want{2, "DATABASE set; ANALYTICS removing", 41, 3}},
		"a pool that is gone":                {list(destroyPool), 1, []string{"DATABASE"}, want{1, "DATABASE set", 42, 3}},
		"a wanted pool that is not seen":     {nil, 1, []string{"DATABASE", "ANALYTICS"}, want{2, "DATABASE set; ANALYTICS set", 41, 3}},
		"a cluster that still has instances": {list(model.DestroyCluster{Cluster: horizontal}), 2, []string{"DATABASE"}, want{2, "DATABASE removing", 42, 3}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := modeltest.Fleet()
			if tt.changes != nil {
				f = plan(t, f, tt.changes...).After
			}
			c := f.Cluster(horizontal)
			seen := model.Observed{Cluster: horizontal, Storage: c.Storage, Attachments: attachments(c, tt.seen...)}
			for _, p := range c.Pools()[:tt.pools] {
				seen.Pools = append(seen.Pools, model.ObservedPool{ID: p.ID, Instances: p.Instances})
			}
			f = f.Observe(seen)
			c = f.Cluster(horizontal)
			got := want{len(c.Pools()), states(c), f.App("example-app").Release, f.App("second-app").Release}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(want{})); diff != "" {
				t.Error(diff)
			}
			// The same again is nothing new.
			if diff := cmp.Diff(f, f.Observe(seen)); diff != "" {
				t.Errorf("the same sighting again:\n%s", diff)
			}
		})
	}
}

func states(c *model.Cluster) string {
	var text string
	for i, a := range c.Attachments {
		if i > 0 {
			text += "; "
		}
		text += a.Name + " " + string(a.State)
	}
	return text
}

func TestObserveAClusterThatIsGone(t *testing.T) {
	gone := model.Observed{Cluster: horizontal, Gone: true}
	t.Run("one that is wanted gone leaves and its apps restart", func(t *testing.T) {
		f := after(t,
			model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "READER"},
			model.DestroyCluster{Cluster: horizontal},
		).Observe(gone)
		if f.Cluster(horizontal) != nil || f.App("example-app").Release != 42 || len(f.Clusters) != 2 {
			t.Errorf("%d clusters, release %d", len(f.Clusters), f.App("example-app").Release)
		}
	})
	t.Run("one that is wanted stays", func(t *testing.T) {
		f := modeltest.Fleet().Observe(gone)
		if f.Cluster(horizontal) == nil {
			t.Error("it is gone from the fleet")
		}
	})
	t.Run("one that nobody knows changes nothing", func(t *testing.T) {
		f := modeltest.Fleet()
		if f.Observe(model.Observed{Cluster: "c8", Gone: true}) != f {
			t.Error("the fleet is another")
		}
	})
	t.Run("its pools leave one by one before", func(t *testing.T) {
		f := after(t, model.DestroyCluster{Cluster: horizontal})
		f = f.Observe(model.Observed{Cluster: horizontal, Pools: []model.ObservedPool{{ID: "c1/1"}}})
		if c := f.Cluster(horizontal); c == nil || len(c.Followers) != 0 {
			t.Error("analytics is still there, or the cluster is gone")
		}
	})
}

func TestObserveSharesTheRest(t *testing.T) {
	f := modeltest.Fleet()
	next := f.Observe(modeltest.Seen(f.Cluster(horizontal)))
	if next.Cluster(rectangular) != f.Cluster(rectangular) || next.Cluster(cubic) != f.Cluster(cubic) {
		t.Error("a cluster that was not looked at is another")
	}
	for i := range f.Apps {
		if next.Apps[i] != f.Apps[i] {
			t.Errorf("%s is another", f.Apps[i].Name)
		}
	}
}

// Whatever is wanted, once all of it is there the fleet is settled: nothing is
// on its way in or out, and the apps that restarted are those that the plan
// named.
func TestSettled(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Settle(modeltest.Plan(t, modeltest.Fleet(), 6, modeltest.Change).After)
		if len(f.Clusters) == 0 {
			return
		}
		p := modeltest.Plan(t, f, 6, modeltest.Change)
		done := modeltest.Settle(p.After)
		for _, c := range done.Clusters {
			if !c.Settled() || c.Status() != model.Available {
				t.Fatalf("%v: %s is %s", p.Changes, c.Name, c.Status())
			}
		}
		for _, c := range p.After.Clusters {
			if gone := done.Cluster(c.ID) == nil; gone != c.Destroying {
				t.Fatalf("%s is wanted gone: %t, gone: %t", c.Name, c.Destroying, gone)
			}
		}
		for _, r := range p.Risks {
			if r.Kind == model.AppRestarts && !restarted(f, done) {
				t.Fatalf("%v: said %q, but no app has a new release", p.Changes, r.Text)
			}
		}
	})
}

func restarted(before, after *model.Fleet) bool {
	for _, a := range before.Apps {
		if after.App(a.Name).Release > a.Release {
			return true
		}
	}
	return false
}

func TestStorageGrows(t *testing.T) {
	at := modeltest.Start()
	s := model.Storage{Bytes: 1000, At: at, PerDay: 240}
	tests := map[string]struct {
		after time.Duration
		want  int64
	}{
		"at once":              {0, 1000},
		"in an hour":           {time.Hour, 1010},
		"in ten days":          {240 * time.Hour, 3400},
		"not before it starts": {-time.Hour, 1000},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := s.Used(at.Add(tt.after)); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
