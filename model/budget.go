package model

import (
	"slices"
	"sort"
)

// Budget is how many connections dynos may take of a pool, against how many it
// accepts. The dynos of an app connect to one pool: the one that DATABASE_URL
// opens, or else the first config var of the app. That none of them holds more
// than its process type declares is the app's to see to.
type Budget struct {
	Cluster ID
	Name    string // the cluster's
	Pool    ID
	PoolAs  string // the pool's name
	Apps    []string
	// Limit is what the pool accepts once it is settled. Now is what the wanted
	// dynos may take, Most what they may with every autoscaler at its maximum.
	Limit, Now, Most int
}

// Broken is whether dynos find no connection, and AtMost whether some would not
// with every autoscaler at its maximum.
func (b Budget) Broken() bool { return b.Now > b.Limit }

// AtMost is whether dynos would find no connection with every autoscaler at
// its maximum.
func (b Budget) AtMost() bool { return b.Most > b.Limit }

// Opens finds the pool that the dynos of an app connect to; nil where no
// config var of the app opens any.
func (f *Fleet) Opens(app string) (*Cluster, Pool) {
	var on *Cluster
	var by Attachment
	// A config var is an app's once only, and most often a cluster of its own
	// holds the one that counts: nothing else need be looked at then.
	for _, c := range f.of(app) {
		for _, a := range c.Attachments {
			if a.App == app && a.Name == primary && a.State != AttachmentRemoving {
				p, _ := c.Pool(a.Pool)
				return c, p
			}
		}
	}
	for _, c := range f.Clusters {
		for _, a := range c.Attachments {
			if a.App == app && a.State != AttachmentRemoving && (on == nil || a.Name == primary && by.Name != primary) {
				on, by = c, a
			}
		}
	}
	if on == nil {
		return nil, Pool{}
	}
	p, _ := on.Pool(by.Pool)
	return on, p
}

// of are the clusters that an app owns, which stand together.
func (f *Fleet) of(app string) []*Cluster {
	from := sort.Search(len(f.Clusters), func(i int) bool { return f.Clusters[i].App >= app })
	to := from
	for to < len(f.Clusters) && f.Clusters[to].App == app {
		to++
	}
	return f.Clusters[from:to]
}

// primary is the attachment that an app's dynos connect by.
const primary = "DATABASE"

// Budget is that of the pool that an app's dynos connect to, with what other
// apps hold to it; false where there is none.
func (f *Fleet) Budget(s Specs, app string) (Budget, bool) {
	c, p := f.Opens(app)
	if c == nil {
		return Budget{}, false
	}
	return f.BudgetOf(s, c, p)
}

// BudgetOf is a pool's; false where no dynos connect to it.
func (f *Fleet) BudgetOf(s Specs, c *Cluster, p Pool) (Budget, bool) {
	b := Budget{Cluster: c.ID, Name: c.Name, Pool: p.ID, PoolAs: p.Name, Limit: s.Wanted(p)}
	for _, a := range attachments(c) {
		if a.Pool != p.ID || slices.Contains(b.Apps, a.App) {
			continue
		}
		app := f.App(a.App)
		if app == nil || len(app.Processes) == 0 {
			continue
		}
		if on, opened := f.Opens(a.App); on == nil || opened.ID != p.ID {
			continue
		}
		b.Apps = append(b.Apps, a.App)
		for _, p := range app.Processes {
			b.Now += p.Quantity * p.Connections
			b.Most += p.Most() * p.Connections
		}
	}
	return b, len(b.Apps) > 0
}

// budgets are those that a plan's change of one target may break.
func (f *Fleet) budgets(s Specs, target ID) []Budget {
	var list []Budget
	if app := f.Formation(target); app != nil {
		if b, is := f.Budget(s, app.Name); is {
			list = append(list, b)
		}
	}
	if c := f.Cluster(target); c != nil {
		for _, p := range standing(c) {
			if b, is := f.BudgetOf(s, c, p); is {
				list = append(list, b)
			}
		}
	}
	return list
}
