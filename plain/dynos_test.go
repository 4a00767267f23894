package plain

import (
	"slices"
	"testing"
	"time"

	"pooldeck/backend/sim"
	"pooldeck/model"
)

// process is a process type as it is wanted.
func (s *story) process(app, process string) model.Process {
	s.t.Helper()
	p, there := s.plane.Fleet().App(app).Process(process)
	if !there {
		s.t.Fatalf("%s has no %s", app, process)
	}
	return p
}

// Dynos are changed by typed commands, reviewed like anything else. Where an
// app is looked at, they are for it.
func TestDynos(t *testing.T) {
	play(t, func(s *story) {
		s.types("ps:scale web=5 --app example-app", "3")
		s.passUntil("Done:")
		s.types("example-app", "ps:scale web-1 worker+1", "3")
		s.passUntil("Done:")
		s.golden()
		if web, worker := s.process("example-app", "web"), s.process("example-app", "worker"); web.Quantity != 4 || worker.Quantity != 2 {
			t.Errorf("%d and %d dynos are wanted", web.Quantity, worker.Quantity)
		}
	})
}

// The number of dynos is asked for, with second thoughts, and taken back
// afterwards.
func TestScaleDynos(t *testing.T) {
	play(t, func(s *story) {
		s.types("example-app", "web", "change number", "many", "101", "2", "+3", "3")
		s.passUntil("Done:")
		if web := s.process("example-app", "web"); web.Quantity != 5 {
			t.Errorf("%d dynos are wanted", web.Quantity)
		}
		s.types("undo the last", "3")
		s.passUntil("Done:")
		s.golden()
		if web := s.process("example-app", "web"); web.Quantity != 2 {
			t.Errorf("after the undo %d dynos are wanted", web.Quantity)
		}
	})
}

// Two process types are changed in one plan: a size and a number are kept, and
// reviewed together.
func TestResizeDynos(t *testing.T) {
	play(t, func(s *story) {
		s.types("example-app", "web", "change dyno size", "0", "private-m", "standard-3x", "1x", "2X", "keep",
			"worker", "number", "2", "keep", "review", "3", "yes")
		s.passUntil("Done:")
		s.golden()
		if web, worker := s.process("example-app", "web"), s.process("example-app", "worker"); web.Size != "Standard-2X" || worker.Quantity != 2 {
			t.Errorf("web is at %s, and %d workers are wanted", web.Size, worker.Quantity)
		}
	})
}

// Autoscale is tried on the past day, switched on, acts on a spike, says why,
// and is switched off again.
func TestAutoscale(t *testing.T) {
	play(t, func(s *story) {
		s.types("billing-api", "web", "autoscale", "try", "0", "300", "4", "10", "", "steps", "try another", "150", "2", "10", "hear the steps", "back",
			"switch it on", "250 ms", "0", "2", "2", "11", "8", "maybe", "no", "", "3")
		rule := s.process("billing-api", "web").Autoscale
		if want := (model.Autoscale{P95: 250 * time.Millisecond, Min: 2, Max: 8}); rule == nil || *rule != want {
			t.Fatalf("the rule is %+v", rule)
		}
		s.types("make something fail", "<", "home", "fault billing", "1")
		s.pass(75 * time.Minute)
		s.types("", "billing-api", "web", "autoscale", "hear what it decided", "1", "<", "change the rule", "", "", "", "", "yes", "3", "autoscale", "switch it off", "3")
		s.golden()
		if rule := s.process("billing-api", "web").Autoscale; rule != nil {
			t.Errorf("it is still on: %+v", rule)
		}
	})
}

// What cannot be autoscaled says so at once, and workers are not offered it.
func TestWhatIsNotAutoscaled(t *testing.T) {
	play(t, func(s *story) {
		s.types("example-app", "web", "autoscale", "switch it on", "try", "hear what", "<", "<", "<", "worker", "autoscale")
		s.says("No: Standard-1X is not autoscaled; Performance, Private and Shield dynos are.",
			"Nothing was decided in the past day. Autoscale is off: in shadow it would decide and record, and do nothing.",
			"There is no choice, command or place autoscale.")
		if s.plane.Fleet().JournalSeq != 0 {
			t.Error("something was accepted")
		}
	})
}

// A dyno crashes: status and next find it, and the dynos are restarted and
// stopped.
func TestDynoCrashes(t *testing.T) {
	play(t, func(s *story) {
		s.types("billing-api", "details", "worker", "details", "make something", "on worker.2", "crash", "home", "status", "next", "restart the dynos", "3", "yes")
		s.passUntil("Done:")
		s.types("connections", "30", "3", "stop", "3", "yes")
		s.passUntil("Done:")
		s.types("?", "home", "sizes", "find worker", "journal worker", "2", "go to")
		s.golden()
		if worker := s.process("billing-api", "worker"); worker.Quantity != 0 || worker.Connections != 30 {
			t.Errorf("there is %+v", worker)
		}
	})
}

// next goes from one problem to the one after it, round the end.
func TestNextGoesRound(t *testing.T) {
	play(t, func(s *story) {
		s.types("fault billing-api", "<", "billing-api", "web", "fault", "<", "make something", "on web.1", "crash", "worker", "make something", "on worker.1", "crash",
			"home", "next", "next", "next")
		s.golden()
	})
}

// A place that has gone meanwhile says so wherever one comes back to it.
func TestGoneMeanwhile(t *testing.T) {
	play(t, func(s *story) {
		s.types("rectangular", "make something fail")
		s.applies("grace", model.DestroyCluster{Cluster: s.cluster(rectangular).ID})
		s.passQuietly()
		s.types("?", "<", "?")
		s.says("Nothing can be made to fail here as things are.", "It is not there any more.")
	})
}

// Where the attached pool is what is slow, the process type and the review of
// more dynos say so.
func TestMoreDynosDoNotHelp(t *testing.T) {
	f, c := sim.Demo(7), catalog(t)
	app := f.App("example-app")
	s := scene{fleet: f, catalog: c, sample: model.Sample{Processes: map[model.ID]model.Traffic{
		app.ProcessID("web"): {P95: 800 * time.Millisecond, Floor: 700 * time.Millisecond, Bound: "the attached pool"},
	}}}
	for name, test := range map[string]struct {
		page page
		want string
	}{
		"the process type": {place{app: app.Name, process: "web"}, "More dynos will hardly help: the attached pool keeps p95 from going below 700 ms."},
		"more dynos": {
			review{changes: model.Changes{model.ScaleProcess{App: app.ID, Process: "web", Quantity: 5}}},
			"More dynos will hardly help: p95 of web is 800 ms, and however many there are, the attached pool keeps it from going below 700 ms.",
		},
	} {
		if _, lines := test.page.opened(s); !slices.Contains(lines, test.want) {
			t.Errorf("%s: it says %q", name, lines)
		}
	}
}
