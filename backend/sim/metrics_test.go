package sim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// sample measures one cluster.
func sample(seed uint64, c *model.Cluster, at time.Time) model.Sample {
	return model.Sample{At: at, Instances: Measure(seed, modeltest.Specs(), c, at)}
}

// busy is the settled cluster with clients on both of its pools.
func busy() *model.Cluster {
	c := settled()
	for _, p := range c.Pools() {
		c.Attachments = append(c.Attachments, model.Attachment{
			Name: p.Name, App: "example-app", Pool: p.ID, State: model.AttachmentSet, Since: noon(),
		})
	}
	return c
}

// with puts instances in the place of the follower pool's.
func with(c *model.Cluster, list ...model.Instance) *model.Cluster {
	c.Followers[0].Instances = list
	return c
}

func follower(id model.ID, p model.Phase, since time.Time) model.Instance {
	return model.Instance{ID: id, Role: model.RoleFollower, Level: "16G-Performance", Phase: p, Since: since}
}

func TestDemoMetrics(t *testing.T) {
	for seed := range uint64(100) {
		f := Demo(seed)
		c := f.Named("postgresql-horizontal-12345")
		s := sample(seed, c, f.At)
		leader, _ := s.Connections(c.Leader)
		analytics, _ := s.Connections(c.Followers[0])
		if leader < 110 || leader > 132 || analytics < 190 || analytics > 230 {
			t.Errorf("seed %d: %d clients on the leader, %d on analytics", seed, leader, analytics)
		}
		for _, c := range f.Clusters {
			for at := f.At; at.Before(f.At.Add(24 * time.Hour)); at = at.Add(37 * time.Minute) {
				for id, m := range Measure(seed, modeltest.Specs(), c, at) {
					if m.Load <= 0 || m.Load > 850 || m.Lag < 0 || m.Lag > time.Second {
						t.Errorf("seed %d, %s: %s shows %+v", seed, at, id, m)
					}
				}
			}
		}
	}
}

func TestMeasure(t *testing.T) {
	hour, minute := noon().Add(-time.Hour), noon().Add(-time.Minute)
	old := follower("old", model.Up, hour)
	tests := map[string]struct {
		c    *model.Cluster
		at   time.Time
		want func(model.Sample) string // what is not so
	}{
		"a standby has no clients and lags": {busy(), noon(), func(s model.Sample) string {
			return wrong(s.Instances["istandby"].Connections == 0 && s.Instances["istandby"].Lag > 0, s)
		}},
		"a leader has clients and no lag": {busy(), noon(), func(s model.Sample) string {
			return wrong(s.Instances["ileader"].Lag == 0 && s.Instances["ileader"].Connections > 100, s)
		}},
		"a pool in no config var has no clients": {settled(), noon(), func(s model.Sample) string {
			return wrong(s.Instances["ileader"].Connections == 0 && s.Instances["ifollower"].Connections == 0, s)
		}},
		"warm followers share alike": {
			with(busy(), old, follower("other", model.Up, hour)), noon(), func(s model.Sample) string {
				a, b := s.Instances["old"].Connections, s.Instances["other"].Connections
				return wrong(a > 80 && b > 80 && max(a-b, b-a) < 30, s)
			},
		},
		"a new follower is idle beside a warm one": {
			with(busy(), old, follower("new", model.Up, minute)), noon(), func(s model.Sample) string {
				return wrong(s.Instances["old"].Connections > 150 && s.Instances["new"].Connections < 12, s)
			},
		},
		"a new follower alone takes all clients": {
			with(busy(), follower("new", model.Up, minute)), noon(), func(s model.Sample) string {
				return wrong(s.Instances["new"].Connections > 180, s)
			},
		},
		"a new follower has its share after the warm-up": {
			with(busy(), old, follower("new", model.Up, noon().Add(-warmUp))), noon(), func(s model.Sample) string {
				return wrong(s.Instances["new"].Connections > 80, s)
			},
		},
		"a draining follower loses its clients to the others": {
			with(busy(), old, follower("going", model.Draining, noon())), noon().Add(18 * time.Second), func(s model.Sample) string {
				return wrong(s.Instances["going"].Connections < 80 && s.Instances["old"].Connections > 120, s)
			},
		},
		"an instance that is drained has no clients": {
			with(busy(), follower("going", model.Draining, noon())), noon().Add(time.Minute), func(s model.Sample) string {
				return wrong(s.Instances["going"].Connections == 0, s)
			},
		},
		"an instance that is not there yet is not measured": {
			with(busy(), follower("a", model.Queued, minute), follower("b", model.Creating, minute), follower("c", model.Restoring, minute)),
			noon(), func(s model.Sample) string { return wrong(len(s.Instances) == 2, s) },
		},
		"an instance that catches up serves nobody and lags": {
			with(busy(), follower("new", model.CatchingUp, noon())), noon(), func(s model.Sample) string {
				return wrong(s.Instances["new"].Connections == 0 && s.Instances["new"].Lag > time.Minute, s)
			},
		},
		"there are fewer clients at night": {busy(), noon().Add(14 * time.Hour), func(s model.Sample) string {
			return wrong(s.Instances["ileader"].Connections < 60, s)
		}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(50) {
				if text := test.want(sample(seed, test.c, test.at)); text != "" {
					t.Fatalf("seed %d: %s", seed, text)
				}
			}
		})
	}
}

