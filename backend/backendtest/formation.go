package backendtest

import (
	"errors"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// form is the first app that has web dynos; nil where there is none, and
// then nothing is asked.
func (a *asking) form() *model.App {
	for _, app := range a.fleet().Apps {
		if p, there := app.Process(model.WebType); there && p.Quantity > 0 && app.Settled() {
			return app
		}
	}
	return nil
}

// autoscalable is one whose web dynos can be autoscaled.
func (a *asking) autoscalable() *model.App {
	a.Helper()
	for _, app := range a.fleet().Apps {
		p, there := app.Process(model.WebType)
		if size, known := a.catalog.Sizes.Find(p.Size); there && known && size.Family.Autoscales() {
			return app
		}
	}
	return nil
}

func (a *asking) web(app *model.App) model.Process {
	p, _ := a.fleet().Formation(app.ID).Process(model.WebType)
	return p
}

// settles lets time pass until a formation is what is wanted of it.
func (a *asking) settles(app *model.App) *model.App {
	a.Helper()
	for range 20 {
		if now := a.fleet().Formation(app.ID); now.Settled() {
			return now
		}
		a.Advance(30 * time.Second)
	}
	a.Fatalf("%s does not settle: %+v", app.Name, a.fleet().Formation(app.ID).Processes)
	return nil
}

func formationsAreScaled(a *asking) {
	app := a.form()
	if app == nil {
		return
	}
	was := a.web(app)
	receipt := a.apply(model.ScaleProcess{App: app.ID, Process: model.WebType, Delta: 2})
	if got := a.fleet().Formation(app.ID); got.Revision != app.Revision+1 || a.web(app).Quantity != was.Quantity+2 {
		a.Errorf("what is wanted is %+v", got)
	}
	now := a.settles(app)
	if p, _ := now.Process(model.WebType); p.Ready(now.Release) != was.Quantity+2 {
		a.Errorf("there are %d dynos", p.Ready(now.Release))
	}
	if o := a.fleet().Operation(receipt.Operations[0]); o == nil || o.State != model.OpDone || o.Target != app.ID || len(o.Undo) == 0 {
		a.Errorf("the operation is %+v", o)
	}
	if a.Backend.Abilities().Ledger != nil {
		a.ledgerIsRight()
	}
	a.apply(model.ScaleProcess{App: app.ID, Process: model.WebType, Delta: -2})
	now = a.settles(app)
	if p, _ := now.Process(model.WebType); len(p.Dynos) != was.Quantity {
		a.Errorf("there are %d dynos left", len(p.Dynos))
	}
	if a.Backend.Abilities().Ledger != nil {
		a.ledgerIsRight()
	}
}

func formationsAreStale(a *asking) {
	app := a.form()
	if app == nil {
		return
	}
	late := a.request(model.ScaleProcess{App: app.ID, Process: model.WebType, Delta: 1})
	a.apply(model.ScaleProcess{App: app.ID, Process: model.WebType, Delta: 1})
	_, err := a.Backend.Apply(a.ctx(), late)
	var stale *backend.Stale
	if !errors.As(err, &stale) || stale.Target != app.ID || stale.Name != app.Name {
		a.Errorf("it says %v", err)
	}
}

func formationsAreCancelled(a *asking) {
	app := a.form()
	if app == nil {
		return
	}
	was := a.web(app)
	receipt := a.apply(model.ScaleProcess{App: app.ID, Process: model.WebType, Delta: 2})
	if _, err := a.Backend.Cancel(a.ctx(), a.actor(), receipt.Operations[0]); err != nil {
		a.Fatal(err)
	}
	a.settles(app)
	if p := a.web(app); p.Quantity != was.Quantity || len(p.Dynos) != was.Quantity {
		a.Errorf("there are %d dynos, %d wanted", len(p.Dynos), p.Quantity)
	}
}

func newerFormationsSupersede(a *asking) {
	app := a.form()
	if app == nil {
		return
	}
	was := a.web(app)
	first := a.apply(model.ScaleProcess{App: app.ID, Process: model.WebType, Delta: 3})
	a.Advance(5 * time.Second)
	a.apply(model.ScaleProcess{App: app.ID, Process: model.WebType, Delta: -2})
	a.settles(app)
	if p := a.web(app); p.Quantity != was.Quantity+1 {
		a.Errorf("%d dynos are wanted", p.Quantity)
	}
	if o := a.fleet().Operation(first.Operations[0]); o == nil || o.State != model.OpSuperseded {
		a.Errorf("the older one is %+v", o)
	}
}

func appsRestartTheirDynos(a *asking) {
	app := a.form()
	if app == nil {
		return
	}
	release := app.Release
	cluster := a.fleet().Clusters[0]
	a.apply(model.Attach{Cluster: cluster.ID, Pool: model.LeaderName, App: app.Name, Name: "SPARE"})
	for range 20 {
		a.Advance(30 * time.Second)
		now := a.fleet().Formation(app.ID)
		if now.Release > release && now.Settled() {
			return
		}
	}
	a.Errorf("after a new config var the app is %+v", a.fleet().Formation(app.ID))
}

func nobodyIsTheAutoscaler(a *asking) {
	app := a.autoscalable()
	if app == nil {
		return
	}
	a.apply(model.SetAutoscale{App: app.ID, Process: model.WebType, Autoscale: model.Autoscale{P95: time.Second, Min: 1, Max: 5}})
	r := a.request(model.ScaleProcess{App: app.ID, Process: model.WebType, Quantity: a.web(app).Quantity + 1, Auto: true})
	_, err := a.Backend.Apply(a.ctx(), r)
	if invalid := (*model.Invalid)(nil); !errors.As(err, &invalid) {
		a.Errorf("it says %v", err)
	}
}

// An autoscaler whose target is kept with fewer dynos takes them away, one at a
// time, and says why in words.
func autoscalersExplainThemselves(a *asking) {
	app := a.autoscalable()
	if app == nil || a.Backend.Abilities().Autoscalers == nil {
		return
	}
	begin := a.fleet().At
	a.apply(model.SetAutoscale{App: app.ID, Process: model.WebType, Autoscale: model.Autoscale{P95: time.Hour, Min: 1, Max: 9}})
	for range 60 {
		before := a.web(app).Quantity
		a.Advance(time.Minute)
		if p := a.web(app); p.Quantity < 1 || p.Quantity > 9 || p.Quantity < before-1 || p.Quantity > before+1 {
			a.Errorf("from %d dynos to %d in a minute", before, p.Quantity)
		}
	}
	ability := a.Backend.Abilities().Autoscalers
	decisions, err := ability.Decisions(a.ctx(), app.ID, model.WebType, begin, a.fleet().At)
	if err != nil || len(decisions) == 0 {
		a.Fatalf("it has decided %d times: %v", len(decisions), err)
	}
	steps := 0
	for _, d := range decisions {
		if text := strings.Join(d.Reasons(), ""); text == "" || d.Until.Before(d.At) {
			a.Errorf("%+v is not explained", d)
		}
		if d.Acts() {
			steps++
		}
	}
	samples, err := ability.Samples(a.ctx(), app.ID, model.WebType, begin, a.fleet().At)
	if err != nil || len(samples) < 60 {
		a.Errorf("of an hour there are %d samples: %v", len(samples), err)
	}
	entries, err := a.Backend.Journal(a.ctx(), backend.Query{Actor: backend.Autoscaler})
	if err != nil {
		a.Fatal(err)
	}
	accepted := 0
	for _, e := range entries {
		if e.Kind == model.EntryAccepted {
			accepted++
		}
	}
	if accepted != steps || steps == 0 {
		a.Errorf("it stepped %d times, and the journal has %d", steps, accepted)
	}
}
