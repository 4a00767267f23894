package tui

import (
	"slices"
	"sort"

	"pooldeck/model"
)

// forest is a fleet as rows: how many there are, and where. The rows are made
// when they are seen, since a fleet of 10,000 clusters has 90,000 of them. It is
// never changed: the next one is made of it, and only what has changed is
// counted anew.
type forest struct {
	of     *model.Fleet // nil: no fleet yet
	look   look
	by     *measures // what it is sorted by
	plots  []*plot   // of the fleet's apps, in their order
	groves []grove   // of each
	counts []int32   // rows of the clusters of each plot, from the plot's place in the fleet's list on
	order  []int32   // which of them stand one after the other, likewise
	starts []int     // the first row of each plot, and at the end how many rows there are
	finds  int       // rows that are themselves searched for
}

// size is how many rows there are.
func (f forest) size() int {
	if len(f.starts) == 0 {
		return 0
	}
	return f.starts[len(f.plots)]
}

// rows makes the rows from one line to another.
func (f forest) rows(from, to int) []row {
	from, to = max(0, from), min(to, f.size())
	if from >= to {
		return nil
	}
	return f.add(make([]row, 0, to-from+8), from, to)
}

// add adds them to a list.
func (f forest) add(list []row, from, to int) []row {
	for i := sort.SearchInts(f.starts, from+1) - 1; i < len(f.plots) && f.starts[i] < to; i++ {
		list = f.between(list, i, from-f.starts[i], to-f.starts[i])
	}
	return list
}

// between adds the rows of a plot that stand from one line to another, both
// counted from its first.
func (f forest) between(list []row, plot, from, to int) []row {
	p, g := f.plots[plot], f.groves[plot]
	if g.all.rows == 0 {
		return list
	}
	begin, at, skipped := len(list), 0, 0
	seen := func(rows int32) bool {
		at += int(rows)
		if at <= from {
			skipped = at
		}
		return rows > 0 && at > from && at-int(rows) < to
	}
	if seen(1) {
		list = append(list, f.look.appRow(p))
	}
	if seen(g.dynos) {
		list = f.look.formationRows(list, p.app, f.by)
	}
	for _, i := range f.order[p.from : p.from+len(p.clusters)] {
		if seen(f.counts[p.from+int(i)]) {
			list = f.look.clusterRows(list, p.app, &p.clusters[i])
		}
	}
	made := list[begin:]
	return append(list[:begin], made[max(0, from-skipped):min(len(made), to-skipped)]...)
}

// index is the line of a row; -1 when there is none.
func (f forest) index(s spot) int {
	i := f.plot(s.app)
	if i < 0 {
		return -1
	}
	rows := f.rows(f.starts[i], f.starts[i+1])
	at := slices.IndexFunc(rows, func(r row) bool { return r.id == s.id })
	if at < 0 {
		return -1
	}
	return f.starts[i] + at
}

// plot is the place of an app's; -1 when there is none.
func (f forest) plot(app model.ID) int {
	return slices.IndexFunc(f.plots, func(p *plot) bool { return p.app.ID == app })
}

// shows is whether it is that of a fleet as it is looked at, turned branches
// apart.
func (f forest) shows(fleet *model.Fleet, l look, m measures) bool {
	return f.of == fleet && f.look.filter.text == l.filter.text && f.look.order == l.order && l.order.same(*f.by, m)
}

// on is the forest of another fleet, or of another look at it. Branches of the
// apps named were turned since.
func (f forest) on(fleet *model.Fleet, l look, m measures, turned []model.ID) forest {
	outdated, same := f.outdated(fleet, turned)
	next := f
	next.of, next.look, next.by = fleet, l, &m
	next.plots = f.replanted(outdated, same, next)
	sorted := same && l.order == f.look.order && l.order.same(*f.by, m)
	if !sorted || len(outdated) > 0 {
		next.order = resized(f.order, len(fleet.Clusters))
	}
	searched := same && l.filter.text == f.look.filter.text
	if !searched || len(outdated) > 0 {
		next.groves, next.counts = resized(f.groves, len(fleet.Apps)), resized(f.counts, len(fleet.Clusters))
	}
	narrows := same && l.filter.narrows(&f.look.filter)
	for i := range next.plots {
		fresh := !same || next.plots[i] != f.plots[i]
		if fresh || !sorted {
			next.sort(i)
		}
		if fresh || !searched && (next.groves[i].all.rows > 0 || !narrows) {
			next.tally(i, narrows && !fresh)
		}
	}
	return next.numbered()
}

// replanted are the plots of a new forest: those of an earlier one where
// nothing has changed.
func (f forest) replanted(outdated []int, same bool, next forest) []*plot {
	if !same {
		return next.look.planted(next.of)
	}
	plots := slices.Clone(f.plots)
	for _, i := range outdated {
		from, to := plots[i].from, plots[i].from+len(plots[i].clusters)
		plots[i] = next.look.plant(next.of.Apps[i], from, next.of.Clusters[from:to])
	}
	return plots
}

// whole is a forest in which nothing is folded and nothing searched for.
func (f forest) whole() forest {
	f.look = look{order: f.look.order}
	f.groves, f.counts = slices.Clone(f.groves), slices.Clone(f.counts)
	for i := range f.plots {
		f.tally(i, false)
	}
	return f.numbered()
}

// resized is a list of another length with what was in the one before.
func resized[T any](list []T, n int) []T {
	next := make([]T, n)
	copy(next, list)
	return next
}

// outdated are the plots that a fleet makes new ones of; false where it is not
// of the same apps and clusters.
func (f forest) outdated(fleet *model.Fleet, turned []model.ID) (plots []int, same bool) {
	if f.of == nil {
		return nil, false
	}
	plots, clusters, same := changed(f.of, fleet)
	for _, at := range clusters {
		i := sort.Search(len(f.plots), func(i int) bool { return f.plots[i].from > at }) - 1
		if i >= 0 && at < f.plots[i].from+len(f.plots[i].clusters) {
			plots = append(plots, i)
		}
	}
	for _, app := range turned {
		if i := f.plot(app); i >= 0 {
			plots = append(plots, i)
		}
	}
	slices.Sort(plots)
	return slices.Compact(plots), same
}

// sort sorts the clusters of a plot of a new forest.
func (f forest) sort(plot int) {
	if f.look.order == byCost {
		f.plots[plot] = f.plots[plot].priced(f.by)
	}
	p := f.plots[plot]
	f.look.order.sort(f.order[p.from:p.from+len(p.clusters)], p, f.by)
}

// tally counts the rows of a plot of a new forest.
func (f forest) tally(plot int, narrows bool) {
	if !f.look.filter.empty() {
		f.plots[plot] = f.plots[plot].read()
	}
	p := f.plots[plot]
	f.groves[plot] = f.look.tally(p, f.counts[p.from:p.from+len(p.clusters)], narrows)
}

// numbered knows where each plot begins.
func (f forest) numbered() forest {
	f.starts, f.finds = make([]int, len(f.plots)+1), 0
	for i, g := range f.groves {
		f.starts[i+1] = f.starts[i] + int(g.all.rows)
		f.finds += int(g.all.finds)
	}
	return f
}
