package model

import "slices"

// Status is what an operator needs to know of a pool or cluster first.
type Status string

// The statuses.
const (
	Available    Status = "available"
	Provisioning Status = "provisioning" // nothing has come up yet
	Modifying    Status = "modifying"
	Switching    Status = "switching over"
	Down         Status = "restarting" // what serves its clients is being changed: nobody is served
	Leaving      Status = "destroying"
	Empty        Status = "no instances" // a follower pool scaled to zero
	Broken       Status = "failed"
)

// Status of a pool is read off what is wanted and what is there.
func (p Pool) Status() Status {
	switch {
	case p.Destroying:
		return Leaving
	case p.in(Failed) > 0:
		return Broken
	case p.in(SwitchingOver) > 0:
		return Switching
	case p.in(Restarting) > 0 && !p.serves():
		return Down
	case p.Settled() && p.Count == 0:
		return Empty
	case p.Settled():
		return Available
	case p.in(Up) == 0 && p.Count > 0 && p.in(Draining) == 0:
		return Provisioning
	}
	return Modifying
}

// in counts the instances in a phase.
func (p Pool) in(phase Phase) int {
	n := 0
	for _, i := range p.Instances {
		if i.Phase == phase {
			n++
		}
	}
	return n
}

// serves is whether an instance takes clients; a standby takes none.
func (p Pool) serves() bool {
	return slices.ContainsFunc(p.Instances, func(i Instance) bool { return i.Phase == Up && i.Role != RoleStandby })
}

// Status of a cluster is its leader pool's while that has no writer, and
// modifying while anything else is under way.
func (c *Cluster) Status() Status {
	leader := c.Leader.Status()
	switch {
	case c.Destroying:
		return Leaving
	case leader == Provisioning || leader == Down || leader == Switching || leader == Broken:
		return leader
	case slices.ContainsFunc(c.Followers, func(p Pool) bool { return p.Status() == Broken }):
		return Broken
	case !c.Settled():
		return Modifying
	}
	return Available
}

// Calm is whether a status asks for nothing: neither work nor trouble.
func (s Status) Calm() bool { return s == Available || s == Empty }
