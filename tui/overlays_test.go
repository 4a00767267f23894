package tui

import (
	"testing"
	"time"
)

// sizes are the windows that every dialog is drawn in.
func sizes() map[string][2]int {
	return map[string][2]int{"120x40": {120, 40}, "80x24": {80, 24}, "40x12": {40, 12}}
}

// everySize tells a story once for each size.
func everySize(t *testing.T, do func(*story)) {
	for name, size := range sizes() {
		t.Run(name, func(t *testing.T) { tell(t, size[0], size[1], do) })
	}
}

func TestActionMenus(t *testing.T) {
	everySize(t, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("enter")
		s.golden("follower-pool")
		s.press("esc")
		s.goTo(horizontal, "leader")
		s.press("enter")
		s.golden("leader-pool")
		s.press("esc")
		s.goTo(horizontal, "")
		s.press("enter")
		s.golden("cluster")
	})
}

func TestLevelPicker(t *testing.T) {
	everySize(t, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("s")
		s.golden("opened")
		s.press("enter")
		s.shows("analytics is at 16G-Perf")
		s.press("down", "down")
		s.golden("not-published")
		s.press("up", "up", "up")
		s.golden("lower")
	})
}

func TestCountPicker(t *testing.T) {
	everySize(t, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i")
		s.golden("opened")
		s.press("1", "3")
		s.golden("thirteen")
		s.press("home")
		s.golden("none")
	})
}

func TestAddPoolWizard(t *testing.T) {
	everySize(t, func(s *story) {
		s.goTo(horizontal, "")
		s.press("a")
		s.golden("1-level")
		s.press("enter", "2")
		s.golden("2-instances")
		s.press("enter")
		s.golden("3-name")
		s.write("analytics")
		s.golden("3-name-taken")
		s.press("enter")
		s.shows("name")
		for range "analytics" {
			s.press("backspace")
		}
		s.write("Reporting")
		s.golden("3-name-folded")
		s.press("enter")
		s.golden("4-review")
	})
}

func TestCreateClusterWizard(t *testing.T) {
	everySize(t, func(s *story) {
		s.press("g", "a")
		s.golden("1-level")
		s.press("enter")
		s.golden("2-standby")
		s.press("enter")
		s.golden("3-no-followers")
		s.press("a", "right", "a", "s")
		s.golden("3-followers")
		s.press("n")
		s.write("leader")
		s.golden("3-name-reserved")
		s.press("enter") // does nothing
		for range len("leader") {
			s.press("backspace")
		}
		s.write("Reports")
		s.press("enter", "enter")
		s.golden("4-name")
		s.write("ledger-db")
		s.press("enter")
		s.golden("5-review")
	})
}

func TestReviews(t *testing.T) {
	reviews := map[string]func(*story){
		"cost up": func(s *story) {
			s.goTo(horizontal, "leader")
			s.press("s", "down", "enter")
		},
		"cost down": func(s *story) {
			s.goTo(rectangular, "analytics")
			s.press("i", "0", "enter")
		},
		"level lowered": func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("s", "up", "enter")
		},
		"HA lost": func(s *story) {
			s.goTo(horizontal, "leader")
			s.press("t")
		},
		"price not published": func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("s", "down", "down", "enter")
		},
		"clients stranded": func(s *story) {
			s.goTo("postgresql-octagonal-30518", "reporting")
			s.press("i", "1", "enter")
		},
		"pool destroyed": func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("x", "enter")
		},
		"cluster destroyed": func(s *story) {
			s.goTo(horizontal, "")
			s.press("x", "enter")
		},
		"two clusters": func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("i", "3", "space")
			s.goTo(rectangular, "leader")
			s.press("s", "down", "enter")
		},
		"attach": func(s *story) {
			s.goTo(rectangular, "analytics")
			s.press("b", "enter")
		},
	}
	for name, do := range reviews {
		t.Run(name, func(t *testing.T) {
			everySize(t, func(s *story) {
				do(s)
				s.golden("review")
			})
		})
	}
}

// From the key press to what is there being what is wanted.
func TestProgress(t *testing.T) {
	for _, size := range []string{"120x40", "80x24"} {
		t.Run(size, func(t *testing.T) {
			tell(t, sizes()[size][0], sizes()[size][1], func(s *story) {
				s.goTo(horizontal, "analytics")
				s.press("i", "3", "enter", "enter")
				s.press("down", "down", "down")
				s.golden("queued")
				s.passUntil("restoring")
				s.pass(20 * time.Second)
				s.golden("halfway")
				s.passUntil("done: analytics 1 → 3 instances")
				s.golden("done")
			})
		})
	}
}

// A leader with a standby changes its level without an outage: every stage
// of it can be seen.
func TestLeaderChangesLevel(t *testing.T) {
	for _, size := range []string{"120x40", "80x24"} {
		t.Run(size, func(t *testing.T) {
			tell(t, sizes()[size][0], sizes()[size][1], func(s *story) {
				s.goTo(horizontal, "leader")
				s.press("s", "down", "enter", "enter")
				s.press("down", "down", "down", "up", "up", "up") // its instances are on the screen then
				s.passUntil("catching up")
				s.golden("new-standby")
				s.passUntil("switching over")
				s.golden("switchover")
				s.passUntil("done: leader")
				s.golden("done")
			})
		})
	}
}
