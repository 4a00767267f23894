package backendtest

import (
	"errors"

	"pooldeck/backend"
	"pooldeck/model"
)

// rolesAreKept asks for everything that changes something without the role
// for it: it is refused by the backend, recorded, and nothing has changed.
func rolesAreKept(a *asking) {
	c, pool := a.first()
	for _, role := range []backend.Role{"", backend.Viewer} {
		r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
		r.Actor = backend.Actor{Name: "vera", Role: role, Via: "SHA256:key from 127.0.0.1:5022"}
		if _, err := a.Backend.Apply(a.ctx(), r); !errors.Is(err, backend.ErrDenied) {
			a.Errorf("the role %q changes a count: %v", role, err)
		}
		if clock := a.Backend.Abilities().Clock; clock != nil {
			if err := clock.SetSpeed(r.Actor, 3); !errors.Is(err, backend.ErrDenied) {
				a.Errorf("the role %q steers the clock: %v", role, err)
			}
		}
	}
	if now := a.fleet().Cluster(c.ID); now.Revision != c.Revision {
		a.Errorf("the revision went from %d to %d", c.Revision, now.Revision)
	}
	entries, err := a.Backend.Journal(a.ctx(), backend.Query{Actor: "vera"})
	if err != nil {
		a.Fatal(err)
	}
	if len(entries) != 2 || entries[0].Kind != model.EntryRefused || entries[0].Via != "SHA256:key from 127.0.0.1:5022" {
		a.Errorf("the journal has %+v", entries)
	}

	r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	receipt := a.accepted(r)
	for _, id := range receipt.Operations {
		if _, err := a.Backend.Cancel(a.ctx(), backend.Actor{Name: "vera", Role: backend.Viewer}, id); !errors.Is(err, backend.ErrDenied) {
			a.Errorf("a viewer cancels: %v", err)
		}
	}
	a.done(receipt)
	if clock := a.Backend.Abilities().Clock; clock != nil {
		if err := clock.SetSpeed(backend.Actor{Name: "otto", Role: backend.Operator}, 3); !errors.Is(err, backend.ErrDenied) {
			a.Errorf("an operator steers the clock: %v", err)
		}
	}
}
