package tui

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"pooldeck/backend/sim"
	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// Totals that follow a fleet are what would be summed up anew.
func TestTotalsFollowTheirFleet(t *testing.T) {
	catalog := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		fleet, _ := sim.Fleet(7, rapid.IntRange(3, 20).Draw(t, "clusters"))
		s := scene{catalog: catalog}
		totals := s.sum(fleet)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			next := *fleet
			if p, err := model.NewPlan(fleet, catalog.Specs, modeltest.AnyChange(t, fleet)); err == nil {
				next = *p.After
			}
			next.At = next.At.Add(time.Duration(rapid.IntRange(0, 4000).Draw(t, "minutes")) * 40 * time.Second)
			totals, fleet = s.resum(totals, fleet, &next), &next
			priced := next
			priced.At = totals.at
			anew := s.sum(&priced)
			check := func(name string, is, anew total) {
				is.held, anew.held = "", "" // one of several
				if is != anew {
					t.Fatalf("%s sums up to %+v, anew to %+v", name, is, anew)
				}
			}
			for i, a := range next.Apps {
				check(a.Name, *totals.apps[i], *anew.apps[i])
			}
			check("the fleet", totals.fleet, anew.fleet)
		}
	})
}
