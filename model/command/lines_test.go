package command_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/modeltest"
)

// What one command can say of a pool or of an app's dynos is one line, and
// what only goes together is never taken apart.
func TestLinesOfAPlan(t *testing.T) {
	web := func(n int) model.Change { return model.ScaleProcess{App: "a1", Process: "web", Quantity: n} }
	size := func(process, size string) model.Change {
		return model.ResizeProcess{App: "a1", Process: process, Size: size}
	}
	holds := func(process string, n int) model.Change {
		return model.SetConnections{App: "a1", Process: process, PerDyno: n}
	}
	more := model.ScaleProcess{App: "a1", Process: "worker", Delta: 1}
	rule := func(app model.ID, least, most int, shadow bool) model.Change {
		return model.SetAutoscale{App: app, Process: "web", Autoscale: model.Autoscale{P95: time.Second, Min: least, Max: most, Shadow: shadow}}
	}
	tests := map[string]struct {
		changes []model.Change
		want    string
	}{
		"a whole app to Eco": {
			[]model.Change{size("web", "Eco"), web(1), size("worker", "Eco")},
			"pooldeck ps:scale web=1:Eco worker=1:Eco --app example-app\nheroku ps:scale web=1:Eco worker=1:Eco -a example-app",
		},
		"one size for all": {
			[]model.Change{size("web", "Performance-M"), size("worker", "Performance-M")},
			"pooldeck ps:type web=Performance-M worker=Performance-M --app example-app\nheroku ps:type web=Performance-M worker=Performance-M -a example-app",
		},
		"two types, one of them by one more": {
			[]model.Change{web(3), size("web", "Standard-2X"), more},
			"pooldeck ps:scale web=3:Standard-2X worker+1 --app example-app\nheroku ps:scale web=3:Standard-2X worker+1 -a example-app",
		},
		"all of one type": {
			[]model.Change{web(3), holds("web", 40), size("web", "Standard-2X")},
			"pooldeck ps set example-app web --quantity 3 --size Standard-2X --connections 40\nheroku ps:scale web=3:Standard-2X -a example-app\n" +
				"(Heroku does not know how many connections a dyno may take: the app's own configuration says it)",
		},
		"connections alone: nothing of Heroku's does that": {
			[]model.Change{holds("web", 100)},
			"pooldeck ps set example-app web --connections 100\n(Heroku does not know how many connections a dyno may take: the app's own configuration says it)",
		},
		"a size, then the rule that it allows": {
			[]model.Change{size("web", "Performance-M"), rule("a1", 2, 8, false), model.RestartDynos{App: "a1", Process: "worker"}},
			"pooldeck ps set example-app web --size Performance-M\npooldeck ps autoscale example-app web --min 2 --max 8 --p95 1000\npooldeck ps restart example-app worker\n" +
				"heroku ps:type web=Performance-M -a example-app\nheroku ps:autoscale:enable -a example-app --min 2 --max 8 --p95 1000\nheroku ps:restart --process-type worker -a example-app",
		},
		"a restart of what is stopped then": {
			[]model.Change{model.RestartDynos{App: "a1", Process: "web"}, web(0)},
			"pooldeck ps restart example-app web\npooldeck ps set example-app web --quantity 0\nheroku ps:restart --process-type web -a example-app\nheroku ps:scale web=0 -a example-app",
		},
		"a shadow: Heroku's command would act": {
			[]model.Change{rule("a2", 1, 5, true)},
			"pooldeck ps autoscale second-app web --min 1 --max 5 --p95 1000 --shadow\n(Heroku has no shadow mode: its autoscaler acts at once)",
		},
		"a level and a count of one pool": {
			[]model.Change{set("analytics", "32G-Performance"), scale("leader", 1), scale("analytics", 3)},
			"pooldeck pools set postgresql-horizontal-12345 leader --ha off\npooldeck pools set postgresql-horizontal-12345 analytics --count 3 --level 32G-Performance\n" +
				"heroku data:pg:update postgresql-horizontal-12345 -a example-app",
		},
		"a pool that comes in the place of another": {
			[]model.Change{set("analytics", "32G-Performance"), model.DestroyPool{Cluster: horizontal, Pool: "analytics"}},
			"pooldeck pools set postgresql-horizontal-12345 analytics --level 32G-Performance\npooldeck pools destroy postgresql-horizontal-12345 analytics --confirm example-app\n" +
				"heroku data:pg:update postgresql-horizontal-12345 -a example-app",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := model.NewPlan(modeltest.Formed(), modeltest.Specs(), tt.changes...)
			if err != nil {
				t.Fatal(err)
			}
			var lines []string
			for _, argv := range command.Lines(p) {
				lines = append(lines, command.Line(argv))
			}
			for _, n := range command.HerokuLines(p) {
				line := command.Line(n.Argv)
				if line == "" {
					line = "(" + strings.Join(n.Notes, "; ") + ")"
				}
				lines = append(lines, line)
			}
			if diff := cmp.Diff(tt.want, strings.Join(lines, "\n")); diff != "" {
				t.Error(diff)
			}
			runs(t, p)
		})
	}
}

