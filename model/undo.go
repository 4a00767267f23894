package model

import "slices"

// Inverse lists the changes that take a plan's effect on one target back:
// what shrinks comes first, so that the limits hold at every step. The error
// is an *Invalid that says why there is no way back. Names and settings come
// back, IDs and the warmth of instances do not. A plan's targets are taken
// back from the last to the first: a config var that moved from one to another
// has to be free before it can come back.
func (p Plan) Inverse(target ID) (Changes, error) {
	if p.Before.Formation(target) != nil {
		changes := p.unscale(target)
		if len(changes) == 0 {
			return nil, invalid("changes", "nothing of it can be taken back: what has restarted has restarted")
		}
		return changes, nil
	}
	before, after := p.Before.Cluster(target), p.After.Cluster(target)
	if before == nil {
		return Changes{DestroyCluster{target}}, nil
	}
	if after == nil || after.Destroying {
		return nil, invalid("cluster", "the data of %s is gone then", before.Name)
	}
	var shrink, grow Changes
	for _, pair := range p.Pairs(target) {
		b, a := pair.Before, pair.After
		switch {
		case b.ID == "":
			shrink = append(shrink, DestroyPool{target, a.Name})
			continue
		case a.ID == "":
			grow = append(grow, AddPool{target, b.Name, b.Level, b.Count})
			continue
		}
		if a.Level != b.Level {
			shrink = append(shrink, SetLevel{target, b.Name, b.Level})
		}
		if a.Count > b.Count {
			shrink = append(shrink, SetCount{target, b.Name, b.Count})
		}
		if a.Count < b.Count {
			grow = append(grow, SetCount{target, b.Name, b.Count})
		}
	}
	detach, attach := p.reattach(target)
	return slices.Concat(detach, shrink, grow, attach), nil
}

// reattach gives every app the config vars back that it had. An attachment
// that goes with its pool needs no detaching of its own.
func (p Plan) reattach(target ID) (detach, attach Changes) {
	before, after := p.Before.Cluster(target), p.After.Cluster(target)
	was, is := attachments(before), attachments(after)
	for _, a := range is {
		if holds(was, a) {
			continue
		}
		if _, stood := before.Pool(a.Pool); stood {
			detach = append(detach, Detach{target, a.App, a.Name})
		}
	}
	for _, a := range was {
		if !holds(is, a) {
			pool, _ := before.Pool(a.Pool)
			attach = append(attach, Attach{target, pool.Name, a.App, a.Name})
		}
	}
	return detach, attach
}

// Undo lists the changes that take an accepted entry of the journal back, as
// of now: what is wanted again already is left out. The error is an *Invalid
// that says why there is nothing to take back.
func Undo(f *Fleet, e Entry) (Changes, error) {
	switch {
	case e.Kind != EntryAccepted:
		return nil, invalid("operation", "entry %d of the journal changed nothing: it is %s", e.Seq, e.Kind)
	case slices.ContainsFunc(e.Changes, func(c Change) bool { _, destroys := c.(DestroyCluster); return destroys }):
		return nil, invalid("cluster", "the data of %s is gone", e.TargetName)
	}
	if _, there := f.Revision(e.Target); !there {
		return nil, invalid("cluster", "%s is gone", e.TargetName)
	}
	if f.Formation(e.Target) != nil && len(e.Undo) == 0 {
		return nil, invalid("changes", "nothing of %s can be taken back: what has restarted has restarted", e.Operation)
	}
	changes := Stage(f, nil, e.Undo)
	if len(changes) == 0 {
		return nil, invalid("changes", "what was before %s is wanted again already", e.Operation)
	}
	return changes, nil
}

// switchesOff is whether a change ends autoscaling of a process type.
func switchesOff(c Change, app ID, process string) bool {
	switch c := c.(type) {
	case ScaleProcess:
		return c.App == app && c.Process == process && !c.Auto
	case ResizeProcess:
		return c.App == app && c.Process == process
	case SetAutoscale, DisableAutoscale, RestartDynos, SetConnections:
	case CreateCluster, DestroyCluster, SetLevel, SetCount, AddPool, DestroyPool, Attach, Detach:
	}
	return false
}
