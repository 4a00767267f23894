package pricing

import (
	"cmp"
	"slices"
	"strings"

	"pooldeck/model"
)

// Share is a part of what something costs a month.
type Share struct {
	Name    string
	Cost    Amount
	Cluster model.ID // of a cluster or, for its dynos, an app; empty for a level or a role
}

// Breakdown is what is wanted of clusters and dynos for a month, in three ways:
// by cluster or formation, by level or dyno size, by role. Each comes to the
// same sum but for storage, which has no level. The largest share comes first, and what costs nothing has no part in the roles.
type Breakdown struct{ Clusters, Levels, Roles []Share }

// Breakdown breaks the cost of an app down, or with no app that of the fleet.
func (c Catalog) Breakdown(f *model.Fleet, app string) Breakdown {
	clusters, levels, roles := shares{}, shares{}, shares{}
	for _, cluster := range f.Clusters {
		if app != "" && cluster.App != app || cluster.Destroying {
			continue
		}
		clusters.add(cluster.Name, cluster.ID, c.Cluster(cluster, f.At))
		roles.add("storage above 100 GB", "", c.StorageCost(cluster.Storage.Used(f.At)))
		for _, p := range cluster.Pools() {
			if p.Destroying {
				continue
			}
			one := c.Instance(p.Level)
			levels.add(p.Level, "", one.Times(p.Count))
			if !p.IsLeader() {
				roles.add("followers", "", one.Times(p.Count))
				continue
			}
			roles.add("leaders", "", one)
			roles.add("standbys", "", one.Times(p.Count-1))
		}
	}
	for _, a := range f.Apps {
		if app != "" && a.Name != app || len(a.Processes) == 0 {
			continue
		}
		clusters.add("dynos of "+a.Name, a.ID, c.FormationIn(f, a))
		if flat := c.FormationIn(f, a).Cents - c.Formation(a).Cents; flat > 0 {
			levels.add(AllEco, "", Amount{Cents: flat})
			roles.add(AllEco, "", Amount{Cents: flat})
		}
		for _, p := range a.Processes {
			levels.add(p.Size, "", c.Process(p))
			roles.add("dynos", "", c.Process(p))
		}
	}
	paid := slices.DeleteFunc(roles.sorted(), func(s Share) bool { return s.Cost == Amount{} })
	return Breakdown{clusters.sorted(), levels.sorted(), paid}
}

// shares sums costs up by a name.
type shares map[string]Share

func (sh shares) add(name string, cluster model.ID, cost Amount) {
	sh[name] = Share{name, sh[name].Cost.Plus(cost), cluster}
}

func (sh shares) sorted() []Share {
	var list []Share
	for _, one := range sh {
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Cost.Cents, a.Cost.Cents), strings.Compare(a.Name, b.Name))
	})
	return list
}
