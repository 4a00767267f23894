package cli

import (
	"pooldeck/model"
	"pooldeck/pricing"
)

const gigabyte = 1_000_000_000

func (l look) head() head {
	at := l.fleet.At.UTC()
	return head{schema, &at, &l.able.Simulated, haltOf(l.fleet.Halt)}
}

func haltOf(h *model.Halt) *haltDocument {
	if h == nil {
		return nil
	}
	return &haltDocument{h.Since.UTC(), h.Reason, h.Remedy}
}

func (l look) document() fleetDocument {
	d := fleetDocument{
		head: l.head(), JournalSeq: l.fleet.JournalSeq, PerMonth: moneyOf(l.catalog.Fleet(l.fleet)),
		UpTo:    moneyOf(l.catalog.Fleet(l.fleet).Plus(l.catalog.FleetMore(l.fleet))),
		Accrued: l.accrued(l.accrual.Fleet()), Apps: []appDocument{}, Clusters: []clusterDocument{}, Operations: []operationDocument{},
	}
	apps := l.owned()
	for _, a := range l.fleet.Apps {
		app := appDocument{
			Name: a.Name, Release: a.Release, PerMonth: moneyOf(apps[a.Name].cost), Accrued: l.accrued(l.accrual.App(a.Name)),
		}
		if len(a.Processes) > 0 {
			formation := l.formation(a)
			app.Formation = &formation
		}
		d.Apps = append(d.Apps, app)
	}
	for _, c := range l.fleet.Clusters {
		d.Clusters = append(d.Clusters, l.cluster(c))
	}
	for _, o := range l.fleet.Operations {
		d.Operations = append(d.Operations, operationOf(o, l.fleet.Ending(o)))
	}
	return d
}

func (l look) accrued(soFar, forecast pricing.Amount) *accruedDocument {
	if l.able.Ledger == nil {
		return nil
	}
	return &accruedDocument{l.accrual.From, l.accrual.To, moneyOf(soFar), moneyOf(forecast)}
}

func (l look) cluster(c *model.Cluster) clusterDocument {
	used := c.Storage.Used(l.fleet.At)
	d := clusterDocument{
		ID: c.ID, Name: c.Name, App: c.App, Status: c.Status(), Settled: c.Settled(), Revision: c.Revision,
		Version: c.Version, Region: c.Region, Created: c.Created.UTC(),
		PerMonth: moneyOf(l.catalog.Cluster(c, l.fleet.At)), Accrued: l.accrued(l.accrual.Cluster(c.ID)),
		Storage: storageDocument{
			Bytes: used, PerDay: c.Storage.PerDay, PerMonth: moneyOf(l.catalog.StorageCost(used)),
			Included: l.catalog.Storage.IncludedGB * gigabyte, Most: l.catalog.Storage.MostGB * gigabyte,
		},
		Attachments: []attachmentDocument{},
	}
	for _, p := range c.Pools() {
		d.Pools = append(d.Pools, l.pool(c, p))
	}
	for _, a := range c.Attachments {
		pool, _ := c.Pool(a.Pool)
		d.Attachments = append(d.Attachments, attachmentDocument{a.Name, a.Var(), a.App, pool.Name, a.State})
	}
	if o := l.fleet.Open(c.ID); o != nil {
		operation := operationOf(o, l.fleet.Ending(o))
		d.Operation = &operation
	}
	return d
}

func (l look) pool(c *model.Cluster, p model.Pool) poolDocument {
	d := poolDocument{
		ID: p.ID, Name: p.Name, Level: p.Level, Wanted: wanted(p), Ready: p.Ready(), HA: p.HA() && !p.Destroying, Status: p.Status(),
		Connections: connectionsDocument{Limit: l.catalog.There(p), LimitWanted: l.catalog.Wanted(p)},
		PerMonth:    moneyOf(l.catalog.Pool(p)), Accrued: l.accrued(l.accrual.Pool(p.ID)), Instances: []instanceDocument{},
	}
	if p.Endpoint.Host != "" {
		d.Endpoint = &endpointDocument{p.Endpoint.Host, p.Endpoint.Port}
	}
	if used, known := l.sample.Connections(p); known {
		d.Connections.Used = &used
	}
	for _, i := range p.Instances {
		d.Instances = append(d.Instances, l.instance(c, i))
	}
	return d
}

func (l look) instance(c *model.Cluster, i model.Instance) instanceDocument {
	d := instanceDocument{
		ID: i.ID, Role: i.Role, Level: i.Level, Phase: i.Phase, Since: i.Since.UTC(),
		PerMonth: moneyOf(l.catalog.Instance(i.Level)),
	}
	if i.Phase != model.Up {
		progress := progressOf(i.Progress, l.fleet.Arrival(c, i))
		d.Progress = &progress
	}
	if seen, known := l.sample.Instances[i.ID]; known {
		d.Connections = &seen.Connections
		if i.Role != model.RoleLeader {
			lag := seen.Lag.Seconds()
			d.Lag = &lag
		}
	}
	return d
}

// wanted is how many instances the pool is to have.
func wanted(p model.Pool) int {
	if p.Destroying {
		return 0
	}
	return p.Count
}
