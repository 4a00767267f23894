package tui

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
)

// What is kept staged is what was reviewed, all of it: also where each change
// alone would be refused.
func TestKeptIsWhatWasReviewed(t *testing.T) {
	for name, command := range map[string]string{
		"a whole app to Eco":       "ps:scale web=1:Eco worker=1:Eco --app example-app",
		"one size for all":         "ps:type Standard-2X --app example-app",
		"a size and a rule":        "ps:scale web=4:Performance-L --app billing-api",
		"two counts and one size":  "ps:scale web+1 worker=3:Standard-1X --app example-app",
		"a new cluster, two pools": "clusters create reports --app example-app --level 4G --pool one:4G:1 --pool two:8G:2",
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, 120, 40, func(s *story) {
				s.press(":")
				s.write(command)
				s.press("enter")
				reviewed := s.console.(Console).overlays[1].(review).changes
				s.press("space")
				s.shows("staged: " + plural(len(reviewed), "change"))
				staged := s.console.(Console).staged
				if diff := cmp.Diff(reviewed, staged); diff != "" {
					t.Errorf("staged is not what was reviewed:\n%s", diff)
				}
				s.press("r", "left", "enter")
				if diff := cmp.Diff(staged, s.console.(Console).staged); diff != "" {
					t.Errorf("kept once more, it is something else:\n%s", diff)
				}
			})
		})
	}
}

// Half of what is asked of an app's dynos is never kept: it says what is left
// out, and why.
func TestHalfOfAFormationIsNotKept(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(rectangular, "leader")
		s.press("s", "down", "space", ":")
		s.write("ps:scale web=1:Eco worker=1:Eco --app example-app")
		s.press("enter", "space")
		s.shows("staged: 4 changes")
		id := s.app("example-app").ID
		s.apply("grace", model.ResizeProcess{App: id, Process: "worker", Size: "Basic"}, model.ScaleProcess{App: id, Process: "web", Quantity: 1},
			model.ResizeProcess{App: id, Process: "web", Size: "Basic"})
		s.apply("grace", model.ResizeProcess{App: id, Process: "worker", Size: "Eco"}, model.ResizeProcess{App: id, Process: "web", Size: "Eco"})
		s.press("r")
		s.golden("problem")
		s.press("right", "enter")
		s.shows("! left out: web to Eco, web to 1 dyno, worker to Eco: web is at Eco already")
		s.press("esc")
		s.shows("staged: 1 change ")
	})
}

// What takes something back is reviewed by itself: what is staged stays, and
// what is kept comes on top of it.
func TestUndoLeavesWhatIsStaged(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.passUntil("✓ done")
		s.goTo(rectangular, "leader")
		s.press("s", "down", "space")
		s.goTo(horizontal, "analytics")
		s.press("u")
		s.shows("Review · 1 change on postgresql-horizontal-12345")
		s.press("space")
		s.shows("staged: 2 changes")
		s.press("u", "right", "right", "enter")
		s.shows("~ accepted: 1 change")
		if n := len(s.console.(Console).staged); n != 2 {
			t.Errorf("%d changes are staged after something else was applied, not 2", n)
		}
	})
}

// What is kept must go with what is staged: it is all or nothing, with a reason.
func TestUndoThatDoesNotGoWithWhatIsStaged(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.passUntil("✓ done")
		s.press("x", "enter", "right", "enter")
		s.shows("staged: 1 change ")
		s.press("u", "right", "enter")
		s.golden("declined")
		s.press("esc")
		s.shows("staged: 1 change ")
	})
}

func (s *story) app(name string) *model.App { return s.console.(Console).fleet.App(name) }

// What is under way is cancelled, not taken back: u does not speak of an older
// operation.
func TestUndoOfWhatIsUnderWay(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("i", "5", "enter", "enter")
		s.passUntil("now running web at 5:Standard-1X")
		s.press("i", "8", "enter", "enter", "u")
		s.shows("Under way on example-app: web 5 → 8 dynos.", "c cancels it")
		s.press("esc")
		s.passUntil("now running web at 8:Standard-1X")
		s.press("u")
		s.shows("~ web  8 → 5 dynos")
	})
}

// What a rule of Heroku's forbids names its page where there is room.
func TestRefusalNamesItsPage(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press(":")
		s.write("ps:scale web=11 --app billing-api")
		s.press("enter")
		s.shows("✗ a process type has at most 10 dynos at Performance-M; web would have 11",
			"the rule: https://devcenter.heroku.com/articles/dyno-scaling-and-process-limits", "[❯Cancel❮]")
		s.hides("Stage what fits")
	})
}