func wrong(right bool, s model.Sample) string {
	if right {
		return ""
	}
	return fmt.Sprintf("%+v", s.Instances)
}

// Who finds no room on a full instance goes to another, or nowhere.
func TestNoInstanceHasMoreClientsThanItAccepts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := busy()
		c.Storage.Bytes = rapid.Int64Range(0, 20_000*gigabyte).Draw(t, "bytes")
		var list []model.Instance
		for n := range rapid.IntRange(0, 5).Draw(t, "instances") {
			i := follower(model.ID(fmt.Sprint(n)), rapid.SampledFrom([]model.Phase{
				model.Up, model.Up, model.Draining, model.CatchingUp, model.Restoring,
			}).Draw(t, "phase"), noon().Add(-time.Duration(rapid.IntRange(0, 900).Draw(t, "since"))*time.Second))
			i.Level = rapid.SampledFrom([]string{"4G-Performance", "16G-Performance"}).Draw(t, "level")
			list = append(list, i)
		}
		c = with(c, list...)
		m := newMeter(rapid.Uint64().Draw(t, "seed"), modeltest.Specs(), c, noon())
		used, room, full := 0, 0, true
		for k, n := range m.clients(c.Followers[0]) {
			limit := modeltest.Specs().Connections(false, list[k].Level, 1)
			if n < 0 || n > limit {
				t.Fatalf("%s has %d clients of %d", list[k].ID, n, limit)
			}
			used += n
			if list[k].Phase == model.Up {
				room += limit
				full = full && n == limit
			}
		}
		if demand := m.demand(c.Followers[0]); used > demand || room > 0 && used < demand && !full {
			t.Fatalf("%d clients of %d are connected and there is room", used, demand)
		}
	})
}

func TestMetricsAreSmooth(t *testing.T) {
	c := with(busy(), follower("a", model.Up, noon().Add(-time.Hour)), follower("b", model.Up, noon().Add(time.Minute)))
	for seed := range uint64(5) {
		was := Measure(seed, modeltest.Specs(), c, noon())
		for at := noon(); at.Before(noon().Add(24 * time.Hour)); at = at.Add(20 * time.Second) {
			is := Measure(seed, modeltest.Specs(), c, at)
			if at.Second() != 0 && !cmp.Equal(was, is) {
				t.Fatalf("seed %d: figures change within the minute at %s", seed, at)
			}
			for id, m := range is {
				moved := m.Connections - was[id].Connections
				if max(moved, -moved) > 20 || (m.Lag-was[id].Lag).Abs() > 40*time.Millisecond {
					t.Fatalf("seed %d, %s: %s goes from %+v to %+v", seed, at, id, was[id], m)
				}
			}
			was = is
		}
	}
}

func TestLagFallsWhileCatchingUp(t *testing.T) {
	c := with(busy(), follower("new", model.CatchingUp, noon()))
	lag := func(after time.Duration) time.Duration {
		return Measure(7, modeltest.Specs(), c, noon().Add(after))["new"].Lag
	}
	for after := time.Second; after < 30*time.Second; after += time.Second {
		if lag(after) >= lag(after-time.Second) {
			t.Errorf("after %s it lags by %s, before by %s", after, lag(after), lag(after-time.Second))
		}
	}
	end := script{7}.read(c).end(c.Followers[0], c.Followers[0].Instances[0])
	if last := lag(end.Sub(noon())); last > 300*time.Millisecond {
		t.Errorf("it is up and lags by %s", last)
	}
}

