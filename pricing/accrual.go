package pricing

import (
	"slices"
	"time"

	"pooldeck/model"
)

// Accrual is what has accrued in one calendar month, in UTC, and what the
// whole month comes to when everything stays as it is. Every instance is
// rounded to the cent, so that sums add up to the cent.
type Accrual struct {
	From, To time.Time // the month: To is the first instant of the next one
	pools    map[model.ID]accrued
	clusters map[model.ID]accrued
	storage  map[model.ID]accrued
	apps     map[string]accrued
	fleet    accrued
}

type accrued struct{ soFar, forecast Amount }

func (a accrued) plus(b accrued) accrued {
	return accrued{a.soFar.Plus(b.soFar), a.forecast.Plus(b.forecast)}
}

// secondsPerMonth is the month that a monthly price is for: 30 days. That is
// how third parties quote Heroku's page postgres-advanced-usage-billing.
const secondsPerMonth = 30 * 24 * 60 * 60

// Accrue adds up the month that the instant lies in.
//
// Each instance accrues its level's price by the second, over 30 days, up to
// the monthly price: 31 days cost no more than the price, 28 days cost less.
// Heroku's page usage-and-billing (2024) calls the listed price the most that
// a month costs; that this holds for each instance of an Advanced cluster is
// an assumption, and so is this: an instance whose level changed accrues each
// level for its time, and its cap is the highest price that applied. Times
// count in whole seconds.
//
// The forecast lets settled pools go on to the month's end and ends what is
// being destroyed. A pool that is being changed is forecast by what is wanted
// of it, from now on.
//
// Storage accrues for the clusters given: their mean size over the month so
// far, above what is included, by the second like instances (the former page
// bills the month's mean, in part for parts of a month). The ledger does not
// hold sizes, so that the storage of clusters that are gone is left out.
//
// Dynos accrue as instances do, by their places: a dyno that was replaced goes
// on where the one before it ended. Eco's flat price is due as a whole in each
// month in which there was an Eco dyno, once for the fleet.
//
// Spans may come in any order, begin before the month and belong to clusters
// that are gone. A level without a published price makes a sum open from its
// first second on.
func Accrue(c Catalog, spans []model.Span, clusters []*model.Cluster, apps []*model.App, at time.Time) Accrual {
	at = at.UTC()
	from := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	a := Accrual{
		From: from, To: from.AddDate(0, 1, 0),
		pools: map[model.ID]accrued{}, clusters: map[model.ID]accrued{}, storage: map[model.ID]accrued{},
		apps: map[string]accrued{},
	}
	leaving := leavers(clusters, apps)
	eco := false
	meters := make(map[model.ID]*meter, len(spans))
	for i := range spans {
		s := &spans[i]
		m := meters[s.Instance]
		if m == nil {
			m = &meter{span: s}
			meters[s.Instance] = m
		}
		price := c.Instance(s.Level)
		if s.Process != "" {
			price = c.Dyno(s.Level)
			eco = eco || c.isEco(s.Level) && a.touches(s, at)
		}
		a.read(m, s, price, at, leaving[s.Pool] || leaving[s.Instance])
	}
	for _, m := range meters {
		a.add(m.span, accrued{m.soFar.amount(), m.forecast.amount()})
	}
	a.addEco(c, eco, apps)
	for _, app := range apps {
		for _, p := range app.Processes {
			a.addProcess(c, app, p, at)
		}
	}
	for _, cluster := range clusters {
		a.addStorage(c, cluster, at)
		for _, p := range cluster.Pools() {
			a.addWanted(c, cluster, p, at)
		}
	}
	return a
}

// Pool is what a pool has accrued, and its forecast; of a process type, by its
// ID, what its dynos have.
func (a Accrual) Pool(id model.ID) (soFar, forecast Amount) { return a.pools[id].both() }

// Cluster is what a cluster has accrued with its storage, and its forecast; of
// an app, by its ID, what its dynos have.
func (a Accrual) Cluster(id model.ID) (soFar, forecast Amount) { return a.clusters[id].both() }

// Storage is what a cluster's storage has accrued, and its forecast.
func (a Accrual) Storage(id model.ID) (soFar, forecast Amount) { return a.storage[id].both() }

// App is what the clusters and dynos of an app have accrued, those that are
// gone included, and their forecast.
func (a Accrual) App(name string) (soFar, forecast Amount) { return a.apps[name].both() }

// Fleet is what everything has accrued, and its forecast.
func (a Accrual) Fleet() (soFar, forecast Amount) { return a.fleet.both() }

// read counts the part of a span that lies in the month.
func (a *Accrual) read(m *meter, s *model.Span, price Amount, at time.Time, leaving bool) {
	from, now, to := a.seconds(s.From), a.seconds(at), a.seconds(a.To)
	switch {
	case !s.To.IsZero():
		to = a.seconds(s.To)
	case leaving:
		to = now
	}
	m.soFar.add(price, min(now, to)-from)
	m.forecast.add(price, to-from)
}

// seconds from the beginning of the month, within it.
func (a *Accrual) seconds(at time.Time) int64 {
	at = at.Truncate(time.Second)
	switch {
	case at.Before(a.From):
		return 0
	case at.After(a.To):
		at = a.To
	}
	return int64(at.Sub(a.From) / time.Second)
}

