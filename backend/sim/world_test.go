package sim

import (
	"testing"
	"time"

	"pooldeck/model"
)

func noon() time.Time { return time.Date(2026, 6, 12, 12, 0, 0, 0, time.UTC) }

// settled is a cluster of 29 GB with HA and one follower pool of one instance.
func settled() *model.Cluster {
	c := &model.Cluster{
		ID: "c", Name: "postgresql-horizontal-12345", App: "example-app", Revision: 1, Serial: 2,
		Storage: model.Storage{Bytes: 29 * gigabyte, At: noon(), PerDay: 100 * megabyte},
	}
	c.Leader = model.Pool{ID: "c/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2}
	c.Followers = []model.Pool{{ID: "c/2", Name: "analytics", Level: "16G-Performance", Count: 1}}
	there := func(p *model.Pool, id model.ID, r model.Role) {
		p.Instances = append(p.Instances, model.Instance{ID: id, Role: r, Level: p.Level, Phase: model.Up, Since: noon().Add(-time.Hour)})
		p.Endpoint = endpoint(c, *p)
	}
	there(&c.Leader, "ileader", model.RoleLeader)
	there(&c.Leader, "istandby", model.RoleStandby)
	there(&c.Followers[0], "ifollower", model.RoleFollower)
	return c
}

// play steps a world from event to event until nothing is under way.
func play(w *World) (last model.Observed, at time.Time) {
	for next := w.Next(); !next.IsZero(); next = w.Next() {
		at = next
		for _, o := range w.Advance(next) {
			last = o
		}
	}
	return last, at
}

func TestScaleOut(t *testing.T) {
	w, c := New(7), settled()
	w.Want(noon(), c)
	if next := w.Next(); !next.IsZero() {
		t.Fatalf("a settled cluster has an event at %s", next)
	}
	c = bare(c)
	c.Followers[0].Count = 3
	w.Want(noon(), c)
	first := w.Advance(noon())
	last, at := play(w)
	if len(first) != 1 || first[0].Progress.Left != at.Sub(noon()) {
		t.Errorf("foreseen %v, took %s", first, at.Sub(noon()))
	}
	if took := at.Sub(noon()); took < 200*time.Second || took > 500*time.Second {
		t.Errorf("a scale-out took %s", took)
	}
	for _, i := range last.Pools[1].Instances {
		if i.Phase != model.Up {
			t.Errorf("%s is %s", i.ID, i.Phase)
		}
	}
	if n := len(last.Pools[1].Instances); n != 3 {
		t.Errorf("%d instances", n)
	}
}
