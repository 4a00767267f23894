package model

import "slices"

// Observed is what a driver saw of one cluster: all of it, so that a lost
// sighting is made good by the next one.
type Observed struct {
	Cluster ID
	Pools   []ObservedPool
	// Attachments that are set. One that is wanted gone and is not here is
	// gone.
	Attachments []Attachment
	Storage     Storage
	// Gone says that nothing of the cluster is left.
	Gone bool
	// Irreversible while a step is in flight that cannot be stopped.
	Irreversible bool
	// Failure says in words why the driver has given up; empty while it has
	// not.
	Failure string
	// Happened is what befell the cluster since the sighting before, in its
	// order, for the journal. Unlike all else a happening is told once: the
	// sighting that carries it has the memo as of after it.
	Happened []Happening
	// Memo is what the driver will want to know of the cluster when it is
	// handed over again.
	Memo string
}

// Happening is something that went wrong with a cluster or its region, or
// that came right again.
type Happening struct {
	Kind   EntryKind // EntryFault or EntryRecovered
	Region string    // empty when it is about the one cluster
	Words  []string
}

// ObservedPool is what is there of a pool.
type ObservedPool struct {
	ID        ID
	Instances []Instance
	Endpoint  Endpoint
}

// Observe returns the fleet with what was seen of a cluster. What is wanted
// is untouched, but a pool or cluster that is wanted gone and was seen gone
// leaves the fleet. An app whose config vars are no longer what they were has
// a new release. A sighting of an unknown cluster changes nothing.
func (f *Fleet) Observe(o Observed) *Fleet {
	c := f.Cluster(o.Cluster)
	if c == nil {
		return f
	}
	if o.Gone && c.Destroying {
		return f.Without(c.ID).restarted(c.Attachments, nil)
	}
	next := c.observe(o)
	return f.With(next).restarted(c.Attachments, next.Attachments)
}

func (c *Cluster) observe(o Observed) *Cluster {
	next := c.clone()
	next.Storage, next.Memo = o.Storage, o.Memo
	see := func(p *Pool) {
		for _, seen := range o.Pools {
			if seen.ID == p.ID {
				p.Instances, p.Endpoint = seen.Instances, seen.Endpoint
			}
		}
	}
	see(&next.Leader)
	for i := range next.Followers {
		see(&next.Followers[i])
	}
	next.Followers = slices.DeleteFunc(next.Followers, func(p Pool) bool {
		return p.Destroying && !slices.ContainsFunc(o.Pools, func(seen ObservedPool) bool { return seen.ID == p.ID })
	})
	next.Attachments = slices.DeleteFunc(next.Attachments, func(a Attachment) bool {
		return a.State == AttachmentRemoving && !holds(o.Attachments, a)
	})
	for i := range next.Attachments {
		a := &next.Attachments[i]
		if a.State == AttachmentSetting && holds(o.Attachments, *a) {
			a.State = AttachmentSet
		}
	}
	return next
}

// restarted counts a new release for each app that has a config var more,
// less or set since.
func (f *Fleet) restarted(was, is []Attachment) *Fleet {
	var apps []string
	for _, a := range was {
		if !holds(is, a) && a.State == AttachmentRemoving {
			apps = append(apps, a.App)
		}
	}
	for _, a := range is {
		fresh := func(b Attachment) bool { return a.same(b) && b.State == AttachmentSetting }
		if a.State == AttachmentSet && slices.ContainsFunc(was, fresh) {
			apps = append(apps, a.App)
		}
	}
	if len(apps) == 0 {
		return f
	}
	next := *f
	next.Apps = slices.Clone(f.Apps)
	for i, a := range next.Apps {
		if slices.Contains(apps, a.Name) {
			app := *a
			app.Release++
			next.Apps[i] = &app
		}
	}
	return &next
}
