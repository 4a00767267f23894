package tui

import (
	"cmp"
	"slices"
	"strings"

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
	sample  model.Sample
	cost    func(*model.Cluster) pricing.Amount
	process func(model.Process) pricing.Amount
}

// sorted sorts clusters: the largest first, and equal ones by name.
func (o order) sorted(clusters []*model.Cluster, m measures) []*model.Cluster {
	key := func(*model.Cluster) int64 { return 0 }
	switch o {
	case byName, orders:
	case byCost:
		key = func(c *model.Cluster) int64 { return m.cost(c).Cents }
	case byConnections:
		key = func(c *model.Cluster) int64 {
			n := 0
			for _, p := range c.Pools() {
				used, _ := m.sample.Connections(p)
				n += used
			}
			return int64(n)
		}
	case byLag:
		key = func(c *model.Cluster) int64 {
			var most int64
			for _, p := range c.Pools() {
				lag, _ := m.sample.Lag(p)
				most = max(most, int64(lag))
			}
			return most
		}
	}
	type keyed struct {
		key     int64
		cluster *model.Cluster
	}
	list := make([]keyed, len(clusters))
	for i, c := range clusters {
		list[i] = keyed{key(c), c}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		if n := cmp.Compare(b.key, a.key); n != 0 {
			return n
		}
		return strings.Compare(a.cluster.Name, b.cluster.Name)
	})
	sorted := make([]*model.Cluster, len(list))
	for i, k := range list {
		sorted[i] = k.cluster
	}
	return sorted
}

// processes sorts the process types of an app: the largest first, and equal
// ones as the app declares them.
func (o order) processes(app *model.App, m measures) []*model.Process {
	list := make([]*model.Process, len(app.Processes))
	for i := range app.Processes {
		list[i] = &app.Processes[i]
	}
	key := func(*model.Process) int64 { return 0 }
	switch o {
	case byName, orders:
	case byCost:
		key = func(p *model.Process) int64 { return m.process(*p).Cents }
	case byConnections:
		key = func(p *model.Process) int64 { return int64(p.Quantity * p.Connections) }
	case byLag:
		key = func(p *model.Process) int64 { return int64(m.sample.Processes[app.ProcessID(p.Type)].P95) }
	}
	slices.SortStableFunc(list, func(a, b *model.Process) int { return cmp.Compare(key(b), key(a)) })
	return list
}
