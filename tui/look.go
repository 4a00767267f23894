package tui

import (
	"maps"
	"time"

	"pooldeck/model"
)

// look is how a fleet is looked at: which branches are folded, what is
// searched for and in which order clusters stand. While something is searched
// for, branches are open so that every match can be seen. With the zero look
// everything is seen.
type look struct {
	folding folding
	since   time.Time // clusters that are younger are open at first
	turned  map[model.ID]turned
	filter  filter
	order   order
}

// turned are the branches of one app that somebody has folded or unfolded.
type turned map[model.ID]bool

// folding is what is folded at first.
type folding int

const (
	foldNothing folding = iota
	foldDynos           // process types, whose dynos are alike
	foldMost            // clusters and formations as well: the fleet fits no screen
)

// firstLook is how a fleet is looked at first.
func firstLook(f *model.Fleet) look {
	const many = 12
	if len(f.Clusters) > many {
		return look{folding: foldMost, since: f.At}
	}
	return look{folding: foldDynos}
}

// turn is the look after a branch of an app was folded or unfolded.
func (l *look) turn(app, branch model.ID, folded bool) look {
	next := *l
	next.turned = with(l.turned, app, with(l.turned[app], branch, folded))
	return next
}

// with is a map with one more value in it. The map that others hold stays.
func with[M ~map[K]V, K comparable, V any](m M, key K, value V) M {
	next := maps.Clone(m)
	if next == nil {
		next = M{}
	}
	next[key] = value
	return next
}

// or is whether a branch is folded that was so at first.
func (t turned) or(branch model.ID, first bool) bool {
	if folded, is := t[branch]; is {
		return folded
	}
	return first
}

// What is folded of an app of which some branches were turned.

func (l *look) shutApp(t turned, a *model.App) bool {
	return t != nil && l.filter.empty() && t.or(a.ID, false)
}

func (l *look) shutFormation(t turned, a *model.App) bool {
	first := l.folding == foldMost
	switch {
	case !l.filter.empty():
		return false
	case t == nil:
		return first
	}
	return t.or(formationID(a), first)
}

func (l *look) shutProcess(t turned, a *model.App, p *model.Process) bool {
	first := l.folding != foldNothing
	if t == nil {
		return first
	}
	return t.or(a.ProcessID(p.Type), first)
}

func (l *look) shutCluster(t turned, s *stand) bool {
	first := l.folding == foldMost && !s.young
	switch {
	case !l.filter.empty():
		return false
	case t == nil: // thousands of clusters are not looked at
		return first
	}
	return t.or(s.cluster.ID, first)
}

func (l *look) shutPool(t turned, p *model.Pool) bool { return t.or(p.ID, false) }

// formationID is the row of an app's dynos; no process type is without a name.
func formationID(app *model.App) model.ID { return app.ProcessID("") }
