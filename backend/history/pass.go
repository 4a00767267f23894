package history

import (
	"errors"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

func (s Pass) do(r *run) {
	r.gate.crash = s.Crash
	r.pass(s.Time, s.Jump)
	if r.gate.dead {
		r.crashed(s.Crash)
	}
}

func (s Wait) do(r *run) {
	r.gate.crash = s.Crash
	for range s.Events {
		next := r.world.Next()
		if next.IsZero() || r.gate.dead {
			break
		}
		r.advance(next)
	}
	if r.gate.dead {
		r.crashed(s.Crash)
	}
}

// pass lets time pass until the process ends, and checks after every event.
func (r *run) pass(d time.Duration, jump bool) {
	to := r.plane.Now().Add(d)
	for next := r.world.Next(); !jump && !next.IsZero() && next.Before(to) && !r.gate.dead; next = r.world.Next() {
		if next.Before(r.plane.Now()) {
			next = r.plane.Now()
		}
		r.advance(next)
		if !r.world.Next().After(next) {
			break // it has said all that it has to say of this instant
		}
	}
	r.advance(to)
}

func (r *run) advance(to time.Time) {
	if r.gate.dead {
		return
	}
	r.tally.Events++
	behind, was := r.gate.behind, r.plane.Now()
	err := r.plane.Advance(to)
	switch {
	case r.gate.dead:
	case errors.Is(err, errFull):
		if now := r.plane.Now(); behind && !now.Equal(was) {
			r.fail("nothing can be recorded, and time went on from %v to %v", was, now)
		}
		r.halted()
	case err != nil:
		r.fail("%v", err)
	default:
		r.check()
	}
}

// halted checks that everybody sees whether the last commit failed, and that
// what was recorded can be read.
func (r *run) halted() {
	f := r.plane.Fleet()
	if (f.Halt != nil) != r.gate.behind {
		r.fail("the last commit failed: %v; the fleet says %+v", r.gate.behind, f.Halt)
	}
	if f.Halt != nil {
		_, err := r.plane.Journal(ctx(), backend.Query{Last: 1})
		r.must(err)
	}
}

// rest lets everything come to its end.
func (r *run) rest() {
	r.gate.full = 0
	r.pass(36*time.Hour, false)
	for _, o := range r.plane.Fleet().Operations {
		if !o.State.Final() && o.Stuck.IsZero() && !r.begun(o) {
			r.fail("a day and a half later %s is under way and not stuck: %+v", o.ID, o)
		}
	}
	for again := 0; again < 4 && !r.calm(); again++ {
		r.mend()
		r.pass(36*time.Hour, false)
	}
	f := r.plane.Fleet()
	for _, c := range f.Clusters {
		if !c.Settled() {
			r.fail("in the end %s is %+v", c.Name, c)
		}
	}
	for _, o := range f.Operations {
		if !o.State.Final() && !r.begun(o) {
			r.fail("in the end %s is %+v", o.ID, o)
		}
	}
	r.audit()
}

// begun is whether an autoscaler has begun an operation just now. They go on
// whatever else has come to its end.
func (r *run) begun(o *model.Operation) bool {
	return o.Actor == backend.Autoscaler && r.plane.Now().Sub(o.Accepted) < 5*time.Minute
}

// calm is whether all is there that is wanted.
func (r *run) calm() bool {
	return !slices.ContainsFunc(r.plane.Fleet().Clusters, func(c *model.Cluster) bool { return !c.Settled() })
}

// mend ends all faults, and asks again for what has failed.
func (r *run) mend() {
	for _, f := range r.offered() {
		if f.Kind == backend.FaultMend {
			// The end of one may be that of another one, which is then refused.
			_ = r.plane.Inject(ctx(), backend.Actor{Name: "ada", Role: backend.Admin}, f)
		}
	}
	r.check()
	for _, o := range r.plane.Fleet().Operations {
		r.retry(0, o, Crash{})
	}
}
