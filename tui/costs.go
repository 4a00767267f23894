package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// costs breaks down what an app, or the whole fleet, costs: by cluster and
// dynos, by level and size and by role, the largest first.
type costs struct {
	app    string // empty for the whole fleet
	scroll int
}

func (c costs) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	most := max(0, len(c.content(s, 80))-c.room(s))
	switch {
	case key.Matches(k, s.keys.Down):
		c.scroll = min(c.scroll+1, most)
	case key.Matches(k, s.keys.Up):
		c.scroll = max(0, c.scroll-1)
	case key.Matches(k, s.keys.PageDown):
		c.scroll = min(c.scroll+c.room(s), most)
	case key.Matches(k, s.keys.PageUp):
		c.scroll = max(0, c.scroll-c.room(s))
	case key.Matches(k, s.keys.Next):
		return c.other(s), nil
	case key.Matches(k, s.keys.Back, s.keys.Costs, s.keys.Enter) || k.String() == "q":
		return c, goBack{}
	}
	return c, nil
}

// other goes on from an app to the whole fleet, and back to the selected app.
func (c costs) other(s scene) costs {
	if r := s.tree.current(); c.app == "" && r.app != nil {
		return costs{app: r.app.Name}
	}
	return costs{}
}

func (c costs) room(s scene) int { return max(1, s.height-4) }

func (c costs) content(s scene, width int) []string {
	parts := s.catalog.Breakdown(s.fleet, c.app)
	row := func(name string, cells ...string) string {
		line := left(name, max(12, width-14*len(cells)))
		for _, cell := range cells {
			line += right(cell, 14)
		}
		return cut(line, width)
	}
	lines := []string{s.styles.Dim.Render(row("BY CLUSTER AND DYNOS", "$/MONTH", "SO FAR", "FORECAST"))}
	for _, one := range parts.Clusters {
		soFar, forecast := s.accrual.Cluster(one.Cluster)
		lines = append(lines, row(clean(one.Name), one.Cost.Figure(), soFar.Figure(), forecast.Figure()))
	}
	soFar, forecast := s.accrual.Fleet()
	total := s.totals.fleet.amount()
	if c.app != "" {
		soFar, forecast = s.accrual.App(c.app)
		total = s.total(c.app).amount()
	}
	lines = append(lines, s.styles.Head.Render(row("in all", total.Figure(), soFar.Figure(), forecast.Figure())), "",
		s.styles.Dim.Render(row("BY LEVEL AND SIZE", "$/MONTH")))
	for _, one := range parts.Levels {
		lines = append(lines, row(one.Name, one.Cost.Figure()))
	}
	lines = append(lines, "", s.styles.Dim.Render(row("BY ROLE", "$/MONTH")))
	for _, one := range parts.Roles {
		lines = append(lines, row(one.Name, one.Cost.Figure()))
	}
	return lines
}

func (c costs) draw(s scene) panel {
	p := panel{title: "Cost of the whole fleet", width: 78}
	if c.app != "" {
		p.title = "Cost of " + clean(c.app)
	}
	content := c.content(s, min(p.width, s.width-4))
	from := min(c.scroll, max(0, len(content)-1))
	to := min(len(content), from+c.room(s))
	p.lines = append(p.lines, content[from:to]...)
	return p.with("").with(s.styles.Dim.Render("tab app or fleet · esc back"))
}

// costs are those of the selected app, or of the fleet.
func (s scene) costs() overlay {
	if r := s.tree.current(); r.kind == rowApp && r.app != nil {
		return costs{app: r.app.Name}
	}
	return costs{}
}
