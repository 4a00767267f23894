package tui

import (
	"fmt"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
)

// Several changes are staged one after the other, reviewed as one plan and
// applied together.
func TestStagedPlan(t *testing.T) {
	everySize(t, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "space")
		s.golden("one-staged")
		s.goTo(horizontal, "leader")
		s.press("s", "down", "space")
		s.golden("two-staged")
		s.press("r")
		s.golden("review")
		s.press("esc")
		s.shows("staged")
		s.press("r")
		s.readAll()
		s.press("enter")
		s.golden("applied")
		s.passUntil("done")
		if staged := s.console.(Console).staged; len(staged) != 0 {
			t.Errorf("still staged: %v", staged)
		}
	})
}

// readAll scrolls a review to its end.
func (s *story) readAll() {
	for range 40 {
		s.press("down")
	}
}

func TestStagingTheSameSettingAgainReplacesIt(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "space")
		s.press("i", "5", "space")
		s.shows("staged: 1 change", "$3,758 → $5,758")
		s.press("i", "1", "space")
		s.hides("staged")
	})
}

func TestDroppingAsksFirst(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "space", "D")
		s.shows("Drop what is staged", "❯Back❮")
		s.press("enter")
		s.shows("staged: 1 change")
		s.press("D", "right", "enter")
		s.shows("nothing is staged any more")
	})
}

func TestQuittingAsksWhenSomethingIsStaged(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "space", "q")
		s.golden("asks")
		if s.quit {
			t.Fatal("it quit without waiting for the answer")
		}
		s.press("enter")
		s.shows("staged: 1 change")
		s.press("ctrl+c", "ctrl+c")
		if !s.quit {
			t.Error("ctrl+c twice did not quit")
		}
	})
}

func TestQuittingDoesNotAskOtherwise(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("esc", "esc")
		if s.quit {
			t.Fatal("esc quit")
		}
		s.press("q")
		if !s.quit {
			t.Error("q did not quit")
		}
	})
}

// Somebody else changes a target while its review is read: the review says
// who and what, and waits until it has been read again.
func TestReviewMovesUnderTheReader(t *testing.T) {
	everySize(t, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("s", "down", "enter")
		s.apply("grace", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 4})
		s.golden("moved")
		s.readAll()
		s.shows("Read it again")
		s.press("enter")
		s.hides("Read it again")
		s.press("enter")
		s.shows("accepted")
		pool, _ := s.cluster(horizontal).PoolNamed("analytics")
		if pool.Level != "32G-Performance" || pool.Count != 4 {
			t.Errorf("wanted are %d × %s; both changes should be", pool.Count, pool.Level)
		}
	})
}

// The target is gone by the time: nothing is applied and nothing is lost.
func TestReviewOfWhatIsGone(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("s", "down", "enter")
		s.apply("grace", model.DestroyPool{Cluster: s.cluster(horizontal).ID, Pool: "analytics"})
		s.golden("gone")
		s.press("right", "right")
		s.shows("has no pool analytics", "❯Cancel❮")
		s.press("esc", "esc")
		s.shows("destroying")
	})
}

// cluster is a cluster as the console sees it.
func (s *story) cluster(name string) *model.Cluster {
	return s.console.(Console).fleet.Named(name)
}

// apply makes a change as somebody else, who has seen every risk.
func (s *story) apply(actor string, changes ...model.Change) {
	s.t.Helper()
	c := s.console.(Console)
	p, err := model.NewPlan(c.fleet, c.catalog.Specs, changes...)
	if err != nil {
		s.t.Fatal(err)
	}
	_, err = s.plane.Apply(s.t.Context(), backend.Request{
		Key: actor + p.Changes[0].String(), Actor: backend.Actor{Name: actor, Role: backend.Admin}, Changes: changes, Base: p.Base(),
		Acknowledged: append(model.Kinds(p.Risks), model.ClientsStranded),
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.settle()
}

// What the incumbent gets wrong: with all 13 followers in use the picker
// still offers the pool's own.
func TestThirteenFollowers(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "1", "3", "enter", "enter")
		s.shows("accepted")
		s.press("i")
		s.shows("0 ├", "┤ 13")
		s.press("esc", "a")
		s.golden("full")
		s.press("esc")
		s.press("i", "0", "enter")
		s.shows("13 → 0 instances")
	})
}

func TestFiveFollowerPools(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		id := s.cluster(horizontal).ID
		for _, name := range []string{"one", "two", "three", "four"} {
			s.apply("grace", model.AddPool{Cluster: id, Name: name, Level: "4G-Performance", Count: 1})
		}
		s.goTo(horizontal, "")
		s.press("a")
		s.golden("full")
	})
}

// A refusal never ends the session: what was chosen is still there.
func TestRefusalKeepsTheReview(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("s", "down", "enter")
		s.take(refused{&model.Invalid{Field: "level", Reason: "the region has no room for 32G-Performance"}})
		s.shows("✗ the region has no room for 32G-Performance", "Nothing was changed")
		s.press("esc")
		s.shows("❯ 32G-Performance")
	})
}

func TestRiskThatWasNotShownMustBeRead(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter")
		s.take(refused{&backend.Unacknowledged{Risks: []model.Risk{{Kind: model.ClientsStranded, Text: "analytics: 90 connections too many"}}}})
		s.shows("there is a risk that was not shown", "90 connections too many", "❯Read it again❮")
		s.press("enter")
		s.shows("❯Cancel❮", "[ Apply ]")
	})
}

func TestCancelling(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter", "c")
		s.golden("asks")
		s.press("right", "enter")
		s.shows("cancelled")
		s.passUntil("1/1 ✓ available")
	})
}

func TestHelp(t *testing.T) {
	everySize(t, func(s *story) {
		s.press("?")
		s.golden("help")
	})
}

