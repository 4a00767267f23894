package sim

import "pooldeck/model"

// steerFollowers begins what brings a follower pool nearer to what is wanted.
//
// A change of level rolls, replacement first: one instance at the new level
// comes up, then one at the old level drains. So the pool never serves with
// fewer instances than before or than are wanted, and one more instance than
// wanted is there meanwhile. When count and level change together, instances
// that are missing come at the new level at once, and those that are too many
// are drained from the old level first. One that failed is counted until it is
// missed.
func (n *scene) steerFollowers(p *model.Pool) {
	if p.Destroying || n.Destroying {
		n.dismiss(p, all)
		return
	}
	fresh := func(i model.Instance) bool { return i.Level == p.Level && i.Phase != model.Draining }
	old := func(i model.Instance) bool { return i.Level != p.Level && i.Phase != model.Draining }
	up := func(i model.Instance) bool { return i.Phase == model.Up }
	unbuilt := func(i model.Instance) bool { return fresh(i) && !up(i) }
	n.dismiss(p, func(i model.Instance) bool {
		return n.stale(i) || old(i) && !up(i) && i.Phase != model.Failed
	})
	for surplus := count(*p, fresh) - p.Count; surplus > 0; surplus-- {
		n.dismissYoungest(p, unbuilt, func(i model.Instance) bool { return fresh(i) && up(i) })
	}
	for surplus := count(*p, up) - p.Count; surplus > 0; surplus-- {
		n.dismissYoungest(p, func(i model.Instance) bool { return old(i) && up(i) }, up)
	}
	for missing := p.Count - count(*p, fresh) - count(*p, old); missing > 0; missing-- {
		n.queue(p, model.RoleFollower)
	}
	if count(*p, old) > 0 && count(*p, fresh) < p.Count && len(p.Instances) <= p.Count {
		n.queue(p, model.RoleFollower)
	}
}

// dismissYoungest lets the youngest instance go of the first kind that there is.
func (n *scene) dismissYoungest(p *model.Pool, kinds ...func(model.Instance) bool) {
	for _, kind := range kinds {
		if k := youngest(*p, kind); k >= 0 {
			n.dismiss(p, one(p.Instances[k].ID))
			return
		}
	}
}
