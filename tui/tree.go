package tui

import (
	"maps"
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
	rowFormation // the dynos of an app
	rowProcess
	rowDyno
)

// depth is how many branches a row is on.
func (k rowKind) depth() int {
	switch k {
	case rowApp:
		return 0
	case rowCluster, rowFormation:
		return 1
	case rowPool, rowProcess:
		return 2
	case rowInstance, rowDyno:
	}
	return 3
}

// row is one line of the tree. Its ID is what the selection remembers, so it
// stays on the same thing while rows come and go.
type row struct {
	kind     rowKind
	id       model.ID
	parent   model.ID
	app      *model.App
	cluster  *model.Cluster  // on a cluster's, a pool's and an instance's row
	pool     *model.Pool     // on a pool's and an instance's row
	instance *model.Instance // on an instance's row
	process  *model.Process  // on a process type's and a dyno's row
	dyno     *model.Dyno     // on a dyno's row
	folded   bool
	branch   bool // has rows below it when unfolded
}

// look is how a fleet is looked at: which branches are folded, what is
// searched for and in which order clusters stand. While something is searched
// for, branches are open so that every match can be seen.
type look struct {
	folded map[model.ID]bool // at first
	turned map[model.ID]bool // since then: few, while folded may be as many as there are clusters
	folds  int               // counts how often a branch was turned
	last   model.ID          // the branch that was turned last
	filter filter
	order  order
}

// shut is whether a branch is folded.
func (l look) shut(id model.ID) bool {
	if folded, turned := l.turned[id]; turned {
		return folded
	}
	return l.folded[id]
}

// rows flattens a fleet into the rows that are to be seen, in the order of
// the screen. A match brings the branches above it and its instances along.
func (l look) rows(f *model.Fleet, m measures) []row {
	clusters := make(map[string][]*model.Cluster, len(f.Apps))
	for _, c := range f.Clusters {
		clusters[c.App] = append(clusters[c.App], c)
	}
	var list []row
	for _, app := range f.Apps {
		mine := l.order.sorted(clusters[app.Name], m)
		r := row{kind: rowApp, id: app.ID, app: app, branch: len(mine) > 0 || len(app.Processes) > 0, folded: l.closed(app.ID)}
		list = l.branch(list, r, mine, m)
	}
	return list
}

// branch adds a row with what is below it. It is taken out again where
// neither it nor anything below it is searched for.
func (l look) branch(list []row, r row, clusters []*model.Cluster, m measures) []row {
	at := len(list)
	list = append(list, r)
	if !r.folded {
		list = l.below(list, r, clusters, m)
	}
	if len(list) == at+1 && !l.filter.matches(r) {
		return list[:at]
	}
	return list
}

// below adds what is below a row: the formation and the clusters of an app, the
// pools of a cluster, the instances of a pool, the process types of a
// formation, the dynos of a process type.
func (l look) below(list []row, r row, clusters []*model.Cluster, m measures) []row {
	switch r.kind {
	case rowApp:
		list = l.formation(list, r, m)
		for _, c := range clusters {
			list = l.cluster(list, r, c)
		}
	case rowCluster:
		list = l.pool(list, r, &r.cluster.Leader)
		for i := range r.cluster.Followers {
			list = l.pool(list, r, &r.cluster.Followers[i])
		}
	case rowPool:
		for n := range r.pool.Instances {
			i := &r.pool.Instances[n]
			list = append(list, row{
				kind: rowInstance, id: i.ID, parent: r.id, app: r.app, cluster: r.cluster, pool: r.pool, instance: i,
			})
		}
	case rowFormation:
		for _, p := range l.order.processes(r.app, m) {
			list = l.process(list, r, p)
		}
	case rowProcess:
		for n := range r.process.Dynos {
			d := &r.process.Dynos[n]
			list = append(list, row{kind: rowDyno, id: d.ID, parent: r.id, app: r.app, process: r.process, dyno: d})
		}
	case rowInstance, rowDyno:
	}
	return list
}

func (l look) cluster(list []row, app row, c *model.Cluster) []row {
	r := row{kind: rowCluster, id: c.ID, parent: app.id, app: app.app, cluster: c, branch: true, folded: l.closed(c.ID)}
	return l.branch(list, r, nil, measures{})
}

// formationID is the row of an app's dynos; no process type is without a name.
func formationID(app *model.App) model.ID { return app.ProcessID("") }

func (l look) formation(list []row, app row, m measures) []row {
	if len(app.app.Processes) == 0 {
		return list
	}
	id := formationID(app.app)
	return l.branch(list, row{kind: rowFormation, id: id, parent: app.id, app: app.app, branch: true, folded: l.closed(id)}, nil, m)
}

