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
				c := p.Fleet().Clusters[n*7%10_000]
				_, err := p.Apply(b.Context(), backend.Request{
					Key: fmt.Sprint(n), Actor: ada(), Base: map[model.ID]model.Revision{c.ID: c.Revision},
					Changes:      model.Changes{model.SetCount{Cluster: c.ID, Pool: c.Followers[0].Name, Count: c.Followers[0].Count%3 + 1}},
					Acknowledged: []model.RiskKind{model.HALost},
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
		c := p.Fleet().Clusters[n*97]
		_, err := p.Apply(b.Context(), backend.Request{
			Key: fmt.Sprint(n), Actor: ada(), Base: map[model.ID]model.Revision{c.ID: c.Revision},
			Changes: model.Changes{model.SetCount{Cluster: c.ID, Pool: c.Followers[0].Name, Count: 9}},
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
