package traffic

import (
	"math"
	"time"

	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// Timeout is when the router gives a request up: an H12.
// https://devcenter.heroku.com/articles/request-timeout
const Timeout = 30 * time.Second

// How a dyno serves. Heroku says what a size computes, but not what runs on
// it.
const (
	workerCompute = 1.5 // of a size's compute, for each worker of a dyno
	leastWorkers  = 2
	fixedPart     = 0.5  // of what a request takes; the rest varies, exponentially
	fullPool      = 0.95 // a pool's load beyond which its queries take no longer
	fullDyno      = 0.97 // a dyno's load beyond which the queue tells how long it takes
	deepest       = 25   // seconds of work that wait for dynos; what comes beyond is an H11
	measureNoise  = 1.0  // ÷ √ of a minute's requests, of a response time
)

// Situation is what serves an app in a minute.
type Situation struct {
	Dynos   int // that are up
	Size    model.Size
	Pool    float64 // the load of the attached pool, 0 to 1
	Queue   float64 // what waited at the end of the minute before
	Spikes  []Spike
	Failing float64 // the part of the requests that fail whatever the load, 0 to 1
}

// Web is what a minute's metrics say of the web dynos; at is its end. The
// sample's Queue belongs into the next minute's Situation.
func (a App) Web(at time.Time, s Situation) autoscale.Sample {
	rate := a.Requests(at, s.Spikes)
	seen := autoscale.Sample{
		At: at, Size: s.Size.Name, Dynos: s.Dynos, Throughput: round(rate, 100), Pool: round(s.Pool, 1000),
	}
	if s.Dynos <= 0 {
		if rate > 0 {
			seen.Errors = 1 // an H14: nobody is there
		}
		return seen
	}
	q := a.queue(at, s)
	capacity := float64(s.Dynos) * q.capacity()
	served, left, dropped := flow(rate, capacity, s.Queue, deepest)
	q.rate = math.Min(rate, fullDyno*capacity) / float64(s.Dynos)
	q.erlang()
	wait := math.Max(s.Queue, left) / capacity
	if rate > 0 {
		noise := 1 + a.Noise*measureNoise*a.wave(drawMeasure, at)/math.Sqrt(rate*Minute.Seconds()+1)
		seen.P50 = response(noise, wait, q.quantile(0.5))
		seen.P95 = response(noise, wait, q.quantile(0.95))
		late := q.beyond(math.Max(0, Timeout.Seconds()-wait))
		lost := math.Min(1, dropped/(rate*Minute.Seconds()))
		seen.Errors = round(1-(1-lost)*(1-late)*(1-s.Failing), 1000)
	}
	seen.Load, seen.Queue = round(served/capacity, 1000), math.Round(left)
	return seen
}

// Past is what was measured minute by minute, after one instant and up to
// another, with the same dynos all the time.
func (a App) Past(from, to time.Time, s Situation) []autoscale.Sample {
	var seen []autoscale.Sample
	for at := from.Truncate(Minute).Add(Minute); !at.After(to); at = at.Add(Minute) {
		seen = append(seen, a.Web(at, s))
		s.Queue = seen[len(seen)-1].Queue
	}
	return seen
}

// Capacity is how many requests a second one dyno does when it is always busy.
func (a App) Capacity(s Situation) float64 {
	a.Noise = 0
	return a.queue(time.Time{}, s).capacity()
}

// flow is what becomes of a minute's arrivals at a rate, with a capacity and
// what has been waiting: how many a second are served, how many wait at the
// end, and how many were turned away because so much was waiting.
func flow(rate, capacity, queue, deepest float64) (served, left, dropped float64) {
	seconds := Minute.Seconds()
	left = math.Max(0, queue+(rate-capacity)*seconds)
	if most := deepest * capacity; left > most {
		left, dropped = most, left-most
	}
	return math.Max(0, rate+(queue-left-dropped)/seconds), left, dropped
}

// response is a response time as the router measures it: in milliseconds, and
// never longer than it waits.
func response(noise, wait, seconds float64) time.Duration {
	ms := math.Round(1000 * (wait + noise*seconds))
	return min(Timeout, time.Duration(ms)*time.Millisecond)
}

func round(x, parts float64) float64 { return math.Round(x*parts) / parts }

// workers is how many requests a dyno serves at the same time.
func workers(size model.Size) int {
	return max(leastWorkers, int(math.Round(float64(size.ComputeMost)/workerCompute)))
}

// speed is what a dyno's workers have of their machine: all of it, or what the
// neighbours leave. Those are quiet most of the time.
func (a App) speed(at time.Time, size model.Size) float64 {
	if !size.Family.Shared() {
		return 1
	}
	loud := a.draw(drawNeighbours, at.Unix()/int64(neighboursStep.Seconds()))
	if a.Noise == 0 {
		loud = 0.5
	}
	least := float64(size.ComputeLeast) / float64(max(1, size.ComputeMost))
	return 1 - (1-least)*loud*loud*loud
}
