package sim

import (
	"fmt"
	"time"

	"pooldeck/model"
)

// Standing says which faults stand on a cluster or an app; see backend.Faults.
// It looks at the fleet only, so it may be called from anywhere.
func (w *World) Standing(f *model.Fleet, target model.ID) []string {
	if app := f.Formation(target); app != nil {
		return standingApp(recallApp(app), f.At)
	}
	c := f.Cluster(target)
	if c == nil {
		return nil
	}
	m := recall(c)
	var words []string
	if s := m.slow(); s != nil {
		words = append(words, fmt.Sprintf("everything in the region %s takes %d times as long, until %s", c.Region, slowFactor, minute(s.To)))
	}
	if kind := m.trap(); kind != "" {
		words = append(words, trapWords(kind))
	}
	for _, p := range c.Pools() {
		if m.lagging(p.ID) {
			words = append(words, fmt.Sprintf("the replicas of %s fall behind", p.Name))
		}
		if m.doomed(p.ID) >= 0 {
			words = append(words, fmt.Sprintf("the next instance of %s cannot be created", p.Name))
		}
		for _, i := range p.Instances {
			if m.hung(i.ID) {
				words = append(words, fmt.Sprintf("%s of %s makes no progress", spoken(i), p.Name))
			}
		}
	}
	return words
}

// standingApp says what goes on at an app at an instant.
func standingApp(m appMemo, at time.Time) []string {
	var words []string
	for _, s := range m.Spikes {
		if s.To.After(at) {
			words = append(words, fmt.Sprintf("a spike: up to %.1f times the usual traffic, until %s", s.Factor, minute(s.To)))
		}
	}
	return words
}

func minute(at time.Time) string { return at.UTC().Format("15:04") }
