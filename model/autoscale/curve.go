package autoscale

import (
	"time"
)

// curve is how the p95 depends on how busy the dynos are, as samples show it:
//
//	p95 = idle × (1 + steep × load² ÷ (1 − load))
//
// which is flat for dynos that are half idle and has no end for busy ones, as
// the waiting for one of several servers has. Idle and Steep are fitted to the
// samples by least squares; where the load hardly moved in them they say
// little about Steep, and it stays near what is usual. Capacity is the
// throughput of a dyno by its load.
type curve struct {
	idle     float64 // nanoseconds
	steep    float64
	hard     float64 // as steep as it may be for all that the samples show
	capacity float64 // requests a second of one dyno; 0 where no sample shows it
	samples  int     // that it was fitted to
}

// What is assumed of a curve. Dynos that serve four requests at a time have
// about the usual steepness, those that serve one about one. It is the higher,
// the longer the longest requests take compared with most.
const (
	usualSteep            = 0.25
	leastSteep, mostSteep = 0.02, 8.0
	// usualWeight is the spread, in squares of load² ÷ (1 − load), at which
	// samples count as much as what is usual.
	usualWeight = 0.05
	// hardTimes is how much steeper than fitted, or than usual, it may be.
	hardTimes = 3
	// samePool is how far a pool's load may be from another one to be the same.
	samePool = 0.15
	// fullLoad is from where on a dyno's load says nothing of how long
	// requests wait: they queue up.
	fullLoad = 0.95
)

// strain is what the curve's waiting grows with.
func strain(load float64) float64 {
	load = min(load, fullLoad)
	return load * load / (1 - load)
}

// overloaded is whether requests queued up for lack of dynos.
func (s *Sample) overloaded() bool { return s.Load >= fullLoad || s.Queue > s.Throughput }

// telling is whether the sample shows how the dynos do by themselves.
func (s *Sample) telling(size string) bool {
	return s.Dynos > 0 && s.Throughput > 0 && s.Load > 0 && s.P95 > 0 && s.Errors < failing && !s.overloaded() && s.Size == size
}

// queued is whether requests queued up in one of the samples.
func queued(samples []Sample) bool {
	for i := range samples {
		if samples[i].overloaded() {
			return true
		}
	}
	return false
}

// fit is the curve of the samples with a pool about as busy as one: a pool that
// is slow bends it. What had to be served first of the minute before is not
// the minute's own.
func fit(samples []Sample, size string, pool, about float64) curve {
	var sum sums
	waited := false
	for i := range samples {
		s := &samples[i]
		if !waited && s.telling(size) && s.Pool-pool <= about && pool-s.Pool <= about {
			sum.add(s)
		}
		waited = s.overloaded()
	}
	return sum.curve()
}

// sums are what a curve is fitted by.
type sums struct{ n, v, t, vv, vt, busy, throughput float64 } // t in nanoseconds

func (a *sums) add(s *Sample) {
	v, t := strain(s.Load), float64(s.P95)
	a.n++
	a.v += v
	a.t += t
	a.vv += v * v
	a.vt += v * t
	a.busy += s.Load * float64(s.Dynos)
	a.throughput += s.Throughput
}

func (a sums) curve() curve {
	c := curve{steep: usualSteep, hard: mostSteep, samples: int(a.n)}
	if a.n == 0 {
		return c
	}
	c.capacity = a.throughput / a.busy
	v, t := a.v/a.n, a.t/a.n
	if spread := a.vv - a.n*v*v; spread > 0 {
		slope := (a.vt - a.n*v*t) / spread
		steep := mostSteep
		if idle := t - slope*v; idle > 0 {
			steep = min(max(slope/idle, 0), mostSteep)
		}
		doubt := usualWeight / (spread + usualWeight)
		c.steep = (1-doubt)*steep + doubt*usualSteep
		c.hard = max(hardTimes*c.steep, hardTimes*usualSteep, doubt*mostSteep)
	}
	c.steep = min(max(c.steep, leastSteep), mostSteep)
	c.idle = t / (1 + c.steep*v)
	return c
}

// moved is what a p95 that was measured at a load becomes at another one.
func (c curve) moved(p95 time.Duration, from, to float64) time.Duration {
	return time.Duration(float64(p95) * (1 + c.steep*strain(to)) / (1 + c.steep*strain(from)))
}

// at is the p95 at a load.
func (c curve) at(load float64) time.Duration {
	return time.Duration(c.idle * (1 + c.steep*strain(load))).Round(time.Millisecond)
}
