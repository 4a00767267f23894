package sim

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTempo(t *testing.T) {
	at := func(minutes int) time.Time { return noon().Add(time.Duration(minutes) * time.Minute) }
	slow := func(from, to int) stretch { return stretch{at(from), at(to), 3} }
	still := func(from, to int) stretch { return stretch{at(from), at(to), 0} }
	hung := func(from int) stretch { return stretch{From: at(from)} }
	const never = -1
	tests := map[string]struct {
		tempo tempo
		begin int
		work  int // minutes
		end   int
	}{
		"nothing is in the way":                       {nil, 0, 10, 10},
		"all of it is slow":                           {tempo{slow(0, 60)}, 0, 10, 30},
		"it ends where the slowness ends":             {tempo{slow(0, 30)}, 0, 10, 30},
		"the slowness is over before":                 {tempo{slow(0, 30)}, 30, 10, 40},
		"the slowness begins after it":                {tempo{slow(10, 30)}, 0, 10, 10},
		"the slowness begins on the way":              {tempo{slow(4, 60)}, 0, 10, 22},
		"the slowness ends on the way":                {tempo{slow(-6, 6)}, 0, 10, 14},
		"the slowness comes and goes on the way":      {tempo{slow(2, 8)}, 0, 10, 14},
		"twice slow":                                  {tempo{slow(0, 3), slow(6, 9)}, 0, 10, 14},
		"it stands still for a while":                 {tempo{still(4, 20)}, 0, 10, 26},
		"it stands still for good":                    {tempo{hung(4)}, 0, 10, never},
		"it is over before it would stand still":      {tempo{hung(11)}, 0, 10, 10},
		"it stands still while it is slow":            {tempo{still(3, 9), slow(0, 60)}, 0, 10, 36},
		"it stands still past the slowness":           {tempo{still(3, 90), slow(0, 60)}, 0, 10, 99},
		"it stands still and is slow later":           {tempo{still(3, 9), slow(9, 60)}, 0, 10, 30},
		"it stands still from within the slowness":    {tempo{hung(3), slow(0, 60)}, 0, 10, never},
		"it is slow and begins while it stands":       {tempo{still(-5, 5), slow(-9, 60)}, 0, 10, 35},
		"there is nothing to do":                      {tempo{slow(0, 60)}, 0, 0, 0},
		"there is nothing to do while it is standing": {tempo{still(0, 60)}, 0, 0, 60},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			end := tt.tempo.after(at(tt.begin), time.Duration(tt.work)*time.Minute)
			if tt.end == never {
				if !end.IsZero() {
					t.Errorf("it ends at %s", end)
				}
				return
			}
			if !end.Equal(at(tt.end)) {
				t.Errorf("it ends after %s, not %d minutes", end.Sub(noon()), tt.end)
			}
			if done := tt.tempo.done(at(tt.begin), end); done != time.Duration(tt.work)*time.Minute {
				t.Errorf("until then %s are done", done)
			}
		})
	}
}

// The clock of the work tells as much time between two instants as work is done,
// and never runs back.
func TestTheClockOfWork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minutes := func(name string) time.Duration {
			return time.Duration(rapid.IntRange(0, 600).Draw(t, name)) * time.Second
		}
		from := noon().Add(minutes("slow"))
		to := from.Add(minutes("slow for"))
		hang := noon().Add(minutes("hangs"))
		tempo := tempo{{From: hang, To: hang.Add(minutes("hangs for"))}, {from, to, slowFactor}}
		a := noon().Add(minutes("begins"))
		b := a.Add(minutes("ends"))
		told, done := tempo.clock(b).Sub(tempo.clock(a)), tempo.done(a, b)
		if diff := told - done; diff < -2*slowFactor || diff > 2*slowFactor {
			t.Fatalf("the clock tells %s, and %s are done", told, done)
		}
		if tempo.clock(a).After(a) {
			t.Fatal("the clock is fast")
		}
	})
}