func TestDetailsInSmallWindows(t *testing.T) {
	tell(t, 80, 24, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("tab")
		s.golden("pool")
	})
}

// A pool with more to say of it than the pane has lines.
func TestDetailPane(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		id := s.cluster(horizontal).ID
		for _, name := range []string{"REPORTS", "WAREHOUSE", "NIGHTLY_EXPORT", "DASHBOARDS"} {
			s.apply("grace", model.Attach{Cluster: id, Pool: "analytics", App: "billing-api", Name: name})
		}
		s.goTo(horizontal, "analytics")
		s.press("tab", "tab")
		s.shows("↓ 4 more", "read on")
		for range 9 {
			s.press("down")
		}
		s.golden("end")
		s.hides("more ─")
		s.press("up")
		s.shows("↓ 1 more")
		s.press("tab")
		s.shows("enter actions")
	})
}

func TestActivityPane(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.apply("grace", model.SetCount{Cluster: s.cluster(rectangular).ID, Pool: "analytics", Count: 2})
		s.press("g", "tab")
		s.golden("focused")
		s.press("enter")
		s.shows("❯│ ▾ postgresql-rectangular-12345")
	})
}

func TestClock(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("p")
		s.shows("simulated paused")
		s.press("p", ">")
		s.shows("simulated ×40")
		s.press("<", "<")
		s.shows("simulated ×10")
	})
}

func TestPasteGoesToTheFieldAsOneLine(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "")
		s.press("a", "enter", "enter")
		s.send(tea.PasteMsg{Content: "repor\x1b[31mting\n"})
		s.shows("name  repor[31mting", "✗ a pool name has only letters, numbers and single hyphens")
		s.send(tea.WindowSizeMsg{Width: 60, Height: 16})
		s.shows("name  repor[31mting")
	})
}

func TestPasteOutsideAFieldDoesNothing(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		before := s.screen()
		s.send(tea.PasteMsg{Content: "x\rq\r"})
		if s.screen() != before || s.quit {
			t.Error("pasted text was taken for keys")
		}
	})
}

func TestWindowOfNoSizeIsDrawn(t *testing.T) {
	tell(t, 0, 0, func(s *story) { s.shows("pooldeck", "example-app") })
}

// Each width at which the layout changes, in a low and a high window, and
// each height in a narrow and a wide one.
func TestEveryWindowFits(t *testing.T) {
	windows := map[[2]int]bool{{1, 1}: true, {500, 200}: true}
	for _, width := range []int{39, 40, 41, 59, 63, 64, 95, 96, 99, 100, 115, 116, 200} {
		windows[[2]int{width, 12}], windows[[2]int{width, 31}] = true, true
	}
	for _, height := range []int{11, 13, 17, 18, 29, 30, 60} {
		windows[[2]int{40, height}], windows[[2]int{120, height}] = true, true
	}
	for size := range windows {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), fits(size))
	}
}

func fits(size [2]int) func(*testing.T) {
	return func(t *testing.T) {
		tell(t, size[0], size[1], func(s *story) {
			s.press("G")
			s.screen()
			for _, keys := range [][]string{{"?"}, {"enter"}, {"s"}, {"b"}, {"a"}, {"i", "3", "enter"}, {"x", "enter"}} {
				s.press(keys...)
				s.screen()
				for range keys {
					s.press("esc", "esc")
				}
			}
		})
	}
}

func TestSelectionStaysOnItsThing(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(rectangular, "analytics")
		s.apply("grace", model.AddPool{Cluster: s.cluster(horizontal).ID, Name: "early", Level: "4G-Performance", Count: 2})
		s.shows("❯│ │ ▾ analytics", "analytics.rectangular-12345")
	})
}

func TestFoldingKeepsToTheBranch(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("left")
		s.shows("▸ analytics")
		s.press("left")
		s.shows("❯│ ▾ postgresql-horizontal")
		s.press("left")
		s.golden("folded")
		s.press("right", "right")
		s.shows("❯│ │ ▾ leader")
	})
}

// Keeping what is staged already changes nothing, also where a change cannot
// be made twice.
func TestKeepingStagedTwice(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		for _, name := range []string{"reports", "search"} {
			s.goTo(horizontal, "")
			s.press("a", "enter", "enter")
			s.write(name)
			s.press("enter", "space")
		}
		s.shows("staged: 2 changes")
		s.press("r", "left", "enter")
		s.shows("staged: 2 changes", "+$300")
		s.hides("no longer fit")
	})
}

// What is staged no longer fits: the review says what and keeps the rest.
func TestStagedThatNoLongerFits(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "space")
		s.goTo(rectangular, "leader")
		s.press("s", "down", "space")
		s.apply("grace", model.DestroyPool{Cluster: s.cluster(horizontal).ID, Pool: "analytics"})
		s.shows("they no longer fit")
		s.press("r")
		s.golden("review")
		s.press("right", "enter")
		s.shows("! left out: analytics to 3 instances: postgresql-horizontal-12345 has no pool analytics")
		s.press("esc")
		s.shows("staged: 1 change ")
	})
}

// What is lost for a while takes a step to the button that applies.
func TestLossesDoNotHaveTheFocusOnApply(t *testing.T) {
	for name, do := range map[string]func(*story){
		"HA":            func(s *story) { s.goTo(horizontal, "leader"); s.press("t") },
		"the database":  func(s *story) { s.goTo(horizontal, "leader"); s.press("x") },
		"a pool's last": func(s *story) { s.goTo(horizontal, "analytics"); s.press("i", "0", "enter") },
	} {
		t.Run(name, func(t *testing.T) {
			tell(t, 120, 40, func(s *story) {
				do(s)
				s.shows("❯Cancel❮", "!")
			})
		})
	}
}
