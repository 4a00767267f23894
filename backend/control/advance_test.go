package control_test

import (
	"slices"
	"testing"
	"time"

	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

// diary is a driver in whose world nothing happens. It writes down when it
// was asked.
type diary struct {
	due   []time.Time // what Next says, one after another; the last one for good
	asked []time.Time
}

func (d *diary) Want(time.Time, *model.Cluster) {}

func (d *diary) WantApp(time.Time, *model.App) {}

func (d *diary) AdvanceApps(time.Time) []model.ObservedApp { return nil }

func (d *diary) Advance(now time.Time) []model.Observed {
	d.asked = append(d.asked, now)
	if len(d.due) > 1 && !now.Before(d.due[0]) {
		d.due = d.due[1:]
	}
	return nil
}

func (d *diary) Next() time.Time { return d.due[0] }

func TestWorldIsSteppedThroughItsInstants(t *testing.T) {
	began := sim.Demo(seed).At
	at := func(seconds int) time.Time { return began.Add(time.Duration(seconds) * time.Second) }
	var never time.Time
	for name, test := range map[string]struct {
		due  []time.Time
		want []time.Time
	}{
		"nothing is due":                        {[]time.Time{never}, []time.Time{at(60)}},
		"three instants are due":                {[]time.Time{at(10), at(20), at(30), never}, []time.Time{at(10), at(20), at(30), at(60)}},
		"one is due later":                      {[]time.Time{at(10), at(70)}, []time.Time{at(10), at(60)}},
		"one is due at the end":                 {[]time.Time{at(60), never}, []time.Time{at(60), at(60)}},
		"news from before, then one is due":     {[]time.Time{at(-5), at(20), never}, []time.Time{at(0), at(20), at(60)}},
		"a driver that never gets anywhere":     {[]time.Time{at(-5)}, []time.Time{at(0), at(60)}},
		"a driver that stays at what it was at": {[]time.Time{at(10), at(10)}, []time.Time{at(10), at(10), at(60)}},
	} {
		s := store.NewMemory()
		if err := s.Create(sim.Demo(seed), sim.DemoSpans(seed), seed); err != nil {
			t.Fatal(err)
		}
		d := &diary{due: []time.Time{never}}
		p, err := control.Open(s, d, pricing.Catalog{}, control.Options{})
		if err != nil {
			t.Fatal(err)
		}
		d.due, d.asked = test.due, nil
		if err := p.Advance(at(60)); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(d.asked, test.want) {
			t.Errorf("%s: it was asked at %v", name, d.asked)
		}
	}
}
