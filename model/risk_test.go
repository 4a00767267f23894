package model_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestRisks(t *testing.T) {
	leader := func(level string) model.Change {
		return model.SetLevel{Cluster: horizontal, Pool: "leader", Level: level}
	}
	analytics := func(level string) model.Change {
		return model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: level}
	}
	scale := func(pool string, n int) model.Change {
		return model.SetCount{Cluster: horizontal, Pool: pool, Count: n}
	}
	attach := func(app, name string) model.Change {
		return model.Attach{Cluster: horizontal, Pool: "analytics", App: app, Name: name}
	}
	detach := func(name string) model.Change {
		return model.Detach{Cluster: horizontal, App: "example-app", Name: name}
	}
	const (
		switchover = "writes interrupted: writes are interrupted once: the standby takes over"
		outage     = "writes interrupted: writes and reads of the leader stop until it is back: there is no standby to take over"
		unpriced   = "price not published: the price of 64G-Performance is not published: totals leave it out"
	)
	tests := map[string]struct {
		changes []model.Change
		want    []string
	}{
		"a follower level raised disturbs nobody":     {list(analytics("32G-Performance")), nil},
		"a leader level raised with a standby":        {list(leader("8G-Performance")), []string{switchover}},
		"a leader level raised without one":           {list(model.SetLevel{Cluster: cubic, Pool: "leader", Level: "8G-Performance"}), []string{outage}},
		"a leader level raised, its standby removed":  {list(leader("8G-Performance"), scale("leader", 1)), []string{"HA lost: HA is lost: the leader has no standby to take over when it fails", outage}},
		"a leader level raised, a standby added":      {list(count("leader", 2), model.SetLevel{Cluster: cubic, Pool: "leader", Level: "8G-Performance"}), []string{switchover}},
		"a leader level changed and changed back":     {list(leader("8G-Performance"), leader("4G-Performance")), nil},
		"followers added":                             {list(scale("analytics", 13)), nil},
		"the only follower taken away":                {list(scale("analytics", 0)), nil},
		"a follower pool added":                       {list(model.AddPool{Cluster: horizontal, Name: "reporting", Level: "4G-Performance", Count: 2}), nil},
		"a standby added":                             {list(count("leader", 2)), nil},
		"the standby removed":                         {list(scale("leader", 1)), []string{"HA lost: HA is lost: the leader has no standby to take over when it fails"}},
		"a level lowered to less memory":              {list(analytics("4G-Performance")), []string{"level lowered: analytics is lowered: each instance has 12 GB of memory and 1,220 connections less"}},
		"a level lowered to less of everything":       {list(model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: "32G-Performance"}, model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: "8G-Performance"}), []string{"level lowered: analytics is lowered: each instance has 8 GB of memory and 800 connections less"}},
		"a level with no published price":             {list(analytics("64G-Performance")), []string{unpriced}},
		"a level with no price for a pool of nothing": {list(scale("analytics", 0), analytics("64G-Performance")), nil},
		"a new pool with no published price":          {list(model.AddPool{Cluster: horizontal, Name: "reporting", Level: "64G-Performance", Count: 1}), []string{unpriced}},
		"a new cluster": {
			list(created(2)),
			[]string{"app restarts: example-app restarts: its config var HEROKU_POSTGRESQL_AMBER_URL is new"},
		},
		"a new cluster with no published price": {
			list(model.CreateCluster{ID: "c9", Name: "big", App: "example-app", Level: "64G-Performance"}),
			[]string{unpriced, "app restarts: example-app restarts: its config var HEROKU_POSTGRESQL_AMBER_URL is new"},
		},
		"a new config var":                {list(attach("second-app", "READER")), []string{"app restarts: second-app restarts: its config var READER_URL is new"}},
		"a config var gone":               {list(detach("ANALYTICS")), []string{"app restarts: example-app restarts: its config var ANALYTICS_URL goes"}},
		"a config var gone and back":      {list(detach("ANALYTICS"), attach("example-app", "ANALYTICS")), nil},
		"a config var that opens another": {list(detach("DATABASE"), attach("example-app", "DATABASE")), []string{"app restarts: example-app restarts: its config var DATABASE_URL changes"}},
		"an app that restarts is named once, others as well": {
			list(attach("second-app", "READER"), detach("ANALYTICS"), attach("example-app", "READER")),
			[]string{
				"app restarts: example-app restarts: its config var READER_URL is new, its config var ANALYTICS_URL goes",
				"app restarts: second-app restarts: its config var READER_URL is new",
			},
		},
		"a pool destroyed with its config var": {
			list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}),
			[]string{
				"pool destroyed: analytics is destroyed; no data is lost: every pool reads the cluster's storage",
				"app restarts: example-app restarts: its config var ANALYTICS_URL goes",
			},
		},
		"a pool destroyed that nobody opens": {
			list(model.DestroyPool{Cluster: rectangular, Pool: "analytics"}),
			[]string{"pool destroyed: analytics is destroyed; no data is lost: every pool reads the cluster's storage"},
		},
		"a pool that comes and goes": {list(add("reporting", 1), model.DestroyPool{Cluster: cubic, Pool: "reporting"}), nil},
		"a cluster destroyed": {
			list(model.DestroyCluster{Cluster: horizontal}),
			[]string{
				"cluster destroyed: postgresql-horizontal-12345 is destroyed with all of its data; it cannot be brought back",
				"app restarts: example-app restarts: its config var DATABASE_URL goes, its config var ANALYTICS_URL goes",
			},
		},
		"a cluster that comes and goes": {list(created(1), model.DestroyCluster{Cluster: "c9"}), nil},
		"risks of several clusters, in the order of the plan": {
			list(model.SetCount{Cluster: rectangular, Pool: "leader", Count: 1}, scale("leader", 1)),
			[]string{
				"HA lost: HA is lost: the leader has no standby to take over when it fails",
				"HA lost: HA is lost: the leader has no standby to take over when it fails",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := plan(t, modeltest.Fleet(), tt.changes...)
			if diff := cmp.Diff(tt.want, texts(p.Risks)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func texts(risks []model.Risk) []string {
	var lines []string
	for _, r := range risks {
		lines = append(lines, string(r.Kind)+": "+r.Text)
	}
	return lines
}

// Risks that depend on what was there before.
func TestRisksOfFollowers(t *testing.T) {
	f := plan(t, modeltest.Fleet(),
		model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: "64G-Performance"},
		model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 3},
	).After
	set := func(n int) model.Change { return model.SetCount{Cluster: horizontal, Pool: "analytics", Count: n} }
	tests := map[string]struct {
		change model.Change
		want   []string
	}{
		"three to two keep HA":   {set(2), nil},
		"three to one lose it":   {set(1), []string{"HA lost: HA is lost: analytics keeps one instance; when it fails, its endpoint serves nobody"}},
		"three to none lose it":  {set(0), []string{"HA lost: HA is lost: analytics has no instance left; its endpoint serves nobody"}},
		"one more without price": {set(4), []string{"price not published: the price of 64G-Performance is not published: totals leave it out"}},
		"from one unpublished price to another": {
			model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: "128G-Performance"},
			[]string{"price not published: the price of 128G-Performance is not published: totals leave it out"},
		},
		"down to a price that is known": {
			model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: "8G-Performance"},
			[]string{"level lowered: analytics is lowered: each instance has 6 vCPU, 56 GB of memory and 4,200 connections less"},
		},
		"down to the same connections": {
			model.SetLevel{Cluster: horizontal, Pool: "leader", Level: "8G-Performance"},
			[]string{"writes interrupted: writes are interrupted once: the standby takes over"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, texts(plan(t, f, tt.change).Risks)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Scaling alone never restarts an app, whatever it does.
func TestScalingRestartsNothing(t *testing.T) {
	for _, l := range modeltest.Specs().Levels[4:] {
		p := plan(t, modeltest.Fleet(),
			model.SetLevel{Cluster: horizontal, Pool: "leader", Level: l.Name},
			model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: l.Name},
			model.SetCount{Cluster: horizontal, Pool: "leader", Count: 1},
			model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 0},
			model.AddPool{Cluster: horizontal, Name: "reporting", Level: l.Name, Count: 13},
		)
		for _, r := range p.Risks {
			if r.Kind == model.AppRestarts {
				t.Errorf("%s: %s", l.Name, r.Text)
			}
		}
		if f := modeltest.Settle(p.After); f.App("example-app").Release != 41 {
			t.Errorf("%s: the app has release %d", l.Name, f.App("example-app").Release)
		}
	}
}

func TestWhereARiskIs(t *testing.T) {
	p := plan(t, modeltest.Fleet(),
		model.SetLevel{Cluster: horizontal, Pool: "leader", Level: "8G-Performance"},
		model.DestroyPool{Cluster: horizontal, Pool: "analytics"},
		model.SetLevel{Cluster: cubic, Pool: "leader", Level: "8G-Performance"},
		model.DestroyCluster{Cluster: rectangular},
	)
	type where struct {
		Kind       model.RiskKind
		Cluster    model.ID
		Pool       model.ID
		Switchover bool
	}
	var got []where
	for _, r := range p.Risks {
		got = append(got, where{r.Kind, r.Cluster, r.Pool, r.Switchover})
	}
	want := []where{
		{model.WritesInterrupted, horizontal, "c1/1", true},
		{model.PoolDestroyed, horizontal, "c1/2", false},
		{model.AppRestarts, horizontal, "", false},
		{model.WritesInterrupted, cubic, "c3/1", false},
		{model.ClusterDestroyed, rectangular, "", false},
		{model.AppRestarts, rectangular, "", false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	kinds := model.Kinds(p.Risks)
	wantKinds := []model.RiskKind{model.WritesInterrupted, model.PoolDestroyed, model.AppRestarts, model.ClusterDestroyed}
	if diff := cmp.Diff(wantKinds, kinds); diff != "" {
		t.Error(diff)
	}
	for _, k := range kinds {
		if lost := k == model.PoolDestroyed || k == model.ClusterDestroyed; k.Loses() != lost {
			t.Errorf("%s loses something for good: %t", k, k.Loses())
		}
	}
}

// sample has so many clients on each instance of the fleet.
func sample(f *model.Fleet, clients int) model.Sample {
	m := model.Sample{At: f.At, Instances: map[model.ID]model.Measure{}}
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				if i.Role == model.RoleStandby {
					m.Instances[i.ID] = model.Measure{Lag: time.Second}
					continue
				}
				m.Instances[i.ID] = model.Measure{Connections: clients, Lag: 200 * time.Millisecond}
			}
		}
	}
	return m
}

