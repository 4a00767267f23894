package history

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

// see is what the world has shown.
func (r *run) see(now time.Time, seen []model.Observed) {
	for _, o := range seen {
		if _, known := r.apps[o.Cluster]; !known {
			r.apps[o.Cluster] = r.plane.Fleet().Cluster(o.Cluster).App
		}
		r.ledger.see(now, o, r.apps[o.Cluster])
	}
}

func (r *run) seeApps(now time.Time, seen []model.ObservedApp) {
	for _, o := range seen {
		r.ledger.seeApp(now, o, r.plane.Fleet().Formation(o.App))
	}
}

// check looks at what is true after every event.
func (r *run) check() {
	f := r.plane.Fleet()
	if f == r.last {
		return
	}
	from := len(r.book.entries)
	if f.JournalSeq != r.book.end.Seq {
		entries, err := r.plane.Journal(ctx(), backend.Query{After: r.book.end.Seq})
		r.must(err)
		r.tally.Entries += len(entries)
		r.must(r.book.read(entries))
	}
	r.must(r.book.end.Ends(f.Journal()))
	for _, c := range f.Clusters {
		if r.last == nil || r.last.Cluster(c.ID) != c {
			r.must(legal(c))
			r.must(r.written(c))
		}
	}
	for _, a := range f.Apps {
		r.must(formed(a))
	}
	r.must(opened(f))
	r.must(r.book.agrees(f))
	r.must(r.book.open(f))
	r.must(r.acknowledged())
	r.must(r.book.settled(from, f.At, r.ledger))
	r.must(moving(f))
	r.progress(f)
	r.last = f
}

// legal checks the limits of a cluster, and that a pool that is settled has
// what is wanted.
func legal(c *model.Cluster) error {
	switch {
	case c.FollowerPools() > model.MaxFollowerPools:
		return fmt.Errorf("%s has %d follower pools", c.Name, c.FollowerPools())
	case c.FollowerInstances() > model.MaxFollowerInstances:
		return fmt.Errorf("%s is to have %d follower instances", c.Name, c.FollowerInstances())
	case c.Leader.Count < 1 || c.Leader.Count > model.MaxLeaderInstances:
		return fmt.Errorf("the leader pool of %s is to have %d instances", c.Name, c.Leader.Count)
	}
	names := map[string]bool{}
	for _, p := range c.Pools() {
		if p.Destroying {
			continue
		}
		if names[p.Name] {
			return fmt.Errorf("%s has two pools %s", c.Name, p.Name)
		}
		names[p.Name] = true
		if !p.Settled() {
			continue
		}
		off := slices.ContainsFunc(p.Instances, func(i model.Instance) bool { return i.Phase != model.Up || i.Level != p.Level })
		if off || len(p.Instances) != p.Count {
			return fmt.Errorf("%s of %s is settled with %+v", p.Name, c.Name, p.Instances)
		}
	}
	return nil
}

// written checks that a cluster has one writer: at most one leader before the
// first has come up, then exactly one until it is destroyed, which writes
// while the cluster is available.
func (r *run) written(c *model.Cluster) error {
	leaders, up := 0, 0
	for _, p := range c.Pools() {
		for _, i := range p.Instances {
			if i.Role != model.RoleLeader {
				continue
			}
			leaders++
			if i.Phase == model.Up {
				up++
			}
			if !p.IsLeader() {
				return fmt.Errorf("%s has a leader in %s", c.Name, p.Name)
			}
		}
	}
	r.led[c.ID] = r.led[c.ID] || up > 0
	switch {
	case leaders > 1, leaders == 0 && r.led[c.ID] && !c.Destroying:
		return fmt.Errorf("%s has %d leaders: %+v", c.Name, leaders, c.Leader.Instances)
	case c.Status() == model.Available && up != 1:
		return fmt.Errorf("%s is available with %d writers: %+v", c.Name, up, c.Leader.Instances)
	}
	return nil
}

// opened checks that no config var of an app opens two pools.
func opened(f *model.Fleet) error {
	held := map[string]string{}
	for _, c := range f.Clusters {
		for _, a := range c.Attachments {
			name := a.App + " " + a.Var()
			if a.State == model.AttachmentRemoving {
				continue
			}
			if other := held[name]; other != "" {
				return fmt.Errorf("%s opens %s and %s", name, other, c.Name)
			}
			held[name] = c.Name
		}
	}
	return nil
}

// acknowledged checks that what was acknowledged stands in the journal once,
// and nothing else does.
func (r *run) acknowledged() error {
	n := 0
	for _, q := range r.sent {
		if !q.accepted {
			continue
		}
		for i, id := range q.receipt.Operations {
			e, is := r.book.accepted[id]
			if !is || e.Target != model.Targets(q.Changes)[i] || e.Actor != q.Actor.Name {
				return fmt.Errorf("%s was acknowledged as %s, and the journal has %+v", q.Key, id, e)
			}
		}
		n += len(q.receipt.Operations)
	}
	for _, e := range r.book.ended {
		if e.Kind == model.EntryCancelled {
			n++ // the way back is an operation of its own
		}
	}
	for _, e := range r.book.accepted {
		if len(e.Changes) == 0 {
			n++ // so is a retry
		}
		if e.Actor == backend.Autoscaler {
			n++ // nobody asked
		}
	}
	if n != len(r.book.accepted) {
		return fmt.Errorf("%d operations were acknowledged, and the journal has %d", n, len(r.book.accepted))
	}
	return nil
}

