package pricing

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pooldeck/model"
)

// fleet has a cluster of $800 and one with a pool of an unpublished price.
func fleet() *model.Fleet {
	at := time.Date(2026, 5, 18, 14, 3, 0, 0, time.UTC)
	return &model.Fleet{
		At:   at,
		Apps: []*model.App{{Name: "example-app"}, {Name: "other-app"}},
		Clusters: []*model.Cluster{
			{
				ID: "a", Name: "postgresql-horizontal-12345", App: "example-app", Serial: 2,
				Leader:    model.Pool{ID: "a/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2},
				Followers: []model.Pool{{ID: "a/2", Name: "analytics", Level: "16G-Performance", Count: 1}},
			},
			{
				ID: "b", Name: "postgresql-rectangular-12345", App: "other-app", Serial: 2,
				Leader:    model.Pool{ID: "b/1", Name: model.LeaderName, Level: "4G-Performance", Count: 1},
				Followers: []model.Pool{{ID: "b/2", Name: "huge", Level: "64G-Performance", Count: 2}},
				Storage:   model.Storage{Bytes: 150 * gigabyte, At: at},
			},
		},
	}
}

func plan(t testing.TB, f *model.Fleet, changes ...model.Change) model.Plan {
	t.Helper()
	p, err := model.NewPlan(f, catalog(t).Specs, changes...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// row is an item as it stands in a review.
func row(i Item) string {
	return fmt.Sprintf("%s → %s %s", i.Before.Monthly(), i.After.Monthly(), i.Delta)
}

func TestCost(t *testing.T) {
	for name, c := range map[string]struct {
		changes              []model.Change
		cluster              model.ID
		pool                 model.ID
		poolRow, clusterRow  string
		fleetRow, percentage string
	}{
		"a level of the leader counts for its standby": {
			[]model.Change{model.SetLevel{Cluster: "a", Pool: "leader", Level: "8G-Performance"}},
			"a", "a/1", "$300 → $600 +$300", "$800 → $1,100 +$300", "$960+ → $1,260+ +$300", "+38%",
		},
		"more instances cost more": {
			[]model.Change{model.SetCount{Cluster: "a", Pool: "analytics", Count: 3}},
			"a", "a/2", "$500 → $1,500 +$1,000", "$800 → $1,800 +$1,000", "$960+ → $1,960+ +$1,000", "+125%",
		},
		"a pool without instances costs nothing": {
			[]model.Change{model.SetCount{Cluster: "a", Pool: "analytics", Count: 0}},
			"a", "a/2", "$500 → $0 −$500", "$800 → $300 −$500", "$960+ → $460+ −$500", "−63%",
		},
		"a new pool cost nothing before": {
			[]model.Change{model.AddPool{Cluster: "a", Name: "reporting", Level: "4G-Performance", Count: 2}},
			"a", "a/3", "$0 → $300 +$300", "$800 → $1,100 +$300", "$960+ → $1,260+ +$300", "+38%",
		},
		"a destroyed pool costs nothing after": {
			[]model.Change{model.DestroyPool{Cluster: "a", Pool: "analytics"}},
			"a", "a/2", "$500 → $0 −$500", "$800 → $300 −$500", "$960+ → $460+ −$500", "−63%",
		},
		"a pool that does not change is in the bill": {
			[]model.Change{model.SetCount{Cluster: "a", Pool: "analytics", Count: 3}},
			"a", "a/1", "$300 → $300 ±$0", "$800 → $1,800 +$1,000", "$960+ → $1,960+ +$1,000", "+125%",
		},
		"changes that take each other back cost nothing": {
			[]model.Change{
				model.SetCount{Cluster: "a", Pool: "analytics", Count: 3}, model.SetCount{Cluster: "a", Pool: "analytics", Count: 1},
			},
			"a", "a/2", "$500 → $500 ±$0", "$800 → $800 ±$0", "$960+ → $960+ ±$0", "±0%",
		},
		"an unpublished pool that stays leaves the difference exact": {
			[]model.Change{model.SetCount{Cluster: "b", Pool: "leader", Count: 2}},
			"b", "b/1", "$150 → $300 +$150", "$160+ → $310+ +$150", "$960+ → $1,110+ +$150", "",
		},
		"a level that becomes unpublished saves nothing": {
			[]model.Change{model.SetLevel{Cluster: "a", Pool: "analytics", Level: "64G-Performance"}},
			"a", "a/2", "$500 → not published not published", "$800 → $300+ not published", "$960+ → $460+ not published", "",
		},
		"a level that was unpublished was not free": {
			[]model.Change{model.SetLevel{Cluster: "b", Pool: "huge", Level: "4G-Performance"}},
			"b", "b/2", "not published → $300 not published", "$160+ → $460 not published", "$960+ → $1,260 not published", "",
		},
		"two unpublished levels are not the same": {
			[]model.Change{model.SetLevel{Cluster: "b", Pool: "huge", Level: "128G-Performance"}},
			"b", "b/2", "not published → not published not published", "$160+ → $160+ not published", "$960+ → $960+ not published", "",
		},
		"more instances of an unpublished price are not free": {
			[]model.Change{model.SetCount{Cluster: "b", Pool: "huge", Count: 3}},
			"b", "b/2", "not published → not published not published", "$160+ → $160+ not published", "$960+ → $960+ not published", "",
		},
		"what is known stands beside what is not published": {
			[]model.Change{
				model.SetCount{Cluster: "b", Pool: "huge", Count: 3}, model.SetCount{Cluster: "b", Pool: "leader", Count: 2},
			},
			"b", "b/2", "not published → not published not published", "$160+ → $310+ +$150 and what is not published",
			"$960+ → $1,110+ +$150 and what is not published", "",
		},
		"a destroyed cluster takes the cost of its storage along": {
			[]model.Change{model.DestroyCluster{Cluster: "b"}},
			"b", "b/1", "$150 → $0 −$150", "$160+ → $0 −$160 and what is not published",
			"$960+ → $800 −$160 and what is not published", "",
		},
		"a new cluster costs its pools": {
			[]model.Change{model.CreateCluster{
				ID: "c", Name: "third", App: "other-app", Level: "4G-Performance", HA: true,
				Followers: []model.NewPool{{Name: "reporting", Level: "8G-Performance", Count: 1}},
			}},
			"c", "c/2", "$0 → $300 +$300", "$0 → $600 +$600", "$960+ → $1,560+ +$600", "",
		},
		"several clusters add up": {
			[]model.Change{
				model.SetCount{Cluster: "b", Pool: "leader", Count: 2},
				model.SetLevel{Cluster: "a", Pool: "leader", Level: "8G-Performance"},
			},
			"a", "a/1", "$300 → $600 +$300", "$800 → $1,100 +$300", "$960+ → $1,410+ +$450", "+38%",
		},
		"an attachment costs nothing": {
			[]model.Change{model.Attach{Cluster: "a", Pool: "analytics", App: "example-app", Name: "ANALYTICS"}},
			"a", "a/2", "$500 → $500 ±$0", "$800 → $800 ±$0", "$960+ → $960+ ±$0", "±0%",
		},
	} {
		t.Run(name, func(t *testing.T) {
			bill := Cost(catalog(t), plan(t, fleet(), c.changes...))
			if got := row(bill.Pool(c.pool)); got != c.poolRow {
				t.Errorf("pool     %s\nwant     %s", got, c.poolRow)
			}
			cluster, touched := bill.Cluster(c.cluster)
			if got := row(cluster); !touched || got != c.clusterRow {
				t.Errorf("cluster  %s\nwant     %s", got, c.clusterRow)
			}
			if got := row(bill.Fleet); got != c.fleetRow {
				t.Errorf("fleet    %s\nwant     %s", got, c.fleetRow)
			}
			if got := Percent(cluster.Before, cluster.Delta); got != c.percentage {
				t.Errorf("percent %q, want %q", got, c.percentage)
			}
		})
	}
}

func TestBillListsWhatThePlanTouches(t *testing.T) {
	bill := Cost(catalog(t), plan(t, fleet(),
		model.AddPool{Cluster: "b", Name: "reporting", Level: "4G-Performance", Count: 2},
		model.SetCount{Cluster: "a", Pool: "analytics", Count: 3},
	))
	var got []string
	for _, c := range bill.Clusters {
		got = append(got, c.Name+" "+row(c.Item)+", storage "+row(c.Storage))
		for _, p := range c.Pools {
			got = append(got, p.Name+" "+row(p.Item))
		}
	}
	want := []string{
		"postgresql-rectangular-12345 $160+ → $460+ +$300, storage $10 → $10 ±$0",
		"leader $150 → $150 ±$0",
		"huge not published → not published ±$0",
		"reporting $0 → $300 +$300",
		"postgresql-horizontal-12345 $800 → $1,800 +$1,000, storage $0 → $0 ±$0",
		"leader $300 → $300 ±$0",
		"analytics $500 → $1,500 +$1,000",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	if _, touched := bill.Cluster("c"); touched {
		t.Error("the bill has a cluster that the plan does not touch")
	}
	if got := bill.Pool("c/1"); got != (Item{}) {
		t.Errorf("a pool of another cluster costs %+v", got)
	}
}

func TestChangeOfOnePool(t *testing.T) {
	known := model.Pool{ID: "a/2", Name: "analytics", Level: "16G-Performance", Count: 1}
	unknown := known
	unknown.Level = "64G-Performance"
	leaving := known
	leaving.Destroying = true
	for name, c := range map[string]struct {
		before, after model.Pool
		want          string
	}{
		"a pool that stays":                          {known, known, "$500 → $500 ±$0"},
		"a pool that is destroyed":                   {known, leaving, "$500 → $0 −$500"},
		"a pool that is not there yet":               {model.Pool{}, known, "$0 → $500 +$500"},
		"a pool that is not there any more":          {known, model.Pool{}, "$500 → $0 −$500"},
		"a pool of an unpublished price that stays":  {unknown, unknown, "not published → not published ±$0"},
		"a pool of an unpublished price that is new": {model.Pool{}, unknown, "$0 → not published not published"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := row(catalog(t).Change(c.before, c.after)); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// A fleet that was open for two clusters and one that was open for one only
// are told apart by looking at the rest.
func TestAnotherClusterKeepsTheFleetOpen(t *testing.T) {
	f := fleet()
	other := *f.Clusters[1]
	other.ID, other.Name = "z", "postgresql-twin-12345"
	bill := Cost(catalog(t), plan(t, f.With(&other), model.DestroyCluster{Cluster: "b"}))
	if want := "$1,120+ → $960+ −$160 and what is not published"; row(bill.Fleet) != want {
		t.Errorf("got %s, want %s", row(bill.Fleet), want)
	}
}

// anyPlan draws changes and keeps those that are legal after one that always
// is.
func anyPlan(t *rapid.T, c Catalog) model.Plan {
	level := rapid.SampledFrom(c.Levels)
	cluster := rapid.SampledFrom([]model.ID{"a", "b"})
	pool := rapid.SampledFrom([]string{"leader", "analytics", "huge", "reporting"})
	change := rapid.Custom(func(t *rapid.T) model.Change {
		id, name, count := cluster.Draw(t, "cluster"), pool.Draw(t, "pool"), rapid.IntRange(0, 6).Draw(t, "count")
		switch rapid.IntRange(0, 9).Draw(t, "kind") {
		case 0:
			return model.DestroyCluster{Cluster: id}
		case 1:
			return model.DestroyPool{Cluster: id, Pool: name}
		case 2, 3:
			return model.AddPool{Cluster: id, Name: name, Level: level.Draw(t, "level").Name, Count: count}
		case 4, 5, 6:
			return model.SetLevel{Cluster: id, Pool: name, Level: level.Draw(t, "level").Name}
		}
		return model.SetCount{Cluster: id, Pool: name, Count: count}
	})
	legal := []model.Change{model.SetCount{Cluster: "b", Pool: "leader", Count: 2}}
	best, err := model.NewPlan(fleet(), c.Specs, legal...)
	if err != nil {
		t.Fatal(err)
	}
	for _, next := range rapid.SliceOfN(change, 0, 12).Draw(t, "changes") {
		if p, err := model.NewPlan(fleet(), c.Specs, append(slices.Clone(legal), next)...); err == nil {
			legal, best = p.Changes, p
		}
	}
	return best
}

func TestEveryBillAddsUp(t *testing.T) {
	c := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(t, c)
		bill := Cost(c, p)
		if bill.Fleet.Before != c.Fleet(p.Before) || bill.Fleet.After != c.Fleet(p.After) {
			t.Errorf("the fleet costs %+v and then %+v; the bill says %s", c.Fleet(p.Before), c.Fleet(p.After), row(bill.Fleet))
		}
		sum := Delta{}
		for _, cluster := range bill.Clusters {
			total := cluster.Storage
			for _, pool := range cluster.Pools {
				exact(t, pool.Item)
				total = total.plus(pool.Item)
			}
			exact(t, cluster.Item)
			if total != cluster.Item {
				t.Errorf("the pools of %s come to %s; the bill says %s", cluster.Name, row(total), row(cluster.Item))
			}
			sum = sum.Plus(cluster.Delta)
		}
		exact(t, bill.Fleet)
		if sum != bill.Fleet.Delta {
			t.Errorf("the clusters come to %s; the bill says %s", sum, bill.Fleet.Delta)
		}
	})
}

// exact holds that a closed difference is what it says it is.
func exact(t *rapid.T, i Item) {
	if !i.Delta.Open && i.After.Cents-i.Before.Cents != i.Delta.Cents {
		t.Errorf("%s is not the difference", row(i))
	}
}
