package history

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

// Violation says what was not as it must be, and after which step; the step
// after the last one is the end, when everything has to come to rest.
type Violation struct {
	Step   int
	Reason string
}

func (v *Violation) Error() string { return fmt.Sprintf("after step %d: %s", v.Step, v.Reason) }

// Tally is how much there was in a history.
type Tally struct{ Events, Entries, Crashes int }

// Run carries a script out and stops at the first violation; nil when there
// is none.
func Run(s Script, c pricing.Catalog) (t Tally, v *Violation) {
	r := &run{script: s, catalog: c}
	defer func() {
		r.leave()
		t = r.tally
		switch value := recover().(type) {
		case nil:
		case violated:
			v = &Violation{r.at, string(value)}
		default:
			v = &Violation{r.at, fmt.Sprintf("panic: %v\n%s", value, debug.Stack())}
		}
	}()
	r.begin()
	for i, step := range s.Steps {
		r.at = i
		step.do(r)
		r.revive()
	}
	r.at = len(s.Steps)
	r.rest()
	return r.tally, nil
}

// violated is what fail panics with.
type violated string

// run is a history being carried out.
type run struct {
	script  Script
	catalog pricing.Catalog
	at      int // the step
	tally   Tally

	disk  *disk         // nil in memory
	kept  store.Store   // what outlives the process
	twin  *store.Memory // what the disk has to hold; nil in memory
	gate  *gate
	world tap
	plane *control.Plane

	views     [people]*model.Fleet
	sent      []*sent
	undecided *sent // what was under way when the process ended

	book   *book
	ledger ledger // of the world as it is
	saved  ledger // of the last commit
	apps   map[model.ID]string
	last   *model.Fleet // that was checked
	led    map[model.ID]bool
	far    map[model.OperationID]int // permille, since the process began
}

// sent is a request and what came of it.
type sent struct {
	backend.Request
	receipt  backend.Receipt
	accepted bool
}

func (r *run) fail(format string, args ...any) { panic(violated(fmt.Sprintf(format, args...))) }

func (r *run) must(err error) {
	if err != nil {
		r.fail("%v", err)
	}
}

func (r *run) begin() {
	if r.script.Disk {
		d, err := newDisk()
		r.must(err)
		r.disk, r.kept, r.twin = d, d.kept, store.NewMemory()
	} else {
		r.kept = store.NewMemory()
	}
	first, spans := sim.Demo(r.script.Seed), sim.DemoSpans(r.script.Seed)
	r.must(r.kept.Create(first, spans, r.script.Seed))
	if r.twin != nil {
		r.must(r.twin.Create(first, spans, r.script.Seed))
	}
	r.ledger = newLedger(spans)
	r.saved = r.ledger.copied()
	r.book = newBook(first, r.catalog.Specs, r.request)
	r.apps, r.led = map[model.ID]string{}, map[model.ID]bool{}
	r.open()
	for i := range r.views {
		r.views[i] = r.plane.Fleet()
	}
	r.check()
}

// open starts a process.
func (r *run) open() {
	r.gate = &gate{Store: r.kept, taken: r.committed, before: func() {
		if r.disk != nil {
			r.disk.remember()
		}
	}}
	r.world = tap{sim.New(r.script.Seed), r.see, r.seeApps}
	r.far = map[model.OperationID]int{}
	f, err := r.kept.Load()
	r.must(err)
	for _, c := range f.Clusters {
		r.apps[c.ID] = c.App
	}
	p, err := control.Open(r.gate, r.world, r.catalog, control.Options{
		Simulated: true, Gauge: sim.NewGauge(r.script.Seed, r.catalog.Specs), Metrics: sim.NewMetrics(r.script.Seed, r.catalog.Specs, func() sim.Watched { return r.plane }),
	})
	r.must(err)
	r.plane, r.last = p, nil
}

func (r *run) leave() {
	if r.disk != nil {
		_ = r.disk.end()
	}
}

// committed notes what is durable.
func (r *run) committed(b store.Batch) {
	r.saved = r.ledger.copied()
	if r.twin != nil {
		r.must(r.twin.Commit(b))
	}
}

func (r *run) who(n int) backend.Actor {
	return backend.Actor{Name: []string{"ada", "bob", "eve"}[n], Role: backend.Operator}
}

// revive starts the next process where the last one has ended in the step.
func (r *run) revive() {
	r.gate.crash = Crash{}
	if r.gate.dead {
		r.crashed(Crash{})
	}
}

// crashed starts the next process after the last one was killed, or ended in
// the middle of a commit.
func (r *run) crashed(c Crash) {
	r.tally.Crashes++
	doubt, now := r.gate.doubt, r.ledger
	r.ledger = r.saved.copied()
	if r.disk != nil {
		r.must(r.disk.crash(c))
		r.kept = r.disk.kept
	}
	if doubt != nil && r.holds(*doubt) {
		r.ledger = now
		r.committed(*doubt)
	}
	r.compare()
	r.decide()
	r.open()
	r.check()
	r.audit()
}

// holds is whether a commit that the process ended in is there: its clock and
// its entries are, or none of it.
func (r *run) holds(b store.Batch) bool {
	f, err := r.kept.Load()
	r.must(err)
	if len(b.Entries) > 0 {
		return f.JournalSeq >= b.Entries[len(b.Entries)-1].Seq
	}
	if r.twin == nil {
		return r.gate.crash.Part > 0
	}
	was, err := r.twin.Load()
	r.must(err)
	return !f.At.Equal(was.At) || !same(was, f)
}

// decide finds out what came of the request that nobody got an answer to.
func (r *run) decide() {
	s := r.undecided
	if s == nil {
		return
	}
	r.undecided = nil
	receipt, found, err := r.kept.Receipt(s.Key)
	r.must(err)
	if found {
		s.accepted, s.receipt = true, backend.Receipt{Operations: receipt.Operations, JournalSeq: receipt.JournalSeq}
	}
}

// request finds the one that an operation carries out; nil where it goes back
// or tries again.
func (r *run) request(id model.OperationID) *sent {
	for _, q := range slices.Backward(r.sent) {
		if slices.Contains(q.receipt.Operations, id) {
			return q
		}
	}
	return nil
}

// answered files the answer to a request.
func (r *run) answered(s *sent, receipt backend.Receipt, err error) {
	switch {
	case r.gate.dead:
		r.undecided = s
	case errors.Is(err, backend.ErrNoAnswer):
		r.undecided = s
		if r.decide(); !s.accepted {
			r.fail("%s got no answer, and was not accepted", s.Key)
		}
	case err == nil && s.accepted:
		if fmt.Sprint(receipt) != fmt.Sprint(s.receipt) {
			r.fail("the receipt of %s was %v and is %v", s.Key, s.receipt, receipt)
		}
	case err == nil:
		s.accepted, s.receipt = true, receipt
	case s.accepted && !errors.Is(err, errFull):
		r.fail("%s was accepted and is refused now: %v", s.Key, err)
	}
}

// impatient is the context of somebody who asks and does not wait: an answer
// that comes late is none.
type impatient struct{ context.Context }

func (impatient) Done() <-chan struct{} {
	over := make(chan struct{})
	close(over)
	return over
}

func ctx() context.Context { return impatient{context.Background()} }