func TestStranded(t *testing.T) {
	analytics := func(level string) model.Change {
		return model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: level}
	}
	scale := func(pool string, n int) model.Change {
		return model.SetCount{Cluster: horizontal, Pool: pool, Count: n}
	}
	tests := map[string]struct {
		changes []model.Change
		clients int
		want    []string
	}{
		"a level that still holds them":         {list(analytics("8G-Performance")), 800, nil},
		"a level that holds one less":           {list(analytics("8G-Performance")), 801, []string{"analytics: 801 connections in use, 800 accepted after; the others are drained, then closed"}},
		"a higher level strands nobody":         {list(analytics("32G-Performance")), 5000, nil},
		"more instances at a lower level":       {list(analytics("8G-Performance"), scale("analytics", 2)), 1600, nil},
		"a pool scaled to zero":                 {list(scale("analytics", 0)), 1, []string{"analytics: 1 connection in use, none accepted after; all are drained, then closed"}},
		"a pool scaled to zero without clients": {list(scale("analytics", 0)), 0, nil},
		"a pool destroyed":                      {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}), 210, []string{"analytics: 210 connections in use, none accepted after; all are drained, then closed"}},
		"HA lost strands nobody":                {list(scale("leader", 1)), 380, nil},
		"the last config var of a pool gone":    {list(model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}), 380, []string{"analytics: 380 connections in use, and no app has a config var for it any more"}},
		"a cluster destroyed": {
			list(model.DestroyCluster{Cluster: horizontal}), 112,
			[]string{
				"leader: 112 connections in use, none accepted after; all are drained, then closed",
				"analytics: 112 connections in use, none accepted after; all are drained, then closed",
			},
		},
		"more than are accepted even now":      {list(scale("leader", 1)), 10_000, nil},
		"a new pool has no clients":            {list(add("reporting", 1)), 10_000, nil},
		"a destroyed and a new pool of a name": {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}, model.AddPool{Cluster: horizontal, Name: "analytics", Level: "16G-Performance", Count: 1}), 9, []string{"analytics: 9 connections in use, none accepted after; all are drained, then closed"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := modeltest.Fleet()
			var got []string
			for _, r := range plan(t, f, tt.changes...).Stranded(modeltest.Specs(), sample(f, tt.clients)) {
				if r.Kind != model.ClientsStranded {
					t.Errorf("a risk of the kind %q", r.Kind)
				}
				got = append(got, r.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStrandedKnowsNothingWithoutASample(t *testing.T) {
	p := plan(t, modeltest.Fleet(), model.DestroyPool{Cluster: horizontal, Pool: "analytics"})
	if risks := p.Stranded(modeltest.Specs(), model.Sample{}); len(risks) > 0 {
		t.Errorf("said %s", strings.Join(texts(risks), "; "))
	}
}
