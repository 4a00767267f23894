package command_test

import (
	"errors"
	"strings"
	"testing"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/modeltest"
)

func TestMistakes(t *testing.T) {
	const h = "postgresql-horizontal-12345"
	tests := map[string]struct{ line, want string }{
		"nothing":                         {"", "there is no command on this line"},
		"a program alone":                 {"pooldeck", "there is no command on this line"},
		"a command that is none":          {"pooldeck frobnicate", "there is no command pooldeck frobnicate"},
		"a mistyped noun":                 {"pool set x y", "there is no command pool; did you mean pools set?"},
		"a noun alone":                    {"pooldeck pools", "pooldeck pools does nothing alone; it has set, add and destroy"},
		"a mistyped verb":                 {"pools scale x y", "pools has no scale; it has set, add and destroy"},
		"one of Heroku's, shortened":      {"heroku pg:destroy DATABASE", "there is no command heroku pg:destroy; did you mean data:pg:destroy?"},
		"pooldeck's command under heroku": {"heroku pools set x y", "pools set is a command of pooldeck, not of heroku"},
		"heroku's command under pooldeck": {"pooldeck data:pg:destroy x", "data:pg:destroy is a command of heroku, not of pooldeck"},
		"heroku's interactive command":    {"heroku data:pg:update " + h + " -a example-app", "heroku data:pg:update is interactive: its line does not say what changes; use pooldeck pools set, pools add or pools destroy"},
		"it with nothing":                 {"heroku data:pg:update", "heroku data:pg:update is interactive: its line does not say what changes; use pooldeck pools set, pools add or pools destroy"},

		"a mistyped cluster":               {"pools set postgresql-horizonal-12345 leader --ha on", "there is no cluster postgresql-horizonal-12345; did you mean postgresql-horizontal-12345?"},
		"a part of a cluster's name":       {"pools set cubic leader --ha on", "there is no cluster cubic; did you mean postgresql-cubic-54321?"},
		"a part of many":                   {"pools set postgresql leader --ha on", "there is no cluster postgresql"},
		"a cluster that is nothing like":   {"pools set mongo leader --ha on", "there is no cluster mongo"},
		"a cluster in odd letters":         {"pools set x;y leader --ha on", `there is no cluster "x;y"`},
		"a config var without its app":     {"pools set DATABASE leader --ha on", "DATABASE is a name on example-app and second-app: add --app to say whose is meant"},
		"a config var of another app":      {"pools set ANALYTICS leader --ha on -a second-app", "there is no cluster ANALYTICS"},
		"a mistyped config var":            {"pools set DATABSE leader --ha on -a second-app", "there is no cluster DATABSE; did you mean DATABASE?"},
		"a cluster of another app":         {"pools set postgresql-cubic-54321 leader --ha on -a example-app", "postgresql-cubic-54321 belongs to second-app, not to example-app"},
		"a cluster of an app that is none": {"pools set third-app::DATABASE leader --ha on", "there is no app third-app"},
		"a mistyped app":                   {"attachments remove DATABASE --app exmaple-app", "there is no app exmaple-app; did you mean example-app?"},
		"a mistyped pool":                  {"pools set " + h + " analitics --count 2", h + " has no pool analitics; did you mean analytics?"},
		"a pool that is none":              {"pools destroy " + h + " web --confirm example-app", h + " has no pool web"},

		"a level between two":              {"pools set " + h + " leader --level 12G", "there is no level 12G; the nearest is 16G-Performance"},
		"a level above all":                {"pools set " + h + " leader --level 9999999999999999999999G", "there is no level 9999999999999999999999G; the nearest is 1536G-Performance"},
		"a level in other words":           {"pools set " + h + " leader --level 16GB", "there is no level 16GB; the nearest is 16G-Performance"},
		"a level with its letters swapped": {"pools set " + h + " leader --level G4-Performance", "there is no level G4-Performance; did you mean 4G-Performance?"},
		"a level that is nothing like":     {"pools set " + h + " leader --level huge", "there is no level huge; there are 4G-Performance, 8G-Performance, 16G-Performance, 32G-Performance, 64G-Performance, 128G-Performance, 256G-Performance, 384G-Performance, 512G-Performance, 768G-Performance and 1536G-Performance"},

		"no pool":                        {"pools set " + h, "pools set needs POOL"},
		"no cluster and no pool":         {"pools set --ha on", "pools set needs CLUSTER and POOL"},
		"a word too many":                {"pools set " + h + " leader analytics --ha on", "pools set does not know what to do with analytics"},
		"nothing to set":                 {"pools set " + h + " leader", "pools set needs --level, --count or, for the leader pool, --ha"},
		"a mistyped flag":                {"pools set " + h + " leader --lvel 8G", "pools set has no flag --lvel; did you mean --level?"},
		"a flag with a value":            {"pools set " + h + " leader --size=8G", "pools set has no flag --size"},
		"a flag of one letter":           {"pools set " + h + " leader -x", "pools set has no flag -x"},
		"a flag that Go's tests know":    {"pools set " + h + " leader --ha on -test.v", "pools set has no flag -test.v"},
		"a flag that only Heroku knows":  {"heroku data:pg:create -a example-app --level 4G --wait", "--wait of data:pg:create is not understood here"},
		"a flag without its value":       {"pools set " + h + " leader --level", "--level needs a value"},
		"a flag with an empty value":     {"pools set " + h + " leader --level=", "--level needs a value"},
		"a flag where a value should be": {"pools set " + h + " leader --level --count 3", "--level needs a value"},
		"a flag of one letter, no value": {"pools set " + h + " leader --ha on -a", "--app needs a value"},
		"a flag twice":                   {"pools set " + h + " leader --level 8G --level 16G", "--level is there twice"},
		"a pool twice":                   {"heroku data:pg:attachments:create DATABASE -a example-app --pool leader --pool analytics --as X", "--pool is there twice"},
		"a flag with a value too many":   {"heroku data:pg:destroy " + h + " --confirm example-app --force=maybe", "--force takes no value"},
		"a flag that is none":            {"pools set " + h + " leader --=x", `"--=x" is no flag`},
		"a call for help":                {"pools destroy --help", "it is written pooldeck pools destroy CLUSTER POOL --confirm APP [--app APP]"},

		"a count that is no number":         {"pools set " + h + " analytics --count many", "--count is a number of instances, not many"},
		"a count that adds":                 {"pools set " + h + " analytics --count +2", "--count is a number of instances, not +2"},
		"a count with a fraction":           {"pools set " + h + " analytics --count 1.5", "--count is a number of instances, not 1.5"},
		"HA of a follower pool":             {"pools set " + h + " analytics --ha on", "--ha is for the leader pool; analytics has HA from --count 2 on"},
		"HA that is neither on nor off":     {"pools set " + h + " leader --ha maybe", "--ha is on or off, not maybe"},
		"HA and a count":                    {"pools set " + h + " leader --ha on --count 1", "--ha and --count are the same for the leader pool: give one of them"},
		"HA on and off":                     {"heroku data:pg:create -a example-app --level 4G --high-availability --no-high-availability", "--high-availability and --no-high-availability exclude each other"},
		"14 followers":                      {"heroku data:pg:create -a example-app --level 4G --followers 14", "--followers is 1 to 13, not 14"},
		"no followers":                      {"heroku data:pg:create -a example-app --level 4G --followers 0", "--followers is 1 to 13, not 0"},
		"a new pool without a level":        {"pools add " + h + " --name reporting --count 2", "pools add needs --level LEVEL"},
		"a new pool without a count":        {"pools add " + h + " --name reporting --level 4G", "pools add needs --count N"},
		"a new cluster without an app":      {"clusters create billing --level 4G", "clusters create needs --app APP"},
		"a new cluster's pool in two parts": {"clusters create billing --app example-app --level 4G --pool batch:2", "--pool is NAME:LEVEL:N, for example analytics:4G:2, not batch:2"},
		"a new cluster's pool of none":      {"clusters create billing --app example-app --level 4G --pool batch:4G:x", "--pool is a number of instances, not x"},
		"a pool destroyed, not confirmed":   {"pools destroy " + h + " analytics", "pools destroy needs --confirm APP"},
		"a pool destroyed, wrong app":       {"pools destroy " + h + " analytics --confirm second-app", "--confirm second-app is not example-app: analytics still exists"},
		"a cluster destroyed, wrong app":    {"heroku data:pg:destroy " + h + " -a example-app --confirm nope", "--confirm nope is not example-app: " + h + " still exists"},
		"a config var gone, wrong app":      {"heroku data:pg:attachments:destroy ANALYTICS -a example-app --confirm nope", "--confirm nope is not example-app: ANALYTICS_URL still exists"},
		"a mistyped config var gone":        {"attachments remove ANALITICS --app example-app", "example-app has no config var ANALITICS_URL; did you mean ANALYTICS?"},
		"a config var, but which pool":      {"heroku data:pg:attachments:create DATABASE -a example-app --as X", h + " has more than one pool: add --pool"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := command.Parse(modeltest.Fleet(), strings.Fields(tt.line), options())
			m := (*command.Mistake)(nil)
			if !errors.As(err, &m) {
				t.Fatalf("got %v, %v", got, err)
			}
			if m.Error() != tt.want {
				t.Errorf("got  %s\nwant %s", m, tt.want)
			}
		})
	}
}

