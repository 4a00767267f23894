package control_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
)

// billing is the app whose web is at Performance-M.
func (r *rig) billing() *model.App {
	r.Helper()
	return r.plane.Fleet().App("billing-api")
}

// form asks for changes of formations.
func (r *rig) form(key string, changes ...model.Change) backend.Receipt {
	r.Helper()
	base := map[model.ID]model.Revision{}
	for _, id := range model.Targets(changes) {
		base[id], _ = r.plane.Fleet().Revision(id)
	}
	receipt, err := r.plane.Apply(context.Background(), backend.Request{
		Key: key, Actor: ada(), Changes: changes, Base: base, Acknowledged: model.RiskKinds(),
	})
	r.must(err)
	return receipt
}

func (r *rig) autoscale(rule model.Autoscale) {
	r.Helper()
	r.form("on", model.SetAutoscale{App: r.billing().ID, Process: "web", Autoscale: rule})
}

// decided lists what the autoscaler has decided since the start.
func (r *rig) decided() []backend.Decided {
	r.Helper()
	list, err := r.plane.Decisions(context.Background(), r.billing().ID, "web", time.Time{}, r.plane.Now())
	r.must(err)
	return list
}

func (r *rig) entries(q backend.Query) []model.Entry {
	r.Helper()
	list, err := r.plane.Journal(context.Background(), q)
	r.must(err)
	return list
}

func rule(p95 time.Duration, least, most int) model.Autoscale {
	return model.Autoscale{P95: p95, Min: least, Max: most, Notify: true}
}

// A spike comes, dynos are added one by one, and when it is over they go again.
func TestAutoscalerActsOnASpikeAndComesBack(t *testing.T) {
	r := inMemory(t)
	r.autoscale(rule(600*time.Millisecond, 2, 8))
	r.advance(20 * time.Minute)
	before := r.billing().Processes[0].Quantity
	r.must(r.plane.Inject(t.Context(), ada(), backend.Fault{Kind: backend.FaultSpike, Cluster: r.billing().ID}))
	most := before
	for range 40 {
		r.advance(time.Minute)
		most = max(most, r.billing().Processes[0].Quantity)
	}
	if most <= before {
		t.Errorf("with a spike there are %d dynos, as without", most)
	}
	r.advance(3 * time.Hour)
	if after := r.billing().Processes[0].Quantity; after >= most {
		t.Errorf("after the spike there are %d dynos, in it there were %d", after, most)
	}
	var last time.Time
	n := 0
	for _, e := range r.entries(backend.Query{Actor: backend.Autoscaler}) {
		if e.Kind != model.EntryAccepted {
			continue
		}
		if n++; e.At.Sub(last) < time.Minute {
			t.Errorf("two steps within a minute: %+v", e)
		}
		if last = e.At; !strings.Contains(e.Note, "past hour") {
			t.Errorf("it does not say why: %+v", e)
		}
	}
	if n < 2 {
		t.Errorf("the autoscaler has made %d steps", n)
	}
	for _, d := range r.decided() {
		if d.To < 2 || d.To > 8 || len(d.Reasons()) == 0 {
			t.Errorf("it decided %+v", d)
		}
	}
	ended := r.entries(backend.Query{})
	if _, err := model.Verify(model.Link{}, ended); err != nil {
		t.Error(err)
	}
}

func TestShadowDecidesAndDoesNothing(t *testing.T) {
	r := inMemory(t)
	shadow := rule(10*time.Millisecond, 1, 8)
	shadow.Shadow = true
	r.autoscale(shadow)
	r.advance(time.Hour)
	if n := r.billing().Processes[0].Quantity; n != 3 {
		t.Errorf("there are %d dynos", n)
	}
	list := r.decided()
	if len(list) == 0 || !list[0].Shadow {
		t.Errorf("it decided %+v", list)
	}
	// What it would do it would do each minute anew, and says it once.
	told := r.entries(backend.Query{Actor: backend.Autoscaler})
	if len(told) != len(list) || len(told) > 10 {
		t.Errorf("of %d decisions the journal has %d", len(list), len(told))
	}
	for _, e := range told {
		if e.Kind != model.EntryDecided {
			t.Errorf("the journal has %+v", e)
		}
	}
	for n, d := range list[1:] {
		if was := list[n]; d.From == was.From && d.To == was.To && d.Rule == was.Rule {
			t.Errorf("%s is decided twice in a row: %+v", d.Rule, list)
		}
	}
}

