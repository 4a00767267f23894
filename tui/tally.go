package tui

import "pooldeck/model"

// count is how many rows there are, 0 where nothing is searched for, and how
// many of them are themselves searched for, instances and dynos apart.
type count struct{ rows, finds int32 }

func (c *count) add(other count) { c.rows, c.finds = c.rows+other.rows, c.finds+other.finds }

// below is what there is with the row that all of it is below. That is there
// for them, or because it is searched for itself.
func (c count) below(found bool) count {
	if found {
		c.finds++
	}
	if found || c.rows > 0 {
		c.rows++
	}
	return c
}

// grove is what is counted of an app: all of its rows, and those of its dynos.
type grove struct {
	all   count
	dynos int32
}

// tally counts the rows of a plot and, in a list, those of its clusters. Where a
// filter only narrows, a cluster without rows remains without.
//
// It is done for thousands of apps at a letter, so that it looks at an app or a
// cluster only where it has to: they are all over the memory.
func (l *look) tally(p *plot, clusters []int32, narrows bool) (g grove) {
	var t turned
	if len(l.turned) > 0 {
		t = l.turned[p.app.ID]
	}
	at, lines := l.filter.line(0, p.words)
	shut := l.shutApp(t, p.app)
	if p.formed && !shut {
		g.all = l.countDynos(t, p.app, at, lines)
		g.dynos = g.all.rows
	}
	for i := range clusters {
		if narrows && clusters[i] == 0 {
			continue
		}
		var n count
		if !shut {
			n = l.countCluster(t, &p.clusters[i], at)
		}
		clusters[i] = n.rows
		g.all.add(n)
	}
	g.all = g.all.below(at == l.filter.all)
	return g
}

func (l *look) countDynos(t turned, app *model.App, at found, lines string) (n count) {
	own := l.filter.in(at, formationText) == l.filter.all
	if l.shutFormation(t, app) || !l.filter.has(at, lines) {
		return n.below(own)
	}
	for i := range app.Processes {
		var words found
		words, lines = l.filter.line(at, lines)
		if words != l.filter.all {
			continue
		}
		n.add(count{1, 1})
		if p := &app.Processes[i]; !l.shutProcess(t, app, p) {
			n.rows += int32(len(p.Dynos))
		}
	}
	return n.below(own)
}

func (l *look) countCluster(t turned, s *stand, at found) count {
	switch {
	case l.shutCluster(t, s):
		return count{1, 1}
	case !l.filter.has(at, s.words):
		return count{}
	}
	at, lines := l.filter.line(at, s.words)
	if at == l.filter.all && l.filter.wants() && s.words != "" && t == nil {
		return s.whole
	}
	own, lines := l.filter.line(at, lines)
	words, lines := l.filter.line(at, lines)
	n := l.countPool(t, &s.cluster.Leader, words)
	for i := range s.cluster.Followers {
		words, lines = l.filter.line(at, lines)
		n.add(l.countPool(t, &s.cluster.Followers[i], words))
	}
	return n.below(own == l.filter.all)
}

func (l *look) countPool(t turned, p *model.Pool, words found) count {
	switch {
	case words != l.filter.all:
		return count{}
	case l.shutPool(t, p):
		return count{1, 1}
	}
	return count{1 + int32(len(p.Instances)), 1}
}
