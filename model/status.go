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

// Lacks is whether a change is wanted of the cluster and not yet there.
func (c *Cluster) Lacks(change Change) bool {
	lacks := func(name string, still func(Pool) bool) bool {
		p, there := c.PoolNamed(name)
		return there && !p.Settled() && still(p)
	}
	attachment := func(app, name string, s AttachmentState) bool {
		return slices.ContainsFunc(c.Attachments, func(a Attachment) bool { return a.App == app && a.Name == name && a.State == s })
	}
	switch change := change.(type) {
	case CreateCluster, DestroyCluster:
		return !c.Settled()
	case SetLevel:
		return lacks(change.Pool, func(p Pool) bool {
			return p.Level == change.Level && slices.ContainsFunc(p.Instances, func(i Instance) bool { return i.Level != p.Level })
		})
	case SetCount:
		return lacks(change.Pool, func(p Pool) bool {
			return p.Count == change.Count && (p.Ready() < p.Count || len(p.Instances) != p.Count)
		})
	case AddPool:
		return lacks(change.Name, func(Pool) bool { return true })
	case DestroyPool:
		return slices.ContainsFunc(c.Followers, func(p Pool) bool { return p.Name == change.Pool && p.Destroying })
	case Attach:
		return attachment(change.App, change.Name, AttachmentSetting)
	case Detach:
		return attachment(change.App, change.Name, AttachmentRemoving)
	case ScaleProcess, ResizeProcess, SetAutoscale, DisableAutoscale, RestartDynos, SetConnections:
	}
	return false
}

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
	for i := range p.Instances {
		if p.Instances[i].Phase == phase {
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
	case c.broken():
		return Broken
	case !c.Settled():
		return Modifying
	}
	return Available
}

// broken is whether a follower pool is.
func (c *Cluster) broken() bool {
	for i := range c.Followers {
		if c.Followers[i].Status() == Broken {
			return true
		}
	}
	return false
}

// Calm is whether a status asks for nothing: neither work nor trouble.
func (s Status) Calm() bool { return s == Available || s == Empty }
