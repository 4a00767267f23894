package tui

import (
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
	apps  []*total   // as the fleet's apps stand; what they point to never changes
	eco   *model.App // that Eco's flat price is counted with; nil for none
}

// total is the sum of an app.
func (s scene) total(app string) total {
	if at := s.fleet.AppPlace(app); at >= 0 && at < len(s.totals.apps) {
		return *s.totals.apps[at]
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
	t := totals{at: f.At, apps: make([]*total, len(f.Apps))}
	for i, a := range f.Apps {
		t.apps[i] = &total{}
		t.add(i, s.countDynos(a), 1)
	}
	for _, c := range f.Clusters {
		t.add(f.AppPlace(c.App), s.count(c, f.At), 1)
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
		t.add(f.AppPlace(t.eco.Name), total{cents: s.catalog.Dynos.Eco.Cents}, sign)
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

// add adds to the sum of the app at a place and to that of the fleet or, with a
// sign of -1, takes away.
func (t *totals) add(app int, what total, sign int) {
	t.fleet = t.fleet.plus(what, sign)
	if app >= 0 {
		sum := t.apps[app].plus(what, sign)
		t.apps[app] = &sum
	}
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

// resum follows a fleet of which a few clusters and apps have changed. Data
// grow all the time, so their price is that of the minute.
func (s scene) resum(was totals, before, after *model.Fleet) totals {
	apps, clusters, same := changed(before, after)
	if !same {
		return s.sum(after)
	}
	next := was
	next.apps = slices.Clone(was.apps)
	next = s.flat(next, before, -1)
	if !was.at.Truncate(time.Minute).Equal(after.At.Truncate(time.Minute)) {
		s.grow(&next, before, after.At)
	}
	for _, i := range apps {
		next.add(i, s.countDynos(before.Apps[i]), -1)
		next.add(i, s.countDynos(after.Apps[i]), 1)
	}
	for _, i := range clusters {
		app := after.AppPlace(after.Clusters[i].App)
		next.add(app, s.count(before.Clusters[i], next.at), -1)
		next.add(app, s.count(after.Clusters[i], next.at), 1)
	}
	return s.flat(next, after, 1)
}

// grow prices the data of a fleet as of another instant. Nothing else about a
// price depends on the time, and in a minute few data cost another cent.
func (s scene) grow(t *totals, f *model.Fleet, to time.Time) {
	for _, c := range f.Clusters {
		if by := dataCents(s.catalog, c, to) - dataCents(s.catalog, c, t.at); by != 0 {
			t.add(f.AppPlace(c.App), total{cents: by}, 1)
		}
	}
	t.at = to
}

// dataCents is what the data of a cluster cost at an instant.
func dataCents(c pricing.Catalog, cluster *model.Cluster, at time.Time) int64 {
	if cluster.Destroying {
		return 0
	}
	return c.StorageCost(cluster.Storage.Used(at)).Cents
}
