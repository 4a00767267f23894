package traffic

import "time"

// Cause is what bounds response times however many dynos there are.
type Cause string

// The causes.
const (
	ByPool Cause = "the attached pool"
	ByLong Cause = "long requests"
	BySize Cause = "the dyno size" // what a request computes
)

// poolMatters is by how much more a pool's load must raise the p95 of an idle
// dyno to be what bounds it.
const poolMatters = 1.25

// Bound is the p95 that no number of dynos goes below, and why.
type Bound struct {
	P95 time.Duration
	By  Cause
}

// Bound is the p95 of dynos that are idle.
func (a App) Bound(at time.Time, s Situation) Bound {
	q := a.queue(at, s)
	b := Bound{response(1, 0, q.quantile(0.95)), BySize}
	s.Pool = 0
	free := a.queue(at, s)
	switch {
	case q.quantile(0.95) > poolMatters*free.quantile(0.95):
		b.By = ByPool
	case a.Long >= 0.05:
		b.By = ByLong
	}
	return b
}
