package sim

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
)

func noon() time.Time { return time.Date(2026, 6, 12, 12, 0, 0, 0, time.UTC) }

// settled is a cluster of 29 GB with HA and one follower pool of one instance.
func settled() *model.Cluster {
	c := &model.Cluster{
		ID: "c", Name: "postgresql-horizontal-12345", App: "example-app", Revision: 1, Serial: 2, Region: "us",
		Storage: model.Storage{Bytes: 29 * gigabyte, At: noon(), PerDay: 100 * megabyte},
	}
	c.Leader = model.Pool{ID: "c/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2}
	c.Followers = []model.Pool{{ID: "c/2", Name: "analytics", Level: "16G-Performance", Count: 1}}
	there := func(p *model.Pool, id model.ID, r model.Role) {
		p.Instances = append(p.Instances, model.Instance{
			ID: id, Role: r, Level: p.Level, Phase: model.Up, Since: noon().Add(-time.Hour),
		})
		p.Endpoint = endpoint(c, *p)
	}
	there(&c.Leader, "ileader", model.RoleLeader)
	there(&c.Leader, "istandby", model.RoleStandby)
	there(&c.Followers[0], "ifollower", model.RoleFollower)
	return c
}

// fresh is a cluster that is asked for just now.
func fresh() *model.Cluster {
	c := &model.Cluster{
		ID: "c", Name: "postgresql-fresh-12345", App: "example-app", Revision: 1, Created: noon(), Serial: 2, Region: "us",
		Storage: model.Storage{Bytes: 30 * megabyte, At: noon()},
	}
	c.Leader = model.Pool{ID: "c/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2}
	c.Followers = []model.Pool{{ID: "c/2", Name: "analytics", Level: "8G-Performance", Count: 3}}
	c.Attachments = []model.Attachment{{Name: "DATABASE", App: "example-app", Pool: "c/1", State: model.AttachmentSetting, Since: noon()}}
	return c
}

// named is the settled cluster under another ID, wanted with so many followers.
func named(id model.ID, followers int) *model.Cluster {
	c := settled()
	c.ID = id
	c.Followers[0].Count = followers
	return c
}

func TestSettledClustersCostNothing(t *testing.T) {
	w := New(7)
	w.Want(noon(), settled())
	if next := w.Next(); !next.IsZero() {
		t.Errorf("a settled cluster has an event at %s", next)
	}
	if seen := w.Advance(noon().Add(time.Hour)); len(seen) != 0 || len(w.busy) != 0 {
		t.Errorf("a settled cluster is seen: %v", seen)
	}
}

func TestWhatIsWantedIsToldAtOnce(t *testing.T) {
	w := New(7)
	w.Want(noon(), settled())
	w.Want(noon().Add(time.Second), named("c", 2))
	if next := w.Next(); !next.Equal(noon().Add(time.Second)) {
		t.Errorf("the next event is at %s", next)
	}
	seen := w.Advance(noon().Add(time.Second))
	if len(seen) != 1 || len(seen[0].Pools[1].Instances) != 2 {
		t.Fatalf("seen: %+v", seen)
	}
	if again := w.Advance(noon().Add(time.Second)); len(again) != 0 {
		t.Errorf("told twice: %+v", again)
	}
	if later := w.Advance(noon().Add(2 * time.Second)); len(later) != 1 || later[0].Pools[1].Instances[1].Progress.Permille == 0 {
		t.Errorf("no progress: %+v", later)
	}
	w.Want(noon().Add(3*time.Second), named("c", 2))
	if again := w.Advance(noon().Add(3 * time.Second)); len(again) != 1 {
		t.Errorf("a sighting that was lost is not made good: %+v", again)
	}
}

func TestSightingsComeInTheOrderOfIDs(t *testing.T) {
	w := New(7)
	for _, id := range []model.ID{"m", "a", "z", "c", "b"} {
		w.Want(noon(), named(id, 3))
		w.Want(noon(), named("settled-"+id, 1))
	}
	var ids []model.ID
	for _, o := range w.Advance(noon().Add(10 * time.Second)) {
		ids = append(ids, o.Cluster)
	}
	if diff := cmp.Diff([]model.ID{"a", "b", "c", "m", "z"}, ids); diff != "" {
		t.Error(diff)
	}
}

// The caller's view of the instances may be old; the world's is the truth.
func TestTheWorldKeepsItsOwnView(t *testing.T) {
	w := New(7)
	w.Want(noon(), settled())
	w.Want(noon(), named("c", 3))
	before := w.Advance(noon().Add(2 * time.Minute))[0]
	stale := named("c", 3)
	stale.Leader.Instances = nil
	stale.Storage = model.Storage{}
	stale.Revision = 9
	w.Want(noon().Add(2*time.Minute), stale)
	after := w.Advance(noon().Add(2 * time.Minute))[0]
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("an old view changed the world:\n%s", diff)
	}
}

// What was handed out belongs to whoever reads it.
func TestSightingsAreNeverModified(t *testing.T) {
	s := newConsole(7, settled())
	s.want(edit{Kind: "level and count", Level: "8G-Performance", Count: 3})
	wanted := s.cluster()
	asked := copied(wanted)
	var seen, kept []*model.Cluster
	for next := s.world.Next(); !next.IsZero(); next = s.world.Next() {
		s.advance(next)
		seen, kept = append(seen, s.cluster()), append(kept, copied(s.cluster()))
	}
	if diff := cmp.Diff(kept, seen); diff != "" {
		t.Errorf("a fleet changed after it was seen:\n%s", diff)
	}
	if diff := cmp.Diff(asked, wanted); diff != "" {
		t.Errorf("what was handed over changed:\n%s", diff)
	}
}

func TestAPoolThatNobodyWantsAnyMoreDrains(t *testing.T) {
	w, c := New(7), settled()
	w.Want(noon(), c)
	forgotten := settled()
	forgotten.Followers = nil
	w.Want(noon(), forgotten)
	seen := w.Advance(noon())
	if i := seen[0].Pools[1].Instances[0]; i.Phase != model.Draining {
		t.Errorf("%s is %s", i.ID, i.Phase)
	}
	last := w.Advance(noon().Add(time.Hour))
	if n := len(last[0].Pools); n != 1 {
		t.Errorf("%d pools are left", n)
	}
}

func TestAGoneClusterIsForgotten(t *testing.T) {
	w, c := New(7), settled()
	w.Want(noon(), c)
	c = settled()
	c.Destroying, c.Leader.Destroying, c.Followers[0].Destroying = true, true, true
	w.Want(noon(), c)
	seen := w.Advance(noon().Add(time.Hour))
	if len(seen) != 1 || !seen[0].Gone {
		t.Errorf("seen: %+v", seen)
	}
	if next := w.Next(); !next.IsZero() || len(w.places) != 0 {
		t.Errorf("%d places are left, the next event at %s", len(w.places), next)
	}
}

// A follower pool that changes its level never serves with fewer instances,
// and has at most one more than wanted.
func TestARollingPoolServesAllTheTime(t *testing.T) {
	for count := 1; count <= 5; count++ {
		t.Run(fmt.Sprint(count), func(t *testing.T) {
			c := settled()
			first := c.Followers[0].Instances[0]
			c.Followers[0].Count, c.Followers[0].Instances = count, nil
			for n := range count {
				i := first
				i.ID = model.ID(fmt.Sprint("i", n))
				c.Followers[0].Instances = append(c.Followers[0].Instances, i)
			}
			s := newConsole(7, c)
			s.want(edit{Kind: "follower level", Level: "64G-Performance"})
			for next := s.world.Next(); !next.IsZero(); next = s.world.Next() {
				s.advance(next)
				p := s.cluster().Followers[0]
				up := 0
				for _, i := range p.Instances {
					if i.Phase == model.Up {
						up++
					}
				}
				if up < count || len(p.Instances) > count+1 {
					t.Errorf("%s: %d of %d are up, %d are there", s.now, up, count, len(p.Instances))
				}
			}
			if !s.cluster().Settled() {
				t.Errorf("it ends as %s", shown(s.cluster()))
			}
		})
	}
}

func TestAFailedInstanceIsBuiltAnew(t *testing.T) {
	c := settled()
	c.Leader.Instances[1].Phase = model.Failed
	c.Followers[0].Instances[0].Phase = model.Failed
	s := newConsole(7, c)
	s.stepTo(noon().Add(time.Hour))
	if c := s.cluster(); !c.Settled() {
		t.Errorf("it ends as %s", shown(c))
	}
}

func TestTheSeedDecides(t *testing.T) {
	play := func(seed uint64) *model.Cluster {
		s := newConsole(seed, settled())
		s.want(edit{Kind: "count", Count: 3})
		s.stepTo(noon().Add(time.Hour))
		return s.cluster()
	}
	if diff := cmp.Diff(play(7), play(7)); diff != "" {
		t.Errorf("one seed, two worlds:\n%s", diff)
	}
	same := slices.EqualFunc(play(7).Followers[0].Instances, play(8).Followers[0].Instances,
		func(a, b model.Instance) bool { return a.Since.Equal(b.Since) })
	if same {
		t.Error("two seeds, one world")
	}
}

// 100 TB on the smallest level is days, not an overflow.
func TestRestoringALot(t *testing.T) {
	s := script{7}
	took := s.phase("i", model.Restoring, "4G-Performance", 100_000*gigabyte)
	least, most := 100_000_000*time.Second/150*85/100, 100_000_000*time.Second/150*115/100
	if took < least || took > most {
		t.Errorf("it takes %s", took)
	}
}

func TestThroughput(t *testing.T) {
	tests := map[string]struct {
		level string
		want  int64
	}{
		"the smallest level":              {"4G-Performance", 150 * megabyte},
		"a level of the table":            {"32G-Performance", 350 * megabyte},
		"a level above the table":         {"1536G-Performance", 500 * megabyte},
		"a level between two of its rows": {"24G-Performance", 250 * megabyte},
		"a level below the table":         {"2G-Performance", 150 * megabyte},
		"a level without a figure":        {"Premium", 150 * megabyte},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := throughput(test.level); got != test.want {
				t.Errorf("%s restores %d bytes a second, not %d", test.level, got, test.want)
			}
		})
	}
}
