package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/cli"
	"pooldeck/model"
)

// How often a console is killed, and the first seed; each ordeal has one.
var (
	kills       = flag.Int("kills", ordealKills, "how often to kill the console")
	seedOfFirst = flag.Uint64("seed", 7, "the seed of the first ordeal")
)

// ordealKills is how often the console is killed on one state.
const ordealKills = 10

// What was accepted outlives the process, however that ends: the console is
// killed while operations run, ten times on a state. The seed chooses what is
// done, how fast time passes and when the process is killed.
func TestKilled(t *testing.T) {
	running := 0
	for n := range (*kills + ordealKills - 1) / ordealKills {
		seed := *seedOfFirst + uint64(n)
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			r := newOrdeal(t, seed)
			for round := range min(ordealKills, *kills-n*ordealKills) {
				r.kill(round)
			}
			r.finish()
			running += r.running
			t.Logf("killed %d times, %d of them while an operation was under way; %d changes were acknowledged", ordealKills, r.running, len(r.accepted))
		})
	}
	t.Logf("%d kills, %d of them while an operation was under way", *kills, running)
	if running < *kills*6/10 {
		t.Error("too few kills came while an operation was under way")
	}
}

// ordeal is what a state has to go through, and what has to come of it.
type ordeal struct {
	t      *testing.T
	dir    string
	chance *rand.Rand
	wanted map[spot]int // instances
	// accepted are the changes that were acknowledged, in order.
	accepted []step
	running  int // kills while an operation was under way
}

// spot is a pool of a cluster of the demo fleet.
type spot struct{ Cluster, Pool string }

type step struct {
	spot
	Count int
}

const (
	octagonal   = "postgresql-octagonal-30518"
	rectangular = "postgresql-rectangular-12345"
)

func newOrdeal(t *testing.T, seed uint64) *ordeal {
	return &ordeal{t: t, dir: t.TempDir(), chance: rand.New(rand.NewPCG(seed, seed)), wanted: map[spot]int{
		{octagonal, model.LeaderName}: 2, {octagonal, "reporting"}: 2, {octagonal, "search"}: 1, {rectangular, "analytics"}: 1,
	}}
}

// kill starts the console, changes something and kills it. In every third
// round nobody waits for the change to be acknowledged.
func (r *ordeal) kill(round int) {
	r.t.Helper()
	speed := []string{"20", "60", "300"}[r.chance.IntN(3)]
	c := start(r.t, usual(), "--state", r.dir, "--seed", "7", "--speed", speed)
	c.shows("billing-api")
	s := r.choose()
	r.ask(c, s)
	hasty := round%3 == 2
	if hasty {
		c.frames(r.chance.IntN(2), "✓ done")
	} else {
		c.until("the receipt", func(screen string) bool {
			return strings.Contains(screen, "accepted: 1 change") || s.shown(screen)
		})
		r.accept(s)
		c.frames(r.chance.IntN(6), "✓ done")
	}
	if err := c.cmd.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	<-c.ended
	if r.caught() {
		r.running++
	}
	if hasty && r.wants(r.look())[s.spot] == s.Count {
		r.accept(s)
	}
	if round%2 == 1 {
		r.check(r.look())
	}
}

// shown is whether the selected pool's row has the new count: notices may come
// and go faster than anybody looks, and be about something older.
func (s step) shown(screen string) bool {
	for line := range strings.Lines(screen) {
		if strings.Contains(line, "❯") && strings.Contains(line, " "+s.Pool+" ") && strings.Contains(line, fmt.Sprintf("/%d ", s.Count)) {
			return true
		}
	}
	return false
}

// caught is whether an operation was under way when the process was killed.
// It looks at a copy, so that the next process finds what the killed one left.
func (r *ordeal) caught() bool {
	r.t.Helper()
	dir := r.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(r.dir)); err != nil {
		r.t.Fatal(err)
	}
	s, err := store.Open(dir)
	if err != nil {
		r.t.Fatal(err)
	}
	defer s.Close()
	fleet, err := s.Load()
	if err != nil {
		r.t.Fatal(err)
	}
	return slices.ContainsFunc(fleet.Operations, func(o *model.Operation) bool { return !o.State.Final() })
}

// choose picks a pool and how many instances it is to have.
func (r *ordeal) choose() step {
	at := []spot{
		{octagonal, model.LeaderName},
		{octagonal, "reporting"},
		{octagonal, "search"},
		{rectangular, "analytics"},
	}[r.chance.IntN(4)]
	if at.Pool == model.LeaderName {
		return step{at, 3 - r.wanted[at]}
	}
	count := 1 + r.chance.IntN(6)
	for count == r.wanted[at] {
		count = 1 + r.chance.IntN(6)
	}
	return step{at, count}
}

