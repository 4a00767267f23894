package tui

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/backend/sim"
	"pooldeck/model"
)

// bench is a console that has taken a fleet of n clusters in.
func bench(b *testing.B, n int) (Console, *model.Fleet) {
	b.Helper()
	f, _ := sim.Fleet(7, n)
	f = f.Indexed()
	c := New(b.Context(), Options{Backend: demoPlane(b), Catalog: catalog(b), Actor: backend.Actor{Role: backend.Admin}})
	c.able.Metrics, c.able.Ledger = nil, nil
	next, _ := c.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	next, _ = next.Update(fleetArrived{fleet: f})
	return next.(Console), f
}

// A key press and the screen after it: the size of the fleet must not matter.
func BenchmarkKeyAndView(b *testing.B) {
	for name, keys := range map[string][]string{
		"move":   {"down", "down", "down", "up", "up", "up"},
		"far":    {"G", "g"},
		"fold":   {"down", "right", "left", "up"},
		"pick":   {"down", "s", "down", "up", "esc", "up"},
		"filter": {"/", "9", "9", "backspace", "backspace", "esc"},
		"sort":   {"o", "o", "o", "o"},
	} {
		for _, n := range []int{3, 10_000} {
			b.Run(fmt.Sprintf("%s/%d-clusters", name, n), func(b *testing.B) {
				c, _ := bench(b, n)
				var m tea.Model = c
				msgs := make([]tea.Msg, len(keys))
				for i, k := range keys {
					msgs[i] = keyOf(k)
				}
				for i := 0; b.Loop(); i++ {
					m, _ = m.Update(msgs[i%len(msgs)])
					_ = m.View()
				}
			})
		}
	}
}

// The screen alone, with one row that has changed.
func BenchmarkView(b *testing.B) {
	c, _ := bench(b, 10_000)
	var m tea.Model = c
	for b.Loop() {
		_ = m.View()
	}
}

// A new fleet of which one cluster has changed, and one of the next minute.
func BenchmarkFleetArrives(b *testing.B) {
	c, f := bench(b, 10_000)
	changed := *f.Clusters[7]
	changed.Revision++
	later := *f
	later.At = later.At.Add(time.Minute)
	for name, next := range map[string]*model.Fleet{"cluster": f.With(&changed), "minute": &later} {
		b.Run(name, func(b *testing.B) {
			fleets := [2]*model.Fleet{next, f}
			var m tea.Model = c
			for i := 0; b.Loop(); i++ {
				m, _ = m.Update(fleetArrived{fleet: fleets[i%2]})
			}
		})
	}
}
