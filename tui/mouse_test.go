package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// click clicks on the first place where a text stands on the screen.
func (s *story) click(text string) {
	s.t.Helper()
	for y, line := range strings.Split(s.screen(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			s.send(tea.MouseClickMsg{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft})
			return
		}
	}
	s.t.Fatalf("the screen does not show %q:\n%s", text, s.screen())
}

func TestMouse(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.click("postgresql-rectangular")
		s.shows("❯│ ▾ postgresql-rectangular")
		s.click("▾ postgresql-rectangular")
		s.shows("❯│ ▸ postgresql-rectangular")
		s.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
		s.shows("❯│ │ │   standby")
		s.goTo(horizontal, "analytics")
		s.press("enter")
		s.click("Change number of instances")
		s.shows("analytics of postgresql-horizontal-12345 · instances")
		s.click("┤")
		s.shows("13 × 16G-Performance")
		s.press("3", "enter")
		s.click("Cancel ]")
		s.hides("Review")
		s.press("enter")
		s.click("Apply")
		s.shows("accepted")
	})
}

func TestClicksOnLevels(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("s")
		s.click("8G-Performance        2      8 GB")
		s.shows("❯ 8G-Performance")
		s.click("16G-Performance       2")
		s.shows("❯ 8G-Performance")
	})
}

func TestClicksBesideADialogDoNothing(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("x", "enter")
		before := s.screen()
		for _, at := range [][2]int{{0, 0}, {119, 39}, {5, 39}, {60, 1}} {
			s.send(tea.MouseClickMsg{X: at[0], Y: at[1], Button: tea.MouseLeft})
		}
		s.click("Destroy ]")
		if s.screen() != strings.NewReplacer(
			"[❯Cancel❮]", "[ Cancel ]", "[ Destroy ]", "[❯Destroy❮]", "← → enter · esc back  ", "type example-app first").Replace(before) {
			t.Errorf("a click destroyed something without the name:\n%s", s.screen())
		}
	})
}

func TestMouseIsAskedForOnlyWhenWanted(t *testing.T) {
	tell(t, 80, 24, func(s *story) {
		if s.console.View().MouseMode != tea.MouseModeNone {
			t.Error("the mouse is taken without being wanted")
		}
		c := s.console.(Console)
		c.manners.Mouse = true
		if c.View().MouseMode == tea.MouseModeNone {
			t.Error("the mouse is not taken")
		}
	})
}
