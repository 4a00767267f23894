package model

import "slices"

// Stage adds changes to those that are kept for later. A later change of the
// same setting takes the place of the earlier one, and a setting that is back
// at what the fleet wants anyway is no change at all.
func Stage(f *Fleet, staged, more Changes) Changes {
	list := slices.Clone(staged)
	for _, c := range more {
		list = slices.DeleteFunc(list, func(old Change) bool { return replaces(c, old) })
		if !f.Wants(c) {
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
	}
	return false
}

// Wants is whether a setting is what is wanted already.
func (f *Fleet) Wants(c Change) bool {
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
	}
	return "", false
}
