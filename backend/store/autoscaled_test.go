package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model/autoscale"
)

func TestWhatAutoscalersDecidedIsKeptForADay(t *testing.T) {
	each(t, func(t *testing.T, s store.Store) {
		create(t, s)
		minute := func(n int) time.Time { return start().Add(time.Duration(n) * time.Minute) }
		batch := func(n int, d store.Decided) store.Batch {
			return store.Batch{
				At:        minute(n),
				Samples:   []store.Sample{{App: "a1", Process: "web", Sample: autoscale.Sample{At: minute(n), P95: time.Second, Dynos: n}}},
				Decisions: []store.Decided{d},
			}
		}
		run := func(from, to int) store.Decided {
			return store.Decided{App: "a1", Process: "web", Decided: backend.Decided{
				Decision: autoscale.Decision{At: minute(from), Rule: autoscale.RuleMin, From: 2, To: 2, Inputs: autoscale.Inputs{Samples: to}}, Until: minute(to),
			}}
		}
		// The second goes on with the first; the third is another one.
		for _, b := range []store.Batch{batch(1, run(1, 1)), batch(2, run(1, 2)), batch(3, run(3, 3))} {
			commit(t, s, b)
		}
		decisions, err := s.Decisions("a1", "web", minute(2), minute(9))
		if diff := cmp.Diff([]backend.Decided{run(1, 2).Decided, run(3, 3).Decided}, decisions); err != nil || diff != "" {
			t.Errorf("%v %s", err, diff)
		}
		if samples, err := s.Samples("a1", "web", minute(2), minute(3)); err != nil || len(samples) != 2 || samples[0].Dynos != 2 {
			t.Errorf("samples %+v, %v", samples, err)
		}
		if samples, _ := s.Samples("a1", "worker", minute(0), minute(9)); len(samples) > 0 {
			t.Errorf("another process type has %+v", samples)
		}
		day := int(store.Kept/time.Minute) + 3
		commit(t, s, batch(day, run(day, day)))
		samples, _ := s.Samples("a1", "web", minute(0), minute(day))
		decisions, _ = s.Decisions("a1", "web", minute(0), minute(day))
		if len(samples) != 2 || len(decisions) != 2 || samples[0].Dynos != 3 {
			t.Errorf("a day later there are %d samples and %d decisions", len(samples), len(decisions))
		}
	})
}
