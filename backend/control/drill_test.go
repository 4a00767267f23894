package control_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/control"
	"pooldeck/backend/drill"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/internal/golden"
	"pooldeck/model"
	"pooldeck/pricing"
)

const drills = "../../docs/drills"

// Each drill of the documentation, as its journal tells it to somebody who
// only watches.
func TestDrills(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(drills, "*.drill"))
	if err != nil || len(files) != 6 {
		t.Fatalf("%d drills, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".drill"), func(t *testing.T) {
			cues := readDrill(t, file)
			r := drilled(t, cues)
			began := r.plane.Now()
			r.advance(cues[len(cues)-1].After)
			golden.Check(t, "journal", told(r, began))

			// In another rhythm it is the same incident.
			steps := drilled(t, cues)
			for steps.plane.Now().Before(r.plane.Now()) {
				steps.advance(min(7*time.Second, r.plane.Now().Sub(steps.plane.Now())))
			}
			if diff := cmp.Diff(r.journal(), steps.journal()); diff != "" {
				t.Error(diff)
			}

			// It can be survived: once what has failed is asked for again, all is there.
			for _, o := range r.plane.Fleet().Operations {
				if o.State == model.OpFailed {
					_, err := r.plane.Retry(context.Background(), ada(), o.ID)
					r.must(err)
				}
			}
			r.advance(time.Hour)
			for _, c := range r.plane.Fleet().Clusters {
				if !c.Settled() || c.Memo != "" {
					t.Errorf("an hour later %s is %s", c.Name, c.Status())
				}
			}
			for _, a := range r.plane.Fleet().Apps {
				if !a.Settled() || a.Memo != "" {
					t.Errorf("an hour later the dynos of %s are not what is wanted", a.Name)
				}
			}
		})
	}
}

func readDrill(t *testing.T, file string) []drill.Cue {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cues, err := drill.Read(filepath.Base(file), f)
	if err != nil {
		t.Fatal(err)
	}
	return cues
}

// drilled is a plane on the demo fleet that plays a drill.
func drilled(t *testing.T, cues []drill.Cue) *rig {
	t.Helper()
	r := &rig{asking: t, store: store.NewMemory()}
	r.must(r.store.Create(sim.Demo(seed), sim.DemoSpans(seed), seed))
	c, err := pricing.Embedded()
	r.must(err)
	r.plane, err = control.Open(r.store, sim.New(seed), c, control.Options{Simulated: true, Gauge: sim.NewGauge(seed, c.Specs), Drill: cues})
	r.must(err)
	return r
}

// told is the journal, by the time since the beginning.
func told(r *rig, began time.Time) string {
	var b strings.Builder
	for _, e := range r.journal() {
		at := e.At.Sub(began).Round(time.Second)
		fmt.Fprintf(&b, "%3d:%02d  %-9s  %-5s  %s", int(at.Minutes()), int(at.Seconds())%60, e.Kind, e.Actor, strings.Join(e.Words, "; "))
		if e.Note != "" {
			fmt.Fprintf(&b, "  (%s)", e.Note)
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

func TestDrillThatCannotBePlayed(t *testing.T) {
	for name, test := range map[string]struct{ line, want string }{
		"a cluster that is not": {"1:00 slow postgresql-cubic-1", "test.drill:1: there is no cluster postgresql-cubic-1"},
		"an app that is not":    {"1:00 spike nobodys-app", "test.drill:1: there is no app nobodys-app"},
		"a pool that is not":    {"1:00 lag postgresql-horizontal-12345 reporting", "test.drill:1: postgresql-horizontal-12345 has no pool reporting"},
	} {
		cues, err := drill.Read("test.drill", strings.NewReader(test.line))
		if err != nil {
			t.Fatal(err)
		}
		s := store.NewMemory()
		if err := s.Create(sim.Demo(seed), sim.DemoSpans(seed), seed); err != nil {
			t.Fatal(err)
		}
		var wrong *drill.Wrong
		_, err = control.Open(s, sim.New(seed), pricing.Catalog{}, control.Options{Drill: cues})
		if !errors.As(err, &wrong) || err.Error() != test.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What a drill asks for may have become impossible: it says so and goes on.
func TestDrillGoesOnWithWhatIsPossible(t *testing.T) {
	cues, err := drill.Read("test.drill", strings.NewReader(`
		0:10 hang postgresql-horizontal-12345 analytics follower
		0:20 mend postgresql-horizontal-12345
		0:30 scale postgresql-horizontal-12345 analytics 50
		0:32 autoscale example-app 2 8 500ms
		0:34 crash example-app web.9
		0:40 note it goes on
	`))
	if err != nil {
		t.Fatal(err)
	}
	r := drilled(t, cues)
	r.advance(time.Minute)
	r.wantKinds(model.EntryRefused, model.EntryRefused, model.EntryRefused, model.EntryRefused, model.EntryRefused, model.EntryNote)
	for i, want := range []string{
		"there is no follower of analytics on postgresql-horizontal-12345 to hang",
		"as things are now, there is nothing to mend here",
		"13 follower instances",
		"Standard-1X is not autoscaled",
		"there is no dyno web.9 of example-app to crash",
	} {
		if e := r.journal()[i]; !strings.Contains(e.Note, want) || e.Actor != "drill" || len(e.Words) == 0 {
			t.Errorf("entry %d is %+v", i+1, e)
		}
	}
}

// Lines that were given one by one come in the order of their times, and those
// of one instant in the order in which they were given.
func TestDrillIsPlayedInTheOrderOfTime(t *testing.T) {
	var cues []drill.Cue
	for _, line := range []string{"2:00 note second", "1:00 note first", "2:00 note third", "0:00 note at once"} {
		cue, err := drill.Line("--fault", line)
		if err != nil {
			t.Fatal(err)
		}
		cues = append(cues, cue)
	}
	r := drilled(t, cues)
	r.advance(time.Hour)
	var words []string
	for _, e := range r.journal() {
		words = append(words, e.Words[0])
	}
	if want := []string{"at once", "first", "second", "third"}; !slices.Equal(words, want) {
		t.Errorf("it says %q", words)
	}
}

// Run wakes up for a cue although nothing else is under way, and again and again
// while what was lost is replaced.
func TestDrillWakesThePlane(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cue, err := drill.Line("--fault", "0:10 kill postgresql-horizontal-12345 analytics follower")
		if err != nil {
			t.Fatal(err)
		}
		r := drilled(t, []drill.Cue{cue})
		r.speed(20)
		count, end := shown(r), running(r)
		time.Sleep(500*time.Millisecond + time.Millisecond)
		if got := count(); got != 1 {
			t.Errorf("ten simulated seconds later the fleet was shown %d times", got)
		}
		time.Sleep(2 * time.Second)
		if got := count(); got != 8 {
			t.Errorf("two seconds later the fleet was shown %d times", got)
		}
		r.must(end())
		r.must(r.plane.Close())
	})
}
