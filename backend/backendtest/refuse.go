package backendtest

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"pooldeck/backend"
	"pooldeck/model"
)

func staleIsRefused(a *asking) {
	c, pool := a.first()
	late := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 3})
	late.Actor.Name = "bob"
	first := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	a.untouched(func() {
		_, err := a.Backend.Apply(a.ctx(), late)
		var stale *backend.Stale
		if !errors.As(err, &stale) {
			a.Fatalf("the second one hears %v", err)
		}
		words := a.operation(first.Operations[0]).Words
		if stale.Target != c.ID || stale.Name != c.Name || stale.Base != c.Revision || stale.Now != c.Revision+1 ||
			stale.By != "ada" || stale.At.IsZero() || !slices.Equal(stale.Words, words) {
			a.Errorf("the second one hears %+v", stale)
		}
		if !strings.Contains(err.Error(), "ada") {
			a.Errorf("%q does not say who", err)
		}
	})
	a.refused("bob", c.ID, "was changed since")
	// Another target has not moved.
	f := a.fleet()
	a.apply(model.SetCount{Cluster: f.Clusters[1].ID, Pool: model.LeaderName, Count: 3 - f.Clusters[1].Leader.Count})
	// Without a base nobody knows what was planned on.
	blind := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 3})
	blind.Base = nil
	if _, err := a.Backend.Apply(a.ctx(), blind); !isStale(err) {
		a.Errorf("a request without a base hears %v", err)
	}
}

func isStale(err error) bool {
	var stale *backend.Stale
	return errors.As(err, &stale)
}

// refused checks that the journal's last entry of an actor is a refusal.
func (a *asking) refused(actor string, target model.ID, reason string) {
	a.Helper()
	entries := a.journal(backend.Query{Actor: actor, Last: 1})
	if len(entries) != 1 {
		a.Fatalf("the journal has no entry of %s", actor)
	}
	e := entries[0]
	if e.Kind != model.EntryRefused || e.Target != target || !strings.Contains(e.Note, reason) || len(e.Words) == 0 {
		a.Errorf("the journal has %+v", e)
	}
}

func oneOfManyIsAccepted(a *asking) {
	c, pool := a.first()
	requests := make([]backend.Request, 8)
	for i := range requests {
		requests[i] = a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1 + i})
	}
	results := make([]error, len(requests))
	var all sync.WaitGroup
	for i, r := range requests {
		all.Go(func() { _, results[i] = a.Backend.Apply(a.ctx(), r) })
	}
	all.Wait()
	accepted := 0
	for _, err := range results {
		switch {
		case err == nil:
			accepted++
		case !isStale(err):
			a.Errorf("one of them hears %v", err)
		}
	}
	if accepted != 1 {
		a.Errorf("%d of %d requests on one revision were accepted", accepted, len(requests))
	}
}

func risksAreAskedFor(a *asking) {
	c, _ := a.first()
	r := a.request(
		model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: 1},
		model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: a.other(c.Leader.Level)},
	)
	seen := r.Acknowledged
	a.untouched(func() {
		for _, missing := range []model.RiskKind{model.HALost, model.WritesInterrupted} {
			r.Acknowledged = slices.DeleteFunc(slices.Clone(seen), func(k model.RiskKind) bool { return k == missing })
			_, err := a.Backend.Apply(a.ctx(), r)
			var unseen *backend.Unacknowledged
			if !errors.As(err, &unseen) || len(unseen.Risks) != 1 || unseen.Risks[0].Kind != missing || unseen.Risks[0].Text == "" {
				a.Errorf("without %q: %v", missing, err)
			}
			a.refused("ada", c.ID, "not acknowledged")
		}
	})
	r.Acknowledged = seen
	a.done(a.accepted(r)) // what was refused has left the key free
}

func strandedClientsAreARisk(a *asking) {
	metrics := a.Backend.Abilities().Metrics
	if metrics == nil {
		return
	}
	c, pool := a.first()
	r := a.request(model.DestroyPool{Cluster: c.ID, Pool: pool.Name})
	r.Acknowledged = slices.DeleteFunc(r.Acknowledged, func(k model.RiskKind) bool { return k == model.ClientsStranded })
	sample, err := metrics.Sample(a.ctx(), []model.ID{c.ID})
	if err != nil {
		a.Fatal(err)
	}
	if used, known := sample.Connections(pool); !known || used == 0 {
		a.Fatalf("%s has %d clients; this test needs some", pool.Name, used)
	}
	_, err = a.Backend.Apply(a.ctx(), r)
	var unseen *backend.Unacknowledged
	if !errors.As(err, &unseen) || !slices.Equal(model.Kinds(unseen.Risks), []model.RiskKind{model.ClientsStranded}) {
		a.Errorf("destroying a pool that has clients: %v", err)
	}
}

func rulesAreAsked(a *asking) {
	c, pool := a.first()
	base := map[model.ID]model.Revision{c.ID: c.Revision}
	for name, test := range map[string]struct {
		changes model.Changes
		field   string
	}{
		"nothing":               {nil, "changes"},
		"a third leader":        {model.Changes{model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: 3}}, "count"},
		"too many followers":    {model.Changes{model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: 14}}, "count"},
		"an unknown level":      {model.Changes{model.SetLevel{Cluster: c.ID, Pool: pool.Name, Level: "5G"}}, "level"},
		"an unknown pool":       {model.Changes{model.DestroyPool{Cluster: c.ID, Pool: "nowhere"}}, "pool"},
		"an unknown cluster":    {model.Changes{model.DestroyCluster{Cluster: "nowhere"}}, "cluster"},
		"a second one is wrong": {model.Changes{model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: 3}, model.DestroyPool{Cluster: c.ID, Pool: "leader"}}, "pool"},
	} {
		a.untouched(func() {
			_, err := a.Backend.Apply(a.ctx(), backend.Request{Key: a.key(), Actor: a.actor(), Base: base, Changes: test.changes})
			var invalid *model.Invalid
			if !errors.As(err, &invalid) || invalid.Field != test.field || invalid.Reason == "" {
				a.Errorf("%s: %v", name, err)
			}
		})
	}
	r := a.request(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: 3})
	r.Key = ""
	var invalid *model.Invalid
	if _, err := a.Backend.Apply(a.ctx(), r); !errors.As(err, &invalid) || invalid.Field != "key" {
		a.Errorf("a request without a key: %v", err)
	}
}
