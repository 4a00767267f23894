package tui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/internal/golden"
	"pooldeck/model"
)

func TestFormationInTheTree(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "worker")
		s.press("right")
		s.onProcess("example-app", "web")
		s.press("right")
		s.golden("unfolded")
		s.press("down")
		s.golden("dyno")
		s.press("left", "left", "left")
		s.golden("dynos")
		s.press("left")
		s.golden("folded")
	})
}

func TestDynoMenus(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("enter")
		s.golden("web")
		s.press("esc", "up", "enter")
		s.golden("dynos")
		s.press("esc")
		s.onProcess("billing-api", "worker")
		s.press("enter")
		s.golden("worker")
	})
}

func TestQuantitySlider(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("i")
		s.golden("opened")
		s.press("right", "right", "right")
		s.golden("five")
		s.press("2", "0")
		s.golden("too-many-connections")
		s.press("home")
		s.golden("none")
	})
}

func TestQuantitySliderIsClicked(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("i")
		_, x, y := s.console.(Console).box()
		s.send(tea.MouseClickMsg{X: x + 2 + 5 + 32, Y: y + 2, Button: tea.MouseLeft})
		s.shows("10 × Performance-M")
	})
}

func TestSizePicker(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "worker")
		s.press("s")
		s.golden("opened")
		s.press("down")
		s.golden("larger")
		s.press("G", "enter")
		s.golden("forbidden")
		s.shows("✗ Shield-2XL runs in a shield")
	})
}

// An app at Eco or Basic has nothing else: all of its process types go there
// together, one dyno each, and leave together.
func TestSizePickerTakesAllTypesAlong(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("s", "home", "down")
		s.golden("to-basic")
		s.press("enter")
		s.golden("review")
		s.readAll()
		s.press("enter")
		s.passUntil("✓ up")
		for _, p := range s.plane.Fleet().App("example-app").Processes {
			if p.Size != "Basic" || p.Quantity != 1 {
				t.Errorf("%s has %d dynos at %s", p.Type, p.Quantity, p.Size)
			}
		}
		s.onProcess("example-app", "worker")
		s.press("s", "home", "down", "down", "down")
		s.golden("to-standard")
		s.press("space")
		if n := len(s.console.(Console).staged); n != 2 {
			t.Errorf("%d changes are staged", n)
		}
	})
}

// What is staged is what every dialog begins with, and each says so.
func TestDialogsBeginWithWhatIsStaged(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("i", "9", "space")
		for key, step := range map[string]string{"i": "quantity", "s": "size", "A": "autoscale"} {
			s.press(key)
			s.golden(step)
			if s.console.(Console).width > 60 {
				s.shows("staged: 3 → 9 dynos")
			}
			s.press("esc")
		}
		s.press("s", "down", "space", "i")
		s.shows("9 ")
		s.press("esc", "A")
		s.hides("3 → 9 dynos at once, not")
	})
}

// Whoever types 50 does not mean 5.
func TestSliderTakesNoHalfNumbers(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("i", "5", "0")
		s.shows("✗ 50 is not in 0 to 10", "5 × Performance-M")
		s.press("7")
		s.shows("7 × Performance-M")
		s.press("esc", "A", "1", "2", "3", "4")
		s.shows("1,234 ms")
		s.press("5")
		s.shows("12,345 ms")
		s.press("esc", "A", "5")
		s.shows("‹      5 ms ›", "! in the past day the p95 was ", "ms at best: more dynos will hardly bring it to 5 ms")
		s.press("down", "down", "5", "0")
		s.shows("✗ 50 is not in 1 to 10", "‹   5 dynos ›")
	})
}

// What a shadow's dynos would hold at the maximum is what they would hold.
func TestShadowCountsConnectionsAtItsMaximum(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("A")
		s.shows("connections at the maximum 160 of 800")
		s.press("up", "right")
		s.shows("shadow      ‹        on ›", "connections at the maximum 160 of 800")
	})
}

// The price that sources differ about is marked wherever it is shown.
func TestEstimatedPricesAreMarked(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		at := s.private("example-app", "Private-M")
		s.shows("~500")
		s.press("s")
		s.golden("sizes")
		s.press("esc", "i", "3", "enter")
		s.shows("! the price of Private-M is an estimate: sources differ")
		s.press("esc", "esc")
		if at == nil {
			t.Fatal("there is no app")
		}
	})
}

// private puts an app into a private space, as it looks to the console only.
func (s *story) private(name, size string) *model.App {
	c := s.console.(Console)
	app := *c.fleet.App(name)
	app.Space = model.PrivateSpace
	app.Processes = append([]model.Process(nil), app.Processes...)
	for i := range app.Processes {
		app.Processes[i].Size = size
		app.Processes[i].Dynos = append([]model.Dyno(nil), app.Processes[i].Dynos...)
		for n := range app.Processes[i].Dynos {
			app.Processes[i].Dynos[n].Size = size
		}
	}
	c.fleet = c.fleet.WithApp(&app)
	c.totals = c.sum(c.fleet)
	s.console = c.regrown().redrawn(nil)
	s.onProcess(name, "web")
	return &app
}

func TestConnectionsOfADyno(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("enter", "down", "down", "down", "enter")
		s.golden("opened")
		s.press("1", "9", "0")
		s.golden("too-many")
		s.press("enter")
		s.shows("[❯Cancel❮]")
	})
}

