package tui

import (
	"fmt"

	"pooldeck/model"
)

// leftOf is how long something still takes, behind a word; empty where nothing
// is known of it.
func leftOf(word string, e model.Estimate) string {
	switch {
	case !e.Known():
		return ""
	case e.Overdue:
		return "overdue"
	}
	return word + " " + clock(e.About)
}

// ranged is the range that the earlier ones make of what is left.
func ranged(e model.Estimate) string {
	if e.Overdue {
		return fmt.Sprintf("overdue: %d earlier took up to %s", e.From, clock(e.Longest))
	}
	return fmt.Sprintf("%s to %s, from %d earlier ones", clock(e.Least), clock(e.Most), e.From)
}

// estimate is what is known of the work on a row: of the instance, or of the
// operation on its cluster.
func (s scene) estimate(r row) model.Estimate {
	if r.cluster == nil {
		if r.app == nil || r.kind == rowApp {
			return model.Estimate{}
		}
		if op := s.fleet.Open(r.app.ID); op != nil {
			return s.fleet.Ending(op)
		}
		return model.Estimate{}
	}
	if r.kind == rowInstance {
		return s.fleet.Arrival(r.cluster, *r.instance)
	}
	if op := s.fleet.Open(r.cluster.ID); op != nil && (r.kind == rowCluster || !r.pool.Settled()) {
		return s.fleet.Ending(op)
	}
	return model.Estimate{}
}
