package autoscale_test

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"pooldeck/backend/sim/traffic"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// How many days each property is tried on, and which one is the first. A day
// has a number, which says all of it.
var (
	days  = flag.Uint64("days", 1000, "how many days to try")
	first = flag.Uint64("first", 0, "the number of the first one")
)

// tried is how many there are in this run.
func tried() uint64 {
	if raced {
		return *days / 10 // the race detector makes them ten times as long
	}
	return *days
}

// each tries days until one fails, and prints its number and the shortest
// beginning of it that fails too.
func each(t *testing.T, property func(number uint64, hours int) error) {
	t.Helper()
	t.Parallel()
	for number := *first; number < *first+tried(); number++ {
		if err := property(number, 24); err != nil {
			hours := 24
			for property(number, hours-1) != nil && hours > 1 {
				hours--
			}
			t.Fatalf("day %d: %v\nIt takes %d hours: %v", number, err, hours, property(number, hours))
		}
	}
}

// draw makes an app up, and a rule that suits it more or less: its target lies
// between what no number of dynos reaches and three times what all do.
func draw(number uint64) (*world, *rand.Rand) {
	r := rand.New(rand.NewPCG(number, 5))
	size := sizes()[r.IntN(len(sizes()))]
	least := 1 + r.IntN(4)
	w := &world{size: size, pool: float64(r.IntN(90)) / 100, now: thursday()}
	w.app = traffic.New(number, "app").Suiting(1+r.IntN(7), size)
	bound := w.app.Bound(w.now, w.situation(1)).P95
	w.rule = model.Autoscale{
		P95: time.Duration(float64(bound) * (0.9 + 2.1*r.Float64())).Round(time.Millisecond),
		Min: least, Max: least + 1 + r.IntN(10-least), Notify: r.IntN(2) == 0,
	}
	w.quantity = least + r.IntN(w.rule.Max-least+1)
	w.up = w.quantity
	return w, r
}

func sizes() []model.Size {
	own := func(name string, family model.Family, compute int) model.Size {
		return model.Size{Name: name, Family: family, ComputeLeast: compute, ComputeMost: compute}
	}
	return []model.Size{
		performanceM(), own("Performance-L-RAM", model.Performance, 24), own("Performance-L", model.Performance, 50),
		own("Performance-2XL", model.Performance, 100), own("Private-S", model.Private, 12),
	}
}

// steady settles an app with the same traffic all day, beginning with dynos
// that keep up.
func steady(w *world, noise float64) bool {
	w.app = w.app.Steady()
	w.app.Noise = noise
	for w.truth(w.quantity).Load > 0.97 {
		if w.quantity == w.rule.Max {
			return false
		}
		w.quantity++
	}
	w.up = w.quantity
	return true
}

// truth is what n dynos would show without chance.
func (w *world) truth(n int) autoscale.Sample {
	app := w.app
	app.Noise = 0
	return app.Web(w.now, w.situation(n))
}

// fit is the least number of dynos in the range that is within the target, with
// a little to spare: what is nearer is chance.
func (w *world) fit() (int, bool) {
	for n := w.rule.Min; n <= w.rule.Max; n++ {
		if float64(w.truth(n).P95) <= 0.98*float64(w.rule.P95) {
			return n, true
		}
	}
	return 0, false
}

// steps counts those after an instant.
func (w *world) steps(since time.Time) (n int) {
	for _, d := range w.last {
		if d.At.After(since) {
			n++
		}
	}
	return n
}

// A usual day with its noise, a spike, a pool that is busy for an hour and
// some failing: whatever comes, these hold.
func anyDay(number uint64, hours int, shadow bool) error {
	w, r := draw(number)
	w.rule.Shadow = shadow
	w.spikes = []traffic.Spike{w.app.NewSpike(w.now.Add(time.Duration(r.IntN(1440)) * time.Minute))}
	slow, fail := w.now.Add(time.Duration(r.IntN(1380))*time.Minute), w.now.Add(time.Duration(r.IntN(1430))*time.Minute)
	calm := w.pool
	for range hours * 60 {
		w.pool, w.failing = calm, 0
		if age := w.now.Sub(slow); 0 <= age && age < time.Hour {
			w.pool = 0.93
		}
		if age := w.now.Sub(fail); 0 <= age && age < 10*time.Minute {
			w.failing = 0.3
		}
		before := w.quantity
		if err := w.lawful(before, w.minute()); err != nil {
			return fmt.Errorf("at %s: %w\n%s", w.now.Format("15:04"), err, w)
		}
	}
	return w.told()
}

