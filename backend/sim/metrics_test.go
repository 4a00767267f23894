package sim

import (
	"testing"
	"time"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// sample measures a cluster of the demo fleet.
func sample(seed uint64, c *model.Cluster, at time.Time) model.Sample {
	return model.Sample{At: at, Instances: Measure(seed, modeltest.Specs(), c, at)}
}

func TestDemoMetrics(t *testing.T) {
	for seed := range uint64(200) {
		f := Demo(seed)
		c := f.Named("postgresql-horizontal-12345")
		s := sample(seed, c, f.At)
		leader, _ := s.Connections(c.Leader)
		analytics, _ := s.Connections(c.Followers[0])
		if leader < 110 || leader > 132 || analytics < 190 || analytics > 230 {
			t.Errorf("seed %d: %d clients on the leader, %d on analytics", seed, leader, analytics)
		}
		for _, c := range f.Clusters {
			for at := f.At; at.Before(f.At.Add(24 * time.Hour)); at = at.Add(37 * time.Minute) {
				for id, m := range Measure(seed, modeltest.Specs(), c, at) {
					if m.Load < 0 || m.Load > 850 || m.Lag < 0 || m.Lag > time.Second {
						t.Errorf("seed %d, %s: %s shows %+v", seed, at, id, m)
					}
				}
			}
		}
	}
}
