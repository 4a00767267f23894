package plain

import (
	"fmt"

	"pooldeck/model"
	"pooldeck/pricing"
)

// costs say what an app, or the whole fleet, costs: by cluster, by level and
// by role, the largest first.
type costs struct {
	menu
	app string // empty for the whole fleet
}

func (c costs) targets(s scene) []model.ID {
	var ids []model.ID
	for _, cluster := range s.fleet.Clusters {
		if c.app == "" || cluster.App == c.app {
			ids = append(ids, cluster.ID)
		}
	}
	return ids
}

func (c costs) opened(s scene) (page, []string) {
	b := s.catalog.Breakdown(s.fleet, c.app)
	name, total, soFar := "The fleet", s.catalog.Fleet(s.fleet), s.accrual.Fleet
	if c.app != "" {
		name, total = c.app, s.catalog.App(s.fleet, c.app)
		soFar = func() (x, y pricing.Amount) { return s.accrual.App(c.app) }
	}
	c.menu = menu{name: "Costs", head: []string{name + ": " + money(total) + "." + accrued(s.able, soFar)}}
	const most = 10
	part := func(title string, shares []pricing.Share) {
		for _, one := range shares[:min(most, len(shares))] {
			line := title + " " + one.Name + ": " + money(one.Cost) + "."
			if one.Cluster != "" {
				line += accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.Cluster(one.Cluster) })
			}
			c.head = append(c.head, line)
		}
		if rest := len(shares) - most; rest > 0 {
			c.head = append(c.head, fmt.Sprintf("And %d smaller.", rest))
		}
	}
	part("Cluster", b.Clusters)
	part("Level", b.Levels)
	part("Role", b.Roles)
	if c.app == "" {
		for _, a := range s.fleet.Apps {
			c.items = append(c.items, choice{"Costs of " + a.Name, money(s.catalog.App(s.fleet, a.Name)), "", open{costs{app: a.Name}}})
		}
		c.items = c.items[:min(mostListed, len(c.items))]
	}
	c.items = append(c.items, choice{does: "Back", intent: goBack{}})
	return c, c.lines()
}

func (c costs) take(s scene, answer string) (page, intent) { return c, c.chosen(s, answer) }

// costsOf are those of an app, or of the fleet.
func (s scene) costsOf(app string) intent {
	if app != "" && s.fleet.App(app) == nil {
		return says("There is no app " + app + ".")
	}
	return open{costs{app: app}}
}
