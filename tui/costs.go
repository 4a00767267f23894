package tui

import (
	"cmp"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/pricing"
)

// costs breaks down what an app, or the whole fleet, costs: by cluster, by
// level and by role, the largest first.
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

// share is one line of a breakdown.
type share struct {
	name string
	cost pricing.Amount
	id   model.ID
}

// shares sums costs up by a name, the largest first.
type shares map[string]share

func (sh shares) add(name string, id model.ID, cost pricing.Amount) {
	was := sh[name]
	sh[name] = share{name, was.cost.Plus(cost), id}
}

func (sh shares) sorted() []share {
	var list []share
	for _, one := range sh {
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b share) int {
		return cmp.Or(cmp.Compare(b.cost.Cents, a.cost.Cents), strings.Compare(a.name, b.name))
	})
	return list
}

func (c costs) content(s scene, width int) []string {
	clusters, levels, roles := shares{}, shares{}, shares{}
	for _, cluster := range s.fleet.Clusters {
		if c.app != "" && cluster.App != c.app || cluster.Destroying {
			continue
		}
		clusters.add(cluster.Name, cluster.ID, s.catalog.Cluster(cluster, s.fleet.At))
		roles.add("storage above 100 GB", "", s.catalog.StorageCost(cluster.Storage.Used(s.fleet.At)))
		for _, p := range cluster.Pools() {
			if p.Destroying {
				continue
			}
			one := s.catalog.Instance(p.Level)
			levels.add(p.Level, "", one.Times(p.Count))
			if !p.IsLeader() {
				roles.add("followers", "", one.Times(p.Count))
				continue
			}
			roles.add("leaders", "", one)
			roles.add("standbys", "", one.Times(p.Count-1))
		}
	}
	for _, app := range s.fleet.Apps {
		if c.app != "" && app.Name != c.app || len(app.Processes) == 0 {
			continue
		}
		clusters.add("dynos of "+app.Name, app.ID, s.catalog.Formation(app))
		for _, p := range app.Processes {
			levels.add(p.Size, "", s.catalog.Process(p))
			roles.add("dynos", "", s.catalog.Process(p))
		}
	}
	if eco := s.catalog.Eco(s.fleet); c.app == "" && eco.Cents > 0 {
		roles.add("Eco dynos, flat", "", eco)
	}
	row := func(name string, cells ...string) string {
		line := left(name, max(12, width-14*len(cells)))
		for _, cell := range cells {
			line += right(cell, 14)
		}
		return cut(line, width)
	}
	lines := []string{s.styles.Dim.Render(row("BY CLUSTER", "$/MONTH", "SO FAR", "FORECAST"))}
	for _, one := range clusters.sorted() {
		soFar, forecast := s.accrual.Cluster(one.id)
		lines = append(lines, row(clean(one.name), one.cost.Figure(), soFar.Figure(), forecast.Figure()))
	}
	soFar, forecast := s.accrual.Fleet()
	total := s.totals.fleet.amount()
	if c.app != "" {
		soFar, forecast = s.accrual.App(c.app)
		total = s.totals.apps[c.app].amount()
	}
	lines = append(lines, s.styles.Head.Render(row("in all", total.Figure(), soFar.Figure(), forecast.Figure())), "",
		s.styles.Dim.Render(row("BY LEVEL", "$/MONTH")))
	for _, one := range levels.sorted() {
		lines = append(lines, row(one.name, one.cost.Figure()))
	}
	lines = append(lines, "", s.styles.Dim.Render(row("BY ROLE", "$/MONTH")))
	for _, one := range roles.sorted() {
		if one.cost != (pricing.Amount{}) {
			lines = append(lines, row(one.name, one.cost.Figure()))
		}
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
