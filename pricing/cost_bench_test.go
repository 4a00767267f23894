package pricing

import (
	"fmt"
	"testing"
	"time"

	"pooldeck/model"
)

// large is a fleet of n clusters with three pools each.
func large(n int) *model.Fleet {
	f := &model.Fleet{At: time.Date(2026, 5, 18, 14, 3, 0, 0, time.UTC), Apps: []*model.App{{Name: "example-app"}}}
	for i := range n {
		id := model.ID(fmt.Sprintf("c%d", i))
		f.Clusters = append(f.Clusters, &model.Cluster{
			ID: id, Name: string(id), App: "example-app",
			Leader: model.Pool{ID: id + "/1", Name: model.LeaderName, Level: "4G-Performance", Count: 2},
			Followers: []model.Pool{
				{ID: id + "/2", Name: "analytics", Level: "16G-Performance", Count: 1},
				{ID: id + "/3", Name: "reporting", Level: "32G-Performance", Count: 3},
			},
			Storage: model.Storage{Bytes: 140 * gigabyte, At: f.At.AddDate(0, 0, -3), PerDay: gigabyte},
		})
	}
	return f
}

func BenchmarkCost(b *testing.B) {
	c, err := Embedded()
	if err != nil {
		b.Fatal(err)
	}
	f := large(10_000)
	p, err := model.NewPlan(f, c.Specs, model.SetCount{Cluster: "c9999", Pool: "analytics", Count: 3})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("fleet walked", func(b *testing.B) {
		for b.Loop() {
			Cost(c, p)
		}
	})
	total := c.Fleet(f)
	b.Run("fleet known", func(b *testing.B) {
		for b.Loop() {
			CostFrom(c, p, total)
		}
	})
}
