package traffic

import (
	"math"
	"time"
)

// queue is one dyno's: requests come to it one by one, as the router sends
// them to dynos at random, and its workers take them in their order. That is
// M/G/c, of which the waiting is approximated after Allen and Cunneen: as in
// M/M/c, by as much longer as what a request takes varies.
type queue struct {
	workers int
	rate    float64 // requests a second
	short   float64 // seconds that a usual request takes
	long    float64 // seconds that a long one takes
	part    float64 // the part of the long ones

	waiting float64 // the part of the requests that has to wait
	decay   float64 // a second: of those, e^(-decay × t) wait longer than t
}

// queue of one dyno in a situation, without requests yet.
func (a App) queue(at time.Time, s Situation) queue {
	short := a.Compute.Seconds()/a.speed(at, s.Size) + a.Query.Seconds()/(1-min(max(s.Pool, 0), fullPool))
	return queue{workers: workers(s.Size), short: short, long: short + a.LongFor.Seconds(), part: a.Long}
}

func (q queue) mean() float64 { return (1-q.part)*q.short + q.part*q.long }

// capacity is how many requests a second the dyno does at most.
func (q queue) capacity() float64 { return float64(q.workers) / q.mean() }

// erlang computes who waits, and how long.
func (q *queue) erlang() {
	mean, offered := q.mean(), q.rate*q.mean()
	blocked := 1.0 // Erlang's B, by its recursion over the workers
	for n := 1; n <= q.workers; n++ {
		blocked = offered * blocked / (float64(n) + offered*blocked)
	}
	load := offered / float64(q.workers)
	q.waiting = blocked / (1 - load*(1-blocked))
	const varied = (1 - fixedPart) * (1 - fixedPart) // the squared variation of one kind of request
	// The mean square over the square of the mean, which is the squared
	// variation and 1; chance is all that arrivals vary by.
	square := (1 + varied) * ((1-q.part)*q.short*q.short + q.part*q.long*q.long) / (mean * mean)
	q.decay = (q.capacity() - q.rate) * 2 / square
}

// beyond is the part of the requests that takes longer than t, the waiting
// included.
func (q *queue) beyond(t float64) float64 {
	late := (1 - q.part) * q.tail(q.short, t)
	if q.part > 0 {
		late += q.part * q.tail(q.long, t)
	}
	return late
}

// tail is the part of one kind of request that takes longer than t. Such a
// request takes a fixed time and an exponential one, and waits an exponential
// one, or not at all.
func (q *queue) tail(mean, t float64) float64 {
	t -= fixedPart * mean
	if t <= 0 {
		return 1
	}
	rate, decay := 1/((1-fixedPart)*mean), q.decay
	if math.Abs(rate-decay) < 1e-6*rate {
		decay *= 1 + 1e-5 // the sum of two equal ones has another form
	}
	serving := math.Exp(-rate * t)
	if q.waiting < 1e-9 {
		return serving
	}
	both := (decay*serving - rate*math.Exp(-decay*t)) / (decay - rate)
	return (1-q.waiting)*serving + q.waiting*both
}

// quantile is what the part p of the requests stays below, in seconds, to a
// few thousandths. The logarithm of the tail is almost
// a line, so that the secant finds it in a few steps; of an end that stays,
// half the height counts, or it would stay for ever.
func (q *queue) quantile(p float64) float64 {
	height := func(t float64) float64 { return math.Log(max(q.beyond(t), 1e-300) / (1 - p)) }
	low, high := 0.0, q.short
	above, below := -math.Log(1-p), height(high)
	for below > 0 {
		if high >= Timeout.Seconds() {
			return Timeout.Seconds()
		}
		low, above = high, below
		high = min(2*high, Timeout.Seconds())
		below = height(high)
	}
	for side := 0; high-low > 0.0001+high*0.001; {
		t := low + (high-low)*above/(above-below)
		h := height(t)
		switch {
		case math.Abs(h) < 0.004:
			return t
		case h > 0:
			if low, above = t, h; side > 0 {
				below /= 2
			}
			side = 1
		default:
			if high, below = t, h; side < 0 {
				above /= 2
			}
			side = -1
		}
	}
	return (low + high) / 2
}
