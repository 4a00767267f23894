package tui

import (
	"slices"

	"pooldeck/model"
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
	all := s.tree.forest.whole()
	at := all.index(s.tree.selected)
	if r, found := s.firstProblem(all, at+1, all.size()); found {
		return r, true
	}
	return s.firstProblem(all, 0, at)
}

// firstProblem is the first one from one line to another.
func (s scene) firstProblem(f forest, from, to int) (row, bool) {
	const some = 200
	var rows []row
	for ; from < to; from += some {
		rows = f.add(rows[:0], from, min(from+some, to))
		if i := slices.IndexFunc(rows, s.problem); i >= 0 {
			return rows[i], true
		}
	}
	return row{}, false
}

// measures are what the tree is sorted by.
func (s scene) measures() measures {
	return measures{at: s.fleet.At, catalog: s.catalog, sample: s.sample, of: s.sampleOf, samples: s.samples}
}
