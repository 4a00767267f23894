package sim

import (
	"context"
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
// see backend.Gauge. The pool is taken to be what it is now.
func (g Gauge) Past(f *model.Fleet, app *model.App, process string, spans []model.Span, from, to time.Time) []autoscale.Sample {
	p, _ := app.Process(process)
	var list []autoscale.Sample
	var last autoscale.Sample
	first := from.UTC().Truncate(time.Minute)
	if first.Before(from) {
		first = first.Add(time.Minute)
	}
	for at := first; !at.After(to); at = at.Add(time.Minute) {
		then := *f
		then.At = at
		s := g.situation(&then, app, p)
		s.Dynos, s.Size = g.existed(process, spans, at, s.Size)
		s.Queue = last.Queue
		last = g.sample(app, process, at, s)
		list = append(list, last)
	}
	return list
}

// booting is how long a dyno of the past is taken to have started: the ledger
// does not say when it was up.
const booting = 40 * time.Second

// existed counts the dynos of an instant by the ledger.
func (g Gauge) existed(process string, spans []model.Span, at time.Time, size model.Size) (int, model.Size) {
	n := 0
	for _, s := range spans {
		if s.Process == process && !s.From.Add(booting).After(at) && (s.To.IsZero() || s.To.After(at)) {
			n++
			size, _ = g.specs.Sizes.Find(s.Level)
		}
	}
	return n, size
}

// How far back what waits is reckoned for a sample that nobody recorded: the
// router lets nobody wait for longer than a minute, but jobs pile up.
const (
	webBack    = 10
	workerBack = 60
)

// formation measures the process types of an app. Those of a minute that has
// begun show what the last whole one did.
func (m Metrics) formation(ctx context.Context, f *model.Fleet, app *model.App, seen map[model.ID]model.Traffic) error {
	g := Gauge{m.seed, m.specs}
	for _, p := range app.Processes {
		if err := ctx.Err(); err != nil {
			return err
		}
		back := workerBack
		if p.Type == model.WebType {
			back = webBack
		}
		now := *f
		now.At = f.At.UTC().Truncate(time.Minute)
		s := g.situation(&now, app, p)
		up := s.Dynos
		var last autoscale.Sample
		for n := back; n >= 0; n-- {
			at := now.At.Add(-time.Duration(n) * time.Minute)
			s.Dynos, s.Queue = min(up, upSince(p, at)), last.Queue
			last = g.sample(app, p.Type, at, s)
		}
		seen[app.ProcessID(p.Type)] = g.traffic(app, p.Type, now.At, s, last)
	}
	return nil
}

// upSince counts the dynos that were up at an instant and still are.
func upSince(p model.Process, at time.Time) int {
	n := 0
	for _, d := range p.Dynos {
		if d.State == model.DynoUp && !d.Since.After(at) {
			n++
		}
	}
	return n
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
