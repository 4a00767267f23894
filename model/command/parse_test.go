package command_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/modeltest"
)

func options() command.Options {
	return command.Options{Levels: modeltest.Specs().Levels, Sizes: modeltest.Sizes(), Number: 24_163}
}

func TestParse(t *testing.T) {
	const h = "postgresql-horizontal-12345"
	reporting := func(name string, n int) model.Changes {
		return model.Changes{model.AddPool{Cluster: horizontal, Name: name, Level: "4G-Performance", Count: n}}
	}
	cluster := func(name, app string, ha bool, pools ...model.NewPool) model.Changes {
		return model.Changes{model.CreateCluster{
			ID: "107689fb-7408-4d8a-8733-1a0addfb9bf0", Name: name, App: app, Level: "4G-Performance", HA: ha, Followers: pools,
		}}
	}
	tests := map[string]struct {
		line string
		want model.Changes
	}{
		"without the program's name":        {"pools set " + h + " leader --level 8G-Performance", model.Changes{set("leader", "8G-Performance")}},
		"with the program's path":           {"./bin/pooldeck pools set " + h + " leader --level 8G-Performance", model.Changes{set("leader", "8G-Performance")}},
		"flags before the names":            {"pools set --level=8G-Performance " + h + " leader", model.Changes{set("leader", "8G-Performance")}},
		"a level by its size":               {"pools set " + h + " leader --level 16G", model.Changes{set("leader", "16G-Performance")}},
		"a level in small letters":          {"pools set " + h + " leader --level 16g-performance", model.Changes{set("leader", "16G-Performance")}},
		"names in capitals":                 {"pools set " + strings.ToUpper(h) + " Analytics --count 3", model.Changes{scale("analytics", 3)}},
		"level and count at once":           {"pools set " + h + " analytics --count 3 --level 8g", model.Changes{set("analytics", "8G-Performance"), scale("analytics", 3)}},
		"level and HA at once":              {"pools set " + h + " leader --ha off --level 8g", model.Changes{set("leader", "8G-Performance"), scale("leader", 1)}},
		"HA on":                             {"pools set " + h + " leader --ha ON", model.Changes{scale("leader", 2)}},
		"HA as a count":                     {"pools set " + h + " leader --count 1", model.Changes{scale("leader", 1)}},
		"a count that no pool may have":     {"pools set " + h + " leader --count -3", model.Changes{scale("leader", -3)}},
		"a cluster by its ID":               {"pools set c1 analytics --count 3", model.Changes{scale("analytics", 3)}},
		"a cluster by an app's name for it": {"pools set DATABASE analytics --count 3 --app example-app", model.Changes{scale("analytics", 3)}},
		"a cluster by its config var":       {"pools set database_url analytics --count 3 -a example-app", model.Changes{scale("analytics", 3)}},
		"a cluster by app and name":         {"pools set example-app::ANALYTICS analytics --count 3", model.Changes{scale("analytics", 3)}},
		"a cluster and its app":             {"pools set " + h + " analytics --count 3 -a Example-App", model.Changes{scale("analytics", 3)}},
		"the same name on another app":      {"pools set DATABASE leader --ha on -a second-app", model.Changes{model.SetCount{Cluster: cubic, Pool: "leader", Count: 2}}},
		"a new pool":                        {"pools add " + h + " --name Reporting --level 4G --count 2", reporting("reporting", 2)},
		"a new pool without a name":         {"pools add " + h + " --level 4G --count 0", reporting("optimistic-pool-24163", 0)},
		"a pool destroyed":                  {"pools destroy " + h + " analytics --confirm example-app", model.Changes{model.DestroyPool{Cluster: horizontal, Pool: "analytics"}}},
		"a cluster destroyed":               {"clusters destroy DATABASE -a example-app -c example-app", model.Changes{model.DestroyCluster{Cluster: horizontal}}},
		"a new cluster":                     {"clusters create Billing --app example-app --level 4G", cluster("billing", "example-app", true)},
		"a new cluster without a name":      {"clusters create --app second-app --level 4G --ha off", cluster("postgresql-optimistic-24163", "second-app", false)},
		"a new cluster with pools": {
			"clusters create billing --app example-app --level 4G --pool batch:8G:2 --pool :16g-performance:0 --pool :4g:1",
			cluster("billing", "example-app", true, follower("batch", "8G-Performance", 2), follower("optimistic-pool-24163", "16G-Performance", 0), follower("optimistic-pool-24164", "4G-Performance", 1)),
		},
		"a new cluster with its ID": {
			"clusters create billing --app example-app --level 4G --id c77",
			model.Changes{model.CreateCluster{ID: "c77", Name: "billing", App: "example-app", Level: "4G-Performance", HA: true}},
		},
		"a config var":                  {"attachments add " + h + " analytics --app second-app --as reader-url", model.Changes{model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "READER"}}},
		"a config var by the app's own": {"attachments add DATABASE leader --app example-app --as WRITER", model.Changes{model.Attach{Cluster: horizontal, Pool: "leader", App: "example-app", Name: "WRITER"}}},
		"a config var gone":             {"attachments remove analytics_url --app example-app", model.Changes{model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}}},

		"Heroku's create":                  {"heroku data:pg:create -a example-app --level 4G-Performance --name billing", cluster("billing", "example-app", true)},
		"Heroku's create without a name":   {"data:pg:create --level 4G-Performance --app=example-app --high-availability", cluster("postgresql-optimistic-24163", "example-app", true)},
		"Heroku's create with followers":   {"data:pg:create --level 4G-Performance --followers 2 --no-high-availability -a example-app", cluster("postgresql-optimistic-24163", "example-app", false, follower("optimistic-pool-24163", "4G-Performance", 2))},
		"Heroku's destroy":                 {"heroku data:pg:destroy DATABASE -a example-app --confirm example-app", model.Changes{model.DestroyCluster{Cluster: horizontal}}},
		"Heroku's destroy, forced":         {"heroku data:pg:destroy " + h + " -f --confirm example-app", model.Changes{model.DestroyCluster{Cluster: horizontal}}},
		"Heroku's attach":                  {"heroku data:pg:attachments:create " + h + " -a second-app --pool analytics --as READER", model.Changes{model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "READER"}}},
		"Heroku's attach of the only pool": {"heroku data:pg:attachments:create DATABASE -a second-app --as READER", model.Changes{model.Attach{Cluster: cubic, Pool: "leader", App: "second-app", Name: "READER"}}},
		"Heroku's detach":                  {"heroku data:pg:attachments:destroy ANALYTICS -a example-app --confirm example-app", model.Changes{model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}}},
		"Heroku's detach, not confirmed":   {"heroku data:pg:attachments:destroy ANALYTICS -a example-app", model.Changes{model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := command.Parse(modeltest.Fleet(), strings.Fields(tt.line), options())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLevelsAreTakenAsTheyAreWhereNoneAreKnown(t *testing.T) {
	got, err := command.Parse(modeltest.Fleet(), strings.Fields("pools set c1 leader --level 16G"), command.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(model.Changes{set("leader", "16G")}, got); diff != "" {
		t.Error(diff)
	}
}

func TestALevelThatMayBeTwo(t *testing.T) {
	two := command.Options{Levels: model.Levels{{Name: "4G-Performance", MemoryGB: 4}, {Name: "4G-Shared", MemoryGB: 4}}}
	_, err := command.Parse(modeltest.Fleet(), strings.Fields("pools set c1 leader --level 4g"), two)
	if err == nil || err.Error() != "4g may be 4G-Performance or 4G-Shared" {
		t.Errorf("got %v", err)
	}
}

// The same number makes the same names and IDs, another one makes others.
func TestParseIsDeterministic(t *testing.T) {
	f := modeltest.Fleet()
	argv := strings.Fields("clusters create --app example-app --level 4G --pool :4G:1")
	read := func(n uint64) model.CreateCluster {
		changes, err := command.Parse(f, argv, command.Options{Number: n})
		if err != nil {
			t.Fatal(err)
		}
		return changes[0].(model.CreateCluster)
	}
	a, again, b := read(7_000_001), read(7_000_001), read(9_000_002)
	if diff := cmp.Diff(a, again); diff != "" {
		t.Error(diff)
	}
	if a.ID == b.ID || a.Name == b.Name || a.Followers[0].Name == b.Followers[0].Name {
		t.Errorf("two numbers made %v and %v", a, b)
	}
}

// Whatever stands on a line, Parse answers with changes or with words, and
// what it answers with can be written again.
func FuzzParse(f *testing.F) {
	for _, line := range []string{
		"pooldeck pools set postgresql-horizontal-12345 leader --level 8G --ha on",
		"pools add DATABASE -a example-app --name x --level 4G --count 2",
		"pools destroy c1 analytics --confirm example-app",
		"clusters create --app example-app --level 4G --pool a:4G:1 --pool :4G:99999999999999999999 --id x",
		"attachments add example-app::DATABASE leader --app second-app --as X_URL",
		"heroku data:pg:create -a example-app --level 4G --followers 2 --no-high-availability=false",
		"heroku data:pg:attachments:destroy ANALYTICS -aexample-app -cexample-app",
		"pools set -- -x -y", "-", "--", "a::b::c", "pools set :: ::", "pools set -\xff --\xff",
	} {
		f.Add(strings.ReplaceAll(line, " ", "\n"))
	}
	fleet := modeltest.Fleet()
	f.Fuzz(func(t *testing.T, words string) {
		changes, err := command.Parse(fleet, strings.Split(words, "\n"), options())
		if err != nil {
			if err.Error() == "" {
				t.Error("a mistake without words")
			}
			return
		}
		if len(changes) == 0 {
			t.Fatal("neither changes nor a mistake")
		}
		for _, c := range changes {
			if line := command.Line(command.Pooldeck(fleet, c)); line == "" {
				t.Errorf("%v has no words", c)
			}
		}
	})
}
