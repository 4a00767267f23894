package sim

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"pooldeck/model"
)

// Whatever was wanted and whatever went wrong on the way, the world comes to
// what is wanted last once nothing is made to fail any more and somebody asks
// again.
func TestFaultsEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newConsole(rapid.Uint64().Draw(t, "seed"), starts().Draw(t, "start"))
		w := watch(s)
		w.fail = t.Fatalf
		for _, chapter := range chapters(true).Draw(t, "story") {
			s.stepTo(s.now.Add(chapter.After))
			chapter.happen(s)
			s.advance(s.now)
		}
		// A day later it stands still: all is there, or what it waits for is said.
		s.stepTo(s.now.Add(24 * time.Hour))
		if !s.world.Next().IsZero() {
			t.Fatalf("a day later something is still to come: %s", shown(s.cluster()))
		}
		if c := s.cluster(); c != nil && !c.Settled() {
			n := script{s.seed}.read(c)
			hangs := n.memo != nil && len(n.memo.Hangs) > 0
			if (n.failure() == "") != hangs {
				t.Fatalf("it waits, and says %q: %s", n.failure(), shown(c))
			}
		}
		// Somebody mends everything and asks again.
		s.mend()
		if s.cluster() != nil {
			s.wantAs(func(*model.Cluster, time.Time) {})
		}
		s.stepTo(s.now.Add(24 * time.Hour))
		c := s.cluster()
		if c == nil {
			return
		}
		if !c.Settled() || c.Memo != "" || len(w.s.world.busy) > 0 {
			t.Fatalf("a day after it was mended: %s", shown(c))
		}
	})
}
