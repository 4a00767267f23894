package pricing

import (
	"testing"
	"time"

	"pooldeck/model"
)

// catalog is the embedded one.
func catalog(t testing.TB) Catalog {
	t.Helper()
	c, err := Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEmbeddedLevels(t *testing.T) {
	c := catalog(t)
	want := []struct {
		level model.Level
		price string
	}{
		{model.Level{Name: "4G-Performance", VCPU: 2, MemoryGB: 4, Connections: 380, Priced: true}, "$150"},
		{model.Level{Name: "8G-Performance", VCPU: 2, MemoryGB: 8, Connections: 800, Priced: true}, "$300"},
		{model.Level{Name: "16G-Performance", VCPU: 2, MemoryGB: 16, Connections: 1600, Priced: true}, "$500"},
		{model.Level{Name: "32G-Performance", VCPU: 4, MemoryGB: 32, Connections: 3200, Priced: true}, "$900"},
		{model.Level{Name: "64G-Performance", VCPU: 8, MemoryGB: 64, Connections: 5000}, "not published"},
		{model.Level{Name: "128G-Performance", VCPU: 16, MemoryGB: 128, Connections: 5000}, "not published"},
		{model.Level{Name: "256G-Performance", VCPU: 32, MemoryGB: 256, Connections: 5000}, "not published"},
		{model.Level{Name: "384G-Performance", VCPU: 48, MemoryGB: 384, Connections: 5000}, "not published"},
		{model.Level{Name: "512G-Performance", VCPU: 64, MemoryGB: 512, Connections: 5000}, "not published"},
		{model.Level{Name: "768G-Performance", VCPU: 96, MemoryGB: 768, Connections: 5000}, "not published"},
		{model.Level{Name: "1536G-Performance", VCPU: 192, MemoryGB: 1536, Connections: 5000}, "not published"},
	}
	if len(c.Levels) != len(want) {
		t.Fatalf("%d levels, want %d", len(c.Levels), len(want))
	}
	for i, w := range want {
		t.Run(w.level.Name, func(t *testing.T) {
			if c.Levels[i] != w.level {
				t.Errorf("got %+v, want %+v", c.Levels[i], w.level)
			}
			if got := c.Instance(w.level.Name).Monthly(); got != w.price {
				t.Errorf("price %s, want %s", got, w.price)
			}
		})
	}
}

func TestEveryFigureHasASourceAndADate(t *testing.T) {
	c := catalog(t)
	sources := map[string]Source{
		"catalog":          {c.Source, c.Date},
		"included storage": c.Storage.Included,
		"storage price":    c.Storage.Rate,
		"most storage":     c.Storage.Most,
	}
	for _, l := range c.Levels {
		price, figures := c.Prices[l.Name], c.Figures[l.Name]
		sources[l.Name+" price"] = Source{price.Source, price.Date}
		sources[l.Name+" vcpu"] = figures.VCPU
		sources[l.Name+" memory"] = figures.Memory
		sources[l.Name+" connections"] = figures.Connections
	}
	for what, s := range sources {
		if s.Name == "" || s.Date == "" {
			t.Errorf("%s has the source %q of %q", what, s.Name, s.Date)
		}
	}
}

func TestStorageCost(t *testing.T) {
	c := catalog(t)
	for name, w := range map[string]struct {
		bytes int64
		want  int64
	}{
		"no data costs nothing":                         {0, 0},
		"100 GB are included":                           {100 * gigabyte, 0},
		"a byte above is not yet a cent":                {100*gigabyte + 1, 0},
		"half a cent is rounded up":                     {100*gigabyte + 25_000_000, 1},
		"less than half a cent is rounded down":         {100*gigabyte + 24_999_999, 0},
		"a gigabyte above is 20 cents":                  {101 * gigabyte, 20},
		"half a gigabyte above is 10 cents":             {100*gigabyte + gigabyte/2, 10},
		"100 TB are 99,900 GB above":                    {100_000 * gigabyte, 1_998_000},
		"more than 100 TB cannot be had, nor be billed": {200_000 * gigabyte, 1_998_000},
		"the largest number does not overflow":          {1<<63 - 1, 1_998_000},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.StorageCost(w.bytes); got != (Amount{Cents: w.want}) {
				t.Errorf("got %+v, want %d cents", got, w.want)
			}
		})
	}
}

func TestWantedCost(t *testing.T) {
	c := catalog(t)
	at := time.Date(2026, 5, 18, 14, 3, 0, 0, time.UTC)
	leader := model.Pool{ID: "c/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2}
	analytics := model.Pool{ID: "c/2", Name: "analytics", Level: "16G-Performance", Count: 3}
	huge := model.Pool{ID: "c/3", Name: "huge", Level: "64G-Performance", Count: 1}
	cluster := func(change func(*model.Cluster)) *model.Cluster {
		c := &model.Cluster{ID: "c", App: "example-app", Leader: leader, Followers: []model.Pool{analytics}}
		change(c)
		return c
	}
	fleet := &model.Fleet{At: at, Clusters: []*model.Cluster{
		cluster(func(*model.Cluster) {}),
		cluster(func(c *model.Cluster) { c.App = "other-app" }),
		cluster(func(c *model.Cluster) { c.Followers = []model.Pool{huge} }),
	}}
	for name, w := range map[string]struct {
		got  Amount
		want string
	}{
		"the standby costs what the leader costs":   {c.Pool(leader), "$300"},
		"every instance costs the same":             {c.Pool(analytics), "$1,500"},
		"a pool that is being destroyed costs none": {c.Pool(model.Pool{Level: "4G-Performance", Count: 2, Destroying: true}), "$0"},
		"a pool of no instances costs none":         {c.Pool(model.Pool{Level: "64G-Performance"}), "$0"},
		"an unpublished price is not free":          {c.Pool(huge), "not published"},
		"a level that nobody lists is not free":     {c.Instance("5G-Performance"), "not published"},
		"a cluster is the sum of its pools":         {c.Cluster(cluster(func(*model.Cluster) {}), at), "$1,800"},
		"a cluster with an unpublished price says so": {
			c.Cluster(cluster(func(c *model.Cluster) { c.Followers = append(c.Followers, huge) }), at), "$1,800+",
		},
		"a cluster pays for storage once, as large as it is at the instant": {
			c.Cluster(cluster(func(c *model.Cluster) {
				c.Storage = model.Storage{Bytes: 100 * gigabyte, At: at.AddDate(0, 0, -10), PerDay: gigabyte}
			}), at), "$1,802",
		},
		"a cluster that is being destroyed costs none": {
			c.Cluster(cluster(func(c *model.Cluster) { c.Destroying = true; c.Storage.Bytes = 200 * gigabyte }), at), "$0",
		},
		"no cluster costs none":               {c.Cluster(nil, at), "$0"},
		"an app is the sum of its clusters":   {c.App(fleet, "other-app"), "$1,800"},
		"an app with an open one is open":     {c.App(fleet, "example-app"), "$2,100+"},
		"an app without a cluster costs none": {c.App(fleet, "third-app"), "$0"},
		"a fleet is the sum of its clusters":  {c.Fleet(fleet), "$3,900+"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := w.got.Monthly(); got != w.want {
				t.Errorf("got %s, want %s", got, w.want)
			}
		})
	}
}
