package main

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
	"pooldeck/tui"
)

// seed is the demo's.
const seed = 7

// desk is a console without a terminal, in front of a plane in memory.
type desk struct {
	plane   *control.Plane
	catalog pricing.Catalog
	console tea.Model
	inbox   chan tea.Msg
	taken   []tea.Msg // since this was looked at last
	end     context.CancelFunc
}

// open makes a plane of so many clusters and sits a console down in front.
func open(clusters int, s size) (*desk, error) {
	plane, catalog, err := plane(store.NewMemory(), clusters)
	if err != nil {
		return nil, err
	}
	ctx, end := context.WithCancel(context.Background())
	d := &desk{plane: plane, catalog: catalog, inbox: make(chan tea.Msg, 64), end: end}
	d.console = tui.New(ctx, tui.Options{
		Backend: plane, Catalog: catalog, Actor: backend.Actor{Name: "bench", Role: backend.Admin}, Session: "bench", Seed: seed,
		Manners: tui.Manners{Theme: tui.Auto, Mouse: true},
	})
	d.run(d.console.Init())
	d.take(tea.WindowSizeMsg{Width: s.columns, Height: s.rows})
	d.settle()
	return d, nil
}

// plane is a control plane over the simulator on a new fleet, or on the one
// that is in the store.
func plane(s store.Store, clusters int) (*control.Plane, pricing.Catalog, error) {
	catalog, err := pricing.Embedded()
	if err != nil {
		return nil, catalog, err
	}
	fleet, ledger := sim.Fleet(seed, clusters)
	if err := s.Create(fleet, ledger, seed); err != nil {
		return nil, catalog, err
	}
	var p *control.Plane
	interruption := sim.Interruption()
	p, err = control.Open(s, sim.New(seed), catalog, control.Options{
		Metrics:      sim.NewMetrics(seed, catalog.Specs, func() sim.Watched { return p }),
		Interruption: &interruption, Simulated: true,
	})
	return p, catalog, err
}

func (d *desk) close() error {
	d.end()
	return d.plane.Close()
}

func (d *desk) run(cmd tea.Cmd) {
	if cmd != nil {
		go func() { d.inbox <- cmd() }()
	}
}

func (d *desk) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
	default:
		d.taken = append(d.taken, msg)
		next, cmd := d.console.Update(msg)
		d.console = next
		d.run(cmd)
	}
}

// settle takes in what comes until nothing comes for a while.
func (d *desk) settle() {
	const while = 200 * time.Millisecond
	for {
		select {
		case msg := <-d.inbox:
			d.take(msg)
		case <-time.After(while):
			return
		}
	}
}

// pressed is the press of a key.
func pressed(name string) tea.KeyPressMsg {
	switch name {
	case "esc":
		return tea.KeyPressMsg{Code: tea.KeyEscape}
	case "enter":
		return tea.KeyPressMsg{Code: tea.KeyEnter}
	case "backspace":
		return tea.KeyPressMsg{Code: tea.KeyBackspace}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

func (d *desk) press(names ...string) {
	for _, name := range names {
		d.take(pressed(name))
	}
	d.settle()
}

// text is what the console shows.
func (d *desk) text() string { return d.console.View().Content }

// change applies a change of a cluster.
func (d *desk) change(change model.Change) error { return apply(d.plane, d.catalog, change) }

func apply(p *control.Plane, catalog pricing.Catalog, change model.Change) error {
	plan, err := model.NewPlan(p.Fleet(), catalog.Specs, change)
	if err != nil {
		return err
	}
	all := []model.RiskKind{
		model.LevelLowered, model.ClientsStranded, model.HALost, model.WritesInterrupted, model.AppRestarts, model.PriceUnknown,
	}
	_, err = p.Apply(context.Background(), backend.Request{
		Key: change.String() + p.Now().String(), Actor: backend.Actor{Name: "bench", Role: backend.Operator},
		Changes: plan.Changes, Base: plan.Base(), Acknowledged: all,
	})
	return err
}
