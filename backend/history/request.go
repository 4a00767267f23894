package history

import (
	"math/rand/v2"
	"strings"

	"pooldeck/model"
)

// request makes up to three changes that somebody might ask for who sees a
// fleet. They make sense more often than not, and need not be legal: counts
// run past the limits, names are taken, what is destroyed is changed.
func request(r *rand.Rand, f *model.Fleet) model.Changes {
	if len(f.Clusters) == 0 {
		return model.Changes{create(r, f)}
	}
	n := 1
	if r.IntN(4) == 0 {
		n += 1 + r.IntN(2)
	}
	var changes model.Changes
	c := f.Clusters[r.IntN(len(f.Clusters))]
	for range n {
		changes = append(changes, change(r, f, c))
		if r.IntN(4) == 0 {
			c = f.Clusters[r.IntN(len(f.Clusters))]
		}
	}
	return changes
}

func change(r *rand.Rand, f *model.Fleet, c *model.Cluster) model.Change {
	pools := c.Pools()
	pool := pools[r.IntN(len(pools))]
	switch n := r.IntN(100); {
	case n < 24:
		return model.SetLevel{Cluster: c.ID, Pool: pool.Name, Level: level(r)}
	case n < 56:
		return model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: count(r, pool)}
	case n < 70:
		return model.AddPool{Cluster: c.ID, Name: one(r, names()), Level: level(r), Count: r.IntN(5)}
	case n < 76:
		return model.DestroyPool{Cluster: c.ID, Pool: pool.Name}
	case n < 84:
		return model.Attach{Cluster: c.ID, Pool: pool.Name, App: f.Apps[r.IntN(len(f.Apps))].Name, Name: one(r, vars())}
	case n < 91:
		if len(c.Attachments) > 0 {
			a := c.Attachments[r.IntN(len(c.Attachments))]
			return model.Detach{Cluster: c.ID, App: a.App, Name: a.Name}
		}
		return model.Detach{Cluster: c.ID, App: c.App, Name: one(r, vars())}
	case n < 96:
		return create(r, f)
	}
	return model.DestroyCluster{Cluster: c.ID}
}

func create(r *rand.Rand, f *model.Fleet) model.Change {
	n := r.Uint64()
	c := model.CreateCluster{
		ID: model.NewClusterID(f, n), Name: model.NewClusterName(f, n), App: f.Apps[r.IntN(len(f.Apps))].Name, Level: level(r), HA: r.IntN(2) == 0,
	}
	for range r.IntN(3) {
		c.Followers = append(c.Followers, model.NewPool{Name: one(r, names()), Level: level(r), Count: r.IntN(4)})
	}
	return c
}

func one(r *rand.Rand, words []string) string { return words[r.IntN(len(words))] }

func level(r *rand.Rand) string {
	return one(r, strings.Fields("4G 8G 16G 32G 64G 1536G 3G")) + "-Performance"
}

// count is near what is wanted more often than not.
func count(r *rand.Rand, p model.Pool) int {
	if r.IntN(8) == 0 {
		return r.IntN(17) - 1
	}
	if p.IsLeader() {
		return 1 + r.IntN(2)
	}
	return max(0, p.Count+r.IntN(5)-2)
}

func names() []string { return strings.Fields("analytics reporting batch search exports web") }
func vars() []string  { return strings.Fields("DATABASE ANALYTICS READER BATCH_2") }
