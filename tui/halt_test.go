package tui

import (
	"errors"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
)

// disk is a store that can be full.
type disk struct {
	store.Store
	full bool
}

func (d *disk) Commit(b store.Batch) error {
	if d.full {
		return &store.Unwritable{Dir: "/home/ada/.local/state/pooldeck", Why: store.NoSpace}
	}
	return d.Store.Commit(b)
}

// stand lets time pass that does not, since nothing can be recorded.
func (s *story) stand(d time.Duration) {
	s.t.Helper()
	var unsaved *backend.Unsaved
	if err := s.plane.Advance(s.plane.Now().Add(d)); !errors.As(err, &unsaved) {
		s.t.Fatalf("nothing can be recorded, and it says %v", err)
	}
	s.settle()
}

// The disk fills up in the middle of the work: that is said in a window of any
// size, and time stands still.
func TestFullDisk(t *testing.T) {
	everySize(t, func(s *story) {
		s.apply("bob", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
		s.pass(90 * time.Second)
		s.disk.full = true
		s.stand(2 * time.Minute)
		s.golden("full")
		was := s.screen()
		s.stand(time.Hour)
		if s.screen() != was {
			t.Errorf("time went on:\n%s", s.screen())
		}
		s.disk.full = false
		s.pass(time.Second)
		s.hides("cannot be", "halted")
		s.passUntil("✓ done: analytics")
		s.golden("gone-on")
	})
}

// While the disk is full all can be read, and a change is refused, with the
// reason; once there is room, the same one is taken.
func TestChangesOnAFullDisk(t *testing.T) {
	for _, size := range []string{"120x40", "80x24"} {
		t.Run(size, func(t *testing.T) {
			tell(t, sizes()[size][0], sizes()[size][1], func(s *story) {
				s.apply("bob", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
				s.disk.full = true
				s.stand(2 * time.Minute)
				s.press("J")
				s.golden("journal")
				s.press("esc", "$")
				s.golden("costs")
				s.press("esc")
				s.goTo(horizontal, "analytics")
				s.press("i", "5", "enter", "pgdown", "enter")
				s.golden("refused")
				s.disk.full = false
				s.press("enter")
				s.golden("accepted")
			})
		})
	}
}

// What is clicked is what is seen, below the banner too.
func TestClickBelowTheBanner(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.apply("bob", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
		s.disk.full = true
		s.stand(10 * time.Minute)
		s.click("postgresql-horizontal")
		s.shows("❯│ ▾ postgresql-horizontal", "cannot be written")
		s.disk.full = false
	})
}
