package sim

import (
	"slices"
	"time"

	"pooldeck/model"
)

// script says what happens in the world of a seed. The cluster value is the
// world: what happens next follows from what is wanted, what is there and
// since when, and the seed. Nothing else is remembered, so a cluster that was
// written down and read again goes on as if nothing had been.
type script struct{ seed uint64 }

// step carries a cluster to an instant, every event at the instant at which
// it happens, and says when the next one will; zero when none will.
func (s script) step(c *model.Cluster, now time.Time) (*model.Cluster, time.Time) {
	at := s.next(c)
	for !at.IsZero() && !at.After(now) {
		c = s.turn(c, at)
		at = s.next(c)
	}
	return c, at
}

// next is the instant of the next event; zero when the cluster stays as it is.
func (s script) next(c *model.Cluster) time.Time {
	var first time.Time
	see := func(at time.Time) {
		if !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	for _, p := range c.Pools() {
		for _, i := range p.Instances {
			see(s.end(c, p, i))
		}
	}
	for _, a := range c.Attachments {
		if ready(c, a) {
			see(s.attached(c, a))
		}
	}
	return first
}

// end is when the instance's phase ends by itself; zero when it does not.
func (s script) end(c *model.Cluster, p model.Pool, i model.Instance) time.Time {
	if lead := leaderOf(p); i.Phase == model.SwitchingOver && lead >= 0 {
		// Leader and standby do this together, in the leader's time.
		i = p.Instances[lead]
	}
	length := s.phase(i.ID, i.Phase, i.Level, c.Storage.Used(i.Since))
	if length == 0 {
		return time.Time{}
	}
	return i.Since.Add(length)
}

// turn makes happen what happens at an instant: what is over by then ends,
// and what can begin begins. Asked twice at one instant, it does nothing the
// second time.
func (s script) turn(c *model.Cluster, at time.Time) *model.Cluster {
	n := scene{s, at, bare(c)}
	n.grow()
	n.finish()
	n.steerLeader()
	for i := range n.Followers {
		n.steerFollowers(&n.Followers[i])
	}
	n.build()
	n.open()
	n.attach()
	n.Followers = slices.DeleteFunc(n.Followers, func(p model.Pool) bool {
		return p.Destroying && len(p.Instances) == 0
	})
	return n.Cluster
}

// scene is a cluster at the instant of an event: a copy of its own.
type scene struct {
	script
	at time.Time
	*model.Cluster
}

// bare copies a cluster without progress, which follows from the time.
func bare(c *model.Cluster) *model.Cluster {
	next := *c
	next.Leader.Instances = still(c.Leader.Instances)
	next.Followers = slices.Clone(c.Followers)
	for i := range next.Followers {
		next.Followers[i].Instances = still(next.Followers[i].Instances)
	}
	next.Attachments = slices.Clone(c.Attachments)
	return &next
}

func still(list []model.Instance) []model.Instance {
	next := slices.Clone(list)
	for i := range next {
		next[i].Progress = model.Progress{}
	}
	return next
}

// pools point to all pools of the scene, the leader pool first.
func (n scene) pools() []*model.Pool {
	list := []*model.Pool{&n.Leader}
	for i := range n.Followers {
		list = append(list, &n.Followers[i])
	}
	return list
}

// grow gives a new cluster the rate at which its data grows.
func (n scene) grow() {
	if n.Storage.PerDay > 0 {
		return
	}
	n.Storage = model.Storage{Bytes: n.Storage.Used(n.at), At: n.at, PerDay: n.growth(n.ID)}
}

func (s script) growth(cluster model.ID) int64 {
	return growthLeast + int64(roll(s.seed, string(cluster), "growth")%(growthMost-growthLeast+1))
}

// What a cluster's data grows by in a day, in bytes. An assumption.
const (
	growthLeast = 50 * megabyte
	growthMost  = 500 * megabyte
)

// finish ends the phases that are over.
func (n scene) finish() {
	for _, p := range n.pools() {
		var over []model.ID
		for _, i := range p.Instances {
			if end := n.end(n.Cluster, *p, i); !end.IsZero() && !end.After(n.at) {
				over = append(over, i.ID)
			}
		}
		p.Instances = slices.DeleteFunc(p.Instances, func(i model.Instance) bool {
			return i.Phase == model.Draining && slices.Contains(over, i.ID)
		})
		for k := range p.Instances {
			if i := &p.Instances[k]; slices.Contains(over, i.ID) {
				n.enter(i, after(*i))
			}
		}
	}
}

// enter begins a phase. Whoever comes out of a switchover has the other role.
func (n scene) enter(i *model.Instance, p model.Phase) {
	if i.Phase == model.SwitchingOver {
		i.Role = other(i.Role)
	}
	i.Phase, i.Since = p, n.at
}

func other(r model.Role) model.Role {
	if r == model.RoleLeader {
		return model.RoleStandby
	}
	return model.RoleLeader
}

// after is the phase that follows by itself. A leader that is being built
// has nobody to catch up with.
func after(i model.Instance) model.Phase {
	switch i.Phase {
	case model.Queued:
		return model.Creating
	case model.Creating:
		return model.Restoring
	case model.Restoring:
		if i.Role == model.RoleLeader {
			return model.Up
		}
		return model.CatchingUp
	case model.CatchingUp, model.Restarting, model.SwitchingOver:
		return model.Up
	case model.Up, model.Draining, model.Failed:
	}
	return i.Phase
}
