package sim

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/autoscale"
	"pooldeck/pricing"
)

// stage is a world with the demo's apps in it, and what has been seen of one.
type stage struct {
	*testing.T
	world *World
	app   *model.App
	now   time.Time
	words []string // what happened
}

func newStage(t *testing.T, app string) *stage {
	f := Demo(7)
	s := &stage{T: t, world: New(7), app: f.App(app), now: f.At}
	s.world.WantApp(s.now, s.app)
	return s
}

// want changes what is wanted.
func (s *stage) want(change func(*model.App)) {
	next := *s.app
	next.Processes = append([]model.Process{}, s.app.Processes...)
	change(&next)
	s.app = &next
	s.world.WantApp(s.now, s.app)
	s.pass(0)
}

func (s *stage) pass(d time.Duration) {
	s.now = s.now.Add(d)
	for _, o := range s.world.AdvanceApps(s.now) {
		s.app = s.app.Observe(o)
		for _, h := range o.Happened {
			s.words = append(s.words, strings.Join(h.Words, " "))
		}
	}
}

func (s *stage) web() model.Process { return s.app.Processes[0] }

func (s *stage) shows(want string) {
	s.Helper()
	var states []string
	for _, d := range s.web().Dynos {
		states = append(states, d.Name+" "+string(d.State)+" "+d.Size)
	}
	if got := strings.Join(states, ", "); got != want {
		s.Errorf("after %s there are %s; want %s", s.now.Sub(demoStart()), got, want)
	}
}

func TestDynosBootAndDrain(t *testing.T) {
	s := newStage(t, "example-app")
	s.want(func(a *model.App) { a.Processes[0].Quantity = 3 })
	s.shows("web.1 up Standard-1X, web.2 up Standard-1X, web.3 starting Standard-1X")
	s.pass(19 * time.Second)
	s.shows("web.1 up Standard-1X, web.2 up Standard-1X, web.3 starting Standard-1X")
	s.pass(42 * time.Second)
	s.shows("web.1 up Standard-1X, web.2 up Standard-1X, web.3 up Standard-1X")
	s.want(func(a *model.App) { a.Processes[0].Quantity = 1 })
	s.shows("web.1 up Standard-1X, web.2 draining Standard-1X, web.3 draining Standard-1X")
	s.pass(31 * time.Second)
	s.shows("web.1 up Standard-1X")
	if !s.app.Settled() {
		t.Error("it is not settled")
	}
}

func TestDynoThatIsWantedAgainWhileItDrains(t *testing.T) {
	s := newStage(t, "example-app")
	s.want(func(a *model.App) { a.Processes[0].Quantity = 1 })
	s.pass(time.Second)
	s.want(func(a *model.App) { a.Processes[0].Quantity = 2 })
	s.shows("web.1 up Standard-1X, web.2 draining Standard-1X")
	s.pass(31 * time.Second)
	s.shows("web.1 up Standard-1X, web.2 starting Standard-1X")
	s.pass(time.Minute)
	s.shows("web.1 up Standard-1X, web.2 up Standard-1X")
}

func TestDynosAreReplaced(t *testing.T) {
	tests := map[string]func(*model.App){
		"by ones of another size": func(a *model.App) { a.Processes[0].Size = "Standard-2X" },
		"by a restart":            func(a *model.App) { a.Processes[0].Restarts++ },
		"by a new release":        func(a *model.App) { a.Release++ },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, "example-app")
			s.want(change)
			if n := s.web().In(model.DynoStarting); n != 2 {
				t.Errorf("%d dynos start", n)
			}
			s.pass(61 * time.Second)
			if !s.app.Settled() || s.web().Dynos[0].Size != s.web().Size || s.web().Dynos[0].Release != s.app.Release {
				t.Errorf("there are %+v", s.web())
			}
		})
	}
}

