package tui

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// remeasured samples again when the minute, what is on the screen or what is
// there has changed since the last time, one sample at a time.
func (c Console) remeasured() (tea.Model, tea.Cmd) {
	if c.able.Metrics == nil && c.able.Ledger == nil || c.fleet.At.IsZero() {
		return c, nil
	}
	about := fmt.Sprint(c.fleet.At.Unix()/60, c.fleet.JournalSeq, c.visible(), c.up())
	if c.measuring || about == c.measured {
		return c, nil
	}
	c.measuring, c.measured = true, about
	return c, c.measure()
}

// visible are the clusters that have a row on the screen, and the apps whose
// dynos have one, or all where their order depends on what is measured.
func (c Console) visible() []model.ID {
	var ids []model.ID
	if c.tree.order.measured() {
		for _, cluster := range c.fleet.Clusters {
			ids = append(ids, cluster.ID)
		}
		for _, app := range c.fleet.Apps {
			if len(app.Processes) > 0 {
				ids = append(ids, app.ID)
			}
		}
		return ids
	}
	add := func(r row) {
		if id := r.target(); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, r := range c.tree.window() {
		add(*r)
	}
	add(c.tree.current())
	return ids
}

// target is the cluster or, for its dynos, the app that a row is of; empty for
// an app's own row.
func (r row) target() model.ID {
	switch {
	case r.cluster != nil:
		return r.cluster.ID
	case r.kind.depth() > 0:
		return r.app.ID
	}
	return ""
}

// up counts the instances and dynos that serve: a new one wants to be measured.
func (c Console) up() int {
	n := 0
	for _, r := range c.tree.window() {
		if r.kind == rowInstance && r.instance.Phase == model.Up || r.kind == rowDyno && r.dyno.State == model.DynoUp {
			n++
		}
	}
	return n
}

// onScreen are the clusters that are visible, as they are now.
func (c Console) onScreen() []*model.Cluster {
	var list []*model.Cluster
	for _, id := range c.visible() {
		if cluster := c.fleet.Cluster(id); cluster != nil {
			list = append(list, cluster)
		}
	}
	return list
}
