package backendtest

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/model"
)

// ledgerFollowsTheFleet changes a cluster in every way that makes instances
// come, change and go, and compares the ledger with the fleet at every step.
func ledgerFollowsTheFleet(a *asking) {
	if a.Backend.Abilities().Ledger == nil {
		return
	}
	c, pool := a.first()
	began := a.fleet().At
	for _, change := range []model.Change{
		model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 2},
		model.SetLevel{Cluster: c.ID, Pool: pool.Name, Level: a.other(pool.Level)},
		model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: 1},
		model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: a.other(c.Leader.Level)},
		model.DestroyCluster{Cluster: c.ID},
	} {
		id := a.apply(change).Operations[0]
		a.when(id, 40*time.Second, func(o *model.Operation) bool {
			a.ledgerIsRight()
			return o.State.Final()
		})
	}
	spans := a.spans(began, a.fleet().At.Add(time.Second), c.ID)
	for _, s := range spans {
		if s.To.IsZero() || !s.To.After(s.From) {
			a.Errorf("the cluster is gone and the ledger has %+v", s)
		}
	}
	for _, level := range []string{pool.Level, a.other(pool.Level)} {
		if !slices.ContainsFunc(spans, func(s model.Span) bool { return s.Pool == pool.ID && s.Level == level }) {
			a.Errorf("%s was at %s, and the ledger has nothing of it", pool.Name, level)
		}
	}
}

func (a *asking) spans(from, to time.Time, clusters ...model.ID) []model.Span {
	a.Helper()
	list, err := a.Backend.Abilities().Ledger.Spans(a.ctx(), from, to, clusters)
	if err != nil {
		a.Fatal(err)
	}
	return list
}

// ledgerIsRight compares the open spans with the instances that exist.
func (a *asking) ledgerIsRight() {
	a.Helper()
	f := a.fleet()
	if diff := cmp.Diff(Existing(f), Open(a.spans(f.At, f.At.Add(time.Second)))); diff != "" {
		a.Errorf("at %v the ledger differs from the fleet: %s", f.At, diff)
	}
}

// Existing lists the instances and dynos of a fleet that are paid for, as lines
// of instance, pool, cluster, app and level, or what stands for them.
func Existing(f *model.Fleet) []string {
	var list []string
	for _, a := range f.Apps {
		for _, p := range a.Processes {
			for _, d := range p.Dynos {
				list = append(list, fmt.Sprintf("%s %s %s %s %s", d.ID, a.ProcessID(p.Type), a.ID, a.Name, d.Size))
			}
		}
	}
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				if i.Phase.Exists() {
					list = append(list, fmt.Sprintf("%s %s %s %s %s", i.ID, p.ID, c.ID, c.App, i.Level))
				}
			}
		}
	}
	slices.Sort(list)
	return list
}

// Open lists the spans that are open, in the same form.
func Open(spans []model.Span) []string {
	var list []string
	for _, s := range spans {
		if s.To.IsZero() {
			list = append(list, fmt.Sprintf("%s %s %s %s %s", s.Instance, s.Pool, s.Cluster, s.App, s.Level))
		}
	}
	slices.Sort(list)
	return list
}

func clockIsSteered(a *asking) {
	clock := a.Backend.Abilities().Clock
	if clock == nil {
		return
	}
	for _, speed := range []int{1, 0, backend.MaxSpeed} {
		if err := clock.SetSpeed(a.actor(), speed); err != nil || clock.Speed() != speed {
			a.Errorf("speed %d: %v; it is %d", speed, err, clock.Speed())
		}
	}
	for _, speed := range []int{-1, backend.MaxSpeed + 1} {
		if err := clock.SetSpeed(a.actor(), speed); err == nil || clock.Speed() != backend.MaxSpeed {
			a.Errorf("speed %d: %v; it is %d", speed, err, clock.Speed())
		}
	}
}