// What stops or restarts a process type is reviewed with Cancel in front.
func TestStoppingAProcessType(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "worker")
		s.press("x")
		s.golden("review")
		s.press("esc")
		s.hides("Review")
	})
}

func TestRestartingDynos(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press(":")
		s.write("restart the dynos")
		s.press("enter")
		s.golden("review")
		s.press("enter")
		s.shows("~ starting", "~ accepted: 1 change")
		s.passUntil("done: web restarts")
		s.shows("✓ up")
	})
}

func TestUndoingAScale(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("i", "4", "enter", "enter")
		s.passUntil("now running web at 4:Standard-1X")
		s.press("u")
		s.shows("web  4 → 2 dynos", "−$50")
		s.press("enter")
		s.passUntil("now running web at 2:Standard-1X")
	})
}

// What burns looks like it: the row, the formation and the detail say so, and
// what was made to fail.
func TestAppOnFire(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("f", "enter")
		s.pass(4 * time.Minute)
		s.golden("nearly-full")
		s.passUntil("% fail")
		s.pass(2 * time.Minute)
		s.golden("fails")
		s.press("esc", "up")
		s.golden("formation")
	})
}

// A row says that its target is missed, while its autoscaler works and when it
// can do no more.
func TestTargetIsMissed(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("A", "home")
		for _, digit := range "150" {
			s.press(string(digit))
		}
		s.press("down", "down", "4", "down", "down", "right", "enter")
		s.readAll()
		s.press("enter")
		s.pass(2 * time.Minute)
		s.press("esc")
		s.golden("shadow")
		s.press("A", "tab", "tab", "down", "down", "down", "down", "right", "enter")
		s.readAll()
		s.press("enter")
		s.pass(5 * time.Minute)
		s.press("esc")
		s.golden("at-the-maximum")
	})
}

// A notice goes away by itself, and that an autoscaler holds still is none.
func TestNoticesFade(t *testing.T) {
	tell(t, 80, 24, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("i", "5", "enter", "enter")
		s.passUntil("✓ now running web at 5:Standard-1X on example-app, $175/month")
		s.sleep(noticeFor - time.Second)
		s.shows("now running web at 5:Standard-1X")
		s.sleep(2 * time.Second)
		s.hides("now running web")
		s.onProcess("billing-api", "web")
		s.press("A", "home", "down", "down", "down", "down", "right", "enter")
		s.readAll()
		s.press("enter")
		s.sleep(noticeFor + time.Second)
		s.pass(30 * time.Minute)
		s.hides("stays at", "shadow: ")
		s.shows("enter actions")
		s.press("f", "enter")
		s.shows("! billing-api: the traffic rises to")
		s.sleep(noticeFor / 2)
		s.press("esc")
		s.press("f")
		s.sleep(noticeFor)
		s.shows("Mend")
	})
}

// A dyno that comes back after a crash is not scaled.
func TestCrashedDynoRestarts(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("right", "down", "f", "enter")
		s.shows("✗ crashed")
		s.passUntil("~ starting")
		s.shows("1/2 ~ restarting")
		s.hides("~ scaling")
		s.passUntil("3/3 ✓ up")
	})
}

// The first seed's own words.
func TestPaletteScalesWebToFive(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("right", ":")
		s.write("ps:scale web=5")
		s.golden("typed")
		s.press("enter")
		s.golden("review")
		s.press("enter")
		s.pass(10 * time.Second)
		s.golden("starting")
		s.passUntil("now running web at 5:Standard-1X")
		s.golden("running")
		if p, _ := s.plane.Fleet().App("example-app").Process("web"); p.In(model.DynoUp) != 5 {
			t.Errorf("%d web dynos are up", p.In(model.DynoUp))
		}
	})
}

func TestPaletteScalesTwoTypes(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press(":")
		s.write("ps:scale web=3:Standard-2X worker+1")
		s.press("enter")
		s.golden("review")
		s.press("enter")
		s.passUntil("now running web at 3:Standard-2X, worker at 2:Standard-2X")
	})
}

func TestPaletteSaysWhatIsWrongWithADynoCommand(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press(":")
		s.write("ps:scale wbe=5")
		s.golden("process")
		s.press("esc", ":")
		s.write("ps:scale web=5:Standard-3X")
		s.golden("size")
	})
}

// Two process types are staged one after the other and reviewed as one plan.
func TestStagedFormation(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("s", "down", "space")
		s.press("i", "3", "space")
		s.onProcess("example-app", "worker")
		s.press("i", "2", "space")
		s.golden("staged")
		s.press("r")
		s.golden("review")
	})
}

func TestCrashedDynoIsTheNextProblem(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("right", "down", "f")
		s.golden("faults")
		s.press("enter")
		s.shows("✗ crashed")
		s.press("g", "!")
		s.golden("problem")
	})
}

func TestFilterFindsDynos(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("/")
		s.write("performance-m web")
		s.golden("web")
		s.press("esc", "/")
		s.write("dynos !billing")
		s.golden("dynos")
	})
}

func TestCostsKnowDynos(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("$")
		s.golden("app")
		s.press("tab")
		s.golden("fleet")
	})
}

// Without colour the formation and the chart still say everything.
func TestDynosMono(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("A", "1", "8", "0", "enter", "enter")
		s.pass(30 * time.Minute)
		golden.Check(t, "tree", s.mono())
		s.press("A")
		golden.Check(t, "chart", s.mono())
	})
}
