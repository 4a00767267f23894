package backendtest

import (
	"errors"
	"slices"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// offered finds a fault that has to be offered on a target.
func (a *asking) offered(kind backend.FaultKind, cluster, pool, instance model.ID) backend.Fault {
	a.Helper()
	list := a.Backend.Abilities().Faults.Offered(a.fleet(), cluster, pool, instance)
	at := slices.IndexFunc(list, func(f backend.Fault) bool { return f.Kind == kind })
	if at < 0 {
		a.Fatalf("%s is not offered: %+v", kind, list)
	}
	if list[at].Words == "" {
		a.Errorf("%s is offered without words", kind)
	}
	return list[at]
}

// inject makes a fault that has to be offered, and looks it up in the journal.
func (a *asking) inject(kind backend.FaultKind, cluster, pool, instance model.ID) {
	a.Helper()
	f, before := a.offered(kind, cluster, pool, instance), a.fleet().JournalSeq
	if err := a.Backend.Abilities().Faults.Inject(a.ctx(), a.actor(), f); err != nil {
		a.Fatalf("%s: %v", f.Words, err)
	}
	want := model.EntryFault
	if kind == backend.FaultMend {
		want = model.EntryRecovered
	}
	entries := a.journal(backend.Query{After: before})
	if len(entries) == 0 || entries[0].Kind != want || entries[0].Actor != a.actor().Name || len(entries[0].Words) == 0 {
		a.Errorf("%s: the journal has %+v", f.Words, entries)
	}
}

// recovered lets time pass until the journal says that a fault on a target is
// over.
func (a *asking) recovered(after int64, target model.ID) {
	a.Helper()
	for passed := time.Duration(0); passed < 24*time.Hour; passed += time.Minute {
		for _, e := range a.journal(backend.Query{After: after, Target: target}) {
			if e.Kind == model.EntryRecovered {
				return
			}
		}
		a.Advance(time.Minute)
	}
	a.Fatal("a day later the journal does not say that it is over")
}

// faulty is whether there is anything to be asked.
func (a *asking) faulty() bool { return a.Backend.Abilities().Faults != nil }

func faultsNeedTheirRole(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	f := a.offered(backend.FaultKill, c.ID, pool.ID, pool.Instances[0].ID)
	for _, role := range []backend.Role{"", backend.Viewer, backend.Operator} {
		before := a.fleet().JournalSeq
		a.untouched(func() {
			err := a.Backend.Abilities().Faults.Inject(a.ctx(), backend.Actor{Name: "vera", Role: role}, f)
			if !errors.Is(err, backend.ErrDenied) {
				a.Errorf("the role %q kills an instance: %v", role, err)
			}
		})
		if entries := a.journal(backend.Query{After: before}); len(entries) != 1 || entries[0].Kind != model.EntryRefused {
			a.Errorf("the journal has %+v", entries)
		}
	}
	if is, _ := a.fleet().Cluster(c.ID).Pool(pool.ID); is.Instances[0].Phase != model.Up {
		a.Errorf("the instance is %s", is.Instances[0].Phase)
	}
}

func faultsAreMadeOnce(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	f := a.offered(backend.FaultFailNext, c.ID, pool.ID, "")
	a.inject(backend.FaultFailNext, c.ID, pool.ID, "")
	for name, f := range map[string]backend.Fault{
		"one that stands already":        f,
		"one of no kind":                 {Kind: "flood", Cluster: c.ID},
		"one on a cluster that is not":   {Kind: backend.FaultKill, Cluster: "no such cluster"},
		"one on an instance that is not": {Kind: backend.FaultKill, Cluster: c.ID, Pool: pool.ID, Instance: "no such instance"},
	} {
		var invalid *model.Invalid
		if err := a.Backend.Abilities().Faults.Inject(a.ctx(), a.actor(), f); !errors.As(err, &invalid) {
			a.Errorf("%s: %v", name, err)
		}
	}
	before := a.fleet().JournalSeq
	a.inject(backend.FaultMend, c.ID, pool.ID, "")
	a.done(a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1}))
	for _, e := range a.journal(backend.Query{After: before}) {
		if e.Kind == model.EntryFault {
			a.Errorf("after it was mended: %+v", e)
		}
	}
}

// A leader that is lost has a successor, and afterwards all is as it was.
func lostLeaderIsReplaced(a *asking) {
	if !a.faulty() {
		return
	}
	c, _ := a.first()
	lead := c.Leader.Instances[slices.IndexFunc(c.Leader.Instances, func(i model.Instance) bool { return i.Role == model.RoleLeader })]
	before := a.fleet().JournalSeq
	a.inject(backend.FaultKill, c.ID, c.Leader.ID, lead.ID)
	if s := a.fleet().Cluster(c.ID).Status(); s.Calm() {
		a.Errorf("without a leader it is %s", s)
	}
	for passed := time.Duration(0); passed < time.Hour; passed += 5 * time.Second {
		leaders, is := 0, a.fleet().Cluster(c.ID)
		for _, i := range is.Leader.Instances {
			if i.Role == model.RoleLeader {
				leaders++
			}
		}
		if leaders != 1 {
			a.Fatalf("there are %d leaders: %+v", leaders, is.Leader.Instances)
		}
		a.Advance(5 * time.Second)
	}
	a.recovered(before, c.ID)
	is := a.fleet().Cluster(c.ID)
	if !is.Settled() || slices.ContainsFunc(is.Leader.Instances, func(i model.Instance) bool { return i.ID == lead.ID }) {
		a.Errorf("an hour later it is %+v", is.Leader)
	}
	if len(a.fleet().Operations) > 0 || is.Revision != c.Revision {
		a.Error("nobody asked for anything, and an operation was made of it")
	}
}

// An operation in which nothing moves is stuck until it moves again.
func stuckIsReported(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	id := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1}).Operations[0]
	a.Advance(time.Second)
	is, _ := a.fleet().Cluster(c.ID).Pool(pool.ID)
	hung := is.Instances[len(is.Instances)-1].ID
	since := a.fleet().At
	a.inject(backend.FaultHang, c.ID, pool.ID, hung)
	o := a.when(id, time.Minute, func(o *model.Operation) bool { return !o.Stuck.IsZero() })
	if !o.Stuck.Equal(since) || o.State.Final() {
		a.Errorf("it hangs since %v, and the operation is %s and stuck since %v", since, o.State, o.Stuck)
	}
	entries := a.journal(backend.Query{Target: c.ID, Last: 1})
	if len(entries) != 1 || entries[0].Kind != model.EntryStuck || entries[0].Operation != id || !strings.Contains(entries[0].Note, since.UTC().Format("15:04:05")) {
		a.Errorf("the journal has %+v", entries)
	}
	a.inject(backend.FaultMend, c.ID, pool.ID, hung)
	a.Advance(time.Second)
	if o := a.operation(id); !o.Stuck.IsZero() {
		a.Errorf("it goes on, and is stuck since %v", o.Stuck)
	}
	if o := a.ended(id); o.State != model.OpDone {
		a.Errorf("it is %s %s", o.State, o.Note)
	}
}

func newerReleasesWhatHangs(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	a.Advance(time.Second)
	is, _ := a.fleet().Cluster(c.ID).Pool(pool.ID)
	a.inject(backend.FaultHang, c.ID, pool.ID, is.Instances[len(is.Instances)-1].ID)
	a.Advance(time.Hour)
	a.done(a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2}))
}
