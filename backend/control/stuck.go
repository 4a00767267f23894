package control

import (
	"time"

	"pooldeck/model"
)

// stuckAfter is how long nothing may move before an operation is stuck.
// Nothing has moved when no phase has changed and no progress was made.
const stuckAfter = 5 * time.Minute

// moved is the operation with the instant at which something moved.
func moved(o *model.Operation, was, is *model.Cluster, now time.Time) *model.Operation {
	if alikeProgressApart(was, is) && sameProgress(was, is) && !o.Moved.IsZero() {
		return o
	}
	next := *o
	if !o.Stuck.IsZero() {
		next.Resumed = now
	}
	next.Moved, next.Stuck = now, time.Time{}
	return &next
}

func sameProgress(was, is *model.Cluster) bool {
	before, after := was.Pools(), is.Pools()
	for k := range after {
		for i, instance := range after[k].Instances {
			if instance.Progress != before[k].Instances[i].Progress {
				return false
			}
		}
	}
	return true
}

// stick reports the operations in which nothing has moved for too long.
func (t *turn) stick() {
	for _, o := range t.fleet.Operations {
		if at := stuckAt(o); at.IsZero() || at.After(t.fleet.At) {
			continue
		}
		next := *o
		next.Stuck = o.Moved
		t.replace(&next)
		t.record(model.Entry{
			Actor: o.Actor, Kind: model.EntryStuck, Target: o.Target, TargetName: o.TargetName, Operation: o.ID,
			Words: o.Words, Note: "nothing has moved since " + o.Moved.UTC().Format("15:04:05"),
		})
	}
}

// stuckAt is when an operation will be stuck if nothing moves; zero where it
// will not or is already.
func stuckAt(o *model.Operation) time.Time {
	if o.State.Final() || !o.Stuck.IsZero() || o.Moved.IsZero() {
		return time.Time{}
	}
	return o.Moved.Add(stuckAfter)
}

// due is when the plane has something to do by itself, besides the driver;
// zero when it has not.
func (p *Plane) due() time.Time {
	due := p.drill.next()
	for _, o := range p.state.fleet.Operations {
		due = first(due, stuckAt(o))
	}
	for _, s := range p.scalers.on {
		due = first(due, s.next())
	}
	return due
}

// first is the earlier one of two instants, of which zero is none.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
