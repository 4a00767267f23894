package tui

import (
	"pooldeck/model"
	"pooldeck/pricing"
)

// problem is a row that asks for an operator: what is down or failed, a pool
// that is nearly out of connections, dynos that hold more than there are.
func (s scene) problem(r row) bool {
	switch r.kind {
	case rowPool:
		return s.catalog.Trouble(*r.pool, s.sample) != ""
	case rowInstance:
		return r.instance.Phase == model.Failed
	case rowProcess:
		return s.trouble(r) != ""
	case rowDyno:
		return r.dyno.State == model.DynoCrashed
	case rowFormation:
		b, is := s.budget(r.app)
		return is && b.Broken()
	case rowApp, rowCluster:
	}
	return false
}

// nextProblem finds the next row after the selected one that asks for an
// operator, folded branches included, round the end.
func (s scene) nextProblem() (row, bool) {
	all := look{}.rows(s.fleet, s.measures())
	at := 0
	for i, r := range all {
		if r.id == s.tree.selected {
			at = i
		}
	}
	for n := range all {
		r := all[(at+1+n)%len(all)]
		if s.problem(r) && r.id != s.tree.selected {
			return r, true
		}
	}
	return row{}, false
}

// measures are what the tree is sorted by.
func (s scene) measures() measures {
	return measures{
		sample: s.sample, process: s.catalog.Process,
		cost: func(c *model.Cluster) pricing.Amount { return s.catalog.Cluster(c, s.fleet.At) },
	}
}
