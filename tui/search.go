package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// sought takes the keys that look for something in the tree.
func (c Console) sought(k tea.KeyPressMsg) (Console, bool) {
	switch {
	case key.Matches(k, c.keys.Filter):
		typed := newField(c.tree.filter.text, 80)
		c.search = &typed
	case key.Matches(k, c.keys.Match) && !c.tree.filter.empty():
		c.tree = c.tree.matched(1)
	case key.Matches(k, c.keys.Before) && !c.tree.filter.empty():
		c.tree = c.tree.matched(-1)
	case key.Matches(k, c.keys.Back) && !c.tree.filter.empty():
		c.tree.filter = filter{}
	case key.Matches(k, c.keys.Problem):
		return c.toProblem(), true
	case key.Matches(k, c.keys.Sort):
		c.tree.order = c.tree.order.next()
		c.notice = cell{"clusters by " + c.tree.order.String(), c.styles.Dim}
	case key.Matches(k, c.keys.Jump):
		c.tree = c.tree.back()
	default:
		return c, false
	}
	return c, true
}

// pressedSearch takes a key while a filter is typed: the tree follows each
// letter, enter keeps the filter and esc takes it away.
func (c Console) pressedSearch(k tea.KeyPressMsg) Console {
	switch k.String() {
	case "enter":
		c.search = nil
		return c
	case "esc":
		c.search, c.tree.filter = nil, filter{}
		return c
	case "up":
		c.tree = c.tree.moved(-1)
		return c
	case "down":
		c.tree = c.tree.moved(1)
		return c
	}
	typed := c.search.press(k)
	return c.searched(&typed)
}

// searched filters by what is typed so far and goes to the first match.
func (c Console) searched(typed *field) Console {
	c.search = typed
	c.tree.filter = newFilter(typed.text())
	c = c.regrown()
	if r := c.tree.current(); r.id != "" && !c.tree.filter.matches(r) {
		c.tree = c.tree.matched(1)
	}
	return c
}

// searchLine is the filter in the footer.
func (c Console) searchLine() string {
	switch {
	case c.search != nil:
		return "/ " + c.search.draw(c.scene, 24) + " " + c.styles.Dim.Render(fmt.Sprintf("finds %d · enter keep · esc clear", c.tree.forest.finds))
	case !c.tree.filter.empty():
		return c.styles.Accent.Render("/"+clean(c.tree.filter.text)) + c.styles.Dim.Render(fmt.Sprintf("  finds %d · esc clear", c.tree.forest.finds))
	}
	return ""
}

// toProblem goes to the next row that asks for an operator.
func (c Console) toProblem() Console {
	r, found := c.nextProblem()
	if !found {
		c.notice = cell{"✓ no other problem in the fleet", c.styles.Good}
		return c
	}
	above := []model.ID{r.app.ID}
	if r.cluster != nil {
		above = append(above, r.cluster.ID)
	}
	switch {
	case r.kind == rowInstance:
		above = append(above, r.pool.ID)
	case r.kind == rowProcess:
		above = append(above, formationID(r.app))
	case r.kind == rowDyno:
		above = append(above, formationID(r.app), r.parent)
	}
	c.tree.filter = filter{}
	c.tree = c.tree.jumped(r.spot(), above...)
	return c
}

// goTo selects a cluster, or the dynos of an app, wherever they are.
func (c Console) goTo(id model.ID) Console {
	if app := c.fleet.Formation(id); app != nil {
		to := app.ID
		if len(app.Processes) > 0 {
			to = formationID(app)
		}
		c.tree.filter = filter{}
		c.tree = c.tree.jumped(spot{app.ID, to}, app.ID)
		return c.regrown()
	}
	cluster := c.fleet.Cluster(id)
	if cluster == nil {
		c.notice = cell{"that cluster is not there any more", c.styles.Dim}
		return c
	}
	app := c.fleet.App(cluster.App)
	c.tree.filter = filter{}
	c.tree = c.tree.jumped(spot{app.ID, id}, app.ID)
	return c.regrown()
}
