package tui

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
)

// many is a fleet of n clusters, ten in an app, all settled.
func many(n int) *model.Fleet {
	at := time.Date(2026, time.June, 12, 14, 3, 0, 0, time.UTC)
	f := &model.Fleet{At: at}
	for i := range n {
		if i%10 == 0 {
			f.Apps = append(f.Apps, &model.App{ID: model.ID(fmt.Sprintf("app-%05d", i/10)), Name: fmt.Sprintf("app-%05d", i/10)})
		}
		id := model.ID(fmt.Sprintf("%08x-cluster", i*2654435761))
		instance := func(pool, n int, role model.Role, level string) model.Instance {
			return model.Instance{ID: model.ID(fmt.Sprintf("i%d.%d.%d", i, pool, n)), Role: role, Level: level, Phase: model.Up, Since: at}
		}
		f.Clusters = append(f.Clusters, &model.Cluster{
			ID: id, Name: fmt.Sprintf("postgresql-bench-%05d", i), App: f.Apps[i/10].Name, Version: "17.5", Created: at,
			Storage: model.Storage{Bytes: 29_000_000_000, At: at},
			Leader: model.Pool{ID: id + "/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2, Instances: []model.Instance{
				instance(1, 1, model.RoleLeader, "4G-Performance"), instance(1, 2, model.RoleStandby, "4G-Performance"),
			}},
			Followers: []model.Pool{{ID: id + "/2", Name: "analytics", Level: "16G-Performance", Count: 1, Instances: []model.Instance{
				instance(2, 1, model.RoleFollower, "16G-Performance"),
			}}},
		})
	}
	return f
}

// bench is a console that has taken a fleet of n clusters in.
func bench(b *testing.B, n int) (Console, *model.Fleet) {
	b.Helper()
	f := many(n)
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

// A new fleet of which one cluster has changed.
func BenchmarkFleetArrives(b *testing.B) {
	c, f := bench(b, 10_000)
	changed := *f.Clusters[7]
	changed.Revision++
	fleets := [2]*model.Fleet{f.With(&changed), f}
	var m tea.Model = c
	for i := 0; b.Loop(); i++ {
		m, _ = m.Update(fleetArrived{fleet: fleets[i%2]})
	}
}
