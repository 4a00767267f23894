package control_test

import (
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

func start() time.Time { return time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC) }

func catalog() pricing.Catalog {
	return pricing.Catalog{Specs: model.Specs{Levels: model.Levels{
		{Name: "4G-Performance", VCPU: 1, MemoryGB: 4, Connections: 400, Priced: true},
		{Name: "8G-Performance", VCPU: 2, MemoryGB: 8, Connections: 400, Priced: true},
		{Name: "16G-Performance", VCPU: 2, MemoryGB: 16, Connections: 800, Priced: true},
		{Name: "64G-Performance", VCPU: 8, MemoryGB: 64, Connections: 1000},
	}}}
}

// small is two apps with a settled cluster each, and their ledger.
func small() (*model.Fleet, []model.Span) {
	f := &model.Fleet{At: start(), Apps: []*model.App{
		{ID: "a1", Name: "example-app", Release: 12}, {ID: "a2", Name: "other-app", Release: 3},
	}}
	var ledger []model.Span
	for n, app := range f.Apps {
		c := cluster(model.ID("c"+app.ID[1:]), []string{"postgresql-one", "postgresql-two"}[n], app.Name)
		f.Clusters = append(f.Clusters, c)
		ledger = append(ledger, existing(c)...)
	}
	return f, ledger
}

func cluster(id model.ID, name, app string) *model.Cluster {
	c := &model.Cluster{ID: id, Name: name, App: app, Revision: 1, Created: start().AddDate(0, 0, -40), Version: "17.5", Region: "us"}
	pool := func(name, level string, roles ...model.Role) model.Pool {
		p := model.Pool{ID: c.NextID(), Name: name, Level: level, Count: len(roles)}
		p.Endpoint = model.Endpoint{Host: string(p.ID) + ".test", Port: 5432}
		for _, role := range roles {
			p.Instances = append(p.Instances, model.Instance{ID: c.NextID(), Role: role, Level: level, Phase: model.Up, Since: c.Created})
		}
		return p
	}
	c.Leader = pool(model.LeaderName, "4G-Performance", model.RoleLeader, model.RoleStandby)
	c.Followers = []model.Pool{pool("analytics", "16G-Performance", model.RoleFollower)}
	c.Attachments = []model.Attachment{
		{Name: "DATABASE", App: app, Pool: c.Leader.ID, State: model.AttachmentSet, Since: c.Created},
	}
	c.Storage = model.Storage{Bytes: 40e9, At: start(), PerDay: 1e8}
	return c
}

// existing is the ledger of what a cluster has.
func existing(c *model.Cluster) []model.Span {
	var list []model.Span
	for _, p := range c.Pools() {
		for _, i := range p.Instances {
			list = append(list, model.Span{
				Instance: i.ID, Pool: p.ID, Cluster: c.ID, App: c.App, Level: i.Level, From: c.Created,
			})
		}
	}
	return list
}
