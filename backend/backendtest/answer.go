package backendtest

import (
	"context"
	"errors"
	"runtime"

	"pooldeck/backend"
	"pooldeck/model"
)

func refusedRequestChangesNothing(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	a.inject(backend.FaultRefuse, c.ID, "", "")
	r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	a.untouched(func() {
		if _, err := a.Backend.Apply(a.ctx(), r); !errors.Is(err, backend.ErrUnavailable) {
			a.Errorf("it was to be refused: %v", err)
		}
	})
	a.done(a.accepted(r))
}

func lostAnswerIsFoundAgain(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	a.inject(backend.FaultLose, c.ID, "", "")
	r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	if _, err := a.Backend.Apply(a.ctx(), r); !errors.Is(err, backend.ErrNoAnswer) {
		a.Errorf("the answer was to be lost: %v", err)
	}
	receipt := a.accepted(r)
	if o := a.operation(receipt.Operations[0]); len(a.fleet().Operations) != 1 || o.State.Final() {
		a.Errorf("asked again, the fleet has %d operations, and this one: %+v", len(a.fleet().Operations), o)
	}
	a.done(receipt)
	if now := a.fleet().Cluster(c.ID).Revision; now != c.Revision+1 {
		a.Errorf("the revision went from %d to %d", c.Revision, now)
	}
}

// How late it comes where no time passes but by Advance is the backend's.
func lateAnswerComes(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	a.inject(backend.FaultDelay, c.ID, "", "")
	r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	type answer struct {
		receipt backend.Receipt
		err     error
	}
	answers := make(chan answer, 1)
	ctx, cancel := context.WithTimeout(a.ctx(), patience)
	defer cancel()
	go func() {
		receipt, err := a.Backend.Apply(ctx, r)
		answers <- answer{receipt, err}
	}()
	for len(a.fleet().Operations) == 0 && ctx.Err() == nil {
		runtime.Gosched()
	}
	a.Advance(backend.AnswerDelay)
	got := <-answers
	if got.err != nil {
		a.Fatal(got.err)
	}
	a.done(got.receipt)
}
