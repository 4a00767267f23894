package autoscale

import (
	"math"
	"time"

	"pooldeck/model"
)

// survey is what the samples and steps of a question come to.
type survey struct {
	inputs  Inputs
	size    string // of the dynos
	curve   curve
	newest  Sample
	middle  Sample   // of the last minutes, by its p95
	proof   []Sample // of the minutes that prove a step down, oldest first
	recent  int      // samples of the last minutes
	queued  bool     // in one of them, or just before
	stepped bool
	step    Decision // the last one
}

func (q Question) survey() survey {
	s := survey{size: q.Size, inputs: Inputs{Target: q.Rule.P95, Min: q.Rule.Min, Max: q.Rule.Max}}
	for i := len(q.Last) - 1; i >= 0 && !s.stepped; i-- {
		if d := q.Last[i]; d.Step() && d.Shadow == q.Rule.Shadow {
			s.stepped, s.step, s.inputs.Since = true, d, d.At
		}
	}
	h := q.History[:after(q.History, q.Now)]
	hour := h[after(h, q.Now.Add(-learning)):]
	s.recent = len(hour) - after(hour, q.Now.Add(-present))
	s.proof = hour[after(hour, q.Now.Add(-proving)):]
	s.queued = queued(hour[max(0, len(hour)-s.recent-1):])
	about := 1.0 // any pool is as good as one that nobody measured
	if s.recent > 0 {
		s.now(hour[len(hour)-s.recent:])
		about = samePool
	}
	s.curve = fit(hour, q.Size, s.newest.Pool, about)
	s.inputs.Samples, s.inputs.Capacity, s.inputs.Steep = len(hour), s.curve.capacity, s.curve.steep
	return s
}

// after is where samples begin that were taken after an instant. The last ones
// are what is looked for, so that it goes back from the end in longer and
// longer steps.
func after(samples []Sample, at time.Time) int {
	low, high := 0, len(samples)
	for step := 1; high > 0; step *= 2 {
		if low = max(0, high-step); !samples[low].At.After(at) {
			low++
			break
		}
		high = low
	}
	for low < high {
		middle := (low + high) / 2
		if samples[middle].At.After(at) {
			high = middle
		} else {
			low = middle + 1
		}
	}
	return low
}

// now sums up the last minutes.
func (s *survey) now(last []Sample) {
	s.newest = last[len(last)-1]
	for _, m := range last {
		s.inputs.Throughput += m.Throughput / float64(len(last))
	}
	s.middle = middle(last)
	s.inputs.P95, s.inputs.Load = s.middle.P95, s.middle.Load
	s.inputs.Errors, s.inputs.Pool, s.inputs.Up = s.newest.Errors, s.newest.Pool, s.newest.Dynos
}

// middle is the sample with the middle p95; of two, the lower one.
func middle(last []Sample) Sample {
	best := last[0]
	for _, m := range last {
		below, level := 0, 0
		for _, other := range last {
			switch {
			case other.P95 < m.P95:
				below++
			case other.P95 == m.P95:
				level++
			}
		}
		if at := (len(last) - 1) / 2; below <= at && at < below+level {
			best = m
		}
	}
	return best
}

// predict is the p95 and the load of n dynos with a sample's requests, times as
// many. It is not ok where nothing tells; the p95 is 0 where they would not
// keep up.
func (s *survey) predict(m *Sample, n int, times float64) (p95 time.Duration, load float64, ok bool) {
	if n <= 0 || s.curve.capacity == 0 {
		return 0, 0, false
	}
	load = times * m.Throughput / (float64(n) * s.curve.capacity)
	if !m.overloaded() && m.Load > 0 {
		load = times * m.Load * float64(m.Dynos) / float64(n)
	}
	switch {
	case load >= fullLoad:
		return 0, load, true
	case m.overloaded() || m.Load == 0:
		return s.curve.at(load), load, true
	}
	return s.curve.moved(m.P95, m.Load, load).Round(time.Millisecond), load, true
}

// worst is the highest p95 and load that are predicted for n dynos with a little
// more than the requests of the minutes that prove it; of the p95s the last but
// one, since one may be chance. Measured is how many samples there are.
func (s *survey) worst(n int) (p95 time.Duration, load float64, measured int) {
	var first, second time.Duration
	for i := range s.proof {
		if s.proof[i].Size != s.size {
			continue // the dynos have been resized since
		}
		p, l, ok := s.predict(&s.proof[i], n, room)
		measured++
		switch {
		case !ok:
			return 0, 0, 0
		case p == 0:
			return 0, l, measured
		}
		load = math.Max(load, l)
		if p > first {
			p, first = first, p
		}
		second = max(second, p)
	}
	return second, load, measured
}

// best is the least p95 that n dynos could have for all that is known, and
// with 0 that any number could. It is not ok while requests queue up, nor
// until those that did are served.
func (s *survey) best(n int) (time.Duration, bool) {
	m := s.middle
	if s.queued || m.Load == 0 {
		return 0, false
	}
	load := 0.0
	if n > 0 {
		load = m.Load * float64(m.Dynos) / float64(n)
	}
	hard := curve{steep: s.curve.hard}
	return hard.moved(m.P95, m.Load, load).Round(time.Millisecond), true
}

// within is the least number of dynos that is predicted to be within the
// target; 0 for none.
func (s *survey) within(rule model.Autoscale) int {
	for n := rule.Min; n <= rule.Max; n++ {
		if p95, _, ok := s.predict(&s.newest, n, 1); ok && p95 > 0 && p95 <= rule.P95 {
			return n
		}
	}
	return 0
}

// How causes show: in a pool's load, and in how far the slowest requests are
// from the usual ones.
const (
	poolBusy  = 0.7
	longTimes = 4
)

func (s *survey) cause() Cause { return cause(s.newest) }

func cause(s Sample) Cause {
	switch {
	case s.Pool >= poolBusy:
		return ByPool
	case s.P50 > 0 && s.P95 >= longTimes*s.P50:
		return ByLong
	}
	return BySize
}
