package sim

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// console is what a control plane does with a world: it keeps a fleet, folds
// into it what is seen and hands over what is wanted.
type console struct {
	seed  uint64
	world *World
	fleet *model.Fleet
	now   time.Time
	seen  func(model.Observed)
}

func newConsole(seed uint64, c *model.Cluster) *console {
	s := &console{
		seed: seed, world: New(seed), fleet: (&model.Fleet{}).With(c), now: noon(), seen: func(model.Observed) {},
	}
	s.world.Want(s.now, c)
	s.advance(s.now)
	return s
}

// cluster is the only one of the fleet; nil once it is gone.
func (s *console) cluster() *model.Cluster { return s.fleet.Cluster("c") }

func (s *console) advance(to time.Time) {
	s.now = to
	for _, o := range s.world.Advance(to) {
		s.fleet = s.fleet.Observe(o)
		s.seen(o)
	}
}

// stepTo advances from event to event.
func (s *console) stepTo(to time.Time) {
	for next := s.world.Next(); !next.IsZero() && !next.After(to); next = s.world.Next() {
		s.advance(next)
	}
	s.advance(to)
}

// want hands over an edited copy of the cluster.
func (s *console) want(e edit) { s.wantAs(e.apply) }

func (s *console) wantAs(edit func(*model.Cluster, time.Time)) {
	c := copied(s.cluster())
	c.Revision++
	edit(c, s.now)
	s.fleet = s.fleet.With(c)
	s.world.Want(s.now, c)
}

// kill loses the world; the next one knows only what was written down.
func (s *console) kill() {
	s.world = New(s.seed)
	if c := s.cluster(); c != nil {
		s.fleet = s.fleet.With(copied(c))
		s.world.Want(s.now, s.cluster())
	}
}

// copied is the cluster after having been written down and read.
func copied(c *model.Cluster) *model.Cluster {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	next := new(model.Cluster)
	if err := json.Unmarshal(text, next); err != nil {
		panic(err)
	}
	return next
}

// edit is one change of what is wanted, drawn at random and possible in any
// state: which pool is meant is settled when it is made.
type edit struct {
	Kind  string
	Pick  int
	Level string
	Count int
}

func (e edit) apply(c *model.Cluster, now time.Time) {
	if c.Destroying && e.Kind != "keep cluster" {
		return
	}
	pool := &c.Leader
	if len(c.Followers) > 0 {
		pool = &c.Followers[e.Pick%len(c.Followers)]
	}
	switch e.Kind {
	case "leader level":
		c.Leader.Level = e.Level
	case "standby":
		c.Leader.Count = 1 + e.Count%2
	case "level and standby":
		c.Leader.Level, c.Leader.Count = e.Level, 1+e.Count%2
	case "follower level":
		pool.Level = e.Level
	case "count":
		if pool != &c.Leader {
			pool.Count = e.Count
		}
	case "level and count":
		if pool != &c.Leader {
			pool.Level, pool.Count = e.Level, e.Count
		}
	case "add pool":
		c.Followers = append(c.Followers, model.Pool{
			ID: c.NextID(), Name: fmt.Sprintf("pool-%d", c.Serial), Level: e.Level, Count: e.Count,
		})
	case "destroy pool":
		if pool != &c.Leader {
			pool.Destroying = true
			e.detach(c, now, func(a model.Attachment) bool { return a.Pool == pool.ID })
		}
	case "attach":
		a := model.Attachment{Name: fmt.Sprintf("NAME_%d", e.Count), App: "example-app", Pool: pool.ID, State: model.AttachmentSetting, Since: now}
		if !pool.Destroying && !slices.ContainsFunc(c.Attachments, func(b model.Attachment) bool { return a.Name == b.Name }) {
			c.Attachments = append(c.Attachments, a)
		}
	case "detach":
		e.detach(c, now, func(a model.Attachment) bool { return a.Pool == pool.ID })
	case "destroy cluster", "keep cluster":
		gone := e.Kind == "destroy cluster"
		c.Destroying, c.Leader.Destroying = gone, gone
		for i := range c.Followers {
			c.Followers[i].Destroying = gone
		}
		if gone {
			e.detach(c, now, func(model.Attachment) bool { return true })
		}
	}
}

func (e edit) detach(c *model.Cluster, now time.Time, chosen func(model.Attachment) bool) {
	for i := range c.Attachments {
		if a := &c.Attachments[i]; chosen(*a) && a.State != model.AttachmentRemoving {
			a.State, a.Since = model.AttachmentRemoving, now
		}
	}
}

func edits() *rapid.Generator[edit] {
	return rapid.Custom(func(t *rapid.T) edit {
		return edit{
			Kind: rapid.SampledFrom([]string{
				"leader level", "leader level", "standby", "level and standby", "follower level", "count", "count",
				"level and count", "add pool", "destroy pool", "attach", "detach", "destroy cluster", "keep cluster",
			}).Draw(t, "kind"),
			Pick:  rapid.IntRange(0, 3).Draw(t, "pick"),
			Level: rapid.SampledFrom([]string{"4G-Performance", "8G-Performance", "64G-Performance"}).Draw(t, "level"),
			Count: rapid.IntRange(0, 4).Draw(t, "count"),
		}
	})
}

// chapter is a stretch of a history: an edit after a while.
type chapter struct {
	After time.Duration
	Edit  edit
}

func chapters() *rapid.Generator[[]chapter] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chapter {
		return chapter{
			// Milliseconds now and then: the instant of an event is one too.
			After: time.Duration(rapid.IntRange(0, 400_000).Draw(t, "after")) * time.Millisecond,
			Edit:  edits().Draw(t, "edit"),
		}
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

// fresh is a cluster that is asked for just now.
func fresh() *model.Cluster {
	c := &model.Cluster{
		ID: "c", Name: "postgresql-fresh-12345", App: "example-app", Revision: 1, Created: noon(), Serial: 2,
		Storage: model.Storage{Bytes: 30 * megabyte, At: noon()},
	}
	c.Leader = model.Pool{ID: "c/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2}
	c.Followers = []model.Pool{{ID: "c/2", Name: "analytics", Level: "8G-Performance", Count: 3}}
	c.Attachments = []model.Attachment{{Name: "DATABASE", App: "example-app", Pool: "c/1", State: model.AttachmentSetting, Since: noon()}}
	return c
}

// The same history in one jump a chapter, from event to event, in small
// random steps, and with the world lost on the way, is the same history.
func TestHistoryIsTheSameHoweverTimePasses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seed, start, story := rapid.Uint64().Draw(t, "seed"), starts().Draw(t, "start"), chapters().Draw(t, "story")
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
				if c.cluster() != nil {
					c.want(chapter.Edit)
				}
			}
			if rapid.Bool().Draw(t, "kill before it is begun") {
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
		for _, chapter := range chapters().Draw(t, "story") {
			s.stepTo(s.now.Add(chapter.After))
			if s.cluster() == nil {
				return
			}
			s.want(chapter.Edit)
			w.interrupted()
			s.advance(s.now)
		}
		last := s.now
		for next := s.world.Next(); !next.IsZero(); next = s.world.Next() {
			if next.Sub(last) > 8*time.Hour {
				t.Fatalf("not settled after %s: %s", next.Sub(last), shown(s.cluster()))
			}
			s.advance(next)
		}
		w.settledAt(s.now)
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

func shown(c *model.Cluster) string {
	text, _ := json.MarshalIndent(c, "", " ")
	return string(text)
}
