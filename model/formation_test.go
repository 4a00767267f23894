package model_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// The apps of modeltest.Formed.
const example, second = model.ID("a1"), model.ID("a2")

func scale(app model.ID, process string, n int) model.Change {
	return model.ScaleProcess{App: app, Process: process, Quantity: n}
}

func by(process string, n int) model.Change {
	return model.ScaleProcess{App: example, Process: process, Delta: n}
}

func resize(app model.ID, process, size string) model.Change {
	return model.ResizeProcess{App: app, Process: process, Size: size}
}

func autoscaled(app model.ID, least, most int) model.Change {
	return model.SetAutoscale{App: app, Process: "web", Autoscale: rule(least, most)}
}

func rule(least, most int) model.Autoscale {
	return model.Autoscale{P95: 500 * time.Millisecond, Min: least, Max: most}
}

func shadow(app model.ID, least, most int) model.Change {
	r := rule(least, most)
	r.Shadow = true
	return model.SetAutoscale{App: app, Process: "web", Autoscale: r}
}

// in makes a fleet whose first app is in a space, with web at a size.
func in(space model.Space, size string) *model.Fleet {
	f := modeltest.Formed()
	f.Apps[0].Space = space
	for i := range f.Apps[0].Processes {
		f.Apps[0].Processes[i].Size = size
	}
	return f
}

