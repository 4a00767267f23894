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

// speed is such that an operation lasts longer than the measurement.
const speed = 5

// demo is a control plane on the demo fleet, which stands still.
func demo() (*control.Plane, pricing.Catalog, error) {
	const seed = 7
	catalog, err := pricing.Embedded()
	if err != nil {
		return nil, catalog, err
	}
	s := store.NewMemory()
	if err := s.Create(sim.Demo(seed), sim.DemoSpans(seed), seed); err != nil {
		return nil, catalog, err
	}
	var plane *control.Plane
	interruption := sim.Interruption()
	plane, err = control.Open(s, sim.New(seed), catalog, control.Options{
		Metrics:      sim.NewMetrics(seed, catalog.Specs, func() sim.Watched { return plane }),
		Interruption: &interruption, Simulated: true,
	})
	return plane, catalog, err
}

// grow begins an operation: three instances in place of one.
func grow(plane *control.Plane, catalog pricing.Catalog) error {
	f := plane.Fleet()
	for _, c := range f.Clusters {
		if c.Name != "postgresql-octagonal-30518" {
			continue
		}
		plan, err := model.NewPlan(f, catalog.Specs, model.SetCount{Cluster: c.ID, Pool: "search", Count: 3})
		if err != nil {
			return err
		}
		_, err = plane.Apply(context.Background(), backend.Request{
			Key: "bench", Actor: backend.Actor{Name: "bench", Role: backend.Operator},
			Changes: plan.Changes, Base: plan.Base(), Acknowledged: model.Kinds(plan.Risks),
		})
		return err
	}
	return nil
}

// film is what a console shows: at rest, with the cursor on the first row and
// on the second, and from change to change while the operation runs.
type film struct {
	rest    [2]string
	changes []string
}

// record runs a console without a terminal and keeps what it shows.
func record() (film, error) {
	plane, catalog, err := demo()
	if err != nil {
		return film{}, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	shown := make(chan string, 1)
	p := tea.NewProgram(
		camera{tui.New(ctx, tui.Options{Backend: plane, Catalog: catalog, Actor: backend.Actor{Name: "bench", Role: backend.Admin}, Session: "film"}), shown},
		tea.WithInput(nil), tea.WithoutRenderer(), tea.WithoutSignalHandler(), tea.WithWindowSize(columns, rows),
	)
	over := make(chan error, 1)
	go func() { _, err := p.Run(); over <- err }()
	var f film
	f.rest[0] = settled(shown)
	p.Send(tea.KeyPressMsg{Code: 'j', Text: "j"})
	f.rest[1] = settled(shown)
	p.Send(tea.KeyPressMsg{Code: 'k', Text: "k"})
	settled(shown)
	if err := grow(plane, catalog); err != nil {
		return film{}, err
	}
	for range int((warmFor+changingFor).Seconds()+1) * rate {
		if err := plane.Advance(plane.Now().Add(speed * time.Second / rate)); err != nil {
			return film{}, err
		}
		f.changes = append(f.changes, settled(shown))
	}
	p.Quit()
	return f, <-over
}

// settled is what is shown once it stays the same for a moment.
func settled(shown <-chan string) string {
	last := ""
	for {
		select {
		case last = <-shown:
		case <-time.After(40 * time.Millisecond):
			if last != "" {
				return last
			}
		}
	}
}

// camera keeps the newest view of a console.
type camera struct {
	tea.Model
	shown chan string
}

func (c camera) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := c.Model.Update(msg)
	select {
	case <-c.shown:
	default:
	}
	c.shown <- next.View().Content
	return camera{next, c.shown}, cmd
}
