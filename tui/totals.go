package tui

import (
	"maps"
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

// totals are what a fleet sums up to. They are worked out once for a fleet,
// not for every screen, and where little has changed from what they were.
type totals struct {
	at    time.Time // the instant that storage was priced at
	fleet total
	apps  map[string]*total // by the app's name; what they point to never changes
	eco   *model.App        // that Eco's flat price is counted with; nil for none
}

// app is the sum of an app.
func (t totals) app(name string) total {
	if sum := t.apps[name]; sum != nil {
		return *sum
	}
	return total{}
}

// total is one sum: how much, and of how much.
type total struct {
	cents     int64
	open      int // clusters and formations that have something without a published price
	clusters  int
	instances int
	dynos     int   // that are wanted
	more      int64 // cents that autoscalers may add, at their maximum
	eco       int   // apps at Eco: the fleet pays once for all of them
	// setting counts attachments on their way; held is the config var of one.
	setting int
	held    string
}

func (t total) amount() pricing.Amount { return pricing.Amount{Cents: t.cents, Open: t.open > 0} }

// upTo is what it may come to with every autoscaler at its maximum; false
// where that is what it is.
func (t total) upTo() (pricing.Amount, bool) {
	return pricing.Amount{Cents: t.cents + t.more, Open: t.open > 0}, t.more > 0
}

// sum goes through a fleet once.
func (s scene) sum(f *model.Fleet) totals {
	t := totals{at: f.At, apps: make(map[string]*total, len(f.Apps))}
	for _, a := range f.Apps {
		sum := s.countDynos(a)
		t.fleet, t.apps[a.Name] = t.fleet.plus(sum, 1), &sum
	}
	for _, c := range f.Clusters {
		one := s.count(c, f.At)
		t.fleet = t.fleet.plus(one, 1)
		if sum := t.apps[c.App]; sum != nil {
			*sum = sum.plus(one, 1) // nobody has seen it yet
		}
	}
	return s.flat(t, f, 1)
}

// flat adds what all Eco dynos of a fleet cost together or, with a sign of -1,
// takes it away.
func (s scene) flat(t totals, f *model.Fleet, sign int) totals {
	if sign > 0 {
		t.eco = nil
		if t.fleet.eco > 0 {
			t.eco = f.Formation(s.catalog.EcoAt(f))
		}
	}
	if t.eco != nil {
		t.add(total{cents: s.catalog.Dynos.Eco.Cents}, t.eco.Name, sign)
	}
	return t
}

// countDynos is what the formation of one app adds.
func (s scene) countDynos(a *model.App) total {
	cost := s.catalog.Formation(a)
	t := total{cents: cost.Cents, dynos: a.Quantity(), more: s.catalog.More(a).Cents}
	if cost.Open {
		t.open = 1
	}
	if s.catalog.HasEco(a) {
		t.eco = 1
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
	sum := t.app(app).plus(c, sign)
	t.apps[app] = &sum
}

func (t total) plus(c total, sign int) total {
	t.cents += int64(sign) * c.cents
	t.open += sign * c.open
	t.clusters += sign * c.clusters
	t.instances += sign * c.instances
	t.dynos += sign * c.dynos
	t.more += int64(sign) * c.more
	t.eco += sign * c.eco
	t.setting += sign * c.setting
	if c.held != "" {
		t.held = c.held
	}
	return t
}

// resum follows a fleet of which a few clusters and apps have changed. Storage grows
// all the time, so every minute is summed up anew.
func (s scene) resum(was totals, before, after *model.Fleet) totals {
	if was.at.Truncate(time.Minute) != after.At.Truncate(time.Minute) || !fewChanged(before, after) {
		return s.sum(after)
	}
	was.apps = maps.Clone(was.apps)
	was = s.flat(was, before, -1)
	for i, a := range after.Apps {
		if old := before.Apps[i]; old != a {
			was.add(s.countDynos(old), old.Name, -1)
			was.add(s.countDynos(a), a.Name, 1)
		}
	}
	for i, c := range after.Clusters {
		if old := before.Clusters[i]; old != c {
			was.add(s.count(old, was.at), old.App, -1)
			was.add(s.count(c, was.at), c.App, 1)
		}
	}
	return s.flat(was, after, 1)
}
