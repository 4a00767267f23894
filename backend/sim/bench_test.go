package sim

import (
	"fmt"
	"testing"
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

// Ten thousand clusters, ten of them at work: what a tick of the clock costs.
func BenchmarkAdvanceTenOfTenThousand(b *testing.B) {
	w := New(7)
	for n := range 10_000 {
		c := named(model.ID(fmt.Sprintf("c%05d", n)), 1)
		if n%1000 == 0 {
			c.Followers[0].Count = 13
			c.Storage.Bytes = 90_000 * gigabyte // work for days
		}
		w.Want(noon(), c)
	}
	w.Advance(noon())
	at := noon()
	b.ReportAllocs()
	for b.Loop() {
		at = at.Add(time.Second / 4)
		if len(w.Advance(at)) == 0 || w.Next().IsZero() {
			b.Fatal("nothing is under way")
		}
	}
}

// Hours of one cluster at work, event by event: two pools change their
// levels, back and forth.
func BenchmarkClusterHours(b *testing.B) {
	s := newConsole(7, settled())
	b.ReportAllocs()
	hours := 0.0
	for b.Loop() {
		level := "4G-Performance"
		if s.cluster().Leader.Level == level {
			level = "8G-Performance"
		}
		begin := s.now
		s.wantAs(func(c *model.Cluster, _ time.Time) { c.Leader.Level, c.Followers[0].Level = level, level })
		for next := s.world.Next(); !next.IsZero(); next = s.world.Next() {
			s.advance(next)
		}
		hours += s.now.Sub(begin).Hours()
	}
	b.ReportMetric(hours/b.Elapsed().Seconds(), "cluster-hours/s")
}

func BenchmarkMeasure(b *testing.B) {
	f := Demo(7)
	now := watched{f, DemoSpans(7)}
	m := NewMetrics(7, model.Specs{}, func() Watched { return now })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Sample(b.Context(), []model.ID{f.Clusters[0].ID}); err != nil {
			b.Fatal(err)
		}
	}
}

// What an hour of jobs and ten minutes of requests take to reckon.
func BenchmarkMeasureFormation(b *testing.B) {
	f := Demo(7)
	c, err := pricing.Embedded()
	if err != nil {
		b.Fatal(err)
	}
	now := watched{f, DemoSpans(7)}
	m := NewMetrics(7, c.Specs, func() Watched { return now })
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Sample(b.Context(), []model.ID{f.Apps[0].ID}); err != nil {
			b.Fatal(err)
		}
	}
}
