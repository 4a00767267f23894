package tui

import (
	"cmp"
	"slices"
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

// order is what the clusters and the process types of an app are sorted by.
type order int

const (
	byName order = iota
	byCost
	byConnections
	byLag
	orders // how many there are
)

func (o order) String() string {
	return [...]string{"name", "cost", "connections", "lag"}[o]
}

// next is the order after this one, round the end.
func (o order) next() order { return (o + 1) % orders }

// measured is whether the order follows what is measured.
func (o order) measured() bool { return o == byConnections || o == byLag }

// measures are what clusters and process types are sorted by besides their
// names.
type measures struct {
	at      time.Time // data grow, and cost more
	catalog pricing.Catalog
	sample  model.Sample
	of      map[string]bool // the apps with a cluster that it is of, most often a few; nil: all
	samples int             // counts them, so that a new one is known
}

// same is whether earlier measures sort what has not changed in the same way.
func (o order) same(was, is measures) bool {
	switch o {
	case byCost:
		return was.at.Equal(is.at)
	case byConnections, byLag:
		return was.samples == is.samples
	case byName, orders:
	}
	return true
}

// sort says which cluster of a plot stands first, and so on: the largest one,
// and equal ones by name.
func (o order) sort(list []int32, p *plot, m *measures) {
	for i := range list {
		list[i] = int32(i)
	}
	unmeasured := o.measured() && m.of != nil && !m.of[p.app.Name]
	if o == byName || unmeasured || len(list) < 2 {
		return
	}
	var room [16]int64
	keys := room[:0]
	for i := range list {
		keys = append(keys, o.key(p, i, m))
	}
	slices.SortStableFunc(list, func(a, b int32) int { return cmp.Compare(keys[b], keys[a]) })
}

// key is what a cluster is sorted by.
func (o order) key(p *plot, i int, m *measures) int64 {
	c := p.clusters[i].cluster
	switch o {
	case byName, orders:
	case byCost:
		return p.worth[i].at(m)
	case byConnections:
		used, _ := m.sample.Connections(c.Leader)
		for i := range c.Followers {
			more, _ := m.sample.Connections(c.Followers[i])
			used += more
		}
		return int64(used)
	case byLag:
		most, _ := m.sample.Lag(c.Leader)
		for i := range c.Followers {
			lag, _ := m.sample.Lag(c.Followers[i])
			most = max(most, lag)
		}
		return int64(most)
	}
	return 0
}

// worth is what a cluster costs, at whatever time: what its pools do, and its
// data, which grow.
type worth struct {
	pools int64 // cents
	data  model.Storage
}

func (w worth) at(m *measures) int64 { return w.pools + m.catalog.StorageCost(w.data.Used(m.at)).Cents }

// processes sorts the process types of an app: the largest first, and equal
// ones as the app declares them.
func (o order) processes(app *model.App, m *measures) []*model.Process {
	list := make([]*model.Process, len(app.Processes))
	for i := range app.Processes {
		list[i] = &app.Processes[i]
	}
	key := func(*model.Process) int64 { return 0 }
	switch o {
	case byName, orders:
	case byCost:
		key = func(p *model.Process) int64 { return m.catalog.Process(*p).Cents }
	case byConnections:
		key = func(p *model.Process) int64 { return int64(p.Quantity * p.Connections) }
	case byLag:
		key = func(p *model.Process) int64 { return int64(m.sample.Processes[app.ProcessID(p.Type)].P95) }
	}
	slices.SortStableFunc(list, func(a, b *model.Process) int { return cmp.Compare(key(b), key(a)) })
	return list
}