// Whatever a plan does, its lines do it when they are put into a shell one
// after the other, and so do Heroku's where there are any for all of it.
func TestLinesDoThePlan(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Plan(t, modeltest.Formed(), 6, modeltest.AnyChange).After
		if rapid.Bool().Draw(t, "settled") {
			f = modeltest.Settle(f)
		}
		if len(f.Clusters) == 0 {
			return
		}
		runs(t, drawn(t, f))
	})
}

// drawn is a plan whose changes may be legal together only.
func drawn(t *rapid.T, f *model.Fleet) model.Plan {
	p := modeltest.Plan(t, f, 6, modeltest.AnyChange)
	app := rapid.SampledFrom(f.Apps).Draw(t, "resized")
	changes := slices.Clone(p.Changes)
	if rapid.Bool().Draw(t, "all of one size") {
		size := rapid.SampledFrom(modeltest.Sizes()[:6]).Draw(t, "size")
		now := p.After.Formation(app.ID)
		for _, process := range now.Processes {
			if process.Size != size.Name {
				changes = append(changes, model.ResizeProcess{App: app.ID, Process: process.Type, Size: size.Name})
			}
			if n := rapid.IntRange(0, 3).Draw(t, "quantity"); n != process.Quantity {
				changes = append(changes, model.ScaleProcess{App: app.ID, Process: process.Type, Quantity: n})
			}
		}
		if rapid.Bool().Draw(t, "autoscaled") {
			changes = append(changes, model.SetAutoscale{App: app.ID, Process: "web", Autoscale: model.Autoscale{P95: time.Second, Min: 2, Max: 7}})
		}
	}
	if whole, err := model.NewPlan(f, modeltest.Specs(), changes...); err == nil {
		return whole
	}
	return p
}

type failing interface {
	Helper()
	Fatalf(string, ...any)
}

// runs holds what the lines come to against what the plan comes to.
func runs(t failing, p model.Plan) {
	t.Helper()
	f := p.Before
	for _, argv := range command.Lines(p) {
		f = run(t, f, argv)
	}
	for _, id := range p.Targets() {
		if diff := cmp.Diff(formed(p.After, id), formed(f, id)); diff != "" {
			t.Fatalf("%v is not what its lines do, %v:\n%s", p.Changes, command.Lines(p), diff)
		}
		name := ""
		if c := p.After.Cluster(id); c != nil {
			name = c.Name
		}
		if diff := cmp.Diff(modeltest.Wanted(p.After.Cluster(id)), modeltest.Wanted(f.Named(name))); name != "" && diff != "" {
			t.Fatalf("%v is not what its lines do, %v:\n%s", p.Changes, command.Lines(p), diff)
		}
	}
	runsOnHeroku(t, p)
}

// runsOnHeroku does the same with Heroku's lines of formations; a plan of which
// a part is left out is not all there.
func runsOnHeroku(t failing, p model.Plan) {
	t.Helper()
	f := p.Before
	for _, n := range command.HerokuLines(p) {
		switch {
		case len(n.Argv) == 0 || len(n.Notes) > 0:
			return
		case strings.HasPrefix(n.Argv[1], "ps:"):
			f = run(t, f, n.Argv)
		}
	}
	for _, id := range p.Targets() {
		if was := p.Before.Formation(id); was != nil && slices.ContainsFunc(was.Processes, func(p model.Process) bool { return p.Autoscale != nil && p.Autoscale.Shadow }) {
			return
		}
		if diff := cmp.Diff(formed(p.After, id), formed(f, id)); diff != "" {
			t.Fatalf("%v is not what Heroku's lines do, %v:\n%s", p.Changes, command.HerokuLines(p), diff)
		}
	}
}

func run(t failing, f *model.Fleet, argv []string) *model.Fleet {
	t.Helper()
	changes, err := command.Parse(f, argv, options())
	if err != nil {
		t.Fatalf("%s: %v", command.Line(argv), err)
	}
	p, err := model.NewPlan(f, modeltest.Specs(), changes...)
	if err != nil {
		t.Fatalf("%s: %v", command.Line(argv), err)
	}
	return p.After
}

// formed is what is wanted of an app's dynos. A restart of none is no restart.
func formed(f *model.Fleet, id model.ID) []model.Process {
	app := f.Formation(id)
	if app == nil {
		return nil
	}
	list := slices.Clone(app.Processes)
	for i := range list {
		list[i].Dynos = nil
		if list[i].Quantity == 0 {
			list[i].Restarts = 0
		}
	}
	return list
}
