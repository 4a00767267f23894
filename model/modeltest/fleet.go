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
	}, Sizes: Sizes()}
}

// Sizes are dyno sizes of each family, two of those that scale out.
func Sizes() model.Sizes {
	return model.Sizes{
		{Name: "Eco", Family: model.Eco, MemoryMB: 512, Share: "1x", ComputeLeast: 1, ComputeMost: 4},
		{Name: "Basic", Family: model.Basic, MemoryMB: 512, Share: "1x", ComputeLeast: 1, ComputeMost: 4},
		{Name: "Standard-1X", Family: model.Standard, MemoryMB: 512, Share: "1x", ComputeLeast: 1, ComputeMost: 4},
		{Name: "Standard-2X", Family: model.Standard, MemoryMB: 1024, Share: "2x", ComputeLeast: 2, ComputeMost: 8},
		{Name: "Performance-M", Family: model.Performance, MemoryMB: 2560, Share: "100%", ComputeLeast: 12, ComputeMost: 12},
		{Name: "Performance-L", Family: model.Performance, MemoryMB: 14336, Share: "100%", ComputeLeast: 50, ComputeMost: 50},
		{Name: "Private-M", Family: model.Private, MemoryMB: 2560, Share: "100%", ComputeLeast: 12, ComputeMost: 12, Estimate: true},
		{Name: "Shield-M", Family: model.Shield, MemoryMB: 2560, Share: "100%", ComputeLeast: 12, ComputeMost: 12, Estimate: true},
	}
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

// Formed is Fleet with formations, all of them up: example-app has web at 2 ×
// Standard-1X and worker at 1 × Standard-2X, second-app has web at 3 ×
// Performance-M.
func Formed() *model.Fleet {
	f := Fleet()
	form(f.Apps[0],
		model.Process{Type: "web", Command: "bundle exec puma", Size: "Standard-1X", Quantity: 2, Connections: model.DefaultConnections},
		model.Process{Type: "worker", Command: "bundle exec sidekiq", Size: "Standard-2X", Quantity: 1, Connections: model.DefaultConnections},
	)
	form(f.Apps[1], model.Process{Type: "web", Command: "bin/serve", Size: "Performance-M", Quantity: 3, Connections: model.DefaultConnections})
	return f
}

func form(a *model.App, list ...model.Process) {
	a.Revision, a.Processes = 2, list
	seen := SeenApp(a)
	for i := range a.Processes {
		a.Processes[i].Dynos = seen.Processes[i].Dynos
	}
}

// SeenApp is what a driver reports of an app once its formation is there.
func SeenApp(a *model.App) model.ObservedApp {
	seen := model.ObservedApp{App: a.ID, Memo: a.Memo}
	for _, p := range a.Processes {
		of := model.ObservedProcess{Type: p.Type}
		for n := range p.Quantity {
			name := model.DynoName(p.Type, n+1)
			of.Dynos = append(of.Dynos, model.Dyno{
				ID: a.DynoID(name), Name: name, Size: p.Size, State: model.DynoUp, Since: Start(), Release: a.Release, Restart: p.Restarts,
			})
		}
		seen.Processes = append(seen.Processes, of)
	}
	return seen
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
	for _, a := range f.Apps {
		if len(a.Processes) > 0 {
			f = f.ObserveApp(SeenApp(a))
		}
	}
	return f
}
