package tui

import (
	"maps"
	"slices"
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

// totals are what a fleet sums up to. They are worked out once for a fleet,
// not for every screen, and where little has changed from what they were.
type totals struct {
	at    time.Time // the instant that storage was priced at
	fleet total
	apps  map[string]total // by the app's name
}

// total is one sum: how much, and of how much.
type total struct {
	cents     int64
	open      int // clusters that have something without a published price
	clusters  int
	instances int
	// setting counts attachments on their way; held is the config var of one.
	setting int
	held    string
}

func (t total) amount() pricing.Amount { return pricing.Amount{Cents: t.cents, Open: t.open > 0} }

// sum goes through a fleet once.
func (s scene) sum(f *model.Fleet) totals {
	t := totals{at: f.At, apps: make(map[string]total, len(f.Apps))}
	for _, c := range f.Clusters {
		t.add(s.count(c, f.At), c.App, 1)
	}
	for _, a := range f.Apps {
		if len(a.Processes) > 0 {
			t.add(price(s.catalog.Formation(a)), a.Name, 1)
		}
	}
	t.fleet = t.fleet.plus(price(s.catalog.Eco(f)), 1)
	return t
}

// price is a sum of nothing but money.
func price(a pricing.Amount) total {
	t := total{cents: a.Cents}
	if a.Open {
		t.open = 1
	}
	return t
}

// count is what one cluster adds.
func (s scene) count(c *model.Cluster, at time.Time) total {
	cost := s.catalog.Cluster(c, at)
	t := total{cents: cost.Cents, clusters: 1, instances: len(c.Leader.Instances)}
	if cost.Open {
		t.open = 1
	}
	for i := range c.Followers {
		t.instances += len(c.Followers[i].Instances)
	}
	for i := range c.Attachments {
		if a := &c.Attachments[i]; a.State != model.AttachmentSet {
			t.setting, t.held = t.setting+1, a.Var()
		}
	}
	return t
}

// add adds or, with a sign of -1, takes away.
func (t *totals) add(c total, app string, sign int) {
	t.fleet = t.fleet.plus(c, sign)
	t.apps[app] = t.apps[app].plus(c, sign)
}

func (t total) plus(c total, sign int) total {
	t.cents += int64(sign) * c.cents
	t.open += sign * c.open
	t.clusters += sign * c.clusters
	t.instances += sign * c.instances
	t.setting += sign * c.setting
	if c.held != "" {
		t.held = c.held
	}
	return t
}

// resum follows a fleet of which a few clusters have changed. Storage grows
// all the time, so every minute is summed up anew.
func (s scene) resum(was totals, before, after *model.Fleet) totals {
	if was.at.Truncate(time.Minute) != after.At.Truncate(time.Minute) || !fewChanged(before, after) || !slices.Equal(before.Apps, after.Apps) {
		return s.sum(after)
	}
	was.apps = maps.Clone(was.apps)
	for i, c := range after.Clusters {
		if old := before.Clusters[i]; old != c {
			was.add(s.count(old, was.at), old.App, -1)
			was.add(s.count(c, was.at), c.App, 1)
		}
	}
	return was
}
