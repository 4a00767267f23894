package backendtest

import (
	"errors"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// failed scales the follower pool out while one instance cannot be created.
func (a *asking) failed(by int) (*model.Cluster, model.Pool, *model.Operation) {
	a.Helper()
	c, pool := a.first()
	a.inject(backend.FaultFailNext, c.ID, pool.ID, "")
	receipt := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + by})
	o := a.ended(receipt.Operations[0])
	if o.State != model.OpFailed || o.Note == "" {
		a.Fatalf("the operation is %s %q", o.State, o.Note)
	}
	return c, pool, o
}

func failureIsRetried(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool, o := a.failed(2)
	is, _ := a.fleet().Cluster(c.ID).Pool(pool.ID)
	up := slices.DeleteFunc(slices.Clone(is.Instances), func(i model.Instance) bool { return i.Phase == model.Failed })
	if len(is.Instances) != pool.Count+2 || len(up) != pool.Count+1 || is.Status() != model.Broken {
		a.Errorf("one of two failed, and the pool is %s: %+v", is.Status(), is.Instances)
	}
	a.Advance(48 * time.Hour) // whoever comes back on Monday can still ask again
	revision := a.fleet().Cluster(c.ID).Revision
	receipt, err := a.Backend.Retry(a.ctx(), backend.Actor{Name: "bob", Role: backend.Operator}, o.ID)
	if err != nil {
		a.Fatal(err)
	}
	again := a.operation(receipt.Operations[0])
	if again.Actor != "bob" || !slices.Equal(again.Words, o.Words) || len(again.Undo) == 0 {
		a.Errorf("asked again: %+v", again)
	}
	if now := a.fleet().Cluster(c.ID).Revision; now != revision+1 {
		a.Errorf("the revision went from %d to %d", revision, now)
	}
	a.done(receipt)
	is, _ = a.fleet().Cluster(c.ID).Pool(pool.ID)
	if !is.Settled() || is.Count != pool.Count+2 {
		a.Errorf("in the end it is %+v", is)
	}
	for _, i := range up {
		if !slices.ContainsFunc(is.Instances, func(k model.Instance) bool { return k.ID == i.ID }) {
			a.Errorf("%s had not failed and is gone", i.ID)
		}
	}
}

func failureIsUndone(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool, o := a.failed(1)
	a.done(a.apply(o.Undo...))
	is, _ := a.fleet().Cluster(c.ID).Pool(pool.ID)
	if !is.Settled() || is.Count != pool.Count {
		a.Errorf("in the end it is %+v", is)
	}
	var stale *backend.Stale
	if _, err := a.Backend.Retry(a.ctx(), a.actor(), o.ID); !errors.Is(err, backend.ErrNotFailed) && !errors.As(err, &stale) {
		a.Errorf("retried after it was undone: %v", err)
	}
}

func onlyFailuresAreRetried(a *asking) {
	c, pool := a.first()
	receipt := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	id := receipt.Operations[0]
	a.untouched(func() {
		if _, err := a.Backend.Retry(a.ctx(), a.actor(), id); !errors.Is(err, backend.ErrNotFailed) {
			a.Errorf("one that is under way: %v", err)
		}
		if _, err := a.Backend.Retry(a.ctx(), backend.Actor{Name: "vera", Role: backend.Viewer}, id); !errors.Is(err, backend.ErrDenied) {
			a.Errorf("a viewer: %v", err)
		}
		var invalid *model.Invalid
		if _, err := a.Backend.Retry(a.ctx(), a.actor(), "no-such-operation"); !errors.As(err, &invalid) {
			a.Errorf("one that never was: %v", err)
		}
	})
	a.done(receipt)
	a.Advance(48 * time.Hour)
	if _, err := a.Backend.Retry(a.ctx(), a.actor(), id); !errors.Is(err, backend.ErrNotFailed) {
		a.Errorf("one that was done two days ago: %v", err)
	}
	if !a.faulty() {
		return
	}
	_, pool, o := a.failed(1)
	a.done(a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count}))
	var stale *backend.Stale
	if _, err := a.Backend.Retry(a.ctx(), a.actor(), o.ID); !errors.As(err, &stale) || stale.Target != c.ID || len(stale.Words) == 0 {
		a.Errorf("one after which something else was wanted: %v", err)
	}
}
