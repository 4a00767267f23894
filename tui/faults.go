package tui

import (
	"charm.land/bubbles/v2/key"

	"pooldeck/model"
	"pooldeck/proposal"
)

// faults lists what can be made to fail at the selected row: a simulator's
// drill, marked as one.
func (s scene) faults(r row) intent {
	var pool, instance model.ID
	if r.pool != nil {
		pool = r.pool.ID
	}
	if r.instance != nil {
		instance = r.instance.ID
	}
	var items []item
	for _, f := range s.able.Faults.Offered(s.fleet, r.cluster.ID, pool, instance) {
		items = append(items, item{does: clean(f.Words), key: key.NewBinding(), intent: inject{f}})
	}
	if len(items) == 0 {
		return open{notice{"Make something fail (simulator)", "Nothing can be made to fail here as things are."}}
	}
	return open{menu{title: "Make something fail (simulator)", items: items}}
}

// retrying asks for the last failed operation of a cluster again.
func (s scene) retrying(c *model.Cluster) intent {
	last := proposal.Failed(s.fleet, c.ID)
	if last == nil {
		return open{notice{"Retry", "Nothing has failed on " + clean(c.Name) + " that is still to be had."}}
	}
	return retry{last.ID}
}
