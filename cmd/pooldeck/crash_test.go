package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/cli"
	"pooldeck/model"
)

// What was accepted outlives the process, however that ends: the console is
// killed ten times while operations run. The seed chooses what is done, how
// fast time passes and when the process is killed.
func TestKilledTenTimes(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	r := &ordeal{
		t: t, dir: t.TempDir(), chance: rand.New(rand.NewPCG(seed, seed)),
		wanted: map[string]int{model.LeaderName: 2, "reporting": 2, "search": 1},
	}
	for round := range 10 {
		r.kill(round)
	}
	r.finish()
}

// ordeal is what a state has to go through, and what has to come of it.
type ordeal struct {
	t      *testing.T
	dir    string
	chance *rand.Rand
	wanted map[string]int // instances, by pool
	// accepted are the changes that were acknowledged, in order.
	accepted []model.Change
}

// cluster is the one that changes; its leader pool is the third row.
const cluster = "postgresql-octagonal-30518"

// kill starts the console, changes something and kills it. In every third
// round nobody waits for the change to be acknowledged.
func (r *ordeal) kill(round int) {
	r.t.Helper()
	speed := []string{"20", "200", "1000"}[r.chance.IntN(3)]
	c := start(r.t, usual(), "--state", r.dir, "--seed", "7", "--speed", speed)
	c.shows("billing-api")
	pool, count := r.choose()
	r.ask(c, pool, count)
	hasty := round%3 == 2
	if !hasty {
		c.shows("accepted: 1 change")
		r.accept(pool, count)
		c.frame(r.chance.IntN(6))
	}
	if err := c.cmd.Process.Kill(); err != nil {
		r.t.Fatal(err)
	}
	<-c.ended
	if hasty {
		r.settle(pool, count)
	}
	if round%2 == 1 {
		r.check()
	}
}

// choose picks a pool and how many instances it is to have.
func (r *ordeal) choose() (pool string, count int) {
	pool = []string{model.LeaderName, "reporting", "search"}[r.chance.IntN(3)]
	if pool == model.LeaderName {
		return pool, 3 - r.wanted[pool]
	}
	for count = r.wanted[pool]; count == r.wanted[pool]; {
		count = r.chance.IntN(7)
	}
	return pool, count
}

// ask presses the keys for a change, up to the one that applies it.
func (r *ordeal) ask(c *terminal, pool string, count int) {
	r.t.Helper()
	c.types("gjj")
	c.shows("leader.octagonal-30518")
	// Folding a pool puts the next one right below it.
	for _, next := range []string{"reporting", "search"} {
		if pool == model.LeaderName {
			break
		}
		c.types("hj")
		c.shows(next + ".octagonal-30518")
		if next == pool {
			break
		}
	}
	if pool == model.LeaderName {
		c.types("t")
	} else {
		c.types("i")
		c.shows(pool + " · instances")
		c.types(fmt.Sprint(count))
		c.shows(fmt.Sprintf("%d × ", count))
		c.types("\r")
	}
	c.shows("Review · 1 change", "Apply")
	c.types("\r")
}

func (r *ordeal) accept(pool string, count int) {
	r.wanted[pool] = count
	r.accepted = append(r.accepted, model.SetCount{Pool: pool, Count: count})
}

