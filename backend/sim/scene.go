package sim

import (
	"slices"
	"time"

	"pooldeck/model"
)

// scene is a cluster at the instant of an event: a copy of its own.
type scene struct {
	stand
	at       time.Time
	own      memo // what the stand's memo points to
	happened []model.Happening
}

func (s script) scene(c *model.Cluster, at time.Time) *scene {
	n := &scene{stand: s.read(bare(c)), at: at}
	if n.memo != nil {
		n.own = *n.memo
	}
	n.memo = &n.own
	return n
}

// over is the cluster after the event, and what there is to be told of it.
func (n *scene) over() (*model.Cluster, []model.Happening) {
	n.Memo = n.memo.text()
	return n.Cluster, n.happened
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
func (n *scene) pools() []*model.Pool {
	list := []*model.Pool{&n.Leader}
	for i := range n.Followers {
		list = append(list, &n.Followers[i])
	}
	return list
}

// turn is one event of the scene.
func (n *scene) turn() {
	n.grow()
	n.supersede()
	n.finish()
	n.endFaults()
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
	n.takeStock()
}

// finish ends the phases that are over.
func (n *scene) finish() {
	for _, p := range n.pools() {
		// All are looked at first: leader and standby end their switchover
		// together.
		var over []int
		for k, i := range p.Instances {
			if end := n.end(*p, i); !end.IsZero() && !end.After(n.at) {
				over = append(over, k)
			}
		}
		var gone []model.ID
		for _, k := range over {
			if i := &p.Instances[k]; n.goes(p, i) {
				gone = append(gone, i.ID)
			}
		}
		if len(gone) > 0 {
			p.Instances = slices.DeleteFunc(p.Instances, func(i model.Instance) bool { return slices.Contains(gone, i.ID) })
		}
	}
}

// goes ends an instance's phase and says whether that is the end of it.
func (n *scene) goes(p *model.Pool, i *model.Instance) bool {
	switch {
	case i.Phase == model.Draining:
		return true
	case i.Phase == model.Failed:
		return n.miss(p, i)
	case i.Phase == model.Creating && n.memo.doomed(p.ID) >= 0:
		n.fail(p, i)
	default:
		n.enter(i, after(*i))
	}
	return false
}

// enter begins a phase. Whoever comes out of a switchover has the other role.
func (n *scene) enter(i *model.Instance, p model.Phase) {
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