func (l look) process(list []row, formation row, p *model.Process) []row {
	r := row{
		kind: rowProcess, id: formation.app.ProcessID(p.Type), parent: formation.id, app: formation.app, process: p,
		branch: len(p.Dynos) > 0, folded: l.shut(formation.app.ProcessID(p.Type)),
	}
	if !l.filter.matches(r) {
		return list
	}
	list = append(list, r)
	if r.folded {
		return list
	}
	return l.below(list, r, nil, measures{})
}

func (l look) pool(list []row, cluster row, p *model.Pool) []row {
	r := row{
		kind: rowPool, id: p.ID, parent: cluster.id, app: cluster.app, cluster: cluster.cluster, pool: p,
		branch: len(p.Instances) > 0, folded: l.shut(p.ID),
	}
	if !l.filter.matches(r) {
		return list
	}
	list = append(list, r)
	if r.folded {
		return list
	}
	return l.below(list, r, nil, measures{})
}

// closed is whether an app, a cluster or a formation is folded.
func (l look) closed(id model.ID) bool { return l.filter.empty() && l.shut(id) }

// tree is the rows with a selection and a window on them.
type tree struct {
	look
	rows     []*row       // shared with earlier trees, as what they stand for is
	of       *model.Fleet // what the rows were drawn up of
	looked   looked       // and how it was looked at
	selected model.ID
	cursor   int      // where the selection was found last
	before   model.ID // where the selection was before it jumped
	top      int      // the first row of the window
	height   int
}

// looked tells one look from another.
type looked struct {
	folds  int
	filter filter
	order  order
}

func (l look) id() looked { return looked{l.folds, l.filter, l.order} }

// before is the look before a branch was turned.
func (l looked) before() looked {
	l.folds--
	return l
}

// on takes a new fleet in, or a new look at it. The selection stays on its
// ID; when that is gone, on what stands in its place.
func (t tree) on(f *model.Fleet, m measures) tree {
	was := t.at()
	same := t.of != nil && t.looked == t.id()
	switch {
	case same && t.of == f && !t.order.measured():
		return t.scrolled()
	case same && t.order == byName && t.filter.empty() && fewChanged(t.of, f):
		t.rows = t.patch(f, m)
	case t.of == f && t.looked == t.id().before() && t.filter.empty() && !t.order.measured():
		t.rows = t.turn(f, m)
	default:
		t.rows = pointers(t.look.rows(f, m))
	}
	t.of, t.looked = f, t.id()
	if len(t.rows) == 0 {
		t.selected, t.top = "", 0
		return t
	}
	if t.at() < 0 {
		t.selected = t.rows[min(max(was, 0), len(t.rows)-1)].id
	}
	return t.scrolled()
}

// fewChanged is whether a fleet has the same apps and the same clusters in
// the same places as the one before, of which a few have changed: then what
// was made of the others need not be made again.
func fewChanged(before, after *model.Fleet) bool {
	const few = 64
	if len(after.Clusters) != len(before.Clusters) || len(after.Apps) != len(before.Apps) {
		return false
	}
	n := 0
	for i, a := range after.Apps {
		if was := before.Apps[i]; a != was {
			n++
			if n > few || a.ID != was.ID || a.Name != was.Name || len(a.Processes) != len(was.Processes) {
				return false
			}
		}
	}
	for i, c := range after.Clusters {
		if was := before.Clusters[i]; c != was {
			n++
			if n > few || c.ID != was.ID || c.App != was.App {
				return false
			}
		}
	}
	return true
}

// pointers leaves rows where they are: a tree of which a few rows change goes
// on with the others.
func pointers(rows []row) []*row {
	list := make([]*row, len(rows))
	for i := range rows {
		list[i] = &rows[i]
	}
	return list
}

func (t tree) patch(f *model.Fleet, m measures) []*row {
	list := slices.Clone(t.rows)
	for i, a := range f.Apps {
		if was := t.of.Apps[i]; a != was {
			list = t.patchApp(list, was, a, m)
		}
	}
	for i, c := range f.Clusters {
		was := t.of.Clusters[i]
		if c == was {
			continue
		}
		from := slices.IndexFunc(list, func(r *row) bool { return r.cluster == was })
		if from < 0 {
			continue // its app is folded
		}
		to := from + 1
		for to < len(list) && list[to].cluster == was {
			to++
		}
		fresh := t.cluster(nil, row{id: list[from].parent, app: list[from].app}, c)
		list = slices.Replace(list, from, to, pointers(fresh)...)
	}
	return list
}

