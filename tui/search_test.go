package tui

import (
	"testing"

	"pooldeck/model"
)

func TestFilter(t *testing.T) {
	everySize(t, func(s *story) {
		s.press("/")
		s.write("analytics 16g !rect")
		s.golden("typing")
		s.press("enter")
		s.golden("kept")
		s.press("esc")
		s.hides("esc clear")
	})
}

func TestFilterByStatus(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.apply("grace", model.SetCount{Cluster: s.cluster(rectangular).ID, Pool: "analytics", Count: 2})
		s.press("/")
		s.write("modifying")
		s.shows("▾ analytics", "1/2 ~ modifying", "esc clear")
		s.hides(horizontal, "billing-api ")
	})
}

func TestLettersAreLettersWhileAFilterIsTyped(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("/")
		s.write("qx?D")
		s.shows("/ qx?D", "finds 0")
		s.press("esc")
		s.shows("example-app")
		if s.quit {
			t.Error("q quit")
		}
	})
}

func TestMatchesGoRound(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("/")
		s.write("analytics")
		s.press("enter")
		s.shows("analytics.horizontal-12345")
		s.press("n")
		s.shows("analytics.rectangular-12345")
		s.press("n")
		s.shows("analytics.horizontal-12345")
		s.press("N")
		s.shows("analytics.rectangular-12345")
	})
}

func TestNextProblem(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("!")
		s.shows("✓ no other problem in the fleet")
		s.apply("grace", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: model.LeaderName, Count: 1})
		s.passUntil("✓ done")
		s.apply("grace", model.SetLevel{Cluster: s.cluster(horizontal).ID, Pool: model.LeaderName, Level: "8G-Performance"})
		s.goTo(horizontal, "")
		s.press("left", "g", "!")
		s.golden("restarting")
		s.press("-")
		s.shows("❯▾ billing-api")
	})
}

func TestOrder(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.apply("grace", model.SetCount{Cluster: s.cluster(rectangular).ID, Pool: "analytics", Count: 5})
		s.press("o")
		s.golden("by-cost")
		s.press("o", "o", "o")
		s.shows("clusters by name")
	})
}

func TestUndo(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("u")
		s.shows("Nothing has ended on postgresql-horizontal-12345 lately")
		s.press("esc", "i", "3", "enter", "enter")
		s.passUntil("✓ done")
		s.press("u")
		s.golden("review")
		s.press("right", "right", "enter")
		s.passUntil("✓ done")
		s.shows("16G-Performance     1/1 ✓ available")
	})
}

func TestUndoOfWhatIsGone(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.apply("grace", model.DestroyCluster{Cluster: s.cluster(rectangular).ID})
		s.passUntil("✓ done")
		s.press("J")
		s.golden("journal")
		s.press("down", "down", "u")
		s.shows("There is no way back on postgresql-rectangular-12345")
	})
}

func TestJournal(t *testing.T) {
	everySize(t, func(s *story) {
		s.apply("grace", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
		s.apply("ada", model.SetLevel{Cluster: s.cluster(rectangular).ID, Pool: "analytics", Level: "8G-Performance"})
		s.passUntil("✓ done")
		s.apply("grace", model.Attach{Cluster: s.cluster(horizontal).ID, Pool: "analytics", App: "billing-api", Name: "REPORTS"})
		s.press("J")
		s.golden("all")
		s.press("/")
		s.write("grace instances")
		s.press("enter")
		s.golden("searched")
		s.press("enter")
		s.shows("❯│ ▾ postgresql-horiz")
	})
}

func TestCosts(t *testing.T) {
	everySize(t, func(s *story) {
		s.press("g", "$")
		s.golden("app")
		s.press("tab")
		s.golden("fleet")
	})
}
