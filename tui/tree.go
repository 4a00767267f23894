package tui

import "pooldeck/model"

// tree is the rows with a selection and a window on them. The look may be
// ahead of the forest until the next on.
type tree struct {
	look
	forest   forest
	stale    []model.ID // apps of which branches were turned since the forest was made
	selected spot
	before   spot // where the selection was before it jumped
	cursor   int  // where the selection was found last
	top      int  // the first row of the window
	height   int
	window   []row // what is seen of the rows
}

// on takes a new fleet in, or a new look at it. The selection stays on its
// row; when that is gone, on what stands in its place.
func (t tree) on(f *model.Fleet, m measures) tree {
	if t.forest.shows(f, t.look, m) && len(t.stale) == 0 {
		return t.scrolled()
	}
	was := t.at()
	t.forest = t.forest.on(f, t.look, m, t.stale)
	t.stale, t.window = nil, nil
	switch {
	case t.size() == 0:
		t.selected, t.top = spot{}, 0
		return t
	case t.at() < 0:
		return t.selects(max(was, 0))
	}
	return t.scrolled()
}

// size is how many rows there are.
func (t tree) size() int { return t.forest.size() }

// at is the line of the selected row; -1 when there is none.
func (t tree) at() int {
	if i := t.cursor - t.top; i >= 0 && i < len(t.window) && t.window[i].id == t.selected.id {
		return t.cursor
	}
	return t.forest.index(t.selected)
}

// current is the selected row; the zero row when there is none.
func (t tree) current() row {
	at := t.at()
	if i := at - t.top; i >= 0 && i < len(t.window) {
		return t.window[i]
	}
	for _, r := range t.forest.rows(at, at+1) {
		return r
	}
	return row{}
}

// moved moves the selection by a number of rows.
func (t tree) moved(by int) tree {
	if t.size() == 0 {
		return t
	}
	return t.selects(max(t.at()+by, 0))
}

// selects selects the row of a line, or the last one.
func (t tree) selects(at int) tree {
	t = t.reveal(min(at, t.size()-1))
	t.selected = t.window[t.cursor-t.top].spot()
	return t
}

// to moves the selection to where a row is, if there is one.
func (t tree) to(s spot) tree {
	if at := t.forest.index(s); at >= 0 {
		t.selected = s
		return t.reveal(at)
	}
	return t.scrolled()
}

// sized gives the window a height.
func (t tree) sized(height int) tree {
	t.height = max(1, height)
	return t.scrolled()
}

// scrolled keeps the selection inside the window.
func (t tree) scrolled() tree { return t.reveal(max(t.at(), 0)) }

// reveal keeps a line inside the window, and the window full.
func (t tree) reveal(line int) tree {
	height := max(1, t.height) // a console is told its size first, but not always
	top := max(min(t.top, line), line-height+1)
	top = max(0, min(top, t.size()-height))
	if t.window == nil || top != t.top || len(t.window) != min(height, t.size()-top) {
		t.window = t.forest.rows(top, top+height)
	}
	t.cursor, t.top = line, top
	return t
}

// fold folds or unfolds a branch of an app; the rows follow with the next on.
func (t tree) fold(app, branch model.ID, folded bool) tree {
	t.look = t.turn(app, branch, folded)
	t.stale = append(t.stale[:len(t.stale):len(t.stale)], app)
	return t
}

// left folds the selected branch, or goes to the branch that the row is on.
func (t tree) left() tree {
	r := t.current()
	if r.branch && !r.folded && (r.kind.depth() == 2 || t.filter.empty()) {
		return t.fold(r.app.ID, r.id, true)
	}
	return t.to(spot{t.selected.app, r.parent})
}

// right unfolds the selected branch, or goes to its first row.
func (t tree) right() tree {
	r := t.current()
	switch {
	case r.branch && r.folded:
		return t.fold(r.app.ID, r.id, false)
	case r.branch:
		return t.moved(1)
	}
	return t
}

// jumped selects a row from afar, opening the branches above it, and
// remembers where the selection was.
func (t tree) jumped(to spot, above ...model.ID) tree {
	t.before = t.selected
	for _, branch := range above {
		t = t.fold(to.app, branch, false)
	}
	t.selected = to
	return t
}

// back goes to where the selection was before it jumped, and there again the
// next time.
func (t tree) back() tree {
	if t.forest.index(t.before) < 0 {
		return t
	}
	t.before, t.selected = t.selected, t.before
	return t.scrolled()
}

// matched moves to the next row that is itself a match, round the end.
func (t tree) matched(by int) tree {
	n := t.size()
	if t.forest.finds == 0 {
		return t
	}
	at := max(t.at(), 0)
	for i := 1; i <= n; i++ {
		line := ((at+i*by)%n + n) % n
		if r := t.forest.rows(line, line+1)[0]; r.kind.depth() < 3 && t.filter.matches(r) {
			return t.selects(line)
		}
	}
	return t
}
