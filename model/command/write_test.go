package command_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/modeltest"
)

const (
	horizontal  = modeltest.Horizontal
	rectangular = modeltest.Rectangular
	cubic       = modeltest.Cubic
)

func set(pool, level string) model.Change {
	return model.SetLevel{Cluster: horizontal, Pool: pool, Level: level}
}

func scale(pool string, n int) model.Change {
	return model.SetCount{Cluster: horizontal, Pool: pool, Count: n}
}

func created(ha bool, pools ...model.NewPool) model.Change {
	return model.CreateCluster{ID: "c9", Name: "billing", App: "example-app", Level: "8G-Performance", HA: ha, Followers: pools}
}

func follower(name, level string, n int) model.NewPool {
	return model.NewPool{Name: name, Level: level, Count: n}
}

func TestEachChangeInWords(t *testing.T) {
	tests := map[string]struct {
		change   model.Change
		pooldeck string
		heroku   string // an interactive one ends in "  (interactive)", notes stand below
	}{
		"a level": {
			set("leader", "8G-Performance"),
			"pooldeck pools set postgresql-horizontal-12345 leader --level 8G-Performance",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)",
		},
		"HA on": {
			scale("leader", 2),
			"pooldeck pools set postgresql-horizontal-12345 leader --ha on",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)",
		},
		"HA off": {
			scale("leader", 1),
			"pooldeck pools set postgresql-horizontal-12345 leader --ha off",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)",
		},
		"a count": {
			scale("analytics", 3),
			"pooldeck pools set postgresql-horizontal-12345 analytics --count 3",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)",
		},
		"a count of 0, which Heroku does not offer": {
			scale("analytics", 0),
			"pooldeck pools set postgresql-horizontal-12345 analytics --count 0",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)\nHeroku's menu has no 0: the fewest instances it offers is 1",
		},
		"a new pool": {
			model.AddPool{Cluster: horizontal, Name: "reporting", Level: "4G-Performance", Count: 2},
			"pooldeck pools add postgresql-horizontal-12345 --name reporting --level 4G-Performance --count 2",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)",
		},
		"a new pool of 0": {
			model.AddPool{Cluster: horizontal, Name: "reporting", Level: "4G-Performance"},
			"pooldeck pools add postgresql-horizontal-12345 --name reporting --level 4G-Performance --count 0",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)\nHeroku's menu has no 0: the fewest instances it offers is 1",
		},
		"a pool destroyed": {
			model.DestroyPool{Cluster: horizontal, Pool: "analytics"},
			"pooldeck pools destroy postgresql-horizontal-12345 analytics --confirm example-app",
			"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)",
		},
		"a config var": {
			model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "READER"},
			"pooldeck attachments add postgresql-horizontal-12345 analytics --app second-app --as READER",
			"heroku data:pg:attachments:create postgresql-horizontal-12345 -a second-app --pool analytics --as READER",
		},
		"a config var gone": {
			model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"},
			"pooldeck attachments remove ANALYTICS --app example-app",
			"heroku data:pg:attachments:destroy ANALYTICS -a example-app --confirm example-app",
		},
		"a cluster destroyed": {
			model.DestroyCluster{Cluster: horizontal},
			"pooldeck clusters destroy postgresql-horizontal-12345 --confirm example-app",
			"heroku data:pg:destroy postgresql-horizontal-12345 -a example-app --confirm example-app",
		},
		"a cluster with HA": {
			created(true),
			"pooldeck clusters create billing --app example-app --level 8G-Performance",
			"heroku data:pg:create -a example-app --level 8G-Performance --name billing",
		},
		"a cluster without HA": {
			created(false),
			"pooldeck clusters create billing --app example-app --level 8G-Performance --ha off",
			"heroku data:pg:create -a example-app --level 8G-Performance --name billing --no-high-availability",
		},
		"a cluster with followers at the leader's level": {
			created(true, follower("batch", "8G-Performance", 3)),
			"pooldeck clusters create billing --app example-app --level 8G-Performance --pool batch:8G-Performance:3",
			"heroku data:pg:create -a example-app --level 8G-Performance --name billing --followers 3\n" +
				"Heroku makes up the follower pool's name: it will not be batch",
		},
		"a cluster with followers at another level": {
			created(false, follower("batch", "4G-Performance", 3)),
			"pooldeck clusters create billing --app example-app --level 8G-Performance --ha off --pool batch:4G-Performance:3",
			"heroku data:pg:create -a example-app --level 8G-Performance --name billing --no-high-availability\n" +
				"the follower pool batch is left out: heroku data:pg:update billing -a example-app adds it",
		},
		"a cluster with a pool of 0": {
			created(true, follower("batch", "8G-Performance", 0)),
			"pooldeck clusters create billing --app example-app --level 8G-Performance --pool batch:8G-Performance:0",
			"heroku data:pg:create -a example-app --level 8G-Performance --name billing\n" +
				"the follower pool batch is left out: heroku data:pg:update billing -a example-app adds it\n" +
				"Heroku's menu has no 0: the fewest instances it offers is 1",
		},
		"a cluster with several pools": {
			created(true, follower("batch", "8G-Performance", 1), follower("web", "8G-Performance", 1), follower("bi", "4G-Performance", 2)),
			"pooldeck clusters create billing --app example-app --level 8G-Performance --pool batch:8G-Performance:1 --pool web:8G-Performance:1 --pool bi:4G-Performance:2",
			"heroku data:pg:create -a example-app --level 8G-Performance --name billing\n" +
				"the follower pools batch, web and bi are left out: heroku data:pg:update billing -a example-app adds them one by one",
		},
		"a cluster that is gone": {
			model.SetCount{Cluster: "c8", Pool: "analytics", Count: 1},
			"pooldeck pools set c8 analytics --count 1",
			"heroku data:pg:update c8 -a ''  (interactive)",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := modeltest.Fleet()
			if got := command.Line(command.Pooldeck(f, tt.change)); got != tt.pooldeck {
				t.Errorf("got  %s\nwant %s", got, tt.pooldeck)
			}
			if got := inWords(command.Heroku(f, tt.change)); got != tt.heroku {
				t.Errorf("got  %s\nwant %s", got, tt.heroku)
			}
		})
	}
}