// moving checks that an operation in which nothing moves is reported.
func moving(f *model.Fleet) error {
	const patience = 5 * time.Minute
	for _, o := range f.Operations {
		if !o.State.Final() && o.Stuck.IsZero() && f.At.Sub(o.Moved) > patience {
			return fmt.Errorf("nothing moves in %s since %s, and it is not stuck", o.ID, o.Moved)
		}
	}
	return nil
}

// progress never falls while a process lives.
func (r *run) progress(f *model.Fleet) {
	for _, o := range f.Operations {
		if o.Progress.Permille < r.far[o.ID] {
			r.fail("%s was at %d ‰ and is at %d ‰", o.ID, r.far[o.ID], o.Progress.Permille)
		}
		r.far[o.ID] = o.Progress.Permille
	}
}

// audit looks at all of the journal and the ledger, which takes longer.
func (r *run) audit() {
	f := r.plane.Fleet()
	entries, err := r.plane.Journal(ctx(), backend.Query{})
	r.must(err)
	end, err := model.Verify(model.Link{}, entries)
	r.must(err)
	r.must(end.Ends(r.book.end))
	spans, err := r.plane.Spans(ctx(), f.At.AddDate(-9, 0, 0), f.At.AddDate(9, 0, 0), nil)
	r.must(err)
	if has, is := ordered(spans), r.ledger.spans(); !slices.Equal(has, is) {
		r.fail("the ledger (-) is not what was there (+):\n%s", cmp.Diff(has, is))
	}
	month := time.Date(f.At.Year(), f.At.Month(), 1, 0, 0, 0, 0, time.UTC)
	accrual := pricing.Accrue(r.catalog, within(spans, month, f.At), f.Clusters, f.Apps, f.At)
	fleet, _ := accrual.Fleet()
	for _, c := range f.Clusters {
		storage, _ := accrual.Storage(c.ID)
		fleet.Cents -= storage.Cents
	}
	if cents := r.ledger.cost(r.catalog, f.At); cents != fleet.Cents {
		r.fail("the month has accrued %d cents, by the ledger's integral %d", fleet.Cents, cents)
	}
}

// within are the spans that overlap a stretch of time.
func within(spans []model.Span, from, to time.Time) []model.Span {
	return slices.DeleteFunc(slices.Clone(spans), func(s model.Span) bool {
		return !s.From.Before(to) || !s.To.IsZero() && !s.To.After(from)
	})
}

// compare holds the disk against what was committed.
func (r *run) compare() {
	if r.twin == nil {
		return
	}
	want, err := r.twin.Load()
	r.must(err)
	got, err := r.kept.Load()
	r.must(err)
	if !same(want, got) {
		r.fail("what was committed (-) and what is on the disk (+):\n%s", difference(want, got))
	}
	entries, err := r.twin.Journal(store.Query{})
	r.must(err)
	kept, err := r.kept.Journal(store.Query{})
	r.must(err)
	if !cmp.Equal(entries, kept, cmpopts.EquateEmpty()) {
		r.fail("the journal that was committed (-) and that is on the disk (+):\n%s", cmp.Diff(entries, kept, cmpopts.EquateEmpty()))
	}
}

func same(a, b *model.Fleet) bool {
	was, is := *a, *b
	was.Index, is.Index = model.Index{}, model.Index{}
	// What is equal to the last bit is equal, and found out much sooner.
	return reflect.DeepEqual(was, is) || cmp.Equal(a, b, alike()...)
}

func difference(a, b *model.Fleet) string { return cmp.Diff(a, b, alike()...) }

// alike is how fleets are compared: what is empty may be missing.
func alike() []cmp.Option { return []cmp.Option{cmpopts.EquateEmpty()} }

// still is a fleet without its clock and without what follows from that:
// progress, and for how long an operation is shown after its end.
func still(f *model.Fleet) *model.Fleet {
	next := &model.Fleet{JournalSeq: f.JournalSeq, JournalHash: f.JournalHash, Apps: f.Apps, Learnt: f.Learnt}
	for _, c := range f.Clusters {
		c := *c
		c.Storage = model.Storage{}
		c.Leader.Instances = slices.Clone(c.Leader.Instances)
		c.Followers = slices.Clone(c.Followers)
		for i := range c.Followers {
			c.Followers[i].Instances = slices.Clone(c.Followers[i].Instances)
		}
		for _, p := range c.Pools() {
			for i := range p.Instances {
				p.Instances[i].Progress = model.Progress{}
			}
		}
		next.Clusters = append(next.Clusters, &c)
	}
	for _, o := range f.Operations {
		if !o.State.Final() {
			o := *o
			o.Progress, o.Moved = model.Progress{}, time.Time{}
			next.Operations = append(next.Operations, &o)
		}
	}
	return next
}