// addWanted forecasts a pool that is being changed by what is wanted of it:
// what happens to be there in the middle of a change says little of the rest
// of the month.
func (a *Accrual) addWanted(c Catalog, cluster *model.Cluster, p model.Pool, at time.Time) {
	if p.Destroying || cluster.Destroying || p.Settled() {
		return
	}
	rest := a.seconds(a.To) - a.seconds(at)
	for range p.Count {
		var one count
		one.add(c.Instance(p.Level), rest)
		a.add(&model.Span{Pool: p.ID, Cluster: cluster.ID, App: cluster.App}, accrued{forecast: one.amount()})
	}
}

// addProcess forecasts a process type that is being changed, as addWanted does
// a pool.
func (a *Accrual) addProcess(c Catalog, app *model.App, p model.Process, at time.Time) {
	if p.Settled(app.Release) {
		return
	}
	rest := a.seconds(a.To) - a.seconds(at)
	for range p.Quantity {
		var one count
		one.add(c.Dyno(p.Size), rest)
		a.add(&model.Span{Pool: app.ProcessID(p.Type), Cluster: app.ID, App: app.Name}, accrued{forecast: one.amount()})
	}
}

// touches is whether a span has begun and lies in the month.
func (a *Accrual) touches(s *model.Span, at time.Time) bool {
	return s.From.Before(a.To) && !s.From.After(at) && (s.To.IsZero() || s.To.After(a.From))
}

// addEco adds the flat price of Eco, where a dyno of it was there this month,
// or is wanted.
func (a *Accrual) addEco(c Catalog, was bool, apps []*model.App) {
	var flat accrued
	if was {
		flat.soFar = Amount{Cents: c.Dynos.Eco.Cents}
	}
	at := slices.IndexFunc(apps, c.eco)
	if was || at >= 0 {
		flat.forecast = Amount{Cents: c.Dynos.Eco.Cents}
	}
	a.fleet = a.fleet.plus(flat)
	if at >= 0 { // counted where FormationIn counts it
		app := apps[at]
		a.apps[app.Name], a.clusters[app.ID] = a.apps[app.Name].plus(flat), a.clusters[app.ID].plus(flat)
	}
}

// leavers are the pools and instances whose present instances say nothing of
// the rest of the month: what is wanted gone, and pools that are being changed.
func leavers(clusters []*model.Cluster, apps []*model.App) map[model.ID]bool {
	ids := map[model.ID]bool{}
	for _, app := range apps {
		for _, p := range app.Processes {
			if !p.Settled(app.Release) {
				ids[app.ProcessID(p.Type)] = true
			}
		}
	}
	for _, c := range clusters {
		for _, p := range c.Pools() {
			if p.Destroying || c.Destroying || !p.Settled() {
				ids[p.ID] = true
			}
			for _, i := range p.Instances {
				if i.Phase == model.Draining {
					ids[i.ID] = true
				}
			}
		}
	}
	return ids
}

// meter counts one instance.
type meter struct {
	span            *model.Span // one of its spans, for what it belongs to
	soFar, forecast count
}

// count is a sum of price times time.
type count struct {
	centSeconds int64
	highest     int64 // the highest monthly price so far
	open        bool
}

func (n *count) add(price Amount, seconds int64) {
	if seconds <= 0 {
		return
	}
	n.centSeconds += price.Cents * seconds
	n.highest = max(n.highest, price.Cents)
	n.open = n.open || price.Open
}

func (n count) amount() Amount {
	cents := (n.centSeconds + secondsPerMonth/2) / secondsPerMonth
	return Amount{min(cents, n.highest), n.open}
}

func (a *Accrual) add(s *model.Span, sum accrued) {
	a.pools[s.Pool] = a.pools[s.Pool].plus(sum)
	a.clusters[s.Cluster] = a.clusters[s.Cluster].plus(sum)
	a.apps[s.App] = a.apps[s.App].plus(sum)
	a.fleet = a.fleet.plus(sum)
}

func (a *Accrual) addStorage(c Catalog, cluster *model.Cluster, at time.Time) {
	begin := a.From
	if cluster.Created.After(begin) {
		begin = cluster.Created
	}
	end := a.To
	if cluster.Destroying {
		end = at
	}
	sum := accrued{a.stored(c, cluster.Storage, begin, at), a.stored(c, cluster.Storage, begin, end)}
	a.storage[cluster.ID] = sum
	a.clusters[cluster.ID] = a.clusters[cluster.ID].plus(sum)
	a.apps[cluster.App] = a.apps[cluster.App].plus(sum)
	a.fleet = a.fleet.plus(sum)
}

// stored is what the mean size between two instants of the month accrues.
func (a *Accrual) stored(c Catalog, s model.Storage, from, to time.Time) Amount {
	seconds := min(a.seconds(to)-a.seconds(from), secondsPerMonth)
	if seconds <= 0 {
		return Amount{}
	}
	month := c.StorageCost((size(s, from) + size(s, to)) / 2).Cents
	return Amount{Cents: (month*seconds + secondsPerMonth/2) / secondsPerMonth}
}

// size is how large the data is or was. The line goes back beyond the instant
// it was measured at, down to nothing.
func size(s model.Storage, at time.Time) int64 {
	if !at.Before(s.At) {
		return s.Used(at)
	}
	later := s.At.Add(s.At.Sub(at))
	return max(0, 2*s.Bytes-s.Used(later))
}

func (a accrued) both() (soFar, forecast Amount) { return a.soFar, a.forecast }
