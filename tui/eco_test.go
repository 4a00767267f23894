package tui

import (
	"testing"
)

// Eco's flat price stands once in the tree, and the rows come to what the
// header says; what is done says it too.
func TestEcoInTheTree(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press(":")
		s.write("ps:scale web=1:Eco worker=1:Eco")
		s.press("enter")
		s.golden("review")
		s.press("space", "r")
		s.press("enter")
		s.passUntil("✓ now running web at 1:Eco")
		s.golden("done")
		s.press("up")
		s.golden("dynos")
	})
}

// What is followed comes to what is summed up anew, Eco's price included.
func TestEcoIsFollowed(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		for _, words := range []string{
			"ps:scale web=1:Eco worker=1:Eco --app example-app",
			"ps:scale web=0 worker=0:Eco --app billing-api",
			"ps:scale web=1:Eco worker=1:Eco --app billing-api",
			"ps:type Standard-1X --app billing-api",
			"ps:scale web=0 worker=0 --app example-app",
		} {
			s.press(":")
			s.write(words)
			s.press("enter")
			if len(s.console.(Console).overlays) < 2 {
				s.press("esc")
				continue
			}
			r := s.console.(Console).overlays[1].(review)
			s.press("esc", "esc")
			if r.problem == "" {
				s.apply(words, r.changes...)
			}
			c := s.console.(Console)
			anew := c.sum(c.fleet)
			if c.totals.fleet != anew.fleet || c.catalog.Fleet(c.fleet).Cents != anew.fleet.cents {
				t.Errorf("after %s the fleet comes to %d, summed up anew to %d", words, c.totals.fleet.cents, anew.fleet.cents)
			}
			sum := int64(0)
			for at, app := range c.fleet.Apps {
				sum += c.totals.apps[at].cents
				if was, is := anew.apps[at].cents, c.totals.apps[at].cents; was != is {
					t.Errorf("after %s %s comes to %d, summed up anew to %d", words, app.Name, is, was)
				}
			}
			if sum != anew.fleet.cents {
				t.Errorf("after %s the apps come to %d and the fleet to %d", words, sum, anew.fleet.cents)
			}
		}
	})
}
