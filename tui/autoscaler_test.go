package tui

import (
	"strings"
	"testing"
	"time"
)

// spiked is billing-api with autoscale on, some time after a spike began.
func spiked(s *story, after time.Duration) {
	s.onProcess("billing-api", "web")
	s.press("A", "home", "down", "down", "8", "up", "2", "up")
	for _, digit := range "240" {
		s.press(string(digit))
	}
	s.press("enter")
	s.readAll()
	s.press("enter")
	s.shows("2 to 8")
	s.press("f", "enter")
	s.pass(after)
}

func TestAutoscaleForm(t *testing.T) {
	everySize(t, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("A")
		s.golden("opened")
		s.press("3", "0", "0", "down", "2", "down", "9", "down", "right", "down", "right")
		s.golden("filled")
		s.press("enter")
		s.golden("review")
	})
}

func TestAutoscaleFormSaysWhatIsForbidden(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("example-app", "web")
		s.press("A")
		s.golden("standard")
		s.press("enter")
		s.shows("✗ Standard-1X is not autoscaled")
		s.press("esc")
		s.onProcess("billing-api", "web")
		s.press("A", "down", "8", "enter")
		s.shows("✗ the maximum must be above the minimum of 8; not 6")
	})
}

func TestOnlyWebIsAutoscaled(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("billing-api", "worker")
		s.press("A")
		s.shows("only web is autoscaled: worker takes no requests")
	})
}

// The autoscaler acts on a spike, which can be seen and read.
func TestAutoscaleDecisions(t *testing.T) {
	everySize(t, func(s *story) {
		spiked(s, 12*time.Minute)
		s.golden("tree")
		s.press("A")
		s.golden("newest")
		s.press("up")
		s.golden("step")
		s.press("+")
		s.golden("an-hour")
	})
}

func TestBacktest(t *testing.T) {
	everySize(t, func(s *story) {
		spiked(s, 90*time.Minute)
		s.press("A", "tab")
		s.golden("as-it-is")
		s.press("3", "0", "0", "down", "down", "4")
		s.golden("another-rule")
	})
}

// A manual scale of an autoscaled process type says that it ends autoscaling.
func TestScalingByHandEndsAutoscale(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		spiked(s, 12*time.Minute)
		s.press("i", "7")
		s.golden("slider")
		s.press("enter")
		s.shows("! autoscale of web is switched off")
	})
}

// In shadow mode it decides, and nothing is done.
func TestShadow(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.onProcess("billing-api", "web")
		s.press("A")
		for _, digit := range "190" {
			s.press(string(digit))
		}
		s.press("down", "2", "down", "down", "down", "right", "enter")
		s.readAll()
		s.press("enter")
		s.shows("! over 190 ms  shadow")
		s.press("f", "enter")
		s.pass(15 * time.Minute)
		s.shows("3/3 ! over 190 ms  shadow")
		s.press("A", "up")
		s.golden("decision")
		s.shows("shadow: ")
	})
}

// What is open follows minute by minute, and stands where nothing changes.
func TestDecisionsFollow(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		spiked(s, 3*time.Minute)
		s.press("A")
		before := s.screen()
		s.pass(5 * time.Second)
		if s.screen() != before {
			t.Error("the chart moves within a minute")
		}
		s.pass(10 * time.Minute)
		if s.screen() == before {
			t.Error("the chart does not follow")
		}
		if !strings.Contains(s.screen(), "↑") {
			t.Errorf("no step is marked:\n%s", s.screen())
		}
	})
}

// The journal has the reason of every step.
func TestJournalSaysWhyItWasScaled(t *testing.T) {
	everySize(t, func(s *story) {
		spiked(s, 12*time.Minute)
		s.press("J", "/")
		s.write("autoscaler dynos")
		s.press("enter")
		s.golden("steps")
	})
}
