package control_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/pricing"
)

const seed = 7

// rig is a control plane over a simulated world, and everything that a test
// may want to break about them.
type rig struct {
	asking
	plane  *control.Plane
	store  store.Store
	driver *driver
	keys   int
}

// asking is what a rig needs of a test, whoever runs it.
type asking interface {
	Helper()
	Errorf(string, ...any)
	Fatal(...any)
}

// driver is the simulator, which can be told to give up on a cluster.
type driver struct {
	*sim.World
	failing map[model.ID]string
}

func (d driver) Advance(now time.Time) []model.Observed {
	seen := d.World.Advance(now)
	for i := range seen {
		if why := d.failing[seen[i].Cluster]; why != "" {
			seen[i].Failure = why
		}
	}
	return seen
}

// newRig opens a plane on the demo fleet.
func newRig(t asking, s store.Store) *rig {
	t.Helper()
	r := &rig{asking: t, store: s}
	r.must(s.Create(sim.Demo(seed), sim.DemoSpans(seed), seed))
	r.open()
	return r
}

func inMemory(t asking) *rig { return newRig(t, store.NewMemory()) }

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// open opens a plane on the store, with a driver that knows nothing yet.
func (r *rig) open() {
	r.Helper()
	c, err := pricing.Embedded()
	r.must(err)
	r.driver = &driver{sim.New(seed), map[model.ID]string{}}
	interruption := sim.Interruption()
	r.plane, err = control.Open(r.store, r.driver, c, control.Options{
		Simulated: true, Speed: 20, Interruption: &interruption,
		Gauge:   sim.NewGauge(seed, c.Specs),
		Metrics: sim.NewMetrics(seed, c.Specs, func() sim.Watched { return r.plane }),
	})
	r.must(err)
}

func (r *rig) advance(d time.Duration) {
	r.Helper()
	r.must(r.plane.Advance(r.plane.Now().Add(d)))
}

// pass is advance while nothing may be recorded.
func (r *rig) pass(d time.Duration) {
	r.Helper()
	var halted *backend.Unsaved
	if err := r.plane.Advance(r.plane.Now().Add(d)); !errors.As(err, &halted) {
		r.must(err)
	}
}

func (r *rig) speed(n int) {
	r.Helper()
	r.must(r.plane.SetSpeed(ada(), n))
}

func ada() backend.Actor { return backend.Actor{Name: "ada", Role: backend.Admin} }

// cluster is the one that most tests are about, with its follower pool.
func (r *rig) cluster() (*model.Cluster, model.Pool) {
	c := r.plane.Fleet().Named("postgresql-horizontal-12345")
	return c, c.Followers[0]
}

// scaled is a request for another number of analytics instances.
func (r *rig) scaled(count int) backend.Request {
	c, pool := r.cluster()
	r.keys++
	return backend.Request{
		Key: fmt.Sprintf("key-%d", r.keys), Actor: ada(),
		Base:         map[model.ID]model.Revision{c.ID: c.Revision},
		Changes:      model.Changes{model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: count}},
		Acknowledged: []model.RiskKind{model.HALost, model.ClientsStranded},
	}
}

// scale makes that request.
func (r *rig) scale(count int) model.OperationID {
	r.Helper()
	receipt, err := r.plane.Apply(context.Background(), r.scaled(count))
	r.must(err)
	return receipt.Operations[0]
}

func (r *rig) journal() []model.Entry {
	r.Helper()
	entries, err := r.plane.Journal(context.Background(), backend.Query{})
	r.must(err)
	return entries
}

// kinds are what the journal records, in its order.
func (r *rig) kinds() []model.EntryKind {
	r.Helper()
	var kinds []model.EntryKind
	for _, e := range r.journal() {
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

func (r *rig) wantKinds(want ...model.EntryKind) {
	r.Helper()
	if got := r.kinds(); !slices.Equal(got, want) {
		r.Errorf("the journal has %q, not %q", got, want)
	}
}