// settle finds out whether a change was accepted that nobody waited for.
func (r *ordeal) settle(pool string, count int) {
	r.t.Helper()
	for _, p := range r.look().pools() {
		if p.Name == pool && p.Wanted == count {
			r.accept(pool, count)
		}
	}
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

func (s seen) pools() []seenPool {
	for _, c := range s.Clusters {
		if c.Name == cluster {
			return c.Pools
		}
	}
	return nil
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
	var s seen
	if err := json.Unmarshal([]byte(first.stdout), &s); err != nil {
		r.t.Fatal(err)
	}
	return s
}

// check compares what is wanted with what was acknowledged.
func (r *ordeal) check() {
	r.t.Helper()
	for _, p := range r.look().pools() {
		if p.Wanted != r.wanted[p.Name] {
			r.t.Errorf("%s is to have %d instances, not %d", p.Name, p.Wanted, r.wanted[p.Name])
		}
	}
	r.history()
}

// finish lets everything come to its end and looks at what is left.
func (r *ordeal) finish() {
	r.t.Helper()
	c := start(r.t, usual(), "--state", r.dir, "--speed", "3600")
	c.until("the end of all operations", func(screen string) bool {
		for line := range strings.Lines(screen) {
			if strings.Contains(line, cluster) {
				return strings.Contains(line, "✓ available")
			}
		}
		return false
	})
	c.types("q")
	c.exits()
	s := r.look()
	for _, c := range s.Clusters {
		if !c.Settled {
			r.t.Errorf("%s is not settled", c.Name)
		}
	}
	for _, o := range s.Operations {
		if !o.State.Final() {
			r.t.Errorf("an operation is %s", o.State)
		}
	}
	for _, p := range s.pools() {
		if len(p.Instances) != r.wanted[p.Name] {
			r.t.Errorf("%s has %d instances and not %d", p.Name, len(p.Instances), r.wanted[p.Name])
		}
	}
	ends := r.history()
	r.t.Logf("%d accepted, ended %v, wanted %v", len(r.accepted), ends, r.wanted)
	if len(ends) != len(r.accepted) {
		r.t.Errorf("%d operations were accepted and %d have ended", len(r.accepted), len(ends))
	}
}

// history reads the state itself: the journal has no gap, each change stands
// in it once, each operation ends once, and the ledger has one open span for
// each instance that is there. It returns how operations ended.
func (r *ordeal) history() map[model.OperationID]model.EntryKind {
	r.t.Helper()
	s, err := store.Open(r.dir)
	if err != nil {
		r.t.Fatal(err)
	}
	defer s.Close()
	fleet, err := s.Load()
	if err != nil {
		r.t.Fatal(err)
	}
	journal, err := s.Journal(store.Query{})
	if err != nil {
		r.t.Fatal(err)
	}
	var accepted []model.Change
	ends := map[model.OperationID]model.EntryKind{}
	for n, e := range journal {
		if e.Seq != int64(n+1) {
			r.t.Errorf("entry %d of the journal has the number %d", n+1, e.Seq)
		}
		switch e.Kind {
		case model.EntryAccepted:
			for _, change := range e.Changes {
				set := change.(model.SetCount)
				set.Cluster = ""
				accepted = append(accepted, set)
			}
		case model.EntryDone, model.EntryFailed, model.EntryCancelled, model.EntrySuperseded:
			if ends[e.Operation] != "" {
				r.t.Errorf("%s is %s and %s", e.Operation, ends[e.Operation], e.Kind)
			}
			ends[e.Operation] = e.Kind
		case model.EntryRestarted, model.EntryRefused:
		}
	}
	if fleet.JournalSeq != int64(len(journal)) {
		r.t.Errorf("the fleet knows %d entries of the journal, which has %d", fleet.JournalSeq, len(journal))
	}
	if diff := cmp.Diff(r.accepted, accepted); diff != "" {
		r.t.Errorf("what was acknowledged (-) and what is there (+):\n%s", diff)
	}
	r.ledger(s, fleet)
	return ends
}

func (r *ordeal) ledger(s store.Store, fleet *model.Fleet) {
	r.t.Helper()
	there, open := map[model.ID]int{}, map[model.ID]int{}
	for _, c := range fleet.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				if i.Phase != model.Queued {
					there[i.ID]++
				}
			}
		}
	}
	spans, err := s.Spans(fleet.At.AddDate(-1, 0, 0), fleet.At.AddDate(0, 0, 1), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, span := range spans {
		if span.To.IsZero() {
			open[span.Instance]++
		}
	}
	if diff := cmp.Diff(there, open); diff != "" {
		r.t.Errorf("instances (-) and open spans of the ledger (+):\n%s", diff)
	}
}