func TestFormationRules(t *testing.T) {
	formed, at := modeltest.Formed(), func(size string) *model.Fleet { return in("", size) }
	p95 := func(d time.Duration) model.Change {
		r := rule(1, 5)
		r.P95 = d
		return model.SetAutoscale{App: second, Process: "web", Autoscale: r}
	}
	basic := "size: an app at Basic has all of its process types at Basic: web is at Basic, worker at Standard-1X; change them together"
	tests := map[string]struct {
		on      *model.Fleet
		changes []model.Change
		want    string // of the error; or else
		is      string // what there is then
	}{
		"web to 5":         {formed, list(scale(example, "web", 5)), "", "web 5 × Standard-1X, worker 1 × Standard-2X"},
		"web by 2":         {formed, list(by("web", 2)), "", "web 4 × Standard-1X, worker 1 × Standard-2X"},
		"worker by 1 less": {formed, list(by("worker", -1)), "", "web 2 × Standard-1X, worker 0 × Standard-2X"},
		"two at once, each with a size": {
			formed, list(scale(example, "web", 3), resize(example, "web", "Standard-2X"), by("worker", 1)), "", "web 3 × Standard-2X, worker 2 × Standard-2X",
		},
		"below nothing":             {formed, list(by("worker", -2)), "quantity: worker has 1 dyno: 2 fewer would make -1", ""},
		"a negative number":         {formed, list(scale(example, "web", -1)), "quantity: a process type has 0 or more dynos; not -1", ""},
		"what there is":             {formed, list(scale(example, "web", 2)), "quantity: web has 2 dynos already", ""},
		"a process type nobody has": {formed, list(scale(example, "wbe", 2)), "process: example-app has no process type wbe", ""},
		"a size nobody has":         {formed, list(resize(example, "web", "Standard-3X")), "size: there is no dyno size Standard-3X", ""},
		"the size there is":         {formed, list(resize(example, "web", "Standard-1X")), "size: web is at Standard-1X already", ""},
		"an app nobody has":         {formed, list(scale("a9", "web", 1)), "app: there is no such app any more", ""},
		"an app without process types": {
			modeltest.Fleet(), list(scale(example, "web", 1)), "process: example-app has no process types: nothing was deployed to it", "",
		},

		"Eco does not scale out":           {at("Eco"), list(scale(example, "worker", 0)), "quantity: Eco does not scale out: a process type has 1 dyno of it; web would have 2", ""},
		"Basic does not scale out":         {at("Basic"), list(scale(example, "web", 3)), "quantity: Basic does not scale out: a process type has 1 dyno of it; web would have 3", ""},
		"an app at Basic uses only Basic":  {at("Standard-1X"), list(resize(example, "web", "Basic"), scale(example, "web", 1)), basic, ""},
		"an app at Eco uses only Eco":      {at("Standard-1X"), list(resize(example, "web", "Eco"), scale(example, "web", 1)), "size: an app at Eco has all of its process types at Eco: web is at Eco, worker at Standard-1X; change them together", ""},
		"all of an app to Eco in one plan": {at("Standard-1X"), list(resize(example, "web", "Eco"), resize(example, "worker", "Eco"), scale(example, "web", 1)), "", "web 1 × Eco, worker 1 × Eco"},
		"Standard and Performance mix":     {formed, list(resize(example, "web", "Performance-M")), "", "web 2 × Performance-M, worker 1 × Standard-2X"},
		"Private outside of a space":       {formed, list(resize(example, "web", "Private-M")), "size: Private-M runs in a private space only; example-app is in the Common Runtime", ""},
		"Standard in a space":              {in(model.PrivateSpace, "Private-M"), list(resize(example, "web", "Standard-1X")), "size: Standard-1X does not run in a space; example-app is in a private space", ""},
		"Shield in a private space":        {in(model.PrivateSpace, "Private-M"), list(resize(example, "web", "Shield-M")), "size: Shield-M runs in a shield space only; example-app is in a private space", ""},
		"Private scales out in its space":  {in(model.PrivateSpace, "Private-M"), list(scale(example, "web", 10)), "", "web 10 × Private-M, worker 1 × Private-M"},
		"10 of a type at Performance":      {formed, list(scale(second, "web", 10)), "", "web 10 × Performance-M"},
		"11 of a type at Performance":      {formed, list(scale(second, "web", 11)), "quantity: a process type has at most 10 dynos at Performance-M; web would have 11", ""},
		"11 of a type at Private":          {in(model.PrivateSpace, "Private-M"), list(scale(example, "web", 11)), "quantity: a process type has at most 10 dynos at Private-M; web would have 11", ""},
		"11 of a type at Shield":           {in(model.ShieldSpace, "Shield-M"), list(scale(example, "web", 11)), "quantity: a process type has at most 10 dynos at Shield-M; web would have 11", ""},
		"100 of an app":                    {formed, list(scale(example, "web", 99)), "", "web 99 × Standard-1X, worker 1 × Standard-2X"},
		"101 of an app":                    {formed, list(scale(example, "web", 100)), "quantity: an app has at most 100 dynos; this makes 101", ""},
		"more than an int holds":           {formed, list(scale(example, "web", 1<<62), scale(example, "worker", 1<<62)), "quantity: a process type has at most 100 dynos at Standard-1X; web would have 4611686018427387904", ""},
		"too many on the way only":         {formed, list(scale(example, "web", 200), scale(example, "web", 3)), "", "web 3 × Standard-1X, worker 1 × Standard-2X"},
		"too many for the new size":        {formed, list(scale(example, "web", 20), resize(example, "web", "Performance-M")), "quantity: a process type has at most 10 dynos at Performance-M; web would have 20", ""},

		"autoscale at Performance":          {formed, list(autoscaled(second, 2, 8)), "", "web 3 × Performance-M 2 to 8"},
		"autoscale at Standard":             {formed, list(autoscaled(example, 1, 3)), "autoscale: Standard-1X is not autoscaled; Performance, Private and Shield dynos are", ""},
		"autoscale of a shadow at Standard": {formed, list(shadow(example, 1, 3)), "autoscale: Standard-1X is not autoscaled; Performance, Private and Shield dynos are", ""},
		"autoscale of a worker": {
			formed, list(resize(example, "worker", "Performance-M"), model.SetAutoscale{App: example, Process: "worker", Autoscale: rule(1, 3)}),
			"autoscale: only web is autoscaled: worker takes no requests", "",
		},
		"autoscale after a resize in the same plan": {formed, list(resize(example, "web", "Performance-M"), autoscaled(example, 1, 3)), "", "web 2 × Performance-M 1 to 3, worker 1 × Standard-2X"},
		"a minimum of 0":                     {formed, list(autoscaled(second, 0, 3)), "min: the least number of dynos is 1 or more; not 0", ""},
		"a maximum that is the minimum":      {formed, list(autoscaled(second, 3, 3)), "max: the maximum must be above the minimum of 3; not 3", ""},
		"a maximum beyond the type's limit":  {formed, list(autoscaled(second, 3, 11)), "max: a process type has at most 10 dynos at Performance-M; not 11", ""},
		"no target":                          {formed, list(p95(0)), "p95: the p95 to keep is 1 ms or more; not 0 ms", ""},
		"a range moves the count into it":    {formed, list(autoscaled(second, 5, 8)), "", "web 5 × Performance-M 5 to 8"},
		"a range below moves it down":        {formed, list(autoscaled(second, 1, 2)), "", "web 2 × Performance-M 1 to 2"},
		"a shadow's range moves nothing":     {formed, list(shadow(second, 5, 8)), "", "web 3 × Performance-M shadow 5 to 8"},
		"a manual scale switches it off":     {formed, list(autoscaled(second, 2, 8), scale(second, "web", 4)), "", "web 4 × Performance-M"},
		"a resize switches it off":           {formed, list(autoscaled(second, 2, 8), resize(second, "web", "Performance-L")), "", "web 3 × Performance-L"},
		"a manual scale leaves a shadow on":  {formed, list(shadow(second, 2, 8), scale(second, "web", 4)), "", "web 4 × Performance-M shadow 2 to 8"},
		"a size without it ends a shadow":    {formed, list(shadow(second, 2, 8), resize(second, "web", "Standard-1X")), "", "web 3 × Standard-1X"},
		"a restart leaves it on":             {formed, list(autoscaled(second, 2, 8), model.RestartDynos{App: second}), "", "web 3 × Performance-M 2 to 8"},
		"the autoscaler leaves it on":        {formed, list(autoscaled(second, 2, 8), model.ScaleProcess{App: second, Process: "web", Quantity: 4, Auto: true}), "", "web 4 × Performance-M 2 to 8"},
		"the autoscaler beyond its range":    {formed, list(autoscaled(second, 2, 8), model.ScaleProcess{App: second, Process: "web", Quantity: 9, Auto: true}), "quantity: web is not autoscaled to 9 dynos", ""},
		"an autoscaler that is off":          {formed, list(model.ScaleProcess{App: second, Process: "web", Quantity: 4, Auto: true}), "quantity: web is not autoscaled to 4 dynos", ""},
		"off when it is off":                 {formed, list(model.DisableAutoscale{App: second, Process: "web"}), "autoscale: web of second-app does not have autoscale enabled", ""},
		"off":                                {formed, list(autoscaled(second, 2, 8), model.DisableAutoscale{App: second, Process: "web"}), "", "web 3 × Performance-M"},
		"as it is":                           {formed, list(autoscaled(second, 2, 8), autoscaled(second, 2, 8)), "autoscale: web is set to autoscale 2 to 8 dynos, p95 at most 500 ms already", ""},
		"more than 100 dynos at its maximum": {formed, list(scale(example, "worker", 95), resize(example, "web", "Performance-M"), autoscaled(example, 1, 10)), "max: an app has at most 100 dynos; with web at its maximum this makes 105", ""},

		"a restart of what has no dyno": {formed, list(scale(example, "worker", 0), model.RestartDynos{App: example, Process: "worker"}), "process: worker has no dyno that could restart", ""},
		"fewer than no connections":     {formed, list(model.SetConnections{App: example, Process: "web", PerDyno: -1}), "connections: a dyno holds 0 to 10000 connections; not -1", ""},
		"connections as they are":       {formed, list(model.SetConnections{App: example, Process: "web", PerDyno: 20}), "connections: web is set to 20 connections a dyno already", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := model.NewPlan(tt.on, modeltest.Specs(), tt.changes...)
			wantInvalid(t, err, tt.want)
			if err != nil {
				return
			}
			if got := formation(p.After.Formation(p.Targets()[0])); got != tt.is {
				t.Errorf("got %s, want %s", got, tt.is)
			}
		})
	}
}

