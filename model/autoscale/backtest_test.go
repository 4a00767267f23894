package autoscale_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"pooldeck/backend/sim/traffic"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// The rule that was on is what happened.
func TestBacktestOfWhatHappened(t *testing.T) {
	w := usual("app")
	w.pass(24 * time.Hour)
	r := autoscale.Backtest(w.history, w.rule, w.size.Name)
	if !reflect.DeepEqual(r.Tried, r.Happened) || r.Happened.Steps == 0 || !reflect.DeepEqual(r.Samples, w.history) {
		t.Errorf("tried %+v, happened %+v", r.Tried, r.Happened)
	}
	if len(r.Decisions) != 1440 || !reflect.DeepEqual(r.Decisions, w.all) {
		t.Error("other decisions than were made")
	}
}

// What a backtest estimates from a day with a fixed number of dynos is near
// what the rule then does.
func TestBacktestIsNearTheTruth(t *testing.T) {
	t.Parallel()
	apps := float64(20)
	if raced {
		apps = 4
	}
	hours, over, worst := 0.0, 0.0, 0.0
	for number := range uint64(apps) {
		spiky := func() *world {
			w := usual(model.ID(rune('a' + number)))
			w.app = traffic.New(number, "app").Suiting(4, w.size)
			w.rule = model.Autoscale{P95: w.app.Bound(w.now, w.situation(1)).P95 * 3 / 2, Min: 1, Max: 10}
			w.spikes = []traffic.Spike{w.app.NewSpike(thursday().Add(14 * time.Hour))}
			return w
		}
		fixed, live := spiky(), spiky()
		fixed.rule.Shadow = true
		fixed.pass(24 * time.Hour)
		live.pass(24 * time.Hour)
		r := autoscale.Backtest(fixed.history, live.rule, live.size.Name)
		truth := autoscale.Backtest(live.history, live.rule, live.size.Name).Happened
		if got := r.Happened.Hours[0].Dynos; math.Abs(got-4*24) > 0.001 {
			t.Fatalf("%g dyno-hours of 4 dynos", got)
		}
		off := math.Abs(r.Tried.Hours[0].Dynos/truth.Hours[0].Dynos - 1)
		hours, worst = hours+off/apps, math.Max(worst, off)
		over += math.Abs(r.Tried.OverShare()-truth.OverShare()) / apps
	}
	t.Logf("on average %.1f %% of the dyno-hours off, at worst %.1f %%; %.2f %% of the minutes", 100*hours, 100*worst, 100*over)
	if hours > 0.1 || worst > 0.35 || over > 0.02 {
		t.Errorf("on average %.1f %% of the dyno-hours off, at worst %.1f %%; %.2f %% of the minutes", 100*hours, 100*worst, 100*over)
	}
}

// Fewer dynos than there were queue requests up where they do not keep up, and
// say so.
func TestBacktestOverloads(t *testing.T) {
	day := hour(last(60, func(s *autoscale.Sample) { s.Load = 0.6 }))
	r := autoscale.Backtest(day, model.Autoscale{P95: 400 * ms, Min: 1, Max: 2}, "Performance-M")
	first, last := r.Samples[1], r.Samples[len(r.Samples)-1]
	if first.Dynos != 2 || first.Load != 1 || last.P95 < 5*time.Second || last.P95 > 30*time.Second {
		t.Errorf("2 dynos for the work of 4 that are 60 %% busy: %+v, then %+v", first, last)
	}
	if r.Tried.Over < 50 || r.Happened.Over != 0 || r.Tried.Most != 4 || r.Tried.Least != 2 {
		t.Errorf("%+v, %+v", r.Tried, r.Happened)
	}
	r = autoscale.Backtest(day, model.Autoscale{P95: 400 * ms, Min: 1, Max: 2}, "Performance-L")
	if r.Decisions != nil || r.Tried.Minutes != 0 || r.Estimated == "" {
		t.Errorf("estimates from samples of another size: %+v", r)
	}
}

func TestSuggest(t *testing.T) {
	tests := map[string]struct {
		history []autoscale.Sample
		want    time.Duration
	}{
		"a tenth of slow minutes counts":             {hour(last(6, slow(600*ms))), 720 * ms},
		"one slow minute does not":                   {hour(last(1, slow(600*ms))), 360 * ms},
		"it is rounded up":                           {hour(last(60, slow(301*ms))), 370 * ms},
		"minutes in which requests fail say nothing": {append(hour(), hour(last(60, func(s *autoscale.Sample) { s.Errors, s.P95 = 0.5, 9000*ms }))...), 360 * ms},
		"less than an hour is too little":            {hour()[1:], time.Second},
		"nothing was measured":                       {nil, time.Second},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := autoscale.Suggest(test.history, noon()); got.P95 != test.want || got.Words == "" {
				t.Errorf("%+v; want %s", got, test.want)
			}
		})
	}
	if got := autoscale.Suggest(hour(), noon().Add(24*time.Hour)); got.P95 != autoscale.DefaultTarget {
		t.Errorf("from samples of the day before: %+v", got)
	}
}

// A suggested target is one that the app can meet.
func TestSuggestionIsMet(t *testing.T) {
	w := usual("app")
	w.rule.Shadow = true
	w.pass(24 * time.Hour)
	s := autoscale.Suggest(w.history, w.now)
	again := usual("app")
	again.rule.P95 = s.P95
	again.pass(24 * time.Hour)
	if got := autoscale.Backtest(again.history, again.rule, again.size.Name).Happened.OverShare(); got > 0.02 {
		t.Errorf("%s is missed in %.1f %% of the minutes", s.P95, 100*got)
	}
}
