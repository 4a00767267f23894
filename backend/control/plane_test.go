package control_test

import (
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/store"
	"pooldeck/model"
)

// created is a store in memory that holds the small fleet.
func created(t *testing.T) *store.Memory {
	t.Helper()
	s := store.NewMemory()
	fleet, ledger := small()
	if err := s.Create(fleet, ledger, 7); err != nil {
		t.Fatal(err)
	}
	return s
}

func open(t *testing.T, s store.Store, d backend.Driver, o control.Options) *control.Plane {
	t.Helper()
	p, err := control.Open(s, d, catalog(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

func scale(key string, count int, base model.Revision) backend.Request {
	return backend.Request{
		Key: key, Actor: backend.Actor{Name: "ada"}, Base: map[model.ID]model.Revision{"c1": base},
		Changes: model.Changes{model.SetCount{Cluster: "c1", Pool: "analytics", Count: count}},
	}
}

func TestScaleUntilDone(t *testing.T) {
	p := open(t, created(t), newWorld(), control.Options{})
	watch, err := p.Watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	<-watch
	receipt, err := p.Apply(t.Context(), scale("k1", 3, 1))
	if err != nil {
		t.Fatal(err)
	}
	f := <-watch
	if o := f.Operation(receipt.Operations[0]); o == nil || o.State != model.OpRunning {
		t.Fatalf("the operation after Apply: %+v", o)
	}
	if err := p.Advance(start().Add(time.Hour / 2)); err != nil {
		t.Fatal(err)
	}
	f = <-watch
	o := f.Operation(receipt.Operations[0])
	if o.State != model.OpDone || o.Ended.Sub(o.Accepted) != 150*time.Second {
		t.Fatalf("half an hour later: %+v", o)
	}
	if c := f.Cluster("c1"); !c.Settled() || c.Revision != 2 || len(c.Followers[0].Instances) != 3 {
		t.Fatalf("half an hour later: %+v", c)
	}
}
