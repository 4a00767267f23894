package traffic

import (
	"time"
)

// How a spike that somebody makes goes.
const (
	spikeFor   = 40 * time.Minute
	spikeSteep = 8 * time.Minute
	// spikeLeast and spikeMost are percent of the usual traffic.
	spikeLeast, spikeMost = 180, 240
)

// Spike is a time with Factor times the traffic. It comes and goes evenly
// within Steep.
type Spike struct {
	From, To time.Time
	Steep    time.Duration
	Factor   float64
}

// NewSpike is a spike that begins at an instant; how high it is depends on the
// app and the instant.
func (a App) NewSpike(from time.Time) Spike {
	percent := spikeLeast + int64(a.draw(drawSpike, from.Unix())*(spikeMost-spikeLeast+1))
	return Spike{From: from, To: from.Add(spikeFor), Steep: spikeSteep, Factor: float64(percent) / 100}
}

// factor is by how much the spike multiplies the traffic at an instant.
func (s Spike) factor(at time.Time) float64 {
	if !at.After(s.From) || !at.Before(s.To) {
		return 1
	}
	part := 1.0
	if s.Steep > 0 {
		part = min(1, float64(at.Sub(s.From))/float64(s.Steep), float64(s.To.Sub(at))/float64(s.Steep))
	}
	return 1 + (s.Factor-1)*part
}
