package plain

import (
	"fmt"

	"pooldeck/model"
	"pooldeck/pricing"
)

// costs say what an app, or the whole fleet, costs: by cluster or formation, by
// level or dyno size and by role, the largest first.
type costs struct {
	menu
	app string // empty for the whole fleet
}

func (c costs) targets(s scene) []model.ID {
	return s.owned(c.app)
}

func (c costs) opened(s scene) (page, []string) {
	b := s.catalog.Breakdown(s.fleet, c.app)
	name, total, more, soFar := "The fleet", s.catalog.Fleet(s.fleet), s.catalog.FleetMore(s.fleet), s.accrual.Fleet
	if c.app != "" {
		name, total, more = c.app, s.catalog.App(s.fleet, c.app), s.catalog.More(s.fleet.App(c.app))
		soFar = func() (x, y pricing.Amount) { return s.accrual.App(c.app) }
	}
	c.menu = menu{name: "Costs", head: append([]string{name + ": " + money(total) + "." + accrued(s.able, soFar)}, upTo(total, more)...)}
	const most = 10
	part := func(title func(pricing.Share) string, shares []pricing.Share) {
		for _, one := range shares[:min(most, len(shares))] {
			line := title(one) + ": " + money(one.Cost) + "."
			if one.Cluster != "" {
				line += accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.Cluster(one.Cluster) })
			}
			c.head = append(c.head, line)
		}
		if rest := len(shares) - most; rest > 0 {
			c.head = append(c.head, fmt.Sprintf("And %d smaller.", rest))
		}
	}
	part(s.targetShare, b.Clusters)
	part(s.levelShare, b.Levels)
	part(func(one pricing.Share) string { return "Role " + one.Name }, b.Roles)
	if c.app == "" {
		for _, a := range s.fleet.Apps {
			c.items = append(c.items, choice{"Costs of " + a.Name, money(s.catalog.App(s.fleet, a.Name)), "", open{costs{app: a.Name}}})
		}
		c.items = c.items[:min(mostListed, len(c.items))]
	}
	c.items = append(c.items, choice{does: "Back", intent: goBack{}})
	return c, c.lines()
}

// targetShare is what a share is of: a cluster, or the dynos of an app.
func (s scene) targetShare(one pricing.Share) string {
	if s.fleet.Cluster(one.Cluster) != nil {
		return "Cluster " + one.Name
	}
	return sentenceless(one.Name)
}

func (s scene) levelShare(one pricing.Share) string {
	if _, is := s.catalog.Sizes.Find(one.Name); is {
		return "Dyno size " + one.Name
	}
	return "Level " + one.Name
}

func (c costs) take(s scene, answer string) (page, intent) { return c, c.chosen(s, answer) }

// costsOf are those of an app, or of the fleet.
func (s scene) costsOf(app string) intent {
	if app != "" && s.fleet.App(app) == nil {
		return says("There is no app " + app + ".")
	}
	return open{costs{app: app}}
}
