package tui

import (
	"context"
	"strings"
	"testing"

	"pooldeck/backend"
	"pooldeck/model"
)

// crowd is a presence in the hands of a test.
type crowd struct {
	told   chan Place
	people chan []Person
}

func (c crowd) Tell(p Place)                          { c.told <- p }
func (c crowd) Watch(context.Context) <-chan []Person { return c.people }

// meet gives the story's console a presence.
func (s *story) meet() crowd {
	c := crowd{make(chan Place, 64), make(chan []Person, 1)}
	console := s.console.(Console)
	console.presence = c
	s.console = console
	s.run(console.meet())
	s.t.Cleanup(func() { close(c.people) })
	return c
}

// last is where the others were told last that this console is.
func (c crowd) last() Place {
	var last Place
	for {
		select {
		case p := <-c.told:
			if p.Seq > last.Seq {
				last = p
			}
		default:
			return last
		}
	}
}

func TestWhoElseIsThere(t *testing.T) {
	everySize(t, func(s *story) {
		c := s.meet()
		id := s.cluster(horizontal).ID
		c.people <- []Person{
			{Name: "grace", Role: backend.Operator, Place: Place{Cluster: id, Reviewing: []model.ID{id}}},
			{Name: "ev\x1b[31mil\u202e", Role: backend.Viewer, Place: Place{Cluster: s.cluster(rectangular).ID}},
		}
		s.settle()
		s.golden("main")
		s.goTo(horizontal, "analytics")
		s.press("i", "2", "enter")
		s.golden("review")
		if got := c.last(); got.Cluster != id || len(got.Reviewing) != 1 || got.Reviewing[0] != id {
			t.Errorf("the others were told %+v", got)
		}
		s.press("esc", "esc")
		if got := c.last(); len(got.Reviewing) != 0 {
			t.Errorf("the review is closed, the others were told %+v", got)
		}
	})
}

func TestReviewSaysWhatIsUnderWay(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.apply("grace", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
		s.goTo(horizontal, "leader")
		s.press("t")
		s.shows("~ under way by grace: analytics 1 → 3 instances; it goes on together with what is applied now")
	})
}

func TestViewerLooksAndDoesNotApply(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		c := s.console.(Console)
		c.role = backend.Viewer
		s.console = c
		before := s.cluster(horizontal).Revision
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter")
		s.shows("a viewer looks and does not apply")
		s.press("enter", "enter")
		if got := s.cluster(horizontal).Revision; got != before {
			t.Errorf("the revision went from %d to %d", before, got)
		}
	})
}

// Whatever somebody else is called, it cannot steer this terminal.
func TestForeignTextCannotSteerTheTerminal(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.apply("ev\x1b]0;owned\x07il", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
		s.goTo(horizontal, "analytics")
		s.press("i", "5", "enter")
		s.apply("ev\x1b]0;owned\x07il", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 4})
		if content := s.console.View().Content; strings.ContainsAny(content, "\x07\u202e") || strings.Contains(content, "\x1b]0") {
			t.Error("a control character got onto the screen")
		}
		s.shows("ev]0;ownedil")
	})
}