func inWords(n command.Nearest) string {
	line := command.Line(n.Argv)
	if n.Interactive {
		line += "  (interactive)"
	}
	return strings.Join(append([]string{line}, n.Notes...), "\n")
}

// Heroku does not destroy what other apps are attached to unless it is forced.
func TestHerokuForcesWhereOtherAppsAreAttached(t *testing.T) {
	p, err := model.NewPlan(modeltest.Fleet(), modeltest.Specs(),
		model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "READER"},
		model.DestroyCluster{Cluster: horizontal},
	)
	if err != nil {
		t.Fatal(err)
	}
	want := "heroku data:pg:destroy postgresql-horizontal-12345 -a example-app --confirm example-app --force"
	if got := inWords(command.Heroku(p.After, p.Changes[1])); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What one interactive command is asked for stands there once.
func TestHerokuLinesOfClusters(t *testing.T) {
	p, err := model.NewPlan(modeltest.Fleet(), modeltest.Specs(),
		set("leader", "8G-Performance"),
		scale("analytics", 0),
		model.Attach{Cluster: horizontal, Pool: "leader", App: "second-app", Name: "WRITER"},
		model.SetCount{Cluster: rectangular, Pool: "leader", Count: 1},
		model.AddPool{Cluster: horizontal, Name: "cold", Level: "4G-Performance"},
		model.Attach{Cluster: horizontal, Pool: "leader", App: "second-app", Name: "WRITER_2"},
	)
	if err != nil {
		t.Fatal(err)
	}
	got := command.HerokuLines(p)
	want := []string{
		"heroku data:pg:update postgresql-horizontal-12345 -a example-app  (interactive)\nHeroku's menu has no 0: the fewest instances it offers is 1",
		"heroku data:pg:attachments:create postgresql-horizontal-12345 -a second-app --pool leader --as WRITER",
		"heroku data:pg:update postgresql-rectangular-12345 -a example-app  (interactive)",
		"heroku data:pg:attachments:create postgresql-horizontal-12345 -a second-app --pool leader --as WRITER_2",
	}
	var lines []string
	for _, n := range got {
		lines = append(lines, inWords(n))
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Error(diff)
	}
}

// What is written is read back, whatever changes came before it.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Fleet()
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			if rapid.IntRange(0, 3).Draw(t, "settle") == 0 {
				f = modeltest.Settle(f)
			}
			if len(f.Clusters) == 0 {
				return
			}
			change := modeltest.Change(t, f)
			p, err := model.NewPlan(f, modeltest.Specs(), change)
			if err != nil {
				continue
			}
			options := command.Options{Levels: modeltest.Specs().Levels}
			argv := command.Pooldeck(p.After, change)
			if c, creates := change.(model.CreateCluster); creates {
				argv = append(argv, "--id", string(c.ID))
			}
			back, err := command.Parse(f, argv, options)
			if err != nil {
				t.Fatalf("%s: %v", command.Line(argv), err)
			}
			if diff := cmp.Diff(model.Changes{change}, back); diff != "" {
				t.Fatalf("%s:\n%s", command.Line(argv), diff)
			}
			backFromHeroku(t, f, p, change, options)
			f = p.After
		}
	})
}

// backFromHeroku reads Heroku's spelling where it says all of the change.
func backFromHeroku(t *rapid.T, f *model.Fleet, p model.Plan, change model.Change, options command.Options) {
	n := command.Heroku(p.After, change)
	back, err := command.Parse(f, n.Argv, options)
	if n.Interactive {
		if err == nil {
			t.Fatalf("%s was read as %v", command.Line(n.Argv), back)
		}
		return
	}
	if err != nil {
		t.Fatalf("%s: %v", command.Line(n.Argv), err)
	}
	if c, creates := change.(model.CreateCluster); creates {
		is := back[0].(model.CreateCluster)
		is.ID = c.ID
		if len(n.Notes) > 0 {
			is.Followers, c.Followers = nil, nil
		}
		change, back = c, model.Changes{is}
	}
	if diff := cmp.Diff(model.Changes{change}, back); diff != "" {
		t.Fatalf("%s:\n%s", command.Line(n.Argv), diff)
	}
}
