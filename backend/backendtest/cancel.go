package backendtest

import (
	"errors"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

func cancelGoesBack(a *asking) {
	c, pool := a.first()
	id := a.apply(
		model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2},
		model.AddPool{Cluster: c.ID, Name: "reports", Level: pool.Level, Count: 1},
	).Operations[0]
	a.Advance(10 * time.Second)
	receipt, err := a.Backend.Cancel(a.ctx(), backend.Actor{Name: "bob", Role: backend.Admin}, id)
	if err != nil {
		a.Fatal(err)
	}
	if o := a.operation(id); o.State != model.OpCancelled || o.Ended.IsZero() {
		a.Errorf("the cancelled operation is %+v", o)
	}
	back := a.operation(receipt.Operations[0])
	if back.Actor != "bob" || back.Target != c.ID || len(back.Words) == 0 {
		a.Errorf("the way back is %+v", back)
	}
	a.done(receipt)
	is := a.fleet().Cluster(c.ID)
	if len(is.Followers) != len(c.Followers) || len(is.Followers[0].Instances) != pool.Count || is.Revision != c.Revision+2 {
		a.Errorf("back is %+v", is)
	}
	var kinds []model.EntryKind
	for _, e := range a.journal(backend.Query{Actor: "bob"}) {
		kinds = append(kinds, e.Kind)
	}
	if want := []model.EntryKind{model.EntryAccepted, model.EntryCancelled, model.EntryDone}; !slices.Equal(kinds, want) {
		a.Errorf("the journal of bob has %q", kinds)
	}
}

func endedIsNotCancelled(a *asking) {
	c, pool := a.first()
	receipt := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	id := receipt.Operations[0]
	a.done(receipt)
	a.untouched(func() {
		if _, err := a.Backend.Cancel(a.ctx(), a.actor(), id); !errors.Is(err, backend.ErrEnded) {
			a.Errorf("an operation that is done: %v", err)
		}
	})
	a.Advance(48 * time.Hour)
	if o := a.fleet().Operation(id); o != nil {
		a.Errorf("two days later the fleet still has %+v", o)
	}
	if _, err := a.Backend.Cancel(a.ctx(), a.actor(), id); !errors.Is(err, backend.ErrEnded) {
		a.Errorf("an operation that was done two days ago: %v", err)
	}
	var invalid *model.Invalid
	if _, err := a.Backend.Cancel(a.ctx(), a.actor(), "no-such-operation"); !errors.As(err, &invalid) {
		a.Errorf("an operation that never was: %v", err)
	}
}

func irreversibleIsNotCancelled(a *asking) {
	c, _ := a.first()
	id := a.apply(model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: a.other(c.Leader.Level)}).Operations[0]
	step := time.Second
	if i := a.Backend.Abilities().Interruption; i != nil {
		step = i.Switchover.Least / 2 // so that it cannot be missed
	}
	o := a.when(id, step, func(o *model.Operation) bool { return o.Irreversible || o.State.Final() })
	if o.State.Final() {
		a.Fatal("the leader's level changed without a step that cannot be stopped")
	}
	a.untouched(func() {
		if _, err := a.Backend.Cancel(a.ctx(), a.actor(), id); !errors.Is(err, backend.ErrIrreversible) {
			a.Errorf("while the leader is switched over: %v", err)
		}
	})
	// A newer change is never refused for that; the step finishes first.
	a.done(a.apply(model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: c.Leader.Level}))
}

func noWayBackIsSaid(a *asking) {
	c, _ := a.first()
	id := a.apply(model.DestroyCluster{Cluster: c.ID}).Operations[0]
	a.untouched(func() {
		_, err := a.Backend.Cancel(a.ctx(), a.actor(), id)
		var invalid *model.Invalid
		if !errors.As(err, &invalid) && !errors.Is(err, backend.ErrIrreversible) {
			a.Errorf("a cluster that is being destroyed: %v", err)
		}
	})
	a.ended(id)
}

func progressNeverFalls(a *asking) {
	c, pool := a.first()
	id := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 3}).Operations[0]
	last, moved := 0, 0
	o := a.when(id, 15*time.Second, func(o *model.Operation) bool {
		if o.Progress.Permille < last {
			a.Errorf("progress fell from %d to %d permille", last, o.Progress.Permille)
		}
		if o.Progress.Permille > last {
			moved++
		}
		last = o.Progress.Permille
		if !o.State.Final() && last >= 1000 {
			a.Errorf("it is running and its progress is %+v", o.Progress)
		}
		return o.State.Final()
	})
	if moved < 3 || o.Progress.Permille != 1000 {
		a.Errorf("it moved %d times and ended with %+v", moved, o.Progress)
	}
}

func appsRestart(a *asking) {
	c, pool := a.first()
	release := func() int { return a.fleet().App(c.App).Release }
	before := release()
	a.done(a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1}))
	if got := release(); got != before {
		a.Errorf("scaling made release %d of %d", got, before)
	}
	receipt := a.apply(model.Attach{Cluster: c.ID, Pool: pool.Name, App: c.App, Name: "NUMBERS"})
	a.done(receipt)
	if got := release(); got != before+1 {
		a.Errorf("a new config var made release %d of %d", got, before)
	}
	n := 0
	for _, e := range a.journal(backend.Query{Target: c.ID}) {
		if e.Kind == model.EntryRestarted && e.Operation == receipt.Operations[0] && len(e.Words) == 1 {
			n++
		}
	}
	if n != 1 {
		a.Errorf("the journal has %d restarts", n)
	}
}