func TestCrashedDynoComesBack(t *testing.T) {
	s := newStage(t, "example-app")
	crash := backend.Fault{Kind: backend.FaultCrash, Cluster: s.app.ID, Pool: s.app.ProcessID("web"), Instance: s.app.DynoID("web.2")}
	h, err := s.world.Break(s.now, crash)
	if err != nil || h.Kind != model.EntryFault || h.Words[0] != "web.2 has crashed; it is started again after a while" {
		t.Fatalf("%+v, %v", h, err)
	}
	s.pass(0)
	s.shows("web.1 up Standard-1X, web.2 crashed Standard-1X")
	if _, err := s.world.Break(s.now, crash); err == nil {
		t.Error("a dyno crashes that has crashed")
	}
	s.pass(151 * time.Second)
	s.shows("web.1 up Standard-1X, web.2 up Standard-1X")
	if diff := cmp.Diff([]string{"web.2 is up again"}, s.words); diff != "" || s.app.Memo != "" {
		t.Errorf("%s; it remembers %q", diff, s.app.Memo)
	}
}

func TestSpikeComesAndGoes(t *testing.T) {
	s := newStage(t, "billing-api")
	c, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	f := Demo(7)
	g := NewGauge(7, c.Specs)
	requests := func() float64 {
		at := *f
		at.At = s.now
		return g.Minute(&at, s.app, "web", autoscale.Sample{}).Throughput
	}
	usual := requests()
	spike := backend.Fault{Kind: backend.FaultSpike, Cluster: s.app.ID}
	if _, err := s.world.Break(s.now, spike); err != nil {
		t.Fatal(err)
	}
	s.pass(20 * time.Minute)
	if most := requests(); most < 1.5*usual {
		t.Errorf("in the spike there are %g requests a second, usually %g", most, usual)
	}
	if offered := s.world.Offered(&model.Fleet{Apps: []*model.App{s.app}}, s.app.ID, "", ""); len(offered) != 1 || offered[0].Kind != backend.FaultMend {
		t.Errorf("offered is %+v", offered)
	}
	s.pass(25 * time.Minute)
	if after := requests(); after > 1.3*usual || s.app.Memo != "" {
		t.Errorf("after it there are %g requests a second, and it remembers %q", after, s.app.Memo)
	}
	if diff := cmp.Diff([]string{"the traffic is as usual again"}, s.words); diff != "" {
		t.Error(diff)
	}
}

// Whether time passes in one jump or in many steps, and whether the process ends
// on the way: the world is the same.
func TestFormationsFollowFromTheTime(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		changes := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 6).Draw(rt, "changes")
		waits := rapid.SliceOfN(rapid.IntRange(0, 90), len(changes), len(changes)).Draw(rt, "waits")
		play := func(steps int, restart bool) *model.App {
			s := newStage(t, "example-app")
			for i, c := range changes {
				s.want(func(a *model.App) {
					p := &a.Processes[0]
					switch c {
					case 0, 1, 2, 3:
						p.Quantity = c
					case 4:
						p.Restarts++
					case 5:
						a.Release++
					}
				})
				for range steps {
					s.pass(time.Duration(waits[i]) * 900 * time.Millisecond / time.Duration(steps))
					if restart {
						s.world = New(7)
						s.world.WantApp(s.now, s.app)
					}
				}
			}
			return s.app
		}
		once := play(1, false)
		if diff := cmp.Diff(once, play(15, false)); diff != "" {
			rt.Errorf("in steps: %s", diff)
		}
		if diff := cmp.Diff(once, play(15, true)); diff != "" {
			rt.Errorf("with restarts: %s", diff)
		}
	})
}

