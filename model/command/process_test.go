package command_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/modeltest"
)

func TestReadFormation(t *testing.T) {
	scale := func(process string, n int) model.Change {
		return model.ScaleProcess{App: "a1", Process: process, Quantity: n}
	}
	by := func(process string, n int) model.Change {
		return model.ScaleProcess{App: "a1", Process: process, Delta: n}
	}
	resize := func(process, size string) model.Change {
		return model.ResizeProcess{App: "a1", Process: process, Size: size}
	}
	auto := func(app model.ID, p95 time.Duration, least, most int, notify, shadow bool) model.Change {
		return model.SetAutoscale{App: app, Process: "web", Autoscale: model.Autoscale{P95: p95, Min: least, Max: most, Notify: notify, Shadow: shadow}}
	}
	tests := map[string]struct {
		line string
		want model.Changes
	}{
		"the seed's own example":            {"heroku ps:scale web=5 -a example-app", model.Changes{scale("web", 5)}},
		"behind a shell's prompt":           {"$ heroku ps:scale web=5 -a example-app", model.Changes{scale("web", 5)}},
		"without a program's name":          {"ps:scale web=5 --app example-app", model.Changes{scale("web", 5)}},
		"pooldeck's program, Heroku's word": {"pooldeck ps:scale web=5 --app example-app", model.Changes{scale("web", 5)}},
		"two process types, a size":         {"ps:scale web=5 worker+1:Standard-1X -a example-app", model.Changes{scale("web", 5), resize("worker", "Standard-1X"), by("worker", 1)}},
		"a size in small letters":           {"ps:scale web=3:standard-2x -a example-app", model.Changes{resize("web", "Standard-2X"), scale("web", 3)}},
		"one less":                          {"ps:scale worker-1 -a example-app", model.Changes{by("worker", -1)}},
		"the size that there is":            {"ps:scale web=5:Standard-1X -a example-app", model.Changes{scale("web", 5)}},
		"the quantity that there is":        {"ps:scale web=2:Standard-2X -a example-app", model.Changes{resize("web", "Standard-2X")}},
		"nothing new":                       {"ps:scale web=2:Standard-1X -a example-app", model.Changes{scale("web", 2)}},
		"a size for all":                    {"ps:type standard-2x -a example-app", model.Changes{resize("web", "Standard-2X")}},
		"a size for each":                   {"ps:type web=Performance-M worker=Performance-L -a example-app", model.Changes{resize("web", "Performance-M"), resize("worker", "Performance-L")}},
		"a size by its last part":           {"ps:type web=2X -a example-app", model.Changes{resize("web", "Standard-2X")}},
		"a restart of all":                  {"ps:restart -a example-app", model.Changes{model.RestartDynos{App: "a1"}}},
		"a restart of one":                  {"ps:restart web -a example-app", model.Changes{model.RestartDynos{App: "a1", Process: "web"}}},
		"a restart by the flag":             {"heroku ps:restart --process-type worker -a example-app", model.Changes{model.RestartDynos{App: "a1", Process: "worker"}}},
		"autoscale, Heroku's target":        {"ps:autoscale:enable --min 2 --max 8 -a second-app", model.Changes{auto("a2", time.Second, 2, 8, false, false)}},
		"autoscale with all":                {"heroku ps:autoscale:enable --min 2 --max 8 --p95 500 --notifications -a second-app", model.Changes{auto("a2", 500*time.Millisecond, 2, 8, true, false)}},
		"a shadow":                          {"pooldeck ps autoscale second-app --min 1 --max 5 --p95 250ms --shadow", model.Changes{auto("a2", 250*time.Millisecond, 1, 5, false, true)}},
		"autoscale off":                     {"ps:autoscale:disable -a second-app", model.Changes{model.DisableAutoscale{App: "a2", Process: "web"}}},
		"autoscale off, pooldeck's":         {"ps autoscale second-app --off", model.Changes{model.DisableAutoscale{App: "a2", Process: "web"}}},
		"ps set":                            {"ps set example-app web --quantity 5 --size 2X --connections 40", model.Changes{resize("web", "Standard-2X"), scale("web", 5), model.SetConnections{App: "a1", Process: "web", PerDyno: 40}}},
		"ps set by one less":                {"ps set example-app worker --quantity -1", model.Changes{by("worker", -1)}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := command.Parse(modeltest.Formed(), strings.Fields(tt.line), options())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Heroku's command ignores most of these.
func TestFormationMistakes(t *testing.T) {
	const how = "it is written web=5, web+1 or web-1, and web=5:Standard-2X for another size"
	tests := map[string]struct{ line, want string }{
		"a mistyped process type":     {"ps:scale wbe=5 -a example-app", "example-app has no process type wbe; did you mean web?"},
		"a process type that is none": {"ps:scale clock=1 -a example-app", "example-app has no process type clock; it has web and worker"},
		"garbage beside a good word":  {"ps:scale web=1 garbage -a example-app", "garbage is not understood: " + how},
		"no sign":                     {"ps:scale web5 -a example-app", "web5 is not understood; did you mean web=5?"},
		"no number":                   {"ps:scale web -a example-app", "web has no number: " + how},
		"a negative number":           {"ps:scale web=-1 -a example-app", `"web=-1" is not understood: ` + how},
		"half of one":                 {"ps:scale web=1.5 -a example-app", `"web=1.5" is not understood: ` + how},
		"more than a number holds":    {"ps:scale web=99999999999999999999 -a example-app", "99999999999999999999 is no number of dynos"},
		"none more":                   {"ps:scale web+0 -a example-app", "web+0 changes nothing"},
		"a mistyped size":             {"ps:scale web=1:standrd-2x -a example-app", "there is no dyno size standrd-2x; did you mean Standard-2X?"},
		"a size of another time":      {"ps:type hobby -a example-app", "there is no dyno size hobby; there are Eco, Basic, Standard-1X, Standard-2X, Performance-M, Performance-L, Private-M and Shield-M"},
		"a size that may be many":     {"ps:type web=M -a example-app", "M may be Performance-M, Private-M or Shield-M"},
		"the same twice":              {"ps:scale web=1 web=2 -a example-app", "web is there twice"},
		"no app":                      {"ps:scale web=1", "ps:scale needs --app APP"},
		"a mistyped app":              {"ps:scale web=1 -a exmaple-app", "there is no app exmaple-app; did you mean example-app?"},
		"nothing to scale":            {"ps:scale -a example-app", "ps:scale needs what to scale: web=5"},
		"a mistyped command":          {"ps:scael web=1 -a example-app", "there is no command ps:scael; did you mean ps:scale?"},
		"one dyno":                    {"ps:restart web.1 -a example-app", "one dyno is not restarted by itself here; ps:restart web restarts all of web"},
		"autoscale without a range":   {"ps:autoscale:enable --min 2 -a second-app", "ps:autoscale:enable needs --min N and --max N"},
		"a target in no unit":         {"ps autoscale second-app --min 1 --max 2 --p95 fast", "--p95 is a number of milliseconds, not fast"},
		"off and a range":             {"ps autoscale second-app --off --min 1", "--off switches autoscale off: it goes with nothing else"},
		"a range in words":            {"ps autoscale second-app --min one --max 2", "--min is a number of dynos, not one"},
		"ps set with nothing":         {"ps set example-app web", "ps set needs --quantity, --size or --connections"},
		"an app without a formation":  {"ps:scale web=1 -a bare", "bare has no process types: deploy first, or begin a new state (--state DIR); one from before dynos has none"},
	}
	f := modeltest.Formed()
	f.Apps = append(f.Apps, &model.App{ID: "a3", Name: "bare"})
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := command.Parse(f, strings.Fields(tt.line), options())
			if err == nil || err.Error() != tt.want {
				t.Errorf("got  %v, %v\nwant %s", got, err, tt.want)
			}
		})
	}
}

