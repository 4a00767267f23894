package model

import (
	"fmt"
	"slices"
)

// ProcessStatus is what an operator needs to know of a process type first.
type ProcessStatus string

// The statuses.
const (
	ProcessUp       ProcessStatus = "up"
	ProcessEmpty    ProcessStatus = "stopped"    // no dyno is wanted, and none is there
	ProcessStarting ProcessStatus = "starting"   // nobody serves yet
	ProcessScaling  ProcessStatus = "scaling"    // on the way to another number of dynos
	ProcessReplaced ProcessStatus = "restarting" // dynos are replaced by new ones
	ProcessCrashed  ProcessStatus = "crashed"    // a dyno's process has ended by itself
)

// Status of a process type is read off what is wanted and what is there, at
// the app's release.
func (p Process) Status(release int) ProcessStatus {
	switch {
	case p.In(DynoCrashed) > 0:
		return ProcessCrashed
	case p.Quantity == 0 && len(p.Dynos) == 0:
		return ProcessEmpty
	case p.Settled(release):
		return ProcessUp
	case p.Quantity > 0 && p.In(DynoUp) == 0 && p.In(DynoDraining) == 0:
		return ProcessStarting
	case slices.ContainsFunc(p.Dynos, func(d Dyno) bool { return d.State != DynoDraining && !p.Current(d, release) }):
		return ProcessReplaced
	}
	return ProcessScaling
}

// Calm is whether a status asks for nothing: neither work nor trouble.
func (s ProcessStatus) Calm() bool { return s == ProcessUp || s == ProcessEmpty }

// ManyErrors is the part of the requests that may fail before somebody should
// look.
const ManyErrors = 0.05

// TroubleOf says why a process type asks for an operator: a dyno has crashed,
// many requests fail, the dynos do not keep up, or the autoscaler can do no
// more for the response times. Empty where it does not.
func (p Process) TroubleOf(t Traffic) string {
	const full = 0.99
	switch n := p.In(DynoCrashed); {
	case n > 0:
		return plural(n, "dyno") + " crashed"
	case t.Errors >= ManyErrors:
		return fmt.Sprintf("%.0f %% of the requests fail", 100*t.Errors)
	case p.Slow(t) && p.Autoscaled() && p.Quantity >= p.Autoscale.Max:
		return fmt.Sprintf("p95 is %s at the maximum of %s", milliseconds(t.P95), plural(p.Autoscale.Max, "dyno"))
	case p.Type == WebType && p.Quantity > 0 && t.Load >= full && t.Queue >= 1:
		return "the dynos are full, and requests wait for them"
	}
	return ""
}

// Slow is whether the response times are above what the autoscaler is to keep,
// a mere shadow's target included.
func (p Process) Slow(t Traffic) bool { return p.Autoscale != nil && t.P95 > p.Autoscale.P95 }