// A process type that keeps up shows what its load and its pool make of it.
func TestMetricsOfFormations(t *testing.T) {
	c, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	f := Demo(7)
	app := f.App("billing-api")
	m := NewMetrics(7, c.Specs, func() Watched { return watched{f, DemoSpans(7)} })
	s, err := m.Sample(t.Context(), []model.ID{app.ID})
	if err != nil {
		t.Fatal(err)
	}
	web, worker := s.Processes[app.ProcessID("web")], s.Processes[app.ProcessID("worker")]
	if web.P95 <= web.P50 || web.Load < 0.2 || web.Load > 0.9 || web.Throughput == 0 || web.Pool == 0 || web.Errors > 0.2 {
		t.Errorf("web shows %+v", web)
	}
	if worker.Throughput == 0 {
		t.Errorf("worker shows %+v", worker)
	}
	for name, touch := range map[string]func(*model.Dyno){
		"restarted":    func(d *model.Dyno) { d.State, d.Since = model.DynoStarting, f.At.Add(-20*time.Second) },
		"just come up": func(d *model.Dyno) { d.Since = f.At.Add(-5 * time.Second) },
		"crashed":      func(d *model.Dyno) { d.State, d.Since = model.DynoCrashed, f.At.Add(-90*time.Second) },
	} {
		busy := *app
		busy.Processes = slices.Clone(app.Processes)
		for n := range busy.Processes {
			busy.Processes[n].Dynos = slices.Clone(busy.Processes[n].Dynos)
			for d := range busy.Processes[n].Dynos {
				touch(&busy.Processes[n].Dynos[d])
			}
		}
		usual := f
		f = f.WithApp(&busy)
		s, err := m.Sample(t.Context(), []model.ID{app.ID})
		if err != nil {
			t.Fatal(err)
		}
		// At most what came in three minutes waits: it was there before.
		if jobs := s.Processes[app.ProcessID("worker")]; jobs.Queue > 180*worker.Throughput {
			t.Errorf("%s: %g jobs wait, of which %g come in a second", name, jobs.Queue, worker.Throughput)
		}
		if name == "just come up" && s.Processes[app.ProcessID("web")].P95 > 2*web.P95 {
			t.Errorf("%s: web shows %+v", name, s.Processes[app.ProcessID("web")])
		}
		f = usual
	}
	stopped := *app
	stopped.Processes = []model.Process{{Type: "web", Size: "Performance-M"}}
	f = f.WithApp(&stopped)
	if s, _ := m.Sample(t.Context(), []model.ID{app.ID}); s.Processes[app.ProcessID("web")].Errors != 1 {
		t.Errorf("without dynos web shows %+v", s.Processes)
	}
}

// What stands can be read, and no more once it is over.
func TestStandingFaults(t *testing.T) {
	f := Demo(7)
	w := New(7)
	app, cluster := f.App("example-app"), f.Clusters[0]
	w.WantApp(f.At, app)
	w.Want(f.At, cluster)
	stands := func(f *model.Fleet, id model.ID, want ...string) {
		t.Helper()
		got := w.Standing(f, id)
		if len(got) != len(want) {
			t.Fatalf("%q stands; not %q", got, want)
		}
		for i := range want {
			if !strings.Contains(got[i], want[i]) {
				t.Errorf("it says %q; not %q", got[i], want[i])
			}
		}
	}
	stands(f, app.ID)
	stands(f, cluster.ID)
	stands(f, "nobody")
	for _, fault := range []backend.Fault{
		{Kind: backend.FaultSpike, Cluster: app.ID},
		{Kind: backend.FaultSlow, Cluster: cluster.ID},
		{Kind: backend.FaultRefuse, Cluster: cluster.ID},
		{Kind: backend.FaultLag, Cluster: cluster.ID, Pool: cluster.Followers[0].ID},
		{Kind: backend.FaultFailNext, Cluster: cluster.ID, Pool: cluster.Followers[0].ID},
	} {
		if _, err := w.Break(f.At, fault); err != nil {
			t.Fatal(err)
		}
	}
	for _, o := range w.AdvanceApps(f.At) {
		f = f.ObserveApp(o)
	}
	for _, o := range w.Advance(f.At) {
		f = f.Observe(o)
	}
	stands(f, app.ID, "a spike: up to ")
	stands(f, cluster.ID, "everything in the region", "the next change is refused", "fall behind", "cannot be created")
	later := *f
	later.At = f.At.Add(time.Hour)
	stands(&later, app.ID)
}
