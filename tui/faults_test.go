package tui

import (
	"testing"
	"time"
)

// The leader is lost: the standby takes over, a new one is built, and every
// stage of it can be seen.
func TestLosingTheLeader(t *testing.T) {
	for _, size := range []string{"120x40", "80x24"} {
		t.Run(size, func(t *testing.T) {
			tell(t, sizes()[size][0], sizes()[size][1], func(s *story) {
				s.goTo(horizontal, "leader")
				s.press("down", "f")
				s.golden("menu")
				s.press("enter")
				s.golden("lost")
				s.pass(90 * time.Second)
				s.golden("taken-over")
				s.passUntil("2/2 ✓ available  HA")
				s.pass(30 * time.Minute)
				s.golden("recovered")
				s.press("J")
				s.golden("journal")
			})
		})
	}
}

// Provisioning fails, and is retried.
func TestFailedProvisioning(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("f")
		s.golden("menu")
		s.click("Fail the next instance")
		s.press("i", "3", "enter", "enter")
		s.passUntil("✗ failed: analytics")
		s.golden("failed")
		s.press("R")
		s.passUntil("✓ done")
		s.golden("retried")
	})
}
