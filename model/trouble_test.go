package model_test

import (
	"testing"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestTrouble(t *testing.T) {
	pool := func(phase model.Phase) model.Pool {
		return model.Pool{Name: "analytics", Level: "4G-Performance", Count: 1, Instances: []model.Instance{
			{ID: "i1", Role: model.RoleFollower, Level: "4G-Performance", Phase: phase},
		}}
	}
	using := func(n int) model.Sample {
		return model.Sample{Instances: map[model.ID]model.Measure{"i1": {Connections: n}}}
	}
	tests := map[string]struct {
		pool   model.Pool
		sample model.Sample
		want   string
	}{
		"a pool that serves":              {pool(model.Up), using(100), ""},
		"one that nobody has measured":    {pool(model.Up), model.Sample{}, ""},
		"one that is nearly full":         {pool(model.Up), using(342), "342 of 380 connections in use"},
		"one that is not quite that full": {pool(model.Up), using(341), ""},
		"one that has failed":             {pool(model.Failed), model.Sample{}, "failed"},
		"one that restarts":               {pool(model.Restarting), model.Sample{}, "restarting"},
		"one that is being made":          {pool(model.Restoring), model.Sample{}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := modeltest.Specs().Trouble(test.pool, test.sample); got != test.want {
				t.Errorf("it says %q and should say %q", got, test.want)
			}
		})
	}
}