// What was made to fail shows in what is measured, and in nothing else.
func TestMetricsOfFaults(t *testing.T) {
	at := func(d time.Duration) string { return noon().Add(d).Format(time.RFC3339) }
	slow := `{"Slow":[{"From":"` + at(0) + `","To":"` + at(30*time.Minute) + `","Factor":3}]}`
	lags := `{"Lags":[{"Pool":"c/2","From":"` + at(0) + `","To":"` + at(10*time.Minute) + `"}]}`
	hangs := `{"Hangs":[{"Instance":"new","From":"` + at(0) + `"}]}`
	lag := func(m model.Measure) float64 { return m.Lag.Seconds() }
	load := func(m model.Measure) float64 { return float64(m.Load) }
	clients := func(m model.Measure) float64 { return float64(m.Connections) }
	for name, test := range map[string]struct {
		memo     string
		of       func(model.Measure) float64
		after    time.Duration
		instance model.ID
		least    float64 // more than without the fault
		most     float64
	}{
		"slow: the load is more":               {slow, load, time.Minute, "ifollower", 1, 1000},
		"slow: the lag is three times as much": {slow, lag, time.Minute, "istandby", 0.12, 0.3},
		"slow: clients stay":                   {slow, clients, time.Minute, "ifollower", 0, 0},
		"slow: it is over":                     {slow, load, 30 * time.Minute, "ifollower", 0, 0},
		"lag: at its beginning":                {lags, lag, 0, "ifollower", 0, 0},
		"lag: within two minutes":              {lags, lag, time.Minute, "ifollower", 10, 60},
		"lag: at the worst":                    {lags, lag, 5 * time.Minute, "ifollower", 30, 90},
		"lag: before its end":                  {lags, lag, 9 * time.Minute, "ifollower", 10, 60},
		"lag: it is over":                      {lags, lag, 10 * time.Minute, "ifollower", 0, 0},
		"lag: the other pool keeps up":         {lags, lag, 5 * time.Minute, "istandby", 0, 0},
		"lag: the leader has none":             {lags, lag, 5 * time.Minute, "ileader", 0, 0},
		"hang: it falls behind":                {hangs, lag, 10 * time.Minute, "new", 600, 900},
	} {
		usual := with(busy(), follower("ifollower", model.Up, noon().Add(-time.Hour)), follower("new", model.CatchingUp, noon().Add(-time.Second)))
		faulty := *usual
		faulty.Memo = test.memo
		measure := func(c *model.Cluster) float64 {
			seen, measured := Measure(7, modeltest.Specs(), c, noon().Add(test.after))[test.instance]
			if !measured {
				t.Fatalf("%s: it is not measured", name)
			}
			return test.of(seen)
		}
		if more := measure(&faulty) - measure(usual); more < test.least || more > test.most {
			t.Errorf("%s: %g more than usual", name, more)
		}
	}
}

// watched is a fleet and what was there before.
type watched struct {
	fleet *model.Fleet
	spans []model.Span
}

func (w watched) Fleet() *model.Fleet { return w.fleet }

func (w watched) Spans(_ context.Context, from, to time.Time, targets []model.ID) (list []model.Span, err error) {
	for _, s := range w.spans {
		if slices.Contains(targets, s.Cluster) && s.From.Before(to) && (s.To.IsZero() || s.To.After(from)) {
			list = append(list, s)
		}
	}
	return list, nil
}

func TestMetricsOfAFleet(t *testing.T) {
	f := Demo(7)
	m := NewMetrics(7, modeltest.Specs(), func() Watched { return watched{f, DemoSpans(7)} })
	s, err := m.Sample(t.Context(), []model.ID{f.Clusters[1].ID, "gone"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample(7, f.Clusters[1], f.At), s); diff != "" {
		t.Errorf("a sample of one cluster:\n%s", diff)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Sample(ctx, []model.ID{f.Clusters[1].ID}); !errors.Is(err, context.Canceled) {
		t.Errorf("nobody waits any more: %v", err)
	}
}
