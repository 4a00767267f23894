package cli

import (
	"context"
	"errors"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// look is what a command sees of a backend at one instant. Where a backend
// cannot measure or keeps no ledger, that part is empty and able says so.
type look struct {
	catalog pricing.Catalog
	fleet   *model.Fleet
	sample  model.Sample
	accrual pricing.Accrual
	able    backend.Abilities
}

// sight is what a command looks at.
type sight struct {
	clusters []*model.Cluster
	apps     []*model.App // for their formations
}

// see looks at the newest fleet and measures what choose picks.
func see(ctx context.Context, b backend.Backend, choose func(*model.Fleet) (sight, error)) (look, error) {
	var l look
	var err error
	if l.catalog, err = b.Catalog(ctx); err != nil {
		return look{}, err
	}
	if l.fleet, err = newest(ctx, b); err != nil {
		return look{}, err
	}
	chosen, err := choose(l.fleet)
	if err != nil {
		return look{}, err
	}
	l.able = b.Abilities()
	if err := l.measure(ctx, chosen); err != nil {
		return look{}, err
	}
	return l, nil
}

// newest is the first fleet that a watch sends.
func newest(ctx context.Context, b backend.Backend) (*model.Fleet, error) {
	ctx, end := context.WithCancel(ctx)
	defer end()
	fleets, err := b.Watch(ctx)
	if err != nil {
		return nil, err
	}
	fleet, open := <-fleets
	if !open {
		return nil, errors.Join(backend.ErrClosed, ctx.Err())
	}
	return fleet, nil
}

// measure samples clusters and adds up what they have accrued; with all of
// them, so has what is gone by now.
func (l *look) measure(ctx context.Context, s sight) (err error) {
	ids := make([]model.ID, 0, len(s.clusters)+len(s.apps))
	for _, c := range s.clusters {
		ids = append(ids, c.ID)
	}
	for _, a := range s.apps {
		ids = append(ids, a.ID)
	}
	if l.able.Metrics != nil {
		if l.sample, err = l.able.Metrics.Sample(ctx, ids); err != nil {
			return err
		}
	}
	if l.able.Ledger != nil {
		if len(s.clusters) == len(l.fleet.Clusters) && len(s.apps) == len(l.fleet.Apps) {
			ids = nil
		}
		spans, err := l.able.Ledger.Spans(ctx, month(l.fleet.At), l.fleet.At, ids)
		if err != nil {
			return err
		}
		l.accrual = pricing.Accrue(l.catalog, spans, s.clusters, s.apps, l.fleet.At)
	}
	return nil
}

// owned sorts the clusters by their apps: what each app has, and what that
// costs.
func (l look) owned() map[string]estate {
	apps := map[string]estate{}
	for _, a := range l.fleet.Apps {
		apps[a.Name] = estate{cost: l.catalog.FormationIn(l.fleet, a)}
	}
	for _, c := range l.fleet.Clusters {
		e := apps[c.App]
		apps[c.App] = estate{append(e.clusters, c), e.cost.Plus(l.catalog.Cluster(c, l.fleet.At))}
	}
	return apps
}

type estate struct {
	clusters []*model.Cluster
	cost     pricing.Amount
}

// month is the first instant of an instant's calendar month.
func month(at time.Time) time.Time {
	at = at.UTC()
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// attached lists the attachments that open a pool, or, without one, the
// cluster.
func attached(c *model.Cluster, pool model.ID) []model.Attachment {
	var list []model.Attachment
	for _, a := range c.Attachments {
		if pool == "" || a.Pool == pool {
			list = append(list, a)
		}
	}
	return list
}

// dynos counts those that are there in the whole fleet.
func dynos(f *model.Fleet) int {
	n := 0
	for _, a := range f.Apps {
		for _, p := range a.Processes {
			n += len(p.Dynos)
		}
	}
	return n
}

// instances counts what is there in the whole fleet.
func instances(f *model.Fleet) int {
	n := 0
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			n += len(p.Instances)
		}
	}
	return n
}
