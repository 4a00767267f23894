package autoscale_test

import (
	"strings"
	"testing"
	"time"

	"pooldeck/model"
	"pooldeck/model/autoscale"
)

const ms = time.Millisecond

// noon is when decisions of tables are made.
func noon() time.Time { return time.Date(2026, 6, 12, 12, 0, 0, 0, time.UTC) }

// hour is 60 alike samples, of 4 dynos that are half busy with 100 requests a
// second, as edited.
func hour(edits ...func(minute int, s *autoscale.Sample)) []autoscale.Sample {
	var seen []autoscale.Sample
	for minute := range 60 {
		s := autoscale.Sample{
			At: noon().Add(time.Duration(minute-59) * time.Minute), Size: "Performance-M",
			Dynos: 4, Throughput: 100, P50: 100 * ms, P95: 300 * ms, Load: 0.5, Pool: 0.3,
		}
		for _, edit := range edits {
			edit(minute, &s)
		}
		seen = append(seen, s)
	}
	return seen
}

// last edits the last minutes.
func last(minutes int, edit func(s *autoscale.Sample)) func(int, *autoscale.Sample) {
	return func(minute int, s *autoscale.Sample) {
		if minute >= 60-minutes {
			edit(s)
		}
	}
}

func slow(p95 time.Duration) func(s *autoscale.Sample) {
	return func(s *autoscale.Sample) { s.P95 = p95 }
}

func silent(s *autoscale.Sample) { s.Throughput, s.P50, s.P95, s.Load = 0, 0, 0, 0 }

// step is a decision of a while ago.
func step(ago time.Duration, from, to int, rule autoscale.Rule, throughput float64) autoscale.Decision {
	return autoscale.Decision{
		At: noon().Add(-ago), From: from, To: to, Rule: rule,
		Inputs: autoscale.Inputs{Target: 400 * ms, Throughput: throughput},
	}
}

func question(history []autoscale.Sample, last ...autoscale.Decision) autoscale.Question {
	return autoscale.Question{
		Rule: model.Autoscale{P95: 400 * ms, Min: 2, Max: 6}, Size: "Performance-M", Quantity: 4,
		History: history, Last: last, Now: noon(),
	}
}

