package tui

import (
	"slices"

	"pooldeck/model"
)

// rowKind is what a row of the tree stands for.
type rowKind int

const (
	rowApp rowKind = iota
	rowCluster
	rowPool
	rowInstance
)

// row is one line of the tree. Its ID is what the selection remembers, so it
// stays on the same thing while rows come and go.
type row struct {
	kind     rowKind
	id       model.ID
	parent   model.ID
	app      *model.App
	cluster  *model.Cluster // nil on an app's row
	pool     model.Pool     // on a pool's and an instance's row
	instance model.Instance
	folded   bool
	branch   bool // has rows below it when unfolded
}

// rows flattens a fleet into the rows that are unfolded, in the order of the
// screen.
func rows(f *model.Fleet, folded map[model.ID]bool) []row {
	var list []row
	add := func(r row) bool {
		r.folded = folded[r.id]
		list = append(list, r)
		return !r.folded
	}
	for _, app := range f.Apps {
		clusters := slices.DeleteFunc(slices.Clone(f.Clusters), func(c *model.Cluster) bool { return c.App != app.Name })
		if !add(row{kind: rowApp, id: app.ID, app: app, branch: len(clusters) > 0}) {
			continue
		}
		for _, c := range clusters {
			if !add(row{kind: rowCluster, id: c.ID, parent: app.ID, app: app, cluster: c, branch: true}) {
				continue
			}
			for _, p := range c.Pools() {
				if !add(row{kind: rowPool, id: p.ID, parent: c.ID, app: app, cluster: c, pool: p, branch: len(p.Instances) > 0}) {
					continue
				}
				for _, i := range p.Instances {
					add(row{kind: rowInstance, id: i.ID, parent: p.ID, app: app, cluster: c, pool: p, instance: i})
				}
			}
		}
	}
	return list
}

// tree is the rows with a selection and a window on them.
type tree struct {
	rows     []row
	folded   map[model.ID]bool
	selected model.ID
	top      int // the first row of the window
	height   int
}

// on takes a new fleet in. The selection stays on its ID; when that is gone,
// on what stands in its place.
func (t tree) on(f *model.Fleet) tree {
	was := t.at()
	t.rows = rows(f, t.folded)
	if len(t.rows) == 0 {
		t.selected, t.top = "", 0
		return t
	}
	if t.index(t.selected) < 0 {
		t.selected = t.rows[min(max(was, 0), len(t.rows)-1)].id
	}
	return t.scrolled()
}

func (t tree) index(id model.ID) int {
	return slices.IndexFunc(t.rows, func(r row) bool { return r.id == id })
}

// at is the index of the selected row; -1 when there is none.
func (t tree) at() int { return t.index(t.selected) }

// current is the selected row; the zero row when there is none.
func (t tree) current() row {
	if at := t.at(); at >= 0 {
		return t.rows[at]
	}
	return row{}
}

// moved moves the selection by a number of rows.
func (t tree) moved(by int) tree {
	if len(t.rows) == 0 {
		return t
	}
	at := min(max(t.at()+by, 0), len(t.rows)-1)
	t.selected = t.rows[at].id
	return t.scrolled()
}

// selects moves the selection to an ID if it has a row.
func (t tree) selects(id model.ID) tree {
	if t.index(id) >= 0 {
		t.selected = id
	}
	return t.scrolled()
}

// sized gives the window a height.
func (t tree) sized(height int) tree {
	t.height = max(1, height)
	return t.scrolled()
}

// scrolled keeps the selection inside the window and the window full.
func (t tree) scrolled() tree {
	at := max(t.at(), 0)
	t.top = min(t.top, at)
	t.top = max(t.top, at-t.height+1)
	t.top = max(0, min(t.top, len(t.rows)-t.height))
	return t
}

// window lists the rows that are on the screen.
func (t tree) window() []row {
	return t.rows[min(t.top, len(t.rows)):min(t.top+t.height, len(t.rows))]
}

// fold folds or unfolds a branch of a fleet.
func (t tree) fold(f *model.Fleet, id model.ID, folded bool) tree {
	next := make(map[model.ID]bool, len(t.folded)+1)
	for k, v := range t.folded {
		next[k] = v
	}
	next[id] = folded
	t.folded = next
	return t.on(f)
}

// left folds the selected branch, or goes to the branch that the row is on.
func (t tree) left(f *model.Fleet) tree {
	r := t.current()
	if r.branch && !r.folded {
		return t.fold(f, r.id, true)
	}
	return t.selects(r.parent)
}

// right unfolds the selected branch, or goes to its first row.
func (t tree) right(f *model.Fleet) tree {
	r := t.current()
	switch {
	case r.branch && r.folded:
		return t.fold(f, r.id, false)
	case r.branch:
		return t.moved(1)
	}
	return t
}
