package main

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// fleets is what it takes to take a new fleet in, and to plan on one.
func fleets(bench) ([]line, error) {
	small, err := open(0, usual())
	if err != nil {
		return nil, err
	}
	defer small.close()
	dirty, err := small.moment()
	if err != nil {
		return nil, err
	}
	big, err := open(many, usual())
	if err != nil {
		return nil, err
	}
	defer big.close()
	arrives, err := big.moment()
	if err != nil {
		return nil, err
	}
	floor := barely(small)
	last := big.console
	lines := []line{
		{what: "an instance gets on: Update and View of the demo fleet", unit: microseconds, figure: turns(small.console, dirty), floor: floor, limit: 50},
		{what: "a fleet of 10,000 arrives, one cluster has changed: Update and View", unit: microseconds, figure: turns(last, arrives), floor: floor, limit: 1000},
	}
	minute, err := big.minute()
	if err != nil {
		return nil, err
	}
	lines = append(lines, line{
		what: "the same at the turn of a simulated minute", unit: microseconds, figure: turns(big.console, minute), floor: floor,
		limiting: "storage grows with time: all clusters are priced anew",
	})
	return append(lines, big.plans()...), nil
}

// grown is a cluster of the demo fleet with a follower pool.
const grown = "postgresql-rectangular-12345"

// moment begins an operation and takes two fleets, a second apart, while an
// instance gets on.
func (d *desk) moment() ([]tea.Msg, error) {
	c := d.plane.Fleet().Named(grown)
	p := c.Followers[0]
	if err := d.change(model.SetCount{Cluster: c.ID, Pool: p.Name, Count: p.Count + 1}); err != nil {
		return nil, err
	}
	for range 120 {
		if restoring(d.plane.Fleet()) {
			return d.twice(time.Second)
		}
		if err := d.pass(5 * time.Second); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("nothing is restored in ten minutes")
}

func restoring(f *model.Fleet) bool {
	for _, p := range f.Named(grown).Followers {
		for _, i := range p.Instances {
			if i.Phase == model.Restoring {
				return true
			}
		}
	}
	return false
}

// minute takes a fleet of one minute and one of the next.
func (d *desk) minute() ([]tea.Msg, error) { return d.twice(time.Minute) }

// twice takes the messages with the fleets of two instants. A message can be
// taken as often as one likes.
func (d *desk) twice(apart time.Duration) ([]tea.Msg, error) {
	var msgs []tea.Msg
	for range 60 {
		d.taken = nil
		if err := d.pass(apart); err != nil {
			return nil, err
		}
		if len(d.taken) > 0 {
			msgs = append(msgs, d.taken[0])
		}
		if len(msgs) == 2 {
			return msgs, nil
		}
	}
	return nil, fmt.Errorf("no fleet comes")
}

func (d *desk) pass(by time.Duration) error {
	err := d.plane.Advance(d.plane.Now().Add(by))
	d.settle()
	return err
}

// plans is what a plan on a large fleet takes.
func (d *desk) plans() []line {
	f := d.plane.Fleet()
	last := f.Clusters[len(f.Clusters)-1]
	var lines []line
	for _, p := range []struct {
		what   string
		change model.Change
	}{
		{"another level", model.SetLevel{Cluster: last.ID, Pool: model.LeaderName, Level: "64G-Performance"}},
		{"a new pool", model.AddPool{Cluster: last.ID, Name: "bench", Level: "4G-Performance", Count: 1}},
		{"a new attachment", model.Attach{Cluster: last.ID, Pool: model.LeaderName, App: f.Apps[0].Name, Name: "BENCH"}},
		{"a new cluster", model.CreateCluster{ID: "bench", Name: "postgresql-bench", App: last.App, Level: "4G-Performance"}},
	} {
		took := least(func(int) { _, _ = model.NewPlan(f, d.catalog.Specs, p.change) })
		lines = append(lines, line{what: "NewPlan on 10,000 clusters: " + p.what, unit: microseconds, figure: took, floor: noFloor, limit: 1000})
	}
	return lines
}
