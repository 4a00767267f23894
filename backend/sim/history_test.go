package sim

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// chapter is a stretch of a history: an edit after a while, or a fault.
type chapter struct {
	After time.Duration
	Edit  edit
	Fault int // which one of those that are offered then; none when 0
}

// happen lets the chapter's edit or fault happen, after its time.
func (c chapter) happen(s *console) {
	if s.cluster() == nil {
		return
	}
	if c.Fault == 0 {
		s.want(c.Edit)
		return
	}
	if offered := s.offered(); len(offered) > 0 {
		if err := s.breaks(offered[c.Fault%len(offered)]); err != nil {
			panic(err)
		}
	}
}

func chapters(faults bool) *rapid.Generator[[]chapter] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chapter {
		c := chapter{
			// Milliseconds now and then: the instant of an event is one too.
			After: time.Duration(rapid.IntRange(0, 400_000).Draw(t, "after")) * time.Millisecond,
			Edit:  edits().Draw(t, "edit"),
		}
		if faults && rapid.Bool().Draw(t, "fault") {
			c.Fault = rapid.IntRange(1, 30).Draw(t, "which")
		}
		return c
	}), 1, 8)
}

// starts are clusters to begin a history with.
func starts() *rapid.Generator[*model.Cluster] {
	return rapid.Custom(func(t *rapid.T) *model.Cluster {
		if rapid.Bool().Draw(t, "new") {
			return fresh()
		}
		return settled()
	})
}

// The same history in one jump a chapter, from event to event, in small
// random steps, and with the world lost on the way, is the same history.
func TestHistoryIsTheSameHoweverTimePasses(t *testing.T) {
	sameHowever(t, false)
}

func TestFaultsAreTheSameHoweverTimePasses(t *testing.T) {
	sameHowever(t, true)
}

func sameHowever(t *testing.T, faults bool) {
	rapid.Check(t, func(t *rapid.T) {
		seed, start, story := rapid.Uint64().Draw(t, "seed"), starts().Draw(t, "start"), chapters(faults).Draw(t, "story")
		jumping, stepping, killed := newConsole(seed, start), newConsole(seed, start), newConsole(seed, start)
		stepped, resumed := watch(stepping), watch(killed)
		for _, chapter := range story {
			to := jumping.now.Add(chapter.After)
			jumping.advance(to)
			stepping.stepTo(to)
			for killed.now.Before(to) {
				killed.stepTo(killed.now.Add(min(to.Sub(killed.now), rapid.SampledFrom([]time.Duration{
					time.Millisecond, 7 * time.Second, time.Minute, 3 * time.Minute,
				}).Draw(t, "step"))))
				if rapid.Bool().Draw(t, "kill") {
					killed.kill()
				}
			}
			for _, c := range []*console{jumping, stepping, killed} {
				chapter.happen(c)
			}
			// What a fault does is known at once, or it was not made.
			if chapter.Fault == 0 && rapid.Bool().Draw(t, "kill before it is begun") {
				killed.kill()
			}
			for _, c := range []*console{jumping, stepping, killed} {
				c.advance(to)
			}
			if diff := cmp.Diff(jumping.cluster(), stepping.cluster()); diff != "" {
				t.Fatalf("a jump and steps differ at %s:\n%s", to, diff)
			}
			if diff := cmp.Diff(stepping.cluster(), killed.cluster()); diff != "" {
				t.Fatalf("a killed world differs at %s:\n%s", to, diff)
			}
		}
		end := jumping.now.Add(12 * time.Hour)
		jumping.advance(end)
		stepping.stepTo(end)
		killed.kill()
		killed.stepTo(end)
		if diff := cmp.Diff(jumping.cluster(), stepping.cluster()) + cmp.Diff(stepping.cluster(), killed.cluster()); diff != "" {
			t.Fatalf("the ends differ:\n%s", diff)
		}
		if diff := cmp.Diff(stepped.events, resumed.events); diff != "" {
			t.Fatalf("the events differ:\n%s", diff)
		}
	})
}

// Whatever was wanted on the way, the world comes to what is wanted last.
func TestHistoryEndsAsWanted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newConsole(rapid.Uint64().Draw(t, "seed"), starts().Draw(t, "start"))
		w := watch(s)
		w.fail = t.Fatalf
		for _, chapter := range chapters(false).Draw(t, "story") {
			s.stepTo(s.now.Add(chapter.After))
			if s.cluster() == nil {
				return
			}
			s.want(chapter.Edit)
			s.advance(s.now)
		}
		last := s.now
		for next := s.world.Next(); !next.IsZero(); next = s.world.Next() {
			if next.Sub(last) > 8*time.Hour {
				t.Fatalf("not settled after %s: %s", next.Sub(last), shown(s.cluster()))
			}
			s.advance(next)
		}
		c := s.cluster()
		if c == nil {
			return
		}
		if !c.Settled() {
			t.Fatalf("nothing is under way and it is not settled: %s", shown(c))
		}
		if c.Destroying {
			t.Fatalf("a destroyed cluster is still there: %s", shown(c))
		}
	})
}

// What the rule book lets through comes true, several clusters at a time.
func TestEveryPlanSettles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		w, f := New(seed), Demo(seed)
		for _, c := range f.Clusters {
			w.Want(f.At, c)
		}
		now := f.At
		observe := func(to time.Time) {
			now = to
			for _, o := range w.Advance(to) {
				f = f.Observe(o)
			}
		}
		for range rapid.IntRange(1, 12).Draw(t, "changes") {
			observe(now.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "seconds")) * time.Second))
			if len(f.Clusters) == 0 {
				return // all of them were destroyed
			}
			at := *f
			at.At = now
			plan, err := model.NewPlan(&at, modeltest.Specs(), modeltest.Change(t, f))
			if err != nil {
				continue // the rules refuse it
			}
			f = plan.After
			for _, id := range plan.Targets() {
				c := copied(f.Cluster(id))
				c.Revision++
				f = f.With(c)
				w.Want(now, c)
			}
		}
		begin := now
		for next := w.Next(); !next.IsZero() && next.Sub(begin) < 12*time.Hour; next = w.Next() {
			observe(next)
		}
		for _, c := range f.Clusters {
			if !c.Settled() {
				t.Fatalf("%s is not settled at %s: %s", c.Name, now, shown(c))
			}
		}
	})
}
