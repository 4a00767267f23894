package main

import (
	"time"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// simulation is how much time of clusters the control plane and the simulator
// get through in a second of processor time, in memory.
func simulation(bench) ([]line, error) {
	var lines []line
	for _, s := range []struct {
		what     string
		clusters int
		hours    int
	}{
		{"cluster-hours a second: 3 clusters, one always at work", 3, 24 * 30},
		{"cluster-hours a second: 1,000 clusters, one always at work", 1000, 24},
	} {
		best := 0.0
		for range 3 {
			rate, err := hours(s.clusters, s.hours)
			if err != nil {
				return nil, err
			}
			best = max(best, rate)
		}
		lines = append(lines, line{what: s.what, unit: perSecond, figure: best, floor: noFloor, limit: 1000, at: atLeast})
	}
	return lines, nil
}

// hours lets time pass minute by minute while a pool changes its count all
// the time.
func hours(clusters, n int) (float64, error) {
	p, catalog, err := plane(store.NewMemory(), clusters)
	if err != nil {
		return 0, err
	}
	defer p.Close()
	c := p.Fleet().Named(grown)
	began := processor()
	for minute := range n * 60 {
		if minute%60 == 0 {
			count := 1 + minute/60%2
			if err := apply(p, catalog, model.SetCount{Cluster: c.ID, Pool: c.Followers[0].Name, Count: 1 + count%2 + 1}); err != nil {
				return 0, err
			}
		}
		if err := p.Advance(p.Now().Add(time.Minute)); err != nil {
			return 0, err
		}
	}
	return float64(clusters*n) / (processor() - began).Seconds(), nil
}
