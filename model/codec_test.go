package model_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// The words are kept in state files: they stay as they are.
func TestChangesAsJSON(t *testing.T) {
	tests := map[string]model.Change{
		`{"kind":"create-cluster","change":{"ID":"c9","Name":"new","App":"example-app","Level":"4G-Performance","HA":true,"Followers":[{"Name":"batch","Level":"8G-Performance","Count":2}]}}`: model.CreateCluster{
			ID: "c9", Name: "new", App: "example-app", Level: "4G-Performance", HA: true, Followers: []model.NewPool{{"batch", "8G-Performance", 2}},
		},
		`{"kind":"destroy-cluster","change":{"Cluster":"c1"}}`:                                            model.DestroyCluster{Cluster: "c1"},
		`{"kind":"set-level","change":{"Cluster":"c1","Pool":"leader","Level":"8G-Performance"}}`:         model.SetLevel{Cluster: "c1", Pool: "leader", Level: "8G-Performance"},
		`{"kind":"set-count","change":{"Cluster":"c1","Pool":"leader","Count":2}}`:                        model.SetCount{Cluster: "c1", Pool: "leader", Count: 2},
		`{"kind":"add-pool","change":{"Cluster":"c1","Name":"batch","Level":"8G-Performance","Count":0}}`: model.AddPool{Cluster: "c1", Name: "batch", Level: "8G-Performance"},
		`{"kind":"destroy-pool","change":{"Cluster":"c1","Pool":"batch"}}`:                                model.DestroyPool{Cluster: "c1", Pool: "batch"},
		`{"kind":"attach","change":{"Cluster":"c1","Pool":"batch","App":"example-app","Name":"BATCH"}}`:   model.Attach{Cluster: "c1", Pool: "batch", App: "example-app", Name: "BATCH"},
		`{"kind":"detach","change":{"Cluster":"c1","App":"example-app","Name":"BATCH"}}`:                  model.Detach{Cluster: "c1", App: "example-app", Name: "BATCH"},
		`{"kind":"scale-process","change":{"App":"a1","Process":"web","Quantity":5}}`:                     model.ScaleProcess{App: "a1", Process: "web", Quantity: 5},
		`{"kind":"scale-process","change":{"App":"a1","Process":"worker","Delta":-1}}`:                    model.ScaleProcess{App: "a1", Process: "worker", Delta: -1},
		`{"kind":"scale-process","change":{"App":"a1","Process":"web","Quantity":3,"Auto":true}}`:         model.ScaleProcess{App: "a1", Process: "web", Quantity: 3, Auto: true},
		`{"kind":"resize-process","change":{"App":"a1","Process":"web","Size":"Standard-2X"}}`:            model.ResizeProcess{App: "a1", Process: "web", Size: "Standard-2X"},
		`{"kind":"disable-autoscale","change":{"App":"a1","Process":"web"}}`:                              model.DisableAutoscale{App: "a1", Process: "web"},
		`{"kind":"restart-dynos","change":{"App":"a1"}}`:                                                  model.RestartDynos{App: "a1"},
		`{"kind":"set-connections","change":{"App":"a1","Process":"web","PerDyno":40}}`:                   model.SetConnections{App: "a1", Process: "web", PerDyno: 40},
		`{"kind":"set-autoscale","change":{"App":"a1","Process":"web","Autoscale":{"P95":500000000,"Min":1,"Max":8,"Notify":true}}}`: model.SetAutoscale{
			App: "a1", Process: "web", Autoscale: model.Autoscale{P95: 500 * time.Millisecond, Min: 1, Max: 8, Notify: true},
		},
	}
	for want, change := range tests {
		t.Run(change.String(), func(t *testing.T) {
			body, err := json.Marshal(model.Changes{change})
			if err != nil {
				t.Fatal(err)
			}
			if string(body) != "["+want+"]" {
				t.Errorf("got  %s\nwant [%s]", body, want)
			}
			var back model.Changes
			if err := json.Unmarshal(body, &back); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(model.Changes{change}, back); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChangesThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		was := model.Changes(modeltest.Plan(t, modeltest.Formed(), 10, modeltest.AnyChange).Changes)
		body, err := json.Marshal(was)
		if err != nil {
			t.Fatal(err)
		}
		var is model.Changes
		if err := json.Unmarshal(body, &is); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(was, is); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestNoChanges(t *testing.T) {
	body, err := json.Marshal(model.Changes(nil))
	if err != nil || string(body) != "[]" {
		t.Errorf("got %s, %v", body, err)
	}
	var back model.Changes
	if err := json.Unmarshal(body, &back); err != nil || len(back) > 0 {
		t.Errorf("got %v, %v", back, err)
	}
}

func TestChangesThatCannotBeRead(t *testing.T) {
	tests := map[string]struct{ body, want string }{
		"a kind of a later version": {`[{"kind":"resize-dyno","change":{}}]`, `a change of the kind "resize-dyno" is not known to this version`},
		"no kind":                   {`[{"change":{}}]`, `a change of the kind "" is not known to this version`},
		"no change":                 {`[{"kind":"detach"}]`, "unexpected end of JSON input"},
		"a change that is a number": {`[{"kind":"detach","change":7}]`, "cannot unmarshal number"},
		"no list":                   {`{}`, "cannot unmarshal object"},
		"one good, one bad":         {`[{"kind":"detach","change":{}},{"kind":"x","change":{}}]`, `the kind "x"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			kept := model.Changes{model.DestroyCluster{Cluster: "c1"}}
			err := json.Unmarshal([]byte(tt.body), &kept)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if len(kept) != 1 {
				t.Errorf("half of it was read: %v", kept)
			}
		})
	}
}