func TestDecide(t *testing.T) {
	over := hour(last(3, func(s *autoscale.Sample) { s.P95, s.Load, s.Throughput = 900*ms, 0.9, 180 }))
	of := func(q autoscale.Question, edit func(*autoscale.Question)) autoscale.Question {
		edit(&q)
		return q
	}
	quantity := func(n int) func(*autoscale.Question) { return func(q *autoscale.Question) { q.Quantity = n } }
	tests := map[string]struct {
		ask  autoscale.Question
		rule autoscale.Rule
		to   int
	}{
		"below the range it moves to the minimum at once": {of(question(hour()), quantity(0)), autoscale.RuleRange, 2},
		"above the range it moves to the maximum at once": {of(question(hour()), quantity(9)), autoscale.RuleRange, 6},
		"a range that has moved does not wait for a minute": {
			of(question(hour(), step(10*time.Second, 9, 8, autoscale.RuleFewer, 100)), quantity(8)), autoscale.RuleRange, 6,
		},
		"no second step within a minute":        {question(over, step(59*time.Second, 3, 4, autoscale.RuleOver, 100)), autoscale.RuleSpacing, 4},
		"a second step after a minute":          {question(over, step(time.Minute, 3, 4, autoscale.RuleOver, 100)), autoscale.RuleOver, 5},
		"over the target is one dyno more":      {question(over), autoscale.RuleOver, 5},
		"one slow minute is chance":             {question(hour(last(1, slow(900*ms)))), autoscale.RuleNeeded, 4},
		"two slow minutes of three are none":    {question(hour(last(2, func(s *autoscale.Sample) { s.P95, s.Load = 900*ms, 0.9 }))), autoscale.RuleOver, 5},
		"no more than the maximum":              {of(question(over), quantity(6)), autoscale.RuleMax, 6},
		"nothing is decided without samples":    {question(nil), autoscale.RuleBlind, 4},
		"nothing is decided on old samples":     {question(hour()[:57]), autoscale.RuleBlind, 4},
		"samples after now are not looked at":   {of(question(over), func(q *autoscale.Question) { q.Now = noon().Add(-3 * time.Minute) }), autoscale.RuleNeeded, 4},
		"a fifth of the requests fails":         {question(hour(last(1, func(s *autoscale.Sample) { s.Errors, s.P95 = 0.2, 9000*ms }))), autoscale.RuleFailing, 4},
		"less than a fifth of them fails":       {question(hour(last(3, func(s *autoscale.Sample) { s.Errors, s.P95, s.Load = 0.19, 900*ms, 0.9 }))), autoscale.RuleOver, 5},
		"no requests for three minutes":         {question(hour(last(3, silent))), autoscale.RuleIdle, 3},
		"two minutes without requests are none": {question(hour(last(2, silent))), autoscale.RuleBlind, 4},
		"no requests, at the minimum":           {of(question(hour(last(9, silent))), quantity(2)), autoscale.RuleMin, 2},
		"within the target, at the minimum":     {of(question(hour()), quantity(2)), autoscale.RuleMin, 2},
		"fewer would not do":                    {question(hour()), autoscale.RuleNeeded, 4},
		"fewer would not keep up":               {question(hour(last(60, func(s *autoscale.Sample) { s.Load = 0.7 }))), autoscale.RuleNeeded, 4},
		"fewer are enough":                      {question(hour(last(60, idle))), autoscale.RuleFewer, 3},
		"one busy minute in ten needs them all": {question(hour(last(60, idle), middle(55, func(s *autoscale.Sample) { s.Load = 0.7 }))), autoscale.RuleNeeded, 4},
		"proof begins anew with a step":         {question(hour(last(60, idle)), step(9*time.Minute, 5, 4, autoscale.RuleFewer, 100)), autoscale.RuleProof, 4},
		"proof ends after ten minutes":          {question(hour(last(60, idle)), step(10*time.Minute, 5, 4, autoscale.RuleFewer, 100)), autoscale.RuleFewer, 3},
		"too few samples prove nothing":         {question(hour(last(60, idle))[52:]), autoscale.RuleProof, 4},
		"samples of another size tell nothing":  {of(question(hour(last(60, idle))), func(q *autoscale.Question) { q.Size = "Performance-L" }), autoscale.RuleNeeded, 4},
		"those from before a resize prove nothing": {
			question(hour(last(60, idle), func(minute int, s *autoscale.Sample) {
				if minute < 55 {
					s.Size = "Performance-L"
				}
			})), autoscale.RuleProof, 4,
		},
		"what was taken back is not tried again": {
			question(hour(last(60, idle)), step(3*time.Hour, 4, 3, autoscale.RuleFewer, 100), step(2*time.Hour, 3, 4, autoscale.RuleOver, 100)),
			autoscale.RuleTaken, 4,
		},
		"with fewer requests than then it is": {
			question(hour(last(60, idle)), step(3*time.Hour, 4, 3, autoscale.RuleFewer, 100), step(2*time.Hour, 3, 4, autoscale.RuleOver, 120)),
			autoscale.RuleFewer, 3,
		},
		"a day later it is": {
			question(hour(last(60, idle)), step(25*time.Hour, 4, 3, autoscale.RuleFewer, 100), step(2*time.Hour, 3, 4, autoscale.RuleOver, 100)),
			autoscale.RuleFewer, 3,
		},
		"dynos that have just come are waited for": {
			question(hour(last(3, func(s *autoscale.Sample) { s.P95, s.Load, s.Dynos = 450*ms, 0.7, 3 })), step(time.Minute, 3, 4, autoscale.RuleOver, 100)),
			autoscale.RuleSettling, 4,
		},
		"they are not waited for for ever": {
			question(hour(last(3, func(s *autoscale.Sample) { s.P95, s.Load, s.Dynos = 450*ms, 0.7, 3 })), step(3*time.Minute, 3, 4, autoscale.RuleOver, 100)),
			autoscale.RuleOver, 5,
		},
		"idle dynos that are slow want no company": {question(hour(last(60, idle), last(60, slow(900*ms)))), autoscale.RuleBound, 4},
		"busy dynos that are slow might want it":   {question(hour(last(60, slow(700*ms)))), autoscale.RuleOver, 5},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d := autoscale.Decide(test.ask)
			if d.Rule != test.rule || d.To != test.to {
				t.Errorf("%d → %d by %q; want %d by %q\n%s", d.From, d.To, d.Rule, test.to, test.rule, strings.Join(d.Reasons(), "\n"))
			}
			if d.From != test.ask.Quantity || d.At != test.ask.Now {
				t.Errorf("from %d at %s", d.From, d.At)
			}
		})
	}
}

func idle(s *autoscale.Sample) { s.Load, s.P95 = 0.2, 250*ms }

// middle edits one minute.
func middle(at int, edit func(s *autoscale.Sample)) func(int, *autoscale.Sample) {
	return func(minute int, s *autoscale.Sample) {
		if minute == at {
			edit(s)
		}
	}
}

// A shadow decides the same, but nothing is to be done, and what it has
// decided is not taken for steps that were made.
func TestShadow(t *testing.T) {
	q := question(hour(last(60, idle)))
	q.Rule.Shadow = true
	d := autoscale.Decide(q)
	if d.Rule != autoscale.RuleFewer || d.To != 3 || !d.Step() || d.Acts() {
		t.Errorf("%+v", d)
	}
	q.Rule.Shadow, q.Last = false, []autoscale.Decision{d}
	if d := autoscale.Decide(q); d.Rule != autoscale.RuleFewer || !d.Acts() {
		t.Errorf("after it has become more than a shadow: %+v", d)
	}
}

func TestMaximumIsToldOnceADay(t *testing.T) {
	q := question(hour(last(3, func(s *autoscale.Sample) { s.P95, s.Load, s.Dynos = 900*ms, 0.9, 5 })))
	q.Rule.Notify, q.Quantity = true, 5
	d := autoscale.Decide(q)
	if d.To != 6 || !d.Notify {
		t.Fatalf("the maximum is not told: %+v", d)
	}
	d.At = noon().Add(-23 * time.Hour)
	q.Last = []autoscale.Decision{d}
	if again := autoscale.Decide(q); again.To != 6 || again.Notify {
		t.Errorf("told again after 23 hours: %+v", again)
	}
	q.Last[0].At = noon().Add(-24 * time.Hour)
	if again := autoscale.Decide(q); !again.Notify {
		t.Error("not told after a day")
	}
	q.Rule.Notify, q.Last = false, nil
	if d := autoscale.Decide(q); d.Notify {
		t.Error("told though nobody wants to know")
	}
}
