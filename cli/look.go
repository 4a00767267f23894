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

// see looks at the newest fleet and measures the clusters that choose picks.
func see(ctx context.Context, b backend.Backend, choose func(*model.Fleet) ([]*model.Cluster, error)) (look, error) {
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
func (l *look) measure(ctx context.Context, clusters []*model.Cluster) (err error) {
	ids := make([]model.ID, 0, len(clusters))
	for _, c := range clusters {
		ids = append(ids, c.ID)
	}
	if l.able.Metrics != nil {
		if l.sample, err = l.able.Metrics.Sample(ctx, ids); err != nil {
			return err
		}
	}
	if l.able.Ledger != nil {
		var apps []*model.App
		if len(clusters) == len(l.fleet.Clusters) {
			ids, apps = nil, l.fleet.Apps
		}
		spans, err := l.able.Ledger.Spans(ctx, month(l.fleet.At), l.fleet.At, ids)
		if err != nil {
			return err
		}
		l.accrual = pricing.Accrue(l.catalog, spans, clusters, apps, l.fleet.At)
	}
	return nil
}

// owned sorts the clusters by their apps: what each app has, and what that
// costs.
func (l look) owned() map[string]estate {
	apps := map[string]estate{}
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
