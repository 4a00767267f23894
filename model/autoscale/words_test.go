package autoscale_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pooldeck/internal/golden"
	"pooldeck/model/autoscale"
)

// One decision by each rule, as it is read.
func TestReasons(t *testing.T) {
	busy := func(s *autoscale.Sample) { s.P95, s.Load, s.Throughput = 900*ms, 0.9, 180 }
	at := func(q autoscale.Question, n int) autoscale.Question {
		q.Quantity = n
		return q
	}
	full := question(hour(last(3, busy), last(3, func(s *autoscale.Sample) { s.Dynos, s.Pool = 5, 0.92 })))
	full.Rule.Notify = true
	shadow := question(hour(last(60, idle)))
	shadow.Rule.Shadow = true
	asked := []autoscale.Question{
		at(question(hour()), 9),
		question(hour(last(3, busy)), step(30*time.Second, 3, 4, autoscale.RuleOver, 100)),
		question(nil),
		question(hour()[:50]),
		question(hour(last(2, func(s *autoscale.Sample) { s.Errors, s.P95, s.Load = 0.34, 9000*ms, 1 }))),
		question(hour(last(3, silent))),
		question(hour(last(3, busy))),
		at(full, 5), at(full, 6),
		at(question(hour(last(60, idle), last(60, slow(900*ms)))), 6),
		question(hour(last(3, func(s *autoscale.Sample) { s.P95, s.Load, s.Dynos = 450*ms, 0.7, 3 })), step(time.Minute, 3, 4, autoscale.RuleOver, 100)),
		question(hour(last(60, idle), last(60, slow(900*ms)))),
		question(hour(last(60, idle), last(60, slow(404*ms)), last(60, func(s *autoscale.Sample) { s.Load, s.Pool = 0.02, 0.8 }))),
		at(question(hour()), 2),
		at(question(hour(last(9, silent))), 2),
		question(hour(last(60, idle)), step(4*time.Minute, 5, 4, autoscale.RuleFewer, 100)),
		question(hour(last(60, idle))[54:]),
		question(hour()),
		question(hour(last(60, func(s *autoscale.Sample) { s.Load = 0.7 }))),
		question(hour(last(60, idle), last(60, slow(390*ms)))),
		question(hour(last(60, idle)), step(3*time.Hour, 4, 3, autoscale.RuleFewer, 100), step(2*time.Hour, 3, 4, autoscale.RuleOver, 100)),
		question(hour(last(60, idle))),
		shadow,
	}
	var text strings.Builder
	seen := map[autoscale.Rule]bool{}
	for _, q := range asked {
		d := autoscale.Decide(q)
		seen[d.Rule] = true
		fmt.Fprintf(&text, "%s\n  %s\n\n", d.Rule, strings.Join(d.Reasons(), "\n  "))
	}
	for _, rule := range autoscale.Rules() {
		if !seen[rule] {
			t.Errorf("no decision by %q", rule)
		}
	}
	golden.Check(t, "reasons", text.String())
}
