package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestStage(t *testing.T) {
	f := modeltest.Fleet()
	c := f.Clusters[0]
	pool := c.Followers[0]
	level := func(l string) model.Change { return model.SetLevel{Cluster: c.ID, Pool: pool.Name, Level: l} }
	count := func(n int) model.Change { return model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: n} }
	add := model.AddPool{Cluster: c.ID, Name: "batch", Level: "4G-Performance", Count: 1}
	gone := model.DestroyPool{Cluster: c.ID, Pool: pool.Name}
	all := model.DestroyCluster{Cluster: c.ID}
	tests := map[string]struct{ staged, more, want model.Changes }{
		"a setting takes the place of the earlier one": {model.Changes{count(4)}, model.Changes{count(5)}, model.Changes{count(5)}},
		"a level leaves a count alone":                 {model.Changes{count(4)}, model.Changes{level("64G-Performance")}, model.Changes{count(4), level("64G-Performance")}},
		"what is wanted anyway is no change":           {nil, model.Changes{count(pool.Count), level(pool.Level)}, nil},
		"and takes back what was staged":               {model.Changes{count(4)}, model.Changes{count(pool.Count)}, nil},
		"a pool that goes needs no instances":          {model.Changes{count(4), add}, model.Changes{gone}, model.Changes{add, gone}},
		"a pool that is added and destroyed is both":   {model.Changes{add}, model.Changes{model.DestroyPool{Cluster: c.ID, Pool: "batch"}}, model.Changes{add, model.DestroyPool{Cluster: c.ID, Pool: "batch"}}},
		"a cluster that goes needs nothing else":       {model.Changes{count(4), add}, model.Changes{all}, model.Changes{all}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := model.Stage(f, test.staged, test.more)
			if len(got) == 0 && len(test.want) == 0 {
				return
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("staged (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStageFormation(t *testing.T) {
	f := modeltest.Formed()
	rule := model.Autoscale{P95: 300_000_000, Min: 1, Max: 6}
	on := model.SetAutoscale{App: "a2", Process: "web", Autoscale: rule}
	shadow := on
	shadow.Autoscale.Shadow = true
	is := plan(t, f, on).After
	web := func(n int) model.Change { return model.ScaleProcess{App: "a2", Process: "web", Quantity: n} }
	more := model.ScaleProcess{App: "a2", Process: "web", Delta: 1}
	tests := map[string]struct {
		fleet              *model.Fleet
		staged, more, want model.Changes
	}{
		"a rule that is wanted is no change":                 {is, nil, model.Changes{on}, nil},
		"but one where a quantity by hand ends it":           {is, model.Changes{web(5)}, model.Changes{on}, model.Changes{web(5), on}},
		"a quantity by hand ends a rule that was staged":     {f, model.Changes{on}, model.Changes{web(5)}, model.Changes{web(5)}},
		"and leaves a shadow alone":                          {f, model.Changes{shadow}, model.Changes{web(5)}, model.Changes{shadow, web(5)}},
		"one more is one more than what the rule began with": {f, model.Changes{on}, model.Changes{more}, model.Changes{on, more}},
		"two steps add up":                                   {f, model.Changes{more}, model.Changes{more}, model.Changes{more, more}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, model.Stage(test.fleet, test.staged, test.more), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("staged (-want +got):\n%s", diff)
			}
		})
	}
}
