package control_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/backendtest"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

func TestContractInMemory(t *testing.T) {
	backendtest.Run(t, func(t *testing.T) backendtest.Harness {
		disk := &broken{Store: store.NewMemory(), err: noSpace()}
		r := newRig(t, disk)
		return backendtest.Harness{Backend: r.plane, Advance: r.pass, Fill: disk.full.Store}
	})
}

func TestContractOnDisk(t *testing.T) {
	backendtest.Run(t, func(t *testing.T) backendtest.Harness {
		s, err := store.Open(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		disk := &broken{Store: s, err: noSpace()}
		r := newRig(t, disk)
		t.Cleanup(func() {
			disk.full.Store(false)
			r.must(r.plane.Close())
			r.must(s.Close())
		})
		return backendtest.Harness{Backend: r.plane, Advance: r.pass, Fill: disk.full.Store}
	})
}

// The whole contract holds if the process ends and starts again before and
// after every request, and now and then while its work goes on.
func TestContractOnDiskWithRestarts(t *testing.T) {
	backendtest.Run(t, func(t *testing.T) backendtest.Harness {
		r := &restarting{dir: t.TempDir()}
		s, err := store.Open(r.dir)
		if err != nil {
			t.Fatal(err)
		}
		r.rig = newRig(t, s)
		t.Cleanup(r.end)
		return backendtest.Harness{Backend: r, Advance: r.pass}
	})
}

// restarting is a backend that is closed and opened again, with a driver
// that knows nothing.
type restarting struct {
	asked  sync.Mutex // held while a request is answered
	mu     sync.Mutex // guards the rest
	dir    string
	passes int // since the last request
	*rig
}

// pass restarts now and then, but not while somebody waits for an answer.
func (r *restarting) pass(d time.Duration) {
	r.Helper()
	if r.asked.TryLock() {
		if r.passes%4 == 0 {
			r.again()
		}
		r.passes++
		r.asked.Unlock()
	}
	r.advance(d)
}

func (r *restarting) end() {
	r.Helper()
	r.must(r.plane.Close())
	r.must(r.store.Close())
}

func (r *restarting) again() {
	r.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.end()
	var err error
	r.store, err = store.Open(r.dir)
	r.must(err)
	r.open()
}

func (r *restarting) Catalog(ctx context.Context) (pricing.Catalog, error) {
	return r.plane.Catalog(ctx)
}

func (r *restarting) Watch(ctx context.Context) (<-chan *model.Fleet, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.plane.Watch(ctx)
}

func (r *restarting) Apply(ctx context.Context, q backend.Request) (backend.Receipt, error) {
	r.asked.Lock()
	defer r.asked.Unlock()
	r.again()
	r.passes = 0
	return r.plane.Apply(ctx, q)
}

func (r *restarting) Cancel(ctx context.Context, a backend.Actor, id model.OperationID) (backend.Receipt, error) {
	r.asked.Lock()
	defer r.asked.Unlock()
	r.again()
	r.passes = 0
	return r.plane.Cancel(ctx, a, id)
}

func (r *restarting) Retry(ctx context.Context, a backend.Actor, id model.OperationID) (backend.Receipt, error) {
	r.asked.Lock()
	defer r.asked.Unlock()
	r.again()
	r.passes = 0
	return r.plane.Retry(ctx, a, id)
}

func (r *restarting) Journal(ctx context.Context, q backend.Query) ([]model.Entry, error) {
	return r.plane.Journal(ctx, q)
}

func (r *restarting) Abilities() backend.Abilities { return r.plane.Abilities() }
