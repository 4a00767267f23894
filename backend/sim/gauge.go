package sim

import (
	"context"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/sim/traffic"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// Gauge measures what the users of simulated apps do: package traffic with the
// dynos that are up and the load of the pool that the app is attached to.
type Gauge struct {
	seed  uint64
	specs model.Specs
}

var _ backend.Gauge = Gauge{}

// NewGauge measures the apps of the world of a seed.
func NewGauge(seed uint64, specs model.Specs) Gauge { return Gauge{seed, specs} }

// Minute is what a process type showed in the minute that ends at the fleet's
// instant; see backend.Gauge.
func (g Gauge) Minute(f *model.Fleet, app *model.App, process string, last autoscale.Sample) autoscale.Sample {
	p, _ := app.Process(process)
	s := g.situation(f, app, p)
	s.Queue = last.Queue
	return g.sample(app, process, f.At.UTC(), s)
}

// situation is what serves a process type at the fleet's instant.
func (g Gauge) situation(f *model.Fleet, app *model.App, p model.Process) traffic.Situation {
	size, _ := g.specs.Sizes.Find(p.Size)
	return traffic.Situation{
		Dynos: p.In(model.DynoUp), Size: size, Pool: g.poolLoad(f, app.Name), Spikes: recallApp(app).Spikes,
	}
}

func (g Gauge) sample(app *model.App, process string, at time.Time, s traffic.Situation) autoscale.Sample {
	who := g.character(app)
	if process == model.WebType {
		return who.Web(at, s)
	}
	return who.Worker(at, s)
}

// character is how many use an app: as many as its first dynos serve well.
func (g Gauge) character(app *model.App) traffic.App {
	n, name := suits(g.seed, app.Name)
	size, known := g.specs.Sizes.Find(name)
	if !known {
		return character(g.seed, app)
	}
	return character(g.seed, app).Suiting(n, size)
}

// character is what is peculiar to an app, whatever serves it.
func character(seed uint64, app *model.App) traffic.App { return traffic.New(seed, app.ID) }

// poolLoad is the mean load of the instances that serve an app, from 0 to 1.
func (g Gauge) poolLoad(f *model.Fleet, app string) float64 {
	c, p := f.Opens(app)
	if c == nil {
		return 0
	}
	m := newMeter(g.seed, g.specs, c, f.At)
	sum, n := 0, 0
	m.pool(p, m.writes(), func(i model.Instance, read model.Measure) {
		if m.serves(i) {
			sum, n = sum+read.Load, n+1
		}
	})
	if n == 0 {
		return 1 // nobody answers
	}
	return float64(sum) / float64(n) / 1000
}

// Past is what a process type showed in each minute of a stretch, by the ledger;
// see backend.Gauge. The instances of the pool are taken to be what they are
// now.
func (g Gauge) Past(f *model.Fleet, app *model.App, process string, spans []model.Span, from, to time.Time) []autoscale.Sample {
	p, _ := app.Process(process)
	var list []autoscale.Sample
	var last autoscale.Sample
	first := from.UTC().Truncate(time.Minute)
	if first.Before(from) {
		first = first.Add(time.Minute)
	}
	for at := first; !at.After(to); at = at.Add(time.Minute) {
		s := g.past(f, app, p, spans, at)
		s.Queue = last.Queue
		last = g.sample(app, process, at, s)
		list = append(list, last)
	}
	return list
}

// past is what served a process type at an instant, by the ledger.
func (g Gauge) past(f *model.Fleet, app *model.App, p model.Process, spans []model.Span, at time.Time) traffic.Situation {
	then := *f
	then.At = at
	s := g.situation(&then, app, p)
	s.Dynos = 0
	for _, span := range spans {
		if span.Process != p.Type || span.From.Add(booting).After(at) || !span.To.IsZero() && !span.To.After(at) || down(p, span.Instance, at) {
			continue
		}
		s.Dynos++
		s.Size, _ = g.specs.Sizes.Find(span.Level)
	}
	return s
}

// booting is how long a dyno of the past is taken to have started: the ledger
// does not say when it was up.
const booting = 40 * time.Second

// down is whether a dyno that is not up now was not up at an instant either.
func down(p model.Process, id model.ID, at time.Time) bool {
	return slices.ContainsFunc(p.Dynos, func(d model.Dyno) bool {
		return d.ID == id && d.State != model.DynoUp && !d.Since.After(at)
	})
}

// How far back what waits is reckoned for a sample that nobody recorded: the
// router lets nobody wait for longer than a minute, but jobs pile up.
const (
	webBack    = 10 * time.Minute
	workerBack = time.Hour
)

// formation measures the process types of an app. Those of a minute that has
// begun show what the last whole one did.
func (m Metrics) formation(ctx context.Context, now Watched, f *model.Fleet, app *model.App, seen map[model.ID]model.Traffic) error {
	g := Gauge{m.seed, m.specs}
	to := f.At.UTC().Truncate(time.Minute)
	spans, err := now.Spans(ctx, to.Add(-workerBack), to, []model.ID{app.ID})
	if err != nil {
		return err
	}
	for _, p := range app.Processes {
		if err := ctx.Err(); err != nil {
			return err
		}
		from := to.Add(-workerBack)
		if p.Type == model.WebType {
			from = to.Add(-webBack)
		}
		before := g.Past(f, app, p.Type, spans, from, to.Add(-time.Minute))
		s := g.past(f, app, p, spans, to)
		s.Dynos, s.Queue = min(s.Dynos, p.In(model.DynoUp)), before[len(before)-1].Queue
		seen[app.ProcessID(p.Type)] = g.traffic(app, p.Type, to, s, g.sample(app, p.Type, to, s))
	}
	return nil
}

// traffic is a sample with what bounds it.
func (g Gauge) traffic(app *model.App, process string, at time.Time, s traffic.Situation, seen autoscale.Sample) model.Traffic {
	t := model.Traffic{
		Throughput: seen.Throughput, P50: seen.P50, P95: seen.P95, Errors: seen.Errors, Load: seen.Load, Queue: seen.Queue, Pool: seen.Pool,
	}
	if process == model.WebType && seen.Dynos > 0 {
		// That a larger size would help is no reason against more dynos.
		if bound := g.character(app).Bound(at, s); bound.By != traffic.BySize {
			t.Floor, t.Bound = bound.P95, string(bound.By)
		}
	}
	return t
}
