package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/pricing"
)

// drawn is what Update has drawn for View: the rows and the panes, which are
// drawn again only where they look different from the last time. It is there
// to save time: a console without it shows the same.
type drawn struct {
	rows  []drawnRow
	panes drawnPanes
}

type drawnRow struct {
	sight
	line string
}

// drawnPanes are the two panes with what stands in them.
type drawnPanes struct {
	title            string
	detail, activity []string
	focused          pane
	lines            []string
}

// sight is what the line of a row at rest is drawn of, besides what all lines
// are drawn of: the size of the window, the styles, what was measured and who
// is there. All of that comes with messages which make a console forget what
// it has drawn.
type sight struct {
	row     *row
	marked  bool // is the selected one
	focused bool // and the arrows move it
	moving  bool // is not at rest: what it shows of that changes all the time
	staged  int
	total   total          // of an app
	amount  pricing.Amount // of a cluster, whose data grow with time
	budget  model.Budget   // of a formation: other apps and the pool have a part in it
	age     string         // of a dyno
	strain  strain         // of a formation or a process type
}

// redrawn draws after a message. Most of a window stays as it is from one
// message to the next.
func (c Console) redrawn(msg tea.Msg) Console {
	switch msg.(type) {
	case fleetArrived, tea.KeyPressMsg, tea.MouseClickMsg, tea.MouseWheelMsg:
	default:
		c.drawn = drawn{}
	}
	if c.width >= minWidth && c.height >= minHeight {
		c.budgets = c.budgeted()
		c.drawn = drawn{c.drawRows(), c.drawPanes()}
	}
	return c
}

// drawRows draws the rows of the window.
func (c Console) drawRows() []drawnRow {
	list := columns(c.width)
	window := c.tree.window
	next := make([]drawnRow, len(window))
	at := -1
	for i := range window {
		r := &window[i]
		next[i].sight = c.sight(r)
		at = c.drawn.find(r.id, at+1)
		if at >= 0 && c.drawn.rows[at].same(&next[i].sight) {
			next[i].line = c.drawn.rows[at].line
		} else {
			next[i].line = c.draw(*r, list, next[i].focused)
		}
	}
	return next
}

// drawPanes draws detail and activity side by side.
func (c Console) drawPanes() drawnPanes {
	if !c.layout().panes {
		return drawnPanes{}
	}
	width := c.detailWidth()
	facts := c.written(c.detail(), width-4)
	p := drawnPanes{
		title: c.detailTitle(), detail: facts[min(c.readFrom, max(0, len(facts)-paneRows)):],
		activity: c.activityLines(paneRows, c.width-1-width-4), focused: c.pane,
	}
	if was := c.drawn.panes; was.title == p.title && was.focused == p.focused && slices.Equal(was.detail, p.detail) && slices.Equal(was.activity, p.activity) {
		return was
	}
	r := c.framed("activity", p.activity, c.width-1-width, p.focused == paneActivity)
	for i, l := range c.framed(p.title, p.detail, width, p.focused == paneDetail) {
		p.lines = append(p.lines, l+" "+r[i])
	}
	return p
}

// find finds a row by its ID, which most often stands at a certain place; -1
// when it was not drawn.
func (d *drawn) find(id model.ID, from int) int {
	for i := range d.rows {
		if at := (from + i) % len(d.rows); d.rows[at].row.id == id {
			return at
		}
	}
	return -1
}

func (c Console) sight(r *row) sight {
	s := sight{row: r, marked: r.id == c.tree.selected.id}
	s.focused = s.marked && c.pane == paneTree
	switch r.kind {
	case rowApp:
		s.total = c.total(r.app.Name)
	case rowCluster:
		s.amount = c.catalog.Cluster(r.cluster, c.fleet.At)
		s.moving = c.fleet.Open(r.id) != nil
	case rowPool:
		s.staged = c.stagedOn(r.cluster.ID, r.pool.Name)
		s.moving = !r.pool.Settled()
	case rowInstance:
		s.moving = r.instance.Phase != model.Up
	case rowFormation:
		s.moving = !r.app.Settled() || c.fleet.Open(r.app.ID) != nil
		s.budget, _ = c.budget(r.app)
		s.amount, s.strain = c.dynosCost(r.app), c.worstStrain(r.app)
	case rowProcess:
		s.moving = !r.process.Settled(r.app.Release)
		s.staged = c.stagedProcess(r.app.ID, r.process.Type)
		s.strain = c.strain(*r)
	case rowDyno:
		s.age = c.age(r.dyno)
	}
	return s
}

// same is whether two sights of a row look the same.
func (s *sight) same(t *sight) bool {
	return !s.moving && !t.moving && s.marked == t.marked && s.focused == t.focused && s.staged == t.staged &&
		s.total == t.total && s.amount == t.amount && s.age == t.age && s.strain == t.strain && s.budget.Now == t.budget.Now && s.budget.Most == t.budget.Most && s.budget.Limit == t.budget.Limit && (s.row == t.row || s.row.same(t.row))
}

// same is whether two rows of one ID look the same: a row stays so when
// something else about its cluster has changed.
func (r *row) same(o *row) bool {
	if r.kind != o.kind || r.folded != o.folded || r.branch != o.branch {
		return false
	}
	switch r.kind {
	case rowApp:
		return r.app == o.app
	case rowCluster:
		return r.cluster == o.cluster
	case rowPool:
		p, q := r.pool, o.pool
		return p.Name == q.Name && p.Level == q.Level && p.Count == q.Count && p.Destroying == q.Destroying && p.Endpoint == q.Endpoint &&
			slices.Equal(p.Instances, q.Instances)
	case rowInstance:
		return r.pool.Level == o.pool.Level && *r.instance == *o.instance
	case rowFormation:
		return r.app == o.app
	case rowProcess:
		p, q := r.process, o.process
		return r.app.Release == o.app.Release && p.Size == q.Size && p.Quantity == q.Quantity && p.Connections == q.Connections &&
			p.Restarts == q.Restarts && p.Autoscale == q.Autoscale && slices.Equal(p.Dynos, q.Dynos)
	case rowDyno:
		return r.process.Size == o.process.Size && *r.dyno == *o.dyno
	}
	return false
}