// ask presses the keys for a change, up to the one that applies it.
func (r *ordeal) ask(c *terminal, s step) {
	r.t.Helper()
	c.types(map[string]string{
		model.LeaderName: "gjjjjj",     // below the app's dynos
		"reporting":      "gjjjjjhj",   // the leader pool folded, the next row
		"search":         "gjjjjjhjhj", // and so on
		"analytics":      "Gh",         // from the last instance to its pool
	}[s.Pool])
	c.shows(s.Pool + "." + strings.TrimPrefix(s.Cluster, "postgresql-"))
	if s.Pool == model.LeaderName {
		c.types("t")
	} else {
		c.types("i")
		c.shows(s.Pool+" of ", "· instances")
		c.types(fmt.Sprint(s.Count))
		c.shows(fmt.Sprintf("%d × ", s.Count))
		c.types("\r")
	}
	c.shows("Review · 1 change", "Apply")
	// Where something is lost, the harmless button has the focus.
	if strings.Contains(c.text(), "❯Cancel❮") {
		c.types("\x1b[D")
	}
	c.shows("❯Apply❮")
	c.types("\r")
}

func (r *ordeal) accept(s step) {
	r.wanted[s.spot] = s.Count
	r.accepted = append(r.accepted, s)
}

// seen is what `pooldeck fleet --json` says.
type seen struct {
	Clusters []struct {
		Name    string
		Settled bool
		Pools   []seenPool
	}
	Operations []struct {
		State model.OperationState
	}
}

type seenPool struct {
	Name      string
	Wanted    int
	Instances []struct{ ID string }
}

// wants are the instances wanted of the pools that change.
func (r *ordeal) wants(s seen) map[spot]int {
	wants := map[spot]int{}
	for _, c := range s.Clusters {
		for _, p := range c.Pools {
			if _, changes := r.wanted[spot{c.Name, p.Name}]; changes {
				wants[spot{c.Name, p.Name}] = p.Wanted
			}
		}
	}
	return wants
}

// look asks the program twice: no time passes while nobody runs it.
func (r *ordeal) look() seen {
	r.t.Helper()
	first := runs(r.t, "fleet", "--json", "--state", r.dir)
	again := runs(r.t, "fleet", "--json", "--state", r.dir)
	if first.code != cli.OK || first.stderr != "" {
		r.t.Fatalf("after the kill: %+v", first)
	}
	if diff := cmp.Diff(first.stdout, again.stdout); diff != "" {
		r.t.Errorf("looking changed what there is:\n%s", diff)
	}
	if verified := runs(r.t, "journal", "--verify", "--state", r.dir); verified.code != cli.OK {
		r.t.Errorf("after the kill: %+v", verified)
	}
	var s seen
	if err := json.Unmarshal([]byte(first.stdout), &s); err != nil {
		r.t.Fatal(err)
	}
	return s
}

// check compares what is wanted with what was acknowledged.
func (r *ordeal) check(s seen) {
	r.t.Helper()
	if diff := cmp.Diff(r.wanted, r.wants(s)); diff != "" {
		r.t.Errorf("instances acknowledged (-) and wanted (+):\n%s", diff)
	}
	r.history()
}

// finish lets everything come to its end and looks at what is left.
func (r *ordeal) finish() {
	r.t.Helper()
	tall := usual()
	tall.rows = 80 // every cluster has a row on the screen, however many instances there are
	c := start(r.t, tall, "--state", r.dir, "--speed", "3600")
	c.until("the end of all operations", func(screen string) bool {
		calm := 0
		for line := range strings.Lines(screen) {
			for _, name := range []string{octagonal, rectangular} {
				if strings.Contains(line, "▾ "+name) && strings.Contains(line, "✓ available") {
					calm++
				}
			}
		}
		return calm == 2
	})
	c.types("q")
	c.exits()
	s := r.look()
	r.check(s)
	for _, c := range s.Clusters {
		if !c.Settled {
			r.t.Errorf("%s is not settled", c.Name)
		}
		for _, p := range c.Pools {
			if len(p.Instances) != p.Wanted {
				r.t.Errorf("%s of %s has %d instances and not %d", p.Name, c.Name, len(p.Instances), p.Wanted)
			}
		}
	}
	for _, o := range s.Operations {
		if !o.State.Final() {
			r.t.Errorf("an operation is %s", o.State)
		}
	}
	if ends := r.history(); len(ends) != len(r.accepted) {
		r.t.Errorf("%d operations were accepted and %d have ended: %v", len(r.accepted), len(ends), ends)
	}
}