func TestManualScaleEndsAutoscaling(t *testing.T) {
	r := inMemory(t)
	r.autoscale(rule(600*time.Millisecond, 2, 8))
	r.advance(10 * time.Minute)
	r.form("by hand", model.ScaleProcess{App: r.billing().ID, Process: "web", Quantity: 5})
	r.advance(time.Hour)
	p := r.billing().Processes[0]
	if p.Autoscale != nil || p.Quantity != 5 || p.Ready(r.billing().Release) != 5 {
		t.Errorf("web is %+v", p)
	}
}

func TestNobodyAsksAsTheAutoscaler(t *testing.T) {
	r := inMemory(t)
	r.autoscale(rule(600*time.Millisecond, 2, 8))
	app := r.billing()
	_, err := r.plane.Apply(t.Context(), backend.Request{
		Key: "mine", Actor: ada(), Base: map[model.ID]model.Revision{app.ID: app.Revision},
		Changes: model.Changes{model.ScaleProcess{App: app.ID, Process: "web", Quantity: 4, Auto: true}},
	})
	if err == nil || err.Error() != "only the autoscaler asks as the autoscaler" {
		t.Errorf("it says %v", err)
	}
}

// A process that is killed at any moment comes to the same decisions as one that
// is not.
func TestAutoscalerAfterAKill(t *testing.T) {
	end := func(kills bool) (*model.Fleet, []backend.Decided, []model.Entry) {
		r := newRig(t, store.NewMemory())
		r.autoscale(rule(450*time.Millisecond, 1, 8))
		for n := range 60 {
			r.advance(time.Duration(37+n) * time.Second)
			if kills {
				r.open()
			}
		}
		r.must(r.plane.Advance(time.Date(2026, 6, 12, 15, 30, 0, 0, time.UTC)))
		return r.plane.Fleet(), r.decided(), r.entries(backend.Query{})
	}
	f, decisions, journal := end(false)
	g, again, kept := end(true)
	if diff := cmp.Diff(f.Apps, g.Apps); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(decisions, again); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(journal, kept); diff != "" {
		t.Error(diff)
	}
}

func TestSamplesOfThePastDay(t *testing.T) {
	r := inMemory(t)
	app := r.billing()
	day, err := r.plane.Samples(t.Context(), app.ID, "web", r.plane.Now().Add(-24*time.Hour), r.plane.Now())
	if err != nil || len(day) != 24*60+1 || day[0].Dynos != 3 || day[0].P95 == 0 {
		t.Errorf("of a day that nobody recorded there are %d samples: %v", len(day), err)
	}
	r.autoscale(rule(600*time.Millisecond, 2, 8))
	r.advance(time.Hour)
	recorded, err := r.plane.Samples(t.Context(), app.ID, "web", r.plane.Now().Add(-time.Hour), r.plane.Now())
	if err != nil || len(recorded) != 61 {
		t.Errorf("of an hour that was recorded there are %d samples: %v", len(recorded), err)
	}
	none, err := r.plane.Samples(t.Context(), app.ID, "clock", r.plane.Now().Add(-time.Hour), r.plane.Now())
	if err != nil || len(none) > 0 {
		t.Errorf("of a process type that is not there: %d, %v", len(none), err)
	}
}

// A new config var restarts the dynos of its app: a new release.
func TestNewReleaseRestartsDynos(t *testing.T) {
	r := inMemory(t)
	c, _ := r.cluster()
	r.form("attach", model.Attach{Cluster: c.ID, Pool: "analytics", App: "example-app", Name: "READER"})
	starting := false
	for range 40 {
		r.advance(5 * time.Second)
		app := r.plane.Fleet().App("example-app")
		starting = starting || app.Processes[0].In(model.DynoStarting) == 2
	}
	app := r.plane.Fleet().App("example-app")
	if !starting || !app.Settled() || app.Release != 42 || app.Processes[0].Dynos[0].Release != 42 {
		t.Errorf("they restarted: %v; the app is %+v", starting, app)
	}
}
