package tui

import (
	"charm.land/bubbles/v2/key"

	"pooldeck/model"
	"pooldeck/proposal"
)

// faults lists what can be made to fail at the selected row: a simulator's
// drill, marked as one.
func (s scene) faults(r row) intent {
	var target, pool, instance model.ID
	if r.pool != nil {
		pool = r.pool.ID
	}
	if r.instance != nil {
		instance = r.instance.ID
	}
	if r.cluster != nil {
		target = r.cluster.ID
	} else {
		target = r.app.ID
		if r.dyno != nil {
			pool, instance = r.app.ProcessID(r.process.Type), r.dyno.ID
		}
	}
	var items []item
	for _, f := range s.able.Faults.Offered(s.fleet, target, pool, instance) {
		items = append(items, item{does: clean(f.Words), key: key.NewBinding(), intent: inject{f}})
	}
	if len(items) == 0 {
		return open{notice{"Make something fail (simulator)", "Nothing can be made to fail here as things are."}}
	}
	return open{menu{title: "Make something fail (simulator)", items: items}}
}

// retrying asks for the last failed operation of a cluster, or of an app's
// dynos, again.
func (s scene) retrying(target model.ID, name string) intent {
	last := proposal.Failed(s.fleet, target)
	if last == nil {
		return open{notice{"Retry", "Nothing has failed on " + clean(name) + " that is still to be had."}}
	}
	return retry{last.ID}
}
