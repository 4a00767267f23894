package control_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/backendtest"
	"pooldeck/backend/control"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

func TestContractInMemory(t *testing.T) {
	backendtest.Run(t, func(t *testing.T) backendtest.Harness {
		p := open(t, created(t), newWorld(), options())
		return backendtest.Harness{Backend: p, Advance: advance(t, p)}
	})
}

func TestContractOnDisk(t *testing.T) {
	backendtest.Run(t, func(t *testing.T) backendtest.Harness {
		p := open(t, createdOnDisk(t, t.TempDir()), newWorld(), options())
		return backendtest.Harness{Backend: p, Advance: advance(t, p)}
	})
}

// The whole contract holds if the process ends and starts again between any
// two steps.
func TestContractOnDiskWithRestarts(t *testing.T) {
	backendtest.Run(t, func(t *testing.T) backendtest.Harness {
		r := &restarting{t: t, dir: t.TempDir()}
		must(t, createdOnDisk(t, r.dir).Close())
		r.start()
		t.Cleanup(r.end)
		return backendtest.Harness{Backend: r, Advance: func(d time.Duration) {
			r.again()
			must(t, r.plane.Advance(r.plane.Now().Add(d)))
		}}
	})
}

func options() control.Options {
	return control.Options{
		Simulated: true, Speed: 1, Metrics: crowd{},
		Interruption: &backend.Interruption{Switchover: backend.Range{Least: time.Second, Most: time.Minute}},
	}
}

// crowd has 120 clients on every instance that does not end in 0.
type crowd struct{}

func (crowd) Sample(_ context.Context, clusters []model.ID) (model.Sample, error) {
	s := model.Sample{Instances: map[model.ID]model.Measure{}}
	for _, id := range clusters {
		s.Instances[id+"/5"] = model.Measure{Connections: 120}
	}
	return s, nil
}

func advance(t *testing.T, p *control.Plane) func(time.Duration) {
	return func(d time.Duration) {
		t.Helper()
		must(t, p.Advance(p.Now().Add(d)))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// createdOnDisk is a store on disk that holds the small fleet.
func createdOnDisk(t *testing.T, dir string) *store.SQLite {
	t.Helper()
	s, err := store.Open(dir)
	must(t, err)
	t.Cleanup(func() { s.Close() })
	fleet, ledger := small()
	must(t, s.Create(fleet, ledger, 7))
	return s
}

// restarting is a backend that is closed and opened again, with a driver
// that knows nothing, before everything that changes it.
type restarting struct {
	t     *testing.T
	mu    sync.Mutex
	dir   string
	store *store.SQLite
	plane *control.Plane
}

func (r *restarting) start() {
	r.t.Helper()
	var err error
	r.store, err = store.Open(r.dir)
	must(r.t, err)
	r.plane, err = control.Open(r.store, newWorld(), catalog(), options())
	must(r.t, err)
}

func (r *restarting) end() {
	r.t.Helper()
	must(r.t, r.plane.Close())
	must(r.t, r.store.Close())
}

func (r *restarting) again() {
	r.t.Helper()
	r.end()
	r.start()
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
	r.mu.Lock()
	defer r.mu.Unlock()
	r.again()
	return r.plane.Apply(ctx, q)
}

func (r *restarting) Cancel(ctx context.Context, a backend.Actor, id model.OperationID) (backend.Receipt, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.again()
	return r.plane.Cancel(ctx, a, id)
}

func (r *restarting) Journal(ctx context.Context, q backend.Query) ([]model.Entry, error) {
	return r.plane.Journal(ctx, q)
}

func (r *restarting) Abilities() backend.Abilities { return r.plane.Abilities() }
