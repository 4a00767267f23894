// Package modeltest makes fleets, sightings and random changes for tests. It
// is never part of the program.
package modeltest

import (
	"fmt"
	"time"

	"pooldeck/model"
)

// Specs are the eleven levels of Postgres Advanced, of which the prices of the
// four smallest are published.
func Specs() model.Specs {
	level := func(gb, vcpu, connections int) model.Level {
		return model.Level{
			Name: fmt.Sprintf("%dG-Performance", gb), VCPU: vcpu, MemoryGB: gb, Connections: connections, Priced: gb <= 32,
		}
	}
	return model.Specs{Levels: model.Levels{
		level(4, 2, 380), level(8, 2, 800), level(16, 2, 1600), level(32, 4, 3200), level(64, 8, 5000), level(128, 16, 5000),
		level(256, 32, 5000), level(384, 48, 5000), level(512, 64, 5000), level(768, 96, 5000), level(1536, 192, 5000),
	}}
}

// Start is the instant of Fleet.
func Start() time.Time { return time.Date(2026, time.May, 18, 14, 3, 0, 0, time.UTC) }

// The fleet's clusters.
const (
	Horizontal  model.ID = "c1" // postgresql-horizontal-12345 of example-app
	Rectangular model.ID = "c2" // postgresql-rectangular-12345 of example-app
	Cubic       model.ID = "c3" // postgresql-cubic-54321 of second-app, without HA and without followers
)

// Fleet is two apps with three settled clusters. Horizontal and Rectangular
// have a leader at 4G with HA and a follower pool analytics of 1 × 16G;
// Horizontal's is attached to its app as ANALYTICS.
func Fleet() *model.Fleet {
	f := &model.Fleet{
		At:         Start(),
		JournalSeq: 7,
		Apps:       []*model.App{{ID: "a1", Name: "example-app", Release: 41}, {ID: "a2", Name: "second-app", Release: 3}},
	}
	horizontal := cluster(Horizontal, "postgresql-horizontal-12345", "example-app", 2, analytics())
	attach(horizontal, "example-app", "DATABASE", horizontal.Leader)
	attach(horizontal, "example-app", "ANALYTICS", horizontal.Followers[0])
	rectangular := cluster(Rectangular, "postgresql-rectangular-12345", "example-app", 2, analytics())
	attach(rectangular, "example-app", "HEROKU_POSTGRESQL_COBALT", rectangular.Leader)
	cubic := cluster(Cubic, "postgresql-cubic-54321", "second-app", 1)
	attach(cubic, "second-app", "DATABASE", cubic.Leader)
	for _, c := range []*model.Cluster{horizontal, rectangular, cubic} {
		f = f.With(c).Observe(Seen(c))
	}
	return f
}

func analytics() model.Pool {
	return model.Pool{Name: "analytics", Level: "16G-Performance", Count: 1}
}

func cluster(id model.ID, name, app string, leaders int, followers ...model.Pool) *model.Cluster {
	c := &model.Cluster{
		ID: id, Name: name, App: app, Revision: 5, Version: "17.5", Region: "us", Created: Start().AddDate(0, -2, 0),
		Storage: model.Storage{Bytes: 29_000_000_000, At: Start(), PerDay: 100_000_000},
	}
	c.Leader = model.Pool{ID: c.NextID(), Name: model.LeaderName, Level: "4G-Performance", Count: leaders}
	for _, p := range followers {
		p.ID = c.NextID()
		c.Followers = append(c.Followers, p)
	}
	return c
}

func attach(c *model.Cluster, app, name string, p model.Pool) {
	c.Attachments = append(c.Attachments, model.Attachment{
		Name: name, App: app, Pool: p.ID, State: model.AttachmentSet, Since: c.Created,
	})
}

// Seen is what a driver reports of a cluster once all that is wanted is there
// and all that is not is gone.
func Seen(c *model.Cluster) model.Observed {
	seen := model.Observed{Cluster: c.ID, Storage: c.Storage, Memo: c.Memo}
	if c.Destroying {
		seen.Gone = true
		return seen
	}
	for _, p := range c.Pools() {
		if !p.Destroying {
			seen.Pools = append(seen.Pools, settled(p))
		}
	}
	for _, a := range c.Attachments {
		if a.State != model.AttachmentRemoving {
			a.State = model.AttachmentSet
			seen.Attachments = append(seen.Attachments, a)
		}
	}
	return seen
}

func settled(p model.Pool) model.ObservedPool {
	seen := model.ObservedPool{ID: p.ID, Endpoint: model.Endpoint{Host: p.Name + ".sim", Port: 5432}}
	for n := range p.Count {
		seen.Instances = append(seen.Instances, model.Instance{
			ID: p.ID + model.ID(fmt.Sprintf("/%d", n+1)), Role: role(p, n), Level: p.Level, Phase: model.Up,
			Progress: model.Progress{Permille: 1000},
		})
	}
	return seen
}

func role(p model.Pool, n int) model.Role {
	switch {
	case !p.IsLeader():
		return model.RoleFollower
	case n == 0:
		return model.RoleLeader
	}
	return model.RoleStandby
}

// Settle carries everything out that is wanted of a fleet.
func Settle(f *model.Fleet) *model.Fleet {
	for _, c := range f.Clusters {
		f = f.Observe(Seen(c))
	}
	return f
}
