package history

import (
	"maps"
	"slices"
	"strings"
	"time"

	"pooldeck/backend/sim"
	"pooldeck/model"
	"pooldeck/pricing"
)

// tap is the simulated world with somebody beside it who writes down what is
// there, and asks nobody else.
type tap struct {
	*sim.World
	saw     func(time.Time, []model.Observed)
	sawApps func(time.Time, []model.ObservedApp)
}

func (t tap) Advance(now time.Time) []model.Observed {
	seen := t.World.Advance(now)
	t.saw(now, seen)
	return seen
}

func (t tap) AdvanceApps(now time.Time) []model.ObservedApp {
	seen := t.World.AdvanceApps(now)
	t.sawApps(now, seen)
	return seen
}

// ledger is what a watcher of the world writes down: when which instance was
// there at which level.
type ledger struct {
	open   map[model.ID]model.Span // by instance
	closed []model.Span
}

func newLedger(spans []model.Span) ledger {
	l := ledger{open: map[model.ID]model.Span{}}
	for _, s := range spans {
		if s.To.IsZero() {
			l.open[s.Instance] = s
		} else {
			l.closed = append(l.closed, s)
		}
	}
	return l
}

// copied is the ledger as it is now, whatever is written into it later.
func (l ledger) copied() ledger { return ledger{maps.Clone(l.open), slices.Clip(l.closed)} }

// see writes a sighting down. App is the cluster's.
func (l *ledger) see(now time.Time, o model.Observed, app string) {
	there := map[model.ID]bool{}
	for _, p := range o.Pools {
		for _, i := range p.Instances {
			if !i.Phase.Exists() {
				continue
			}
			there[i.ID] = true
			was, open := l.open[i.ID]
			if open && was.Level == i.Level {
				continue
			}
			if open {
				l.close(was, now)
			}
			l.open[i.ID] = model.Span{Instance: i.ID, Pool: p.ID, Cluster: o.Cluster, App: app, Level: i.Level, From: now}
		}
	}
	for id, s := range l.open {
		if s.Cluster == o.Cluster && !there[id] {
			l.close(s, now)
			delete(l.open, id)
		}
	}
}

// seeApp writes a sighting of a formation down.
func (l *ledger) seeApp(now time.Time, o model.ObservedApp, app *model.App) {
	there := map[model.ID]bool{}
	for _, p := range o.Processes {
		for _, d := range p.Dynos {
			there[d.ID] = true
			was, open := l.open[d.ID]
			if open && was.Level == d.Size {
				continue
			}
			if open {
				l.close(was, now)
			}
			l.open[d.ID] = model.Span{
				Instance: d.ID, Pool: app.ProcessID(p.Type), Cluster: app.ID, App: app.Name, Process: p.Type, Level: d.Size, From: now,
			}
		}
	}
	for id, s := range l.open {
		if s.Cluster == o.App && !there[id] {
			l.close(s, now)
			delete(l.open, id)
		}
	}
}

func (l *ledger) close(s model.Span, now time.Time) {
	s.To = now
	l.closed = append(l.closed, s)
}

// spans are all of them, in an order of their own.
func (l ledger) spans() []model.Span {
	return ordered(slices.AppendSeq(slices.Clone(l.closed), maps.Values(l.open)))
}

func ordered(spans []model.Span) []model.Span {
	slices.SortFunc(spans, func(a, b model.Span) int {
		if c := strings.Compare(string(a.Instance), string(b.Instance)); c != 0 {
			return c
		}
		if c := a.From.Compare(b.From); c != 0 {
			return c
		}
		if a.To.Equal(b.To) {
			return strings.Compare(a.Level, b.Level)
		}
		// A dyno that was replaced at once was there for no time at all.
		if b.To.IsZero() || !a.To.IsZero() && a.To.Before(b.To) {
			return -1
		}
		return 1
	})
	return spans
}

// at lists what was there of a cluster at an instant: how many instances of
// each pool, by their level.
func (l ledger) at(cluster model.ID, now time.Time) map[model.ID]map[string]int {
	pools := map[model.ID]map[string]int{}
	count := func(s model.Span) {
		if s.Cluster != cluster || s.From.After(now) || !s.To.IsZero() && !s.To.After(now) {
			return
		}
		if pools[s.Pool] == nil {
			pools[s.Pool] = map[string]int{}
		}
		pools[s.Pool][s.Level]++
	}
	for _, s := range l.closed {
		count(s)
	}
	for _, s := range l.open {
		count(s)
	}
	return pools
}

// cost adds a month up as pricing.Accrue says it does, instance by instance:
// each second at the level of that second, and for each instance never more
// than the month's price of the dearest one. Eco is paid for once, whole.
func (l ledger) cost(c pricing.Catalog, at time.Time) (cents int64) {
	month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
	type sum struct{ centSeconds, cap int64 }
	instances := map[model.ID]sum{}
	eco := false
	for _, s := range l.spans() {
		size, _ := c.Sizes.Find(s.Level)
		eco = eco || s.Process != "" && size.Family == model.Eco && s.From.Before(at) && (s.To.IsZero() || s.To.After(month))
		to := s.To
		if to.IsZero() || to.After(at) {
			to = at
		}
		from := s.From
		if from.Before(month) {
			from = month
		}
		seconds := to.Unix() - from.Unix()
		price := c.Instance(s.Level).Cents
		if s.Process != "" {
			price = c.Dyno(s.Level).Cents
		}
		if seconds > 0 {
			was := instances[s.Instance]
			instances[s.Instance] = sum{was.centSeconds + seconds*price, max(was.cap, price)}
		}
	}
	const thirtyDays = 30 * 24 * 60 * 60
	for _, s := range instances {
		cents += min(s.cap, (s.centSeconds+thirtyDays/2)/thirtyDays)
	}
	if eco {
		cents += c.Dynos.Eco.Cents
	}
	return cents
}
