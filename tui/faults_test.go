package tui

import (
	"context"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
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

// An instance hangs: it is overdue, then the operation is stuck, and since
// when; it goes on when it is mended.
func TestHangingInstance(t *testing.T) {
	for _, size := range []string{"120x40", "80x24"} {
		t.Run(size, func(t *testing.T) {
			tell(t, sizes()[size][0], sizes()[size][1], func(s *story) {
				s.goTo(horizontal, "analytics")
				s.press("i", "3", "enter", "enter")
				s.pass(20 * time.Second)
				s.press("down", "down", "f")
				s.golden("menu")
				s.click("Hang ")
				s.golden("hangs")
				s.pass(4 * time.Minute)
				s.golden("overdue")
				s.passUntil("stuck since")
				s.golden("stuck")
				s.press("f")
				s.click("Mend ")
				s.pass(5 * time.Second)
				s.golden("goes-on")
				s.passUntil("3/3 ✓ available")
				s.golden("done")
				s.press("J")
				s.golden("journal")
			})
		})
	}
}

// The only leader is lost: nobody writes until it has restarted.
func TestLosingTheOnlyLeader(t *testing.T) {
	for _, size := range []string{"120x40", "80x24"} {
		t.Run(size, func(t *testing.T) {
			tell(t, sizes()[size][0], sizes()[size][1], func(s *story) {
				s.goTo(horizontal, "leader")
				s.press("t", "right", "right", "enter")
				s.passUntil("✓ done: ")
				s.press("f")
				s.golden("menu")
				s.click("Kill the leader")
				s.golden("lost")
				s.pass(30 * time.Second)
				s.golden("down")
				s.passUntil("1/1 up, after")
				s.golden("recovered")
				s.press("J")
				s.golden("journal")
			})
		})
	}
}

// A follower is lost: the endpoint goes on with the others, and another one is
// built.
func TestLosingAFollower(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(octagonal, "reporting")
		s.press("down", "f")
		s.golden("menu")
		s.click("Kill ")
		s.golden("lost")
		s.passUntil("creating")
		s.golden("replaced")
		s.passUntil("2/2 up, after")
		s.golden("recovered")
		s.press("J")
		s.golden("journal")
	})
}

// Replicas fall behind, and keep up again.
func TestLagSpike(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(octagonal, "reporting")
		s.press("f")
		s.click("Let the replicas")
		s.golden("begins")
		s.pass(5 * time.Minute)
		s.golden("worst")
		s.passUntil("replicas keep up again")
		s.golden("ends")
		s.pass(5 * time.Minute)
		s.press("J")
		s.golden("journal")
	})
}

// Everything in a region is slow: what is under way takes three times as long,
// and is overdue.
func TestSlowRegion(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.goTo(horizontal, "")
		s.press("f")
		s.click("Slow the region")
		s.golden("begins")
		s.goTo(horizontal, "analytics")
		s.pass(5 * time.Minute)
		s.golden("slow")
		s.passUntil("everything takes as long as before")
		s.golden("ends")
		s.press("J")
		s.golden("journal")
	})
}

// A change is refused: the review says so, and the same change is taken then.
func TestRefusedChange(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.trap("The next change is refused")
		s.golden("set")
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.golden("refused")
		s.press("enter")
		s.golden("accepted")
		s.press("J")
		s.golden("journal")
	})
}

// An answer is lost: the console asks again, with the same key, and finds what
// was accepted; it is done once.
func TestLostAnswer(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.trap("The answer to the next change is lost")
		s.golden("set")
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.golden("found")
		s.passUntil("3/3 ✓ available")
		s.press("J")
		s.golden("journal")
	})
}

// An answer comes late: until then the review waits.
func TestLateAnswer(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		ended := make(chan error, 1)
		ctx, end := context.WithCancel(context.Background())
		go func() { ended <- s.plane.Run(ctx, control.WallClock()) }()
		s.settle()
		s.trap("The next change is answered")
		s.golden("set")
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.golden("waits")
		s.sleep(backend.AnswerDelay/20 + time.Second/4) // at 20 seconds a second
		s.golden("answered")
		s.press("J")
		s.golden("journal")
		end()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// trap sets something for the next change of a cluster.
func (s *story) trap(words string) {
	s.t.Helper()
	s.goTo(horizontal, "")
	s.press("f")
	s.click(words)
}
