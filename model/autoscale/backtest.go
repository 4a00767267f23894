package autoscale

import (
	"fmt"
	"math"
	"slices"
	"time"

	"pooldeck/model"
)

// Result is a day as it was, and as it would have been with a rule.
type Result struct {
	Happened, Tried Outcome
	// Estimated says how the response times of another number of dynos were
	// made out, in words: nobody measured them.
	Estimated string
	Decisions []Decision // one for each sample
	Samples   []Sample   // as they would have been
}

// Outcome is what a day comes to.
type Outcome struct {
	Minutes     int // that were measured
	Over        int // of these, over the target, or with nobody to serve
	Steps       int
	Least, Most int // dynos
	Hours       []Hours
}

// OverShare is the part of the minutes over the target.
func (o Outcome) OverShare() float64 {
	if o.Minutes == 0 {
		return 0
	}
	return float64(o.Over) / float64(o.Minutes)
}

// Hours are how long dynos of a size were there, each counted: what they cost
// follows from them.
type Hours struct {
	Size  string
	Dynos float64
}

// patience is how long a request waits until it is given up: Heroku's router
// does that. https://devcenter.heroku.com/articles/request-timeout
const patience = 30 * time.Second

// Backtest replays samples, a minute each and oldest first, with another rule
// on dynos of one size, beginning with as many as there were. A dyno that is
// added serves from the next minute but one: it boots.
//
// What the response times would have been is an estimate: the curve that fits
// the day's samples says by how much each minute's p95 differs at another
// load, and where the dynos would not have kept up, requests queue until they
// are given up.
func Backtest(day []Sample, rule model.Autoscale, size string) Result {
	r := Result{Happened: outcome(day, rule.P95)}
	again := replay{curve: fit(day, size, 0, 1)}
	r.Estimated = again.curve.words()
	if again.curve.capacity == 0 || len(day) == 0 {
		return r
	}
	rule.Shadow = false
	quantity, serving := day[0].Dynos, day[0].Dynos
	var steps []Decision
	r.Samples, r.Decisions = make([]Sample, 0, len(day)), make([]Decision, 0, len(day))
	for _, was := range day {
		r.Samples = append(r.Samples, again.minute(was, serving, size))
		d := Decide(Question{Rule: rule, Size: size, Quantity: quantity, History: r.Samples, Last: steps, Now: was.At})
		r.Decisions = append(r.Decisions, d)
		if d.Step() {
			steps = append(steps, d)
		}
		serving, quantity = min(quantity, d.To), d.To
	}
	r.Tried = outcome(r.Samples, rule.P95)
	return r
}

// words say what the curve rests on.
func (c curve) words() string {
	if c.capacity == 0 {
		return "the samples do not show what a dyno can do: nothing can be estimated"
	}
	return fmt.Sprintf("estimated from %s: a dyno does about %s requests/s; idle, its p95 is about %s, and %s more when 80 %% busy",
		plural(c.samples, "sample"), rate(c.capacity), milliseconds(c.at(0)), percent(c.steep*strain(0.8)))
}

// replay serves the requests of samples with other dynos.
type replay struct {
	curve curve
	queue float64 // requests that wait
	apart bool    // the queue is another one than it was
}

// minute is a sample as it would have been with n dynos.
func (r *replay) minute(was Sample, n int, size string) Sample {
	alike := was.Dynos == n && was.Size == size
	r.apart = !alike || r.apart && (r.queue > 0 || was.Queue > 0)
	if !r.apart {
		r.queue = was.Queue
		return was
	}
	s := was
	s.Size, s.Dynos = size, n
	if was.Throughput == 0 || n == 0 {
		r.queue, s.Load, s.Queue = 0, 0, 0
		return s
	}
	capacity := r.curve.capacity * float64(n)
	if was.telling(size) {
		capacity = was.Throughput / was.Load * float64(n) / float64(was.Dynos)
	}
	begin, arriving, most := r.queue, was.Throughput*time.Minute.Seconds(), patience.Seconds()*capacity
	left := max(0, begin+arriving-capacity*time.Minute.Seconds())
	dropped := max(0, left-most)
	r.queue = left - dropped
	s.Queue = math.Round(r.queue)
	s.Load = min(1, (arriving+begin-left)/(capacity*time.Minute.Seconds()))
	wait := time.Duration(max(begin, r.queue) / capacity * float64(time.Second))
	s.P50, s.P95 = r.served(was, s.Load, size)
	s.P50, s.P95 = waited(s.P50, wait), waited(s.P95, wait)
	if was.overloaded() {
		s.Errors = 0 // those of requests that were given up
	}
	s.Errors = 1 - (1-s.Errors)*(1-dropped/arriving)
	return s
}

// served is how long requests take at another load, once they are served. What
// the minute itself shows counts more than the curve of the day.
func (r *replay) served(was Sample, load float64, size string) (p50, p95 time.Duration) {
	if was.telling(size) {
		return r.curve.moved(was.P50, was.Load, load), r.curve.moved(was.P95, was.Load, load)
	}
	return min(was.P50, r.curve.at(0)), r.curve.at(load)
}

func waited(served, wait time.Duration) time.Duration {
	return min(patience, served+wait).Round(time.Millisecond)
}

func outcome(day []Sample, target time.Duration) Outcome {
	o := Outcome{Minutes: len(day)}
	for i, s := range day {
		if s.P95 > target || s.Dynos == 0 && s.Throughput > 0 {
			o.Over++
		}
		if i == 0 {
			o.Least = s.Dynos
		} else if s.Dynos != day[i-1].Dynos {
			o.Steps++
		}
		o.Least, o.Most = min(o.Least, s.Dynos), max(o.Most, s.Dynos)
		at := slices.IndexFunc(o.Hours, func(h Hours) bool { return h.Size == s.Size })
		if at < 0 {
			at, o.Hours = len(o.Hours), append(o.Hours, Hours{Size: s.Size})
		}
		o.Hours[at].Dynos += float64(s.Dynos) / time.Hour.Minutes()
	}
	return o
}
