package control_test

import (
	"fmt"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

// withFollowers is the first cluster from a place on that has a follower pool.
func withFollowers(f *model.Fleet, from int) *model.Cluster {
	for {
		if c := f.Clusters[from%len(f.Clusters)]; len(c.Followers) > 0 {
			return c
		}
		from++
	}
}

func openLarge(b *testing.B, s store.Store) *control.Plane {
	b.Helper()
	f, ledger := sim.Fleet(seed, 10_000)
	if err := s.Create(f, ledger, seed); err != nil {
		b.Fatal(err)
	}
	c, err := pricing.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	p, err := control.Open(s, sim.New(seed), c, control.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return p
}

// A plan, which a picker makes anew at every key.
func BenchmarkPlanAmong10000(b *testing.B) {
	f, _ := sim.Fleet(seed, 10_000)
	f = f.Indexed()
	c, err := pricing.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	last := f.Clusters[len(f.Clusters)-1]
	for name, change := range map[string]model.Change{
		"level":   model.SetLevel{Cluster: last.ID, Pool: model.LeaderName, Level: "1536G-Performance"},
		"destroy": model.DestroyCluster{Cluster: last.ID},
		"attach":  model.Attach{Cluster: last.ID, Pool: model.LeaderName, App: "example-app", Name: "ELSEWHERE"},
		"create":  model.CreateCluster{ID: "c1", Name: "ledgers", App: last.App, Level: "4G-Performance"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := model.NewPlan(f, c.Specs, change); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func onDisk(b *testing.B, dir string) *store.SQLite {
	b.Helper()
	s, err := store.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

func BenchmarkApplyAmong10000(b *testing.B) {
	for name, s := range map[string]func(*testing.B) store.Store{
		"memory": func(*testing.B) store.Store { return store.NewMemory() },
		"disk":   func(b *testing.B) store.Store { return onDisk(b, b.TempDir()) },
	} {
		b.Run(name, func(b *testing.B) {
			p := openLarge(b, s(b))
			n := 0
			for b.Loop() {
				n++
				c := withFollowers(p.Fleet(), n*7)
				_, err := p.Apply(b.Context(), backend.Request{
					Key: fmt.Sprint(n), Actor: ada(), Base: map[model.ID]model.Revision{c.ID: c.Revision},
					Changes:      model.Changes{model.SetCount{Cluster: c.ID, Pool: c.Followers[0].Name, Count: c.Followers[0].Count%3 + 1}},
					Acknowledged: []model.RiskKind{model.HALost, model.PriceUnknown},
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A second of time for a fleet in which a hundred clusters are at work.
func BenchmarkAdvance100Of10000(b *testing.B) {
	p := openLarge(b, store.NewMemory())
	for n := range 100 {
		c := withFollowers(p.Fleet(), n*97)
		_, err := p.Apply(b.Context(), backend.Request{
			Key: fmt.Sprint(n), Actor: ada(), Base: map[model.ID]model.Revision{c.ID: c.Revision},
			Changes:      model.Changes{model.SetCount{Cluster: c.ID, Pool: c.Followers[0].Name, Count: c.Followers[0].Count + 3}},
			Acknowledged: []model.RiskKind{model.PriceUnknown},
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	began, n := p.Now(), 0
	for b.Loop() {
		n++
		if err := p.Advance(began.Add(time.Duration(n) * time.Second)); err != nil {
			b.Fatal(err)
		}
	}
}

// A start on a state of 10,000 clusters: check, read, hand to the driver.
func BenchmarkOpen10000(b *testing.B) {
	dir := b.TempDir()
	s := onDisk(b, dir)
	if err := openLarge(b, s).Close(); err != nil {
		b.Fatal(err)
	}
	c, err := pricing.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		if s, err = store.Open(dir); err != nil {
			b.Fatal(err)
		}
		if _, err = control.Open(s, sim.New(seed), c, control.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
