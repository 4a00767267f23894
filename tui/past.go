package tui

import (
	"fmt"
	"slices"
	"time"

	"pooldeck/model"
)

// past is what was measured lately of the pools and process types that were on
// the screen, the oldest first. It is kept by the console: a backend may have no history.
type past map[model.ID][]point

// point is one measurement of a pool or a process type.
type point struct {
	at          time.Time
	connections int
	lag         time.Duration
	p95         time.Duration
	waiting     int
}

// How much of the past is kept, and how often it is measured.
const (
	pastPoints = 30
	pastStep   = time.Minute
)

// with adds a sample. The past that others hold does not change.
func (p past) with(m model.Sample, clusters []*model.Cluster) past {
	next := make(past, len(p))
	for id, points := range p {
		if age := m.At.Sub(points[len(points)-1].at); age < pastPoints*pastStep {
			next[id] = points
		}
	}
	for _, c := range clusters {
		for _, pool := range c.Pools() {
			used, known := m.Connections(pool)
			points := next[pool.ID]
			if !known || len(points) > 0 && m.At.Sub(points[len(points)-1].at) < pastStep {
				continue
			}
			lag, _ := m.Lag(pool)
			from := max(0, len(points)+1-pastPoints)
			next[pool.ID] = append(slices.Clone(points[from:]), point{at: m.At, connections: used, lag: lag})
		}
	}
	for id, seen := range m.Processes {
		points := next[id]
		if len(points) > 0 && m.At.Sub(points[len(points)-1].at) < pastStep {
			continue
		}
		from := max(0, len(points)+1-pastPoints)
		next[id] = append(slices.Clone(points[from:]), point{at: m.At, p95: seen.P95, waiting: int(seen.Queue)})
	}
	return next
}

// latelyServed draws web's response times, or the jobs that waited, over the
// last half hour.
func (s scene) latelyServed(r row) []line {
	points := s.past[r.id]
	const few, room = 5, 20
	if len(points) < few {
		return nil
	}
	var values []int
	for _, at := range points[max(0, len(points)-room):] {
		if r.process.Type == model.WebType {
			values = append(values, int(at.p95/time.Millisecond))
		} else {
			values = append(values, at.waiting)
		}
	}
	text := spark(values) + fmt.Sprintf(" %s to %s wait", number(slices.Min(values)), number(slices.Max(values)))
	if r.process.Type == model.WebType {
		ms := func(n int) string { return lasts(time.Duration(n) * time.Millisecond) }
		text = "p95 " + spark(values) + " " + ms(slices.Min(values)) + " to " + ms(slices.Max(values))
	}
	return []line{{fmt.Sprintf("last %d min", len(values)), text}}
}

// lately draws a pool's connections and lag over the last half hour, with
// their scale and age. There is nothing to see in a few points.
func (s scene) lately(p model.Pool) []line {
	points := s.past[p.ID]
	const few = 5
	if len(points) < few {
		return nil
	}
	var connections, lags []int
	least, most, worst := points[0].connections, 0, time.Duration(0)
	for _, at := range points {
		connections = append(connections, at.connections)
		lags = append(lags, int(at.lag/time.Millisecond))
		least, most, worst = min(least, at.connections), max(most, at.connections), max(worst, at.lag)
	}
	const room = 12
	text := spark(connections[max(0, len(connections)-room):]) + fmt.Sprintf(" %d to %d", least, most)
	if !p.IsLeader() {
		text += "  lag " + spark(lags[max(0, len(lags)-room):]) + " to " + seconds(worst)
	}
	age := points[len(points)-1].at.Sub(points[0].at)
	return []line{{fmt.Sprintf("last %d min", int(age/time.Minute)), text}}
}

// spark draws numbers as bars between their least and their most, in eight
// heights that can be told apart without colour.
func spark(values []int) string {
	bars := []rune("▁▂▃▄▅▆▇█")
	least, most := slices.Min(values), slices.Max(values)
	line := make([]rune, len(values))
	for i, v := range values {
		height := 0
		if most > least {
			height = (v - least) * (len(bars) - 1) / (most - least)
		}
		line[i] = bars[height]
	}
	return string(line)
}