// patchApp makes an app's rows those of what it is now: its formation anew,
// which is its first branch, and the others as they were.
func (t tree) patchApp(list []*row, was, is *model.App, m measures) []*row {
	from := slices.IndexFunc(list, func(r *row) bool { return r.app == was })
	if from < 0 {
		return list
	}
	app := *list[from]
	app.app = is
	fresh := []row{app}
	if !app.folded {
		fresh = t.formation(fresh, app, m)
	}
	to := from + 1
	for ; to < len(list) && list[to].app == was; to++ {
		if r := *list[to]; r.cluster != nil {
			r.app = is
			fresh = append(fresh, r)
		}
	}
	return slices.Replace(list, from, to, pointers(fresh)...)
}

// turn takes the branch that was turned last in or out.
func (t tree) turn(f *model.Fleet, m measures) []*row {
	from := t.cursor
	if t.selected != t.last || t.at() != from {
		from = t.index(t.last)
	}
	if from < 0 {
		return t.rows
	}
	to := from + 1
	for to < len(t.rows) && t.rows[to].kind.depth() > t.rows[from].kind.depth() {
		to++
	}
	r := *t.rows[from]
	r.folded = t.shut(r.id)
	fresh := []row{r}
	if !r.folded {
		fresh = t.below(fresh, r, t.order.sorted(clustersOf(f, r), m), m)
	}
	return slices.Concat(t.rows[:from], pointers(fresh), t.rows[to:])
}

// clustersOf are the clusters of an app; on other rows there are none.
func clustersOf(f *model.Fleet, r row) []*model.Cluster {
	var mine []*model.Cluster
	if r.kind == rowApp {
		for _, c := range f.Clusters {
			if c.App == r.app.Name {
				mine = append(mine, c)
			}
		}
	}
	return mine
}

func (t tree) index(id model.ID) int {
	return slices.IndexFunc(t.rows, func(r *row) bool { return r.id == id })
}

// at is the index of the selected row; -1 when there is none.
func (t tree) at() int {
	if t.cursor < len(t.rows) && t.rows[t.cursor].id == t.selected {
		return t.cursor
	}
	return t.index(t.selected)
}

// current is the selected row; the zero row when there is none.
func (t tree) current() row {
	if at := t.at(); at >= 0 {
		return *t.rows[at]
	}
	return row{}
}

// moved moves the selection by a number of rows.
func (t tree) moved(by int) tree {
	if len(t.rows) == 0 {
		return t
	}
	at := min(max(t.at()+by, 0), len(t.rows)-1)
	t.selected, t.cursor = t.rows[at].id, at
	return t.scrolled()
}

// selects moves the selection to an ID if it has a row.
func (t tree) selects(id model.ID) tree {
	if at := t.index(id); at >= 0 {
		t.selected, t.cursor = id, at
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
	t.cursor = at
	t.top = min(t.top, at)
	t.top = max(t.top, at-t.height+1)
	t.top = max(0, min(t.top, len(t.rows)-t.height))
	return t
}

// window lists the rows that are on the screen.
func (t tree) window() []*row {
	return t.rows[min(t.top, len(t.rows)):min(t.top+t.height, len(t.rows))]
}

// fold folds or unfolds a branch; the rows follow with the next on.
func (t tree) fold(id model.ID, folded bool) tree {
	next := maps.Clone(t.turned)
	if next == nil {
		next = map[model.ID]bool{}
	}
	next[id] = folded
	t.turned, t.last = next, id
	t.folds++
	return t
}

// left folds the selected branch, or goes to the branch that the row is on.
func (t tree) left() tree {
	r := t.current()
	if r.branch && !r.folded && (r.kind.depth() == 2 || t.filter.empty()) {
		return t.fold(r.id, true)
	}
	return t.selects(r.parent)
}

// right unfolds the selected branch, or goes to its first row.
func (t tree) right() tree {
	r := t.current()
	switch {
	case r.branch && r.folded:
		return t.fold(r.id, false)
	case r.branch:
		return t.moved(1)
	}
	return t
}

// jumped selects a row from afar, opening the branches above it, and
// remembers where the selection was.
func (t tree) jumped(to model.ID, above ...model.ID) tree {
	t.before = t.selected
	for _, id := range above {
		if t.shut(id) {
			t = t.fold(id, false)
		}
	}
	t.selected = to
	return t
}

// back goes to where the selection was before it jumped, and there again the
// next time.
func (t tree) back() tree {
	if t.index(t.before) < 0 {
		return t
	}
	t.before, t.selected = t.selected, t.before
	return t.scrolled()
}
