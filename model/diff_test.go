package model_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// One line for each pool and config var, whatever the number of changes.
func TestLines(t *testing.T) {
	level := func(pool, level string) model.Change {
		return model.SetLevel{Cluster: horizontal, Pool: pool, Level: level}
	}
	scale := func(pool string, n int) model.Change {
		return model.SetCount{Cluster: horizontal, Pool: pool, Count: n}
	}
	attach := func(pool, app, name string) model.Change {
		return model.Attach{Cluster: horizontal, Pool: pool, App: app, Name: name}
	}
	detach := func(name string) model.Change {
		return model.Detach{Cluster: horizontal, App: "example-app", Name: name}
	}
	tests := map[string]struct {
		changes []model.Change
		want    []string
	}{
		"a level":                                 {list(level("analytics", "32G-Performance")), []string{"~ analytics 16G-Performance → 32G-Performance"}},
		"a level, twice":                          {list(level("analytics", "8G-Performance"), level("analytics", "4G-Performance")), []string{"~ analytics 16G-Performance → 4G-Performance"}},
		"a level there and back":                  {list(level("analytics", "8G-Performance"), level("analytics", "16G-Performance")), nil},
		"a count":                                 {list(scale("analytics", 3)), []string{"~ analytics 1 → 3 instances"}},
		"a count of 0":                            {list(scale("analytics", 0)), []string{"~ analytics 1 → 0 instances"}},
		"a count of 1":                            {list(scale("analytics", 3), scale("analytics", 0), scale("analytics", 13)), []string{"~ analytics 1 → 13 instances"}},
		"a level and a count":                     {list(level("analytics", "32G-Performance"), scale("analytics", 2)), []string{"~ analytics 1 × 16G-Performance → 2 × 32G-Performance"}},
		"HA off":                                  {list(scale("leader", 1)), []string{"~ leader the standby is removed (HA is lost)"}},
		"HA off and on":                           {list(scale("leader", 1), scale("leader", 2)), nil},
		"HA off and a level":                      {list(scale("leader", 1), level("leader", "8G-Performance")), []string{"~ leader 2 × 4G-Performance → 1 × 8G-Performance"}},
		"a new pool":                              {list(model.AddPool{Cluster: horizontal, Name: "reporting", Level: "4G-Performance", Count: 2}), []string{"+ reporting new follower pool, 2 × 4G-Performance"}},
		"a new pool, changed at once":             {list(model.AddPool{Cluster: horizontal, Name: "reporting", Level: "4G-Performance", Count: 2}, scale("reporting", 0), level("reporting", "8G-Performance")), []string{"+ reporting new follower pool, 0 × 8G-Performance"}},
		"a pool destroyed, its config var":        {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}), []string{"- analytics 1 × 16G-Performance destroyed", "- ANALYTICS_URL detached from example-app"}},
		"a pool in the place of another":          {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}, model.AddPool{Cluster: horizontal, Name: "analytics", Level: "4G-Performance", Count: 1}), []string{"- analytics 1 × 16G-Performance destroyed", "+ analytics new follower pool, 1 × 4G-Performance", "- ANALYTICS_URL detached from example-app"}},
		"a new config var":                        {list(attach("analytics", "second-app", "READER")), []string{"+ READER_URL attached to second-app: opens analytics"}},
		"a config var gone":                       {list(detach("ANALYTICS")), []string{"- ANALYTICS_URL detached from example-app"}},
		"a config var gone and back":              {list(detach("ANALYTICS"), attach("analytics", "example-app", "ANALYTICS")), nil},
		"a config var that opens another":         {list(detach("ANALYTICS"), attach("leader", "example-app", "ANALYTICS")), []string{"~ ANALYTICS_URL on example-app opens leader instead of analytics"}},
		"pools come before config vars":           {list(attach("analytics", "second-app", "READER"), scale("analytics", 2), scale("leader", 1)), []string{"~ leader the standby is removed (HA is lost)", "~ analytics 1 → 2 instances", "+ READER_URL attached to second-app: opens analytics"}},
		"another cluster's changes are not there": {list(scale("analytics", 2), add("reporting", 1)), []string{"~ analytics 1 → 2 instances"}},
		"a cluster destroyed": {
			list(model.DestroyCluster{Cluster: horizontal}),
			[]string{
				"- leader 2 × 4G-Performance destroyed", "- analytics 1 × 16G-Performance destroyed",
				"- DATABASE_URL detached from example-app", "- ANALYTICS_URL detached from example-app",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(plan(t, modeltest.Fleet(), tt.changes...), horizontal)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func lines(p model.Plan, target model.ID) []string {
	var lines []string
	for _, l := range p.Lines(target) {
		lines = append(lines, string(l.Mark)+" "+l.String())
	}
	return lines
}

func TestLinesOfANewCluster(t *testing.T) {
	tests := map[string]struct {
		change model.CreateCluster
		want   []string
	}{
		"with HA and followers": {created(0, 2), []string{
			"+ leader new leader pool, 4G-Performance with a standby",
			"+ pool0 new follower pool, 0 × 4G-Performance", "+ pool1 new follower pool, 2 × 4G-Performance",
			"+ HEROKU_POSTGRESQL_AMBER_URL attached to example-app: opens leader",
		}},
		"without HA": {
			model.CreateCluster{ID: "c9", Name: "small", App: "second-app", Level: "8G-Performance"},
			[]string{"+ leader new leader pool, 8G-Performance", "+ HEROKU_POSTGRESQL_COBALT_URL attached to second-app: opens leader"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, lines(plan(t, modeltest.Fleet(), tt.change), "c9")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinesSayWhatTheyAreAbout(t *testing.T) {
	p := plan(t, modeltest.Fleet(),
		model.SetCount{Cluster: horizontal, Pool: "leader", Count: 1},
		model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"},
	)
	want := []model.Line{
		{Mark: model.Changed, Target: horizontal, Pool: "c1/1", Name: "leader", Words: "the standby is removed (HA is lost)"},
		{Mark: model.Removed, Target: horizontal, Name: "ANALYTICS_URL", Words: "detached from example-app"},
	}
	if diff := cmp.Diff(want, p.Lines(horizontal)); diff != "" {
		t.Error(diff)
	}
}