func TestEcoAppHasTwoDynosAtMost(t *testing.T) {
	f := in("", "Eco")
	f.Apps[0].Processes[0].Quantity = 1
	f.Apps[0].Processes = append(f.Apps[0].Processes, model.Process{Type: "clock", Size: "Eco"})
	_, err := model.NewPlan(f, modeltest.Specs(), scale(example, "clock", 1))
	wantInvalid(t, err, "quantity: an app has at most 2 dynos at Eco; this makes 3")
}

// formation is what is wanted of an app, in words.
func formation(a *model.App) string {
	text := ""
	for i, p := range a.Processes {
		if i > 0 {
			text += ", "
		}
		text += p.Type + " " + fmt.Sprintf("%d × %s", p.Quantity, p.Size)
		if r := p.Autoscale; r != nil {
			if r.Shadow {
				text += " shadow"
			}
			text += " " + fmt.Sprintf("%d to %d", r.Min, r.Max)
		}
	}
	return text
}

func TestFormationRisksAndLines(t *testing.T) {
	auto := func(least, most int) *model.Fleet {
		p, err := model.NewPlan(modeltest.Formed(), modeltest.Specs(), autoscaled(second, least, most))
		if err != nil {
			t.Fatal(err)
		}
		return p.After
	}
	const (
		web    = "app restarts: example-app restarts web: all of its dynos are replaced at once, and nobody is served until the first new one is up"
		byHand = "autoscale switched off: autoscale of web is switched off, as Heroku does when a formation is changed by hand; it was 2 to 8 dynos"
	)
	connections := func(app model.ID, n int) model.Change {
		return model.SetConnections{App: app, Process: "web", PerDyno: n}
	}
	private := in(model.PrivateSpace, "Private-M")
	tests := map[string]struct {
		on      *model.Fleet
		changes []model.Change
		lines   []string
		risks   []string
	}{
		"scaling restarts nobody":            {modeltest.Formed(), list(scale(example, "web", 5)), []string{"web 2 → 5 dynos"}, nil},
		"to one dyno":                        {modeltest.Formed(), list(scale(example, "web", 1)), []string{"web 2 → 1 dyno"}, nil},
		"a size restarts its dynos":          {modeltest.Formed(), list(resize(example, "web", "Standard-2X")), []string{"web Standard-1X → Standard-2X"}, []string{web}},
		"size and quantity":                  {modeltest.Formed(), list(resize(example, "web", "Standard-2X"), scale(example, "web", 3)), []string{"web 2 × Standard-1X → 3 × Standard-2X"}, []string{web}},
		"two process types, a line each":     {modeltest.Formed(), list(by("worker", 1), by("web", 1)), []string{"web 2 → 3 dynos", "worker 1 → 2 dynos"}, nil},
		"a restart":                          {modeltest.Formed(), list(model.RestartDynos{App: example, Process: "web"}), []string{"web restarts"}, []string{web}},
		"a smaller size":                     {modeltest.Formed(), list(resize(second, "web", "Standard-2X")), []string{"web Performance-M → Standard-2X"}, []string{"size lowered: web is lowered: each dyno has 1.5 GB less memory, and its performance varies: Standard-2X dynos share their machines", "app restarts: second-app restarts web: all of its dynos are replaced at once, and nobody is served until the first new one is up"}},
		"no dyno left":                       {modeltest.Formed(), list(scale(example, "web", 0)), []string{"web 2 → 0 dynos"}, []string{"process stopped: example-app answers no request any more: web has no dyno left"}},
		"no worker left":                     {modeltest.Formed(), list(scale(example, "worker", 0)), []string{"worker 1 → 0 dynos"}, []string{"process stopped: worker of example-app stops: no dyno is left to do its jobs"}},
		"a size for no dynos":                {modeltest.Formed(), list(scale(example, "worker", 0), resize(example, "worker", "Standard-1X")), []string{"worker 1 × Standard-2X → 0 × Standard-1X"}, []string{"process stopped: worker of example-app stops: no dyno is left to do its jobs"}},
		"autoscale on":                       {modeltest.Formed(), list(autoscaled(second, 2, 8)), []string{"web autoscale 2 to 8 dynos, p95 at most 500 ms"}, nil},
		"autoscale on, out of its range":     {modeltest.Formed(), list(autoscaled(second, 4, 8)), []string{"web 3 → 4 dynos; autoscale 4 to 8 dynos, p95 at most 500 ms"}, nil},
		"a manual scale says that it is off": {auto(2, 8), list(scale(second, "web", 4)), []string{"web 3 → 4 dynos; autoscale off"}, []string{byHand}},
		"switched off on purpose":            {auto(2, 8), list(model.DisableAutoscale{App: second, Process: "web"}), []string{"web autoscale off"}, nil},
		"scaled by hand and set anew":        {auto(2, 8), list(scale(second, "web", 4), autoscaled(second, 3, 8)), []string{"web 3 → 4 dynos; autoscale 3 to 8 dynos, p95 at most 500 ms"}, nil},
		"more dynos at an estimated price":   {private, list(scale(example, "web", 3)), []string{"web 2 → 3 dynos"}, []string{"price is an estimate: the price of Private-M is an estimate: sources differ"}},
		"fewer dynos at an estimated price":  {private, list(scale(example, "web", 1)), []string{"web 2 → 1 dyno"}, nil},
		"connections within the limit":       {modeltest.Formed(), list(connections(second, 126)), []string{"web 20 → 126 connections a dyno"}, nil},
		"connections beyond the limit":       {modeltest.Formed(), list(connections(second, 127)), []string{"web 20 → 127 connections a dyno"}, []string{"connections short: the dynos of second-app hold 381 connections to leader of postgresql-cubic-54321, which accepts 380"}},
		"dynos beyond the limit":             {modeltest.Formed(), list(scale(example, "web", 20)), []string{"web 2 → 20 dynos"}, []string{"connections short: the dynos of example-app hold 420 connections to leader of postgresql-horizontal-12345, which accepts 380"}},
		"beyond it at the maximum only":      {modeltest.Formed(), list(connections(second, 50), autoscaled(second, 2, 8)), []string{"web autoscale 2 to 8 dynos, p95 at most 500 ms; 20 → 50 connections a dyno"}, []string{"connections short: with autoscale at its maximum the dynos of second-app would hold 400 connections to leader of postgresql-cubic-54321, which accepts 380"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := plan(t, tt.on, tt.changes...)
			var lines, risks []string
			for _, l := range p.Lines(p.Targets()[0]) {
				lines = append(lines, l.String())
			}
			for _, r := range p.Risks {
				risks = append(risks, string(r.Kind)+": "+r.Text)
			}
			if diff := cmp.Diff(tt.lines, lines); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(tt.risks, risks); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A level lowered under an app's dynos is warned of, once it is there not again.
func TestLevelBelowWhatDynosHold(t *testing.T) {
	f := modeltest.Formed()
	f.Cluster(cubic).Leader.Level = "8G-Performance"
	f.Apps[1].Processes[0].Connections = 150
	lowered := plan(t, f, model.SetLevel{Cluster: cubic, Pool: "leader", Level: "4G-Performance"})
	kinds := model.Kinds(lowered.Risks)
	if !slices.Contains(kinds, model.ConnectionsShort) {
		t.Errorf("the risks are %v", lowered.Risks)
	}
	after := plan(t, modeltest.Settle(lowered.After), scale(second, "web", 2))
	if len(after.Risks) > 0 {
		t.Errorf("fewer dynos risk %v", after.Risks)
	}
}

func TestBudget(t *testing.T) {
	f := modeltest.Formed()
	b, is := f.Budget(modeltest.Specs(), "example-app")
	want := model.Budget{
		Cluster: horizontal, Name: "postgresql-horizontal-12345", Pool: f.Cluster(horizontal).Leader.ID, PoolAs: "leader",
		Apps: []string{"example-app"}, Limit: 380, Now: 60, Most: 60,
	}
	if diff := cmp.Diff(want, b); !is || diff != "" {
		t.Error(diff)
	}
	both := plan(t, f, model.Detach{Cluster: cubic, App: "second-app", Name: "DATABASE"},
		model.Attach{Cluster: horizontal, Pool: "leader", App: "second-app", Name: "DATABASE"}, autoscaled(second, 2, 8)).After
	if b, _ := both.Budget(modeltest.Specs(), "second-app"); b.Now != 120 || b.Most != 220 || len(b.Apps) != 2 {
		t.Errorf("two apps on one pool: %+v", b)
	}
	if _, is := modeltest.Fleet().Budget(modeltest.Specs(), "example-app"); is {
		t.Error("an app without dynos has a budget")
	}
}

func TestMoreDynosDoNotHelp(t *testing.T) {
	f := modeltest.Formed()
	bound := model.Traffic{P95: 800 * time.Millisecond, Floor: 700 * time.Millisecond, Bound: "the attached pool"}
	free := bound
	free.Floor = 300 * time.Millisecond
	const words = "more dynos will hardly help: p95 of web is 800 ms, and however many there are, the attached pool keeps it from going below 700 ms"
	tests := map[string]struct {
		seen    model.Traffic
		changes []model.Change
		want    string
	}{
		"bound by the pool":                 {bound, list(scale(second, "web", 5)), words},
		"autoscale switched on":             {bound, list(autoscaled(second, 2, 8)), words},
		"autoscale to what is kept already": {bound, list(model.SetAutoscale{App: second, Process: "web", Autoscale: model.Autoscale{P95: time.Second, Min: 2, Max: 8}}), ""},
		"fewer dynos":                       {bound, list(scale(second, "web", 2)), ""},
		"another size":                      {bound, list(resize(second, "web", "Performance-L"), scale(second, "web", 5)), ""},
		"bound by the number of dynos":      {free, list(scale(second, "web", 5)), ""},
		"not measured":                      {model.Traffic{}, list(scale(second, "web", 5)), ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got := plan(t, f, tt.changes...).Unhelpful(model.Sample{Processes: map[model.ID]model.Traffic{"a2/web": tt.seen}})
			text := ""
			for _, r := range got {
				text += r.Text
			}
			if text != tt.want {
				t.Errorf("got %q", text)
			}
		})
	}
}

// What is taken back is what was, restarts apart, in whatever order it was
// changed.
func TestFormationThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := modeltest.Plan(t, modeltest.Formed(), 4, func(t *rapid.T, f *model.Fleet) model.Change {
			return modeltest.FormationChange(t, rapid.SampledFrom(f.Apps).Draw(t, "app"))
		}).After
		p := modeltest.Plan(t, first, 6, func(t *rapid.T, f *model.Fleet) model.Change {
			return modeltest.FormationChange(t, f.Apps[1])
		})
		target := p.Targets()[0]
		if target != second {
			t.Skip("nothing was changed")
		}
		undo, err := p.Inverse(second)
		if err != nil {
			return // it restarted, no more
		}
		entry := model.Entry{Kind: model.EntryAccepted, Target: second, Undo: undo}
		later, err := model.Undo(p.After, entry)
		if err != nil {
			t.Fatal(err)
		}
		back, err := model.NewPlan(p.After, modeltest.Specs(), later...)
		if err != nil {
			t.Fatalf("%v is taken back by %v: %v", p.Changes, undo, err)
		}
		was, is := first.Formation(second), back.After.Formation(second)
		for i, p := range was.Processes {
			q := is.Processes[i]
			p.Restarts, q.Restarts = 0, 0
			if diff := cmp.Diff(p, q); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

func TestRestartHasNoWayBack(t *testing.T) {
	p := plan(t, modeltest.Formed(), model.RestartDynos{App: example})
	_, err := p.Inverse(example)
	wantInvalid(t, err, "changes: nothing of it can be taken back: what has restarted has restarted")
	_, err = model.Undo(p.After, model.Entry{Kind: model.EntryAccepted, Target: example, Operation: "op-3"})
	wantInvalid(t, err, "changes: nothing of op-3 can be taken back: what has restarted has restarted")
}

func TestFormationSettles(t *testing.T) {
	f := modeltest.Formed()
	if !f.Formation(example).Settled() {
		t.Error("what is there is what is wanted, and it is not settled")
	}
	tests := map[string]func(*model.App){
		"a dyno more is wanted":     func(a *model.App) { a.Processes[0].Quantity++ },
		"a dyno less is wanted":     func(a *model.App) { a.Processes[0].Quantity-- },
		"another size is wanted":    func(a *model.App) { a.Processes[0].Size = "Standard-2X" },
		"a restart was asked for":   func(a *model.App) { a.Processes[0].Restarts++ },
		"the app has a new release": func(a *model.App) { a.Release++ },
		"a dyno has crashed":        func(a *model.App) { a.Processes[0].Dynos[1].State = model.DynoCrashed },
		"a dyno starts":             func(a *model.App) { a.Processes[0].Dynos[1].State = model.DynoStarting },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			f := modeltest.Formed()
			change(f.Formation(example))
			if f.Formation(example).Settled() {
				t.Error("it is settled")
			}
			f = modeltest.Settle(f)
			if !f.Formation(example).Settled() {
				t.Error("it does not settle")
			}
		})
	}
}
