package tui

import "pooldeck/model"

// rowKind is what a row of the tree stands for.
type rowKind int

const (
	rowApp rowKind = iota
	rowCluster
	rowPool
	rowInstance
	rowFormation // the dynos of an app
	rowProcess
	rowDyno
)

// depth is how many branches a row is on.
func (k rowKind) depth() int {
	switch k {
	case rowApp:
		return 0
	case rowCluster, rowFormation:
		return 1
	case rowPool, rowProcess:
		return 2
	case rowInstance, rowDyno:
	}
	return 3
}

// row is one line of the tree. Its ID is what the selection remembers, so it
// stays on the same thing while rows come and go.
type row struct {
	kind     rowKind
	id       model.ID
	parent   model.ID
	app      *model.App
	cluster  *model.Cluster  // on a cluster's, a pool's and an instance's row
	pool     *model.Pool     // on a pool's and an instance's row
	instance *model.Instance // on an instance's row
	process  *model.Process  // on a process type's and a dyno's row
	dyno     *model.Dyno     // on a dyno's row
	folded   bool
	branch   bool // has rows below it when unfolded
}

// spot is where a row is found again, in whichever order rows stand.
type spot struct{ app, id model.ID }

func (r row) spot() spot {
	if r.app == nil {
		return spot{}
	}
	return spot{r.app.ID, r.id}
}

// The rows of the parts of a plot, in the order of the screen: as many as were
// counted. A match brings the branches above it and its instances along.

func (l *look) appRow(p *plot) row {
	return row{
		kind: rowApp, id: p.app.ID, app: p.app, branch: len(p.clusters) > 0 || len(p.app.Processes) > 0, folded: l.shutApp(l.turned[p.app.ID], p.app),
	}
}

func (l *look) formationRows(list []row, app *model.App, m *measures) []row {
	r := row{kind: rowFormation, id: formationID(app), parent: app.ID, app: app, branch: true, folded: l.shutFormation(l.turned[app.ID], app)}
	list = append(list, r)
	if r.folded {
		return list
	}
	for _, p := range l.order.processes(app, m) {
		list = l.processRows(list, r, p)
	}
	return list
}

func (l *look) processRows(list []row, formation row, p *model.Process) []row {
	r := row{
		kind: rowProcess, id: formation.app.ProcessID(p.Type), parent: formation.id, app: formation.app, process: p,
		branch: len(p.Dynos) > 0, folded: l.shutProcess(l.turned[formation.app.ID], formation.app, p),
	}
	if !l.filter.matches(r) {
		return list
	}
	list = append(list, r)
	if r.folded {
		return list
	}
	for n := range p.Dynos {
		d := &p.Dynos[n]
		list = append(list, row{kind: rowDyno, id: d.ID, parent: r.id, app: r.app, process: p, dyno: d})
	}
	return list
}

func (l *look) clusterRows(list []row, app *model.App, s *stand) []row {
	c := s.cluster
	r := row{kind: rowCluster, id: c.ID, parent: app.ID, app: app, cluster: c, branch: true, folded: l.shutCluster(l.turned[app.ID], s)}
	list = append(list, r)
	if r.folded {
		return list
	}
	list = l.poolRows(list, r, &c.Leader)
	for i := range c.Followers {
		list = l.poolRows(list, r, &c.Followers[i])
	}
	return list
}

func (l *look) poolRows(list []row, cluster row, p *model.Pool) []row {
	r := row{
		kind: rowPool, id: p.ID, parent: cluster.id, app: cluster.app, cluster: cluster.cluster, pool: p,
		branch: len(p.Instances) > 0, folded: l.shutPool(l.turned[cluster.app.ID], p),
	}
	if !l.filter.matches(r) {
		return list
	}
	list = append(list, r)
	if r.folded {
		return list
	}
	for n := range p.Instances {
		i := &p.Instances[n]
		list = append(list, row{
			kind: rowInstance, id: i.ID, parent: r.id, app: r.app, cluster: r.cluster, pool: p, instance: i,
		})
	}
	return list
}