// Where a screen knows which app is meant, a line need not say it.
func TestAppThatIsMeant(t *testing.T) {
	o := options()
	o.App = "example-app"
	got, err := command.Parse(modeltest.Formed(), strings.Fields("ps:scale web=5"), o)
	if diff := cmp.Diff(model.Changes{model.ScaleProcess{App: "a1", Process: "web", Quantity: 5}}, got); err != nil || diff != "" {
		t.Errorf("%v %s", err, diff)
	}
}

func TestHerokuAnswersToScaling(t *testing.T) {
	tests := map[string]struct {
		changes []model.Change
		want    string
	}{
		"the seed's own example": {[]model.Change{model.ScaleProcess{App: "a1", Process: "web", Quantity: 5}}, "now running web at 5:Standard-1X"},
		"two process types": {
			[]model.Change{model.ScaleProcess{App: "a1", Process: "web", Quantity: 6}, model.ResizeProcess{App: "a1", Process: "worker", Size: "Standard-1X"}},
			"now running web at 6:Standard-1X, worker at 1:Standard-1X",
		},
		"a restart": {[]model.Change{model.RestartDynos{App: "a1"}}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := model.NewPlan(modeltest.Formed(), modeltest.Specs(), tt.changes...)
			if got := command.Scaled(p); err != nil || got != tt.want {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// What is written of a formation is read back, in both spellings.
func TestFormationThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Formed()
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			app := rapid.SampledFrom(f.Apps).Draw(t, "app")
			change := modeltest.FormationChange(t, app)
			p, err := model.NewPlan(f, modeltest.Specs(), change)
			if err != nil {
				continue
			}
			for _, argv := range [][]string{command.Pooldeck(p.After, change), command.Heroku(p.After, change).Argv} {
				if len(argv) == 0 {
					continue // Heroku has none
				}
				back, err := command.Parse(f, argv, options())
				if err != nil {
					t.Fatalf("%s: %v", command.Line(argv), err)
				}
				if diff := cmp.Diff(model.Changes{change}, back); diff != "" {
					t.Fatalf("%s:\n%s", command.Line(argv), diff)
				}
			}
			f = p.After
		}
	})
}
