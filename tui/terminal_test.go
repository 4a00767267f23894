package tui

import (
	"image/color"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
)

func TestStylesFollowTheTerminalsBackground(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		dark := s.console.View().Content
		s.send(tea.BackgroundColorMsg{Color: color.White})
		light := s.console.View().Content
		if light == dark {
			t.Error("a light terminal gets the dark colours")
		}
		s.send(tea.BackgroundColorMsg{Color: color.Black})
		if s.console.View().Content != dark {
			t.Error("a dark terminal does not get the dark colours back")
		}
	})
}

// The terminal's own progress bar is there while something is under way.
func TestTerminalsProgressBar(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		if bar := s.console.View().ProgressBar; bar != nil {
			t.Fatalf("a bar at %d with nothing under way", bar.Value)
		}
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.passUntil("restoring")
		s.pass(time.Minute)
		bar := s.console.View().ProgressBar
		if bar == nil || bar.Value < 10 || bar.Value > 90 {
			t.Fatalf("halfway the bar is %v", bar)
		}
		s.passUntil("done: analytics")
		if bar := s.console.View().ProgressBar; bar != nil {
			t.Errorf("a bar at %d when all is done", bar.Value)
		}
	})
}

// When nothing changes but the second, nothing is drawn anew.
func TestIdleScreenStands(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		before := s.screen()
		for range 50 {
			s.pass(time.Second)
			if s.screen() != before {
				t.Fatal("the screen changed within a minute in which nothing happened")
			}
		}
	})
}

func TestSuspend(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		_, cmd := s.console.Update(keyOf("ctrl+z"))
		if cmd == nil {
			t.Fatal("ctrl+z does nothing")
		}
		if _, ok := cmd().(tea.SuspendMsg); !ok {
			t.Error("ctrl+z does not suspend")
		}
	})
}