// A new name that cannot be one is refused in the words of the rule book.
func TestNamesThatCannotBe(t *testing.T) {
	tests := map[string]struct{ line, want string }{
		"a pool":           {"pools add DATABASE -a example-app --name leader --level 4G --count 1", "the name leader belongs to the leader pool"},
		"a new cluster":    {"clusters create 1st --app example-app --level 4G", "a cluster name begins with a letter, has only letters, numbers and single hyphens or underscores, and ends in a letter or number"},
		"a cluster's pool": {"clusters create billing --app example-app --level 4G --pool a--b:4G:1", "a pool name has no two hyphens in a row"},
		"a config var":     {"attachments add DATABASE leader --app example-app --as 1X", "a config var begins with a letter and has only letters, numbers and single underscores between them"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := command.Parse(modeltest.Fleet(), strings.Fields(tt.line), options())
			if invalid := (*model.Invalid)(nil); !errors.As(err, &invalid) || invalid.Error() != tt.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// What is on its way out cannot be named any more.
func TestNamesThatAreGone(t *testing.T) {
	p, err := model.NewPlan(modeltest.Fleet(), modeltest.Specs(),
		model.DestroyPool{Cluster: horizontal, Pool: "analytics"},
		model.Detach{Cluster: cubic, App: "second-app", Name: "DATABASE"},
		model.DestroyCluster{Cluster: rectangular},
	)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ line, want string }{
		"a pool":       {"pools set postgresql-horizontal-12345 analytics --count 2", "postgresql-horizontal-12345 has no pool analytics"},
		"a config var": {"pools set DATABASE leader --ha on -a second-app", "there is no cluster DATABASE"},
		"a cluster":    {"clusters destroy postgresql-rectangular-12345 --confirm example-app", "postgresql-rectangular-12345 is being destroyed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got, err := command.Parse(p.After, strings.Fields(tt.line), options()); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
}

// A cluster that is attached to another app may be named with that app, but
// it is not that app's to destroy.
func TestAnAttachedClusterOfAnotherApp(t *testing.T) {
	p, err := model.NewPlan(modeltest.Fleet(), modeltest.Specs(),
		model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "READER"},
	)
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ line, want string }{
		"scaled by its name":              {"pools set postgresql-horizontal-12345 analytics --count 2 -a second-app", ""},
		"scaled by its config var":        {"pools set READER_URL analytics --count 2 -a second-app", ""},
		"destroyed by its name":           {"clusters destroy postgresql-horizontal-12345 -a second-app --confirm second-app", "postgresql-horizontal-12345 belongs to example-app, not to second-app"},
		"destroyed by its config var":     {"heroku data:pg:destroy READER -a second-app --confirm second-app", "postgresql-horizontal-12345 belongs to example-app, not to second-app"},
		"destroyed as the wrong app's":    {"pools destroy second-app::READER analytics --confirm second-app", "--confirm second-app is not example-app: analytics still exists"},
		"scaled by its config var, alone": {"pools set READER analytics --count 2", "READER is a name on second-app: add --app to say whose is meant"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var got string
			if _, err := command.Parse(p.After, strings.Fields(tt.line), options()); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

// Each command's own form stands in its mistakes.
func TestUsage(t *testing.T) {
	tests := map[string]string{
		"pools set x":                         "pooldeck pools set CLUSTER POOL [--level LEVEL] [--count N] [--ha on/off] [--app APP]",
		"pools add":                           "pooldeck pools add CLUSTER [--name NAME] --level LEVEL --count N [--app APP]",
		"clusters create":                     "pooldeck clusters create [NAME] --app APP --level LEVEL [--ha on/off] [--pool NAME:LEVEL:N]... [--id ID]",
		"data:pg:destroy":                     "heroku data:pg:destroy CLUSTER --confirm APP [--app APP] [--force]",
		"heroku data:pg:attachments:create x": "heroku data:pg:attachments:create CLUSTER --app APP [--pool POOL] --as NAME",
		"pools scale":                         "",
	}
	for line, want := range tests {
		_, err := command.Parse(modeltest.Fleet(), strings.Fields(line), options())
		if m := (*command.Mistake)(nil); !errors.As(err, &m) || m.Usage != want {
			t.Errorf("%s: got %+v, want %s", line, m, want)
		}
	}
}