// lawful is what every decision is.
func (w *world) lawful(before int, d autoscale.Decision) error {
	switch {
	case d.From != before || d.To < w.rule.Min || d.To > w.rule.Max:
		return fmt.Errorf("%d to %d is outside of the range, or not from %d", d.From, d.To, before)
	case d.To-d.From > 1 || d.From-d.To > 1:
		return fmt.Errorf("%d to %d is more than one dyno", d.From, d.To)
	case w.rule.Shadow && (d.Acts() || w.quantity != before):
		return errors.New("a shadow has acted")
	case d.Step() && w.history[len(w.history)-1].Errors >= 0.2:
		return errors.New("a step while requests fail")
	case d.Rule == autoscale.RuleBound && float64(w.best()) < 0.75*float64(w.rule.P95):
		return fmt.Errorf("%d dynos would help: they have a p95 of %s", w.rule.Max, w.best())
	case (d.Step() || w.now.Minute() == 0) && len(d.Reasons()) < 3:
		return fmt.Errorf("no reasons: %q", d.Reasons())
	}
	if n := len(w.last); d.Step() && n > 1 && d.At.Sub(w.last[n-2].At) < time.Minute {
		return errors.New("two steps within a minute")
	}
	return nil
}

// best is the p95 that the maximum of dynos would have had in the worst of the
// last three minutes.
func (w *world) best() (worst time.Duration) {
	app := w.app
	app.Noise = 0
	for _, s := range w.history[max(0, len(w.history)-3):] {
		at := w.situation(w.rule.Max)
		at.Pool, at.Spikes = s.Pool, w.spikes
		worst = max(worst, app.Web(s.At, at).P95)
	}
	return worst
}

// told is that nobody is told twice a day that the maximum is reached.
func (w *world) told() error {
	n := 0
	for _, d := range w.all {
		if d.Notify {
			n++
		}
	}
	if n > 1 || n > 0 && !w.rule.Notify {
		return fmt.Errorf("%d notifications in a day\n%s", n, w)
	}
	return nil
}

func TestStaysInRangeAndAMinuteApart(t *testing.T) {
	each(t, func(number uint64, hours int) error { return anyDay(number, hours, false) })
}

func TestShadowDoesNothing(t *testing.T) {
	each(t, func(number uint64, hours int) error { return anyDay(number, hours, true) })
}

// With the same traffic all day, it holds still after three hours, and meets
// the target where some number in the range does. Where none does, it says so.
func TestSteadyTrafficIsSettled(t *testing.T) {
	each(t, func(number uint64, hours int) error {
		w, _ := draw(number)
		if !steady(w, 0) {
			return nil // not even the maximum keeps up
		}
		w.pass(time.Duration(hours) * time.Hour)
		if n := w.steps(thursday().Add(3 * time.Hour)); n > 0 {
			return fmt.Errorf("%d steps after three steady hours\n%s", n, w)
		}
		if hours < 3 {
			return nil
		}
		is, rule := w.truth(w.quantity).P95, w.all[len(w.all)-1].Rule
		switch n, some := w.fit(); {
		case some && is > w.rule.P95:
			return fmt.Errorf("%d dynos would meet the target; %d have a p95 of %s: %s\n%s", n, w.quantity, is, rule, w)
		case !some && is > w.rule.P95 && rule != autoscale.RuleMax && rule != autoscale.RuleBound:
			return fmt.Errorf("no number of dynos meets the target, but it says %s\n%s", rule, w)
		}
		return nil
	})
}

// Chance moves the traffic of steady days too. Then a step that chance has
// brought about may be taken back and tried again, but not all day.
func TestNoiseDoesNotFlap(t *testing.T) {
	each(t, func(number uint64, hours int) error {
		w, _ := draw(number)
		if !steady(w, 1) {
			return nil
		}
		w.pass(time.Duration(hours) * time.Hour)
		if n := w.steps(thursday().Add(3 * time.Hour)); n > 4 {
			return fmt.Errorf("%d steps after three steady hours\n%s", n, w)
		}
		return nil
	})
}

// A spike on steady traffic is answered with more dynos, where they are
// needed, and when it is over they go again.
func TestSpikeScalesUpAndComesBack(t *testing.T) {
	each(t, func(number uint64, hours int) error {
		w, _ := draw(number)
		if !steady(w, 1) || hours < 10 {
			return nil
		}
		if floor := w.app.Bound(w.now, w.situation(1)).P95; float64(w.rule.P95) < 1.15*float64(floor) {
			return nil // too near to what idle dynos take for a proof that fewer do
		}
		if _, some := w.fit(); !some {
			return nil
		}
		w.pass(4 * time.Hour)
		calm, most := w.quantity, w.quantity
		spike := w.app.NewSpike(w.now)
		w.spikes = []traffic.Spike{spike}
		high := w.app
		high.Peak *= 0.93 * spike.Factor // chance may make it a little less
		high.Noise = 0
		needed := high.Web(w.now, w.situation(calm)).P95 > w.rule.P95 && calm < w.rule.Max
		for w.now.Before(spike.To) {
			w.minute()
			most = max(most, w.quantity)
		}
		w.pass(4 * time.Hour)
		switch {
		case needed && most == calm:
			return fmt.Errorf("stays at %d in a spike of %g\n%s", calm, spike.Factor, w)
		case w.quantity > calm+1 || w.quantity == most && most > calm+1:
			return fmt.Errorf("%d before the spike, %d in it, %d four hours after\n%s", calm, most, w.quantity, w)
		}
		return nil
	})
}
