package autoscale

import (
	"time"

	"pooldeck/model"
)

// Question is what a decision is made from, and all that it is made from.
type Question struct {
	Rule     model.Autoscale
	Size     string     // of the dynos; samples of another size tell nothing
	Quantity int        // how many dynos are wanted now
	History  []Sample   // oldest first; those of the past hour count
	Last     []Decision // oldest first; the steps of the past day count, others may be left out
	Now      time.Time
}

// The windows and figures of the rules. The hour, the minute and the day are
// Heroku's: https://devcenter.heroku.com/articles/autoscaling
// The rest are assumptions.
const (
	learning = time.Hour       // what is learned from
	spacing  = time.Minute     // between two steps
	quiet    = 24 * time.Hour  // between two notifications
	present  = 3 * time.Minute // of which the middle p95 counts, or which are without requests
	settling = 3 * time.Minute // how long a step up may take to take effect
	proving  = 10 * time.Minute
	proofs   = 9              // samples that there must be in proving
	trying   = 24 * time.Hour // how long a step that was taken back is remembered
	same     = 0.9            // of the throughput at which it was: as many requests
	failing  = 0.2            // the part of the requests that fails
	room     = 1.15           // times the requests that one dyno less must do with,
	margin   = 0.97           // of the target, in which it must
	gain     = 0.03           // of the p95, that more dynos must at least be able to take away
)

// Decide says how many dynos there should be. It steps by one, but into the
// range at once.
func Decide(q Question) Decision {
	s := q.survey()
	d := Decision{At: q.Now, From: q.Quantity, To: q.Quantity, Inputs: s.inputs, Shadow: q.Rule.Shadow}
	d.Rule, d.To = q.decide(&s, &d.Inputs)
	d.Notify = q.Rule.Notify && d.Step() && d.To == q.Rule.Max && d.From < d.To && !q.notified()
	return d
}

func (q Question) decide(s *survey, in *Inputs) (Rule, int) {
	n := q.Quantity
	if to := min(max(n, q.Rule.Min), q.Rule.Max); to != n {
		return RuleRange, to
	}
	switch {
	case s.stepped && q.Now.Sub(s.step.At) < spacing:
		return RuleSpacing, n
	case s.recent == 0:
		return RuleBlind, n
	case s.newest.Errors >= failing:
		return RuleFailing, n
	case s.inputs.Throughput == 0 && n == q.Rule.Min:
		return RuleMin, n
	case s.inputs.Throughput == 0 && s.recent >= int(present/time.Minute):
		return RuleIdle, n - 1
	case s.inputs.Throughput == 0 || s.inputs.P95 == 0:
		return RuleBlind, n
	case s.inputs.P95 > q.Rule.P95:
		return q.more(s, in)
	}
	return q.fewer(s, in)
}

// more decides while the p95 is over the target.
func (q Question) more(s *survey, in *Inputs) (Rule, int) {
	n := q.Quantity
	in.Within = s.within(q.Rule)
	if n == q.Rule.Max {
		in.By = s.cause()
		if floor, ok := s.best(0); ok && floor > q.Rule.P95 {
			in.Predicted = floor
		}
		return RuleMax, n
	}
	if p95, load, ok := s.predict(&s.newest, n, 1); ok && s.stepped && s.step.To > s.step.From &&
		q.Now.Sub(s.step.At) < settling && 0 < p95 && p95 <= q.Rule.P95 {
		in.Dynos, in.Predicted, in.Busy = n, p95, load
		return RuleSettling, n
	}
	if best, ok := s.best(q.Rule.Max); ok && (best > q.Rule.P95 || float64(best) > (1-gain)*float64(in.P95)) {
		in.Dynos, in.Predicted, in.By = q.Rule.Max, best, s.cause()
		return RuleBound, n
	}
	in.Dynos = n + 1
	if p95, load, ok := s.predict(&s.middle, n+1, 1); ok {
		in.Predicted, in.Busy = p95, load
	}
	return RuleOver, n + 1
}

// fewer decides while the p95 is within the target.
func (q Question) fewer(s *survey, in *Inputs) (Rule, int) {
	n := q.Quantity
	if n == q.Rule.Min {
		return RuleMin, n
	}
	p95, load, measured := s.worst(n - 1)
	in.Dynos, in.Predicted, in.Busy = n-1, p95, load
	proven := measured >= proofs && (!s.stepped || q.Now.Sub(s.step.At) >= proving)
	switch {
	case p95 == 0 || float64(p95) > margin*float64(q.Rule.P95):
		return RuleNeeded, n
	case !proven:
		return RuleProof, n
	}
	if d, tried := q.tried(n-1, s.inputs.Throughput); tried {
		in.Since, in.Dynos = d.At, d.To
		return RuleTaken, n
	}
	return RuleFewer, n - 1
}

// tried is the last step to no fewer dynos that was taken back, with no more
// requests than now.
func (q Question) tried(n int, throughput float64) (Decision, bool) {
	var up *Decision // the step after the one that is looked at
	for i := len(q.Last) - 1; i >= 0; i-- {
		d := &q.Last[i]
		if q.Now.Sub(d.At) > trying {
			break
		}
		if !d.Step() || d.Shadow != q.Rule.Shadow {
			continue
		}
		if d.To >= n && d.Rule == RuleFewer && up != nil && up.Rule == RuleOver && up.From == d.To &&
			up.Inputs.Target <= q.Rule.P95 && throughput >= same*up.Inputs.Throughput {
			return *d, true
		}
		up = d
	}
	return Decision{}, false
}

// notified is whether somebody was told of the maximum within a day.
func (q Question) notified() bool {
	for i := len(q.Last) - 1; i >= 0; i-- {
		if d := &q.Last[i]; q.Now.Sub(d.At) < quiet && d.Notify && d.Shadow == q.Rule.Shadow {
			return true
		}
	}
	return false
}
