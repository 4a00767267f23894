package model

import (
	"slices"
	"strconv"
)

// Pools lists the leader pool, then the follower pools, those that are being
// destroyed included.
func (c *Cluster) Pools() []Pool {
	pools := make([]Pool, 0, 1+len(c.Followers))
	return append(append(pools, c.Leader), c.Followers...)
}

// Pool finds a pool by its ID, those that are being destroyed included.
func (c *Cluster) Pool(id ID) (Pool, bool) {
	for _, p := range c.Pools() {
		if p.ID == id {
			return p, true
		}
	}
	return Pool{}, false
}

// PoolNamed finds a pool by its name; one that is being destroyed has given
// its name away.
func (c *Cluster) PoolNamed(name string) (Pool, bool) {
	for _, p := range c.Pools() {
		if p.Name == name && !p.Destroying {
			return p, true
		}
	}
	return Pool{}, false
}

// FollowerInstances counts the follower instances that are wanted.
func (c *Cluster) FollowerInstances() int {
	n := 0
	for _, p := range c.Followers {
		if !p.Destroying {
			n += p.Count
		}
	}
	return n
}

// FollowerPools counts the follower pools that are wanted.
func (c *Cluster) FollowerPools() int {
	n := 0
	for _, p := range c.Followers {
		if !p.Destroying {
			n++
		}
	}
	return n
}

// CountRange is what the pool's count may be: 1 or 2 for the leader pool, 0
// up to what the cluster's limit leaves for a follower pool, its own
// instances counted in.
func (c *Cluster) CountRange(p Pool) (least, most int) {
	if p.ID == c.Leader.ID {
		return 1, MaxLeaderInstances
	}
	return 0, MaxFollowerInstances - c.FollowerInstances() + p.Count
}

// IsLeader tells the leader pool from follower pools.
func (p Pool) IsLeader() bool { return p.Name == LeaderName }

// HA is whether the pool outlives the loss of one instance: it has two or
// more. In the leader pool the second one is the standby.
func (p Pool) HA() bool { return p.Count >= 2 }

// Ready counts the instances that serve on the wanted level.
func (p Pool) Ready() int {
	n := 0
	for at := range p.Instances {
		if i := &p.Instances[at]; i.Phase == Up && i.Level == p.Level {
			n++
		}
	}
	return n
}

// Serving counts the instances that are up, on whichever level.
func (p Pool) Serving() int { return p.in(Up) }

// Settled is whether what is there is what is wanted.
func (p Pool) Settled() bool {
	return !p.Destroying && len(p.Instances) == p.Count && p.Ready() == p.Count
}

// Settled is whether what is there is what is wanted, attachments included.
func (c *Cluster) Settled() bool {
	if c.Destroying {
		return false
	}
	settled := c.Leader.Settled()
	for i := range c.Followers {
		settled = settled && c.Followers[i].Settled()
	}
	for i := range c.Attachments {
		settled = settled && c.Attachments[i].State == AttachmentSet
	}
	return settled
}

// NextID makes an ID for a new pool or instance of the cluster.
func (c *Cluster) NextID() ID {
	c.Serial++
	return c.ID + ID("/"+strconv.Itoa(c.Serial))
}

// clone copies the cluster as deep as changes reach.
func (c *Cluster) clone() *Cluster {
	next := *c
	next.Followers = slices.Clone(c.Followers)
	next.Attachments = slices.Clone(c.Attachments)
	return &next
}

// pool points to the pool of that name in a clone; nil when there is none.
func (c *Cluster) pool(name string) *Pool {
	if name == LeaderName {
		return &c.Leader
	}
	for i := range c.Followers {
		if p := &c.Followers[i]; p.Name == name && !p.Destroying {
			return p
		}
	}
	return nil
}
