package model

import "slices"

// Stage adds changes to those that are kept for later. A later change of the
// same setting takes the place of the earlier one, and a setting that is back
// at what the fleet wants anyway is no change at all; a rule of autoscaling is one
// where a change before it switches it off.
func Stage(f *Fleet, staged, more Changes) Changes {
	list := slices.Clone(staged)
	for _, c := range more {
		list = slices.DeleteFunc(list, func(old Change) bool { return replaces(c, old) })
		if !f.Wants(c) || restores(list, c) {
			list = append(list, c)
		}
	}
	return list
}

// replaces is whether a change makes an earlier one pointless.
func replaces(c, old Change) bool {
	if c.Target() != old.Target() {
		return false
	}
	if process, about := ProcessOf(c); about {
		oldProcess, _ := ProcessOf(old)
		return process == oldProcess && sameSetting(c, old)
	}
	pool, _ := PoolOf(c)
	oldPool, about := PoolOf(old)
	samePool := about && pool == oldPool
	switch c.(type) {
	case SetLevel:
		_, same := old.(SetLevel)
		return same && samePool
	case SetCount:
		_, same := old.(SetCount)
		return same && samePool
	case DestroyPool:
		_, made := old.(AddPool)
		return samePool && !made
	case DestroyCluster:
		_, made := old.(CreateCluster)
		return !made
	case AddPool, CreateCluster, Attach, Detach:
		return false
	case ScaleProcess, ResizeProcess, SetAutoscale, DisableAutoscale, RestartDynos, SetConnections:
		return false
	}
	return false
}

// restores is whether a rule of autoscaling that is wanted already would be
// switched off without being asked for again.
func restores(before Changes, c Change) bool {
	rule, is := c.(SetAutoscale)
	return is && slices.ContainsFunc(before, func(b Change) bool { return switchesOff(b, rule.App, rule.Process) })
}

// sameSetting is whether two changes of one process type set the same thing.
// Two steps of a quantity add up instead.
func sameSetting(c, old Change) bool {
	switch c := c.(type) {
	case ScaleProcess:
		if rule, is := old.(SetAutoscale); is {
			return c.Delta == 0 && !rule.Autoscale.Shadow // a quantity by hand switches it off
		}
		o, same := old.(ScaleProcess)
		return same && c.Delta == 0 && o.Delta == 0
	case ResizeProcess:
		_, same := old.(ResizeProcess)
		return same
	case SetAutoscale, DisableAutoscale:
		_, on := old.(SetAutoscale)
		_, off := old.(DisableAutoscale)
		return on || off
	case SetConnections:
		_, same := old.(SetConnections)
		return same
	case RestartDynos:
		_, same := old.(RestartDynos)
		return same
	case CreateCluster, DestroyCluster, SetLevel, SetCount, AddPool, DestroyPool, Attach, Detach:
	}
	return false
}

// ProcessOf is the process type that a change is about; all of them where it
// is empty.
func ProcessOf(c Change) (string, bool) {
	switch c := c.(type) {
	case ScaleProcess:
		return c.Process, true
	case ResizeProcess:
		return c.Process, true
	case SetAutoscale:
		return c.Process, true
	case DisableAutoscale:
		return c.Process, true
	case SetConnections:
		return c.Process, true
	case RestartDynos:
		return c.Process, true
	case CreateCluster, DestroyCluster, SetLevel, SetCount, AddPool, DestroyPool, Attach, Detach:
	}
	return "", false
}

// Wants is whether a setting is what is wanted already.
func (f *Fleet) Wants(c Change) bool {
	if app := f.Formation(c.Target()); app != nil {
		return app.wants(c)
	}
	cluster := f.Cluster(c.Target())
	if cluster == nil {
		return false
	}
	switch c := c.(type) {
	case SetLevel:
		p, there := cluster.PoolNamed(c.Pool)
		return there && p.Level == c.Level
	case SetCount:
		p, there := cluster.PoolNamed(c.Pool)
		return there && p.Count == c.Count
	case CreateCluster, DestroyCluster, AddPool, DestroyPool, Attach, Detach:
	case ScaleProcess, ResizeProcess, SetAutoscale, DisableAutoscale, RestartDynos, SetConnections:
	}
	return false
}

// wants is whether a setting of the formation is what is wanted already.
func (a *App) wants(c Change) bool {
	switch c := c.(type) {
	case ScaleProcess:
		p, _ := a.Process(c.Process)
		return c.Delta == 0 && p.Quantity == c.Quantity
	case ResizeProcess:
		p, _ := a.Process(c.Process)
		return p.Size == c.Size
	case SetAutoscale:
		p, _ := a.Process(c.Process)
		return p.Autoscale != nil && *p.Autoscale == c.Autoscale
	case DisableAutoscale:
		p, _ := a.Process(c.Process)
		return p.Autoscale == nil
	case SetConnections:
		p, _ := a.Process(c.Process)
		return p.Connections == c.PerDyno
	case RestartDynos:
	case CreateCluster, DestroyCluster, SetLevel, SetCount, AddPool, DestroyPool, Attach, Detach:
	}
	return false
}

// PoolOf is the name of the pool that a change is about.
func PoolOf(c Change) (string, bool) {
	switch c := c.(type) {
	case SetLevel:
		return c.Pool, true
	case SetCount:
		return c.Pool, true
	case AddPool:
		return c.Name, true
	case DestroyPool:
		return c.Pool, true
	case Attach:
		return c.Pool, true
	case CreateCluster, DestroyCluster, Detach:
	case ScaleProcess, ResizeProcess, SetAutoscale, DisableAutoscale, RestartDynos, SetConnections:
	}
	return "", false
}
