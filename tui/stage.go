package tui

import (
	"slices"

	"pooldeck/model"
)

// merge adds changes to what is staged. A later change of the same setting
// takes the place of the earlier one, and a setting that is back at what is
// wanted anyway is no change at all.
func merge(f *model.Fleet, staged, more model.Changes) model.Changes {
	list := slices.Clone(staged)
	for _, c := range more {
		list = slices.DeleteFunc(list, func(old model.Change) bool { return replaces(c, old) })
		if !idle(f, c) {
			list = append(list, c)
		}
	}
	return list
}

// choose is what a picker does with the setting under its cursor: it opens
// the review, or keeps the setting for later. A setting that is wanted anyway
// takes back what is staged of it, or is a problem in words.
func (s scene) choose(c model.Change, keep bool) (intent, string) {
	merged := merge(s.fleet, s.staged, model.Changes{c})
	if idle(s.fleet, c) && len(merged) < len(s.staged) {
		return stage{model.Changes{c}}, ""
	}
	if idle(s.fleet, c) {
		merged = append(merged, c)
	}
	if _, err := model.NewPlan(s.fleet, s.catalog.Specs, merged...); err != nil {
		return nil, err.Error()
	}
	if keep {
		return stage{model.Changes{c}}, ""
	}
	return s.review(c), ""
}

// replaces is whether a change makes an earlier one pointless.
func replaces(c, old model.Change) bool {
	if c.Target() != old.Target() {
		return false
	}
	pool, _ := poolOf(c)
	oldPool, about := poolOf(old)
	samePool := about && pool == oldPool
	switch c.(type) {
	case model.SetLevel:
		_, same := old.(model.SetLevel)
		return same && samePool
	case model.SetCount:
		_, same := old.(model.SetCount)
		return same && samePool
	case model.DestroyPool:
		_, made := old.(model.AddPool)
		return samePool && !made
	case model.DestroyCluster:
		_, made := old.(model.CreateCluster)
		return !made
	case model.AddPool, model.CreateCluster, model.Attach, model.Detach:
		return false
	case model.ScaleProcess, model.ResizeProcess, model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections:
		return false
	}
	return false
}

// idle is whether a setting is what the fleet wants already.
func idle(f *model.Fleet, c model.Change) bool {
	cluster := f.Cluster(c.Target())
	if cluster == nil {
		return false
	}
	name, _ := poolOf(c)
	pool, there := cluster.PoolNamed(name)
	switch c := c.(type) {
	case model.SetLevel:
		return there && pool.Level == c.Level
	case model.SetCount:
		return there && pool.Count == c.Count
	case model.AddPool, model.DestroyPool, model.CreateCluster, model.DestroyCluster, model.Attach, model.Detach:
	case model.ScaleProcess, model.ResizeProcess, model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections:
	}
	return false
}

// poolOf is the pool that a change is about.
func poolOf(c model.Change) (string, bool) {
	switch c := c.(type) {
	case model.SetLevel:
		return c.Pool, true
	case model.SetCount:
		return c.Pool, true
	case model.AddPool:
		return c.Name, true
	case model.DestroyPool:
		return c.Pool, true
	case model.Attach:
		return c.Pool, true
	case model.CreateCluster, model.DestroyCluster, model.Detach:
	case model.ScaleProcess, model.ResizeProcess, model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections:
	}
	return "", false
}
