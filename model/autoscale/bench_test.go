package autoscale_test

import (
	"fmt"
	"testing"
	"time"

	"pooldeck/backend/sim/traffic"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// A day of a thousand autoscaled apps: each minute's traffic, response times
// and decision. It may take ten seconds.
func BenchmarkDayOfThousandApps(b *testing.B) {
	b.ReportAllocs()
	steps := 0
	for b.Loop() {
		for n := range 1000 {
			w := usual(model.ID(fmt.Sprint(n)))
			for range 24 {
				w.pass(time.Hour)
				w.all = w.all[:0]
			}
			steps += len(w.last)
		}
	}
	if steps == 0 {
		b.Fatal("nothing was scaled")
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/day")
}

func BenchmarkDecide(b *testing.B) {
	w := usual("app")
	w.pass(3 * time.Hour)
	q := autoscale.Question{Rule: w.rule, Size: w.size.Name, Quantity: w.quantity, History: w.history, Last: w.last, Now: w.now}
	b.ReportAllocs()
	for b.Loop() {
		autoscale.Decide(q)
	}
}

func BenchmarkBacktestDay(b *testing.B) {
	w := usual("app")
	w.pass(24 * time.Hour)
	rule := w.rule
	rule.P95 *= 2
	b.ReportAllocs()
	for b.Loop() {
		autoscale.Backtest(w.history, rule, w.size.Name)
	}
}

// usual is an app with a usual day, a spike in it, and a rule that suits it.
func usual(id model.ID) *world {
	w := &world{
		app: traffic.New(7, id).Suiting(4, performanceM()), size: performanceM(), pool: 0.3,
		quantity: 4, up: 4, now: thursday(),
	}
	w.rule = model.Autoscale{P95: w.app.Bound(w.now, w.situation(1)).P95 * 3 / 2, Min: 1, Max: 10}
	w.spikes = []traffic.Spike{w.app.NewSpike(thursday().Add(14 * time.Hour))}
	return w
}
