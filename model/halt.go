package model

import "time"

// Halt says that nothing can be recorded: then time stands still and nothing
// can be changed, and all can be read. It is no part of the state: it is over
// as soon as something can be recorded again.
type Halt struct {
	// Since is the fleet's instant up to which everything is kept.
	Since  time.Time
	Reason string // what is in the way
	Remedy string // what somebody can do about it, as a request: "make room on …"
}

// Equal is whether two halts are the same one; nil is none.
func (h *Halt) Equal(g *Halt) bool {
	if h == nil || g == nil {
		return h == g
	}
	return *h == *g
}
