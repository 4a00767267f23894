package tui

import (
	"fmt"

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

// visible are the clusters that have a row on the screen, or all where their
// order depends on what is measured.
func (c Console) visible() []model.ID {
	var ids []model.ID
	if c.tree.order.measured() {
		for _, cluster := range c.fleet.Clusters {
			ids = append(ids, cluster.ID)
		}
		return ids
	}
	add := func(r row) {
		if r.cluster != nil && (len(ids) == 0 || ids[len(ids)-1] != r.cluster.ID) {
			ids = append(ids, r.cluster.ID)
		}
	}
	for _, r := range c.tree.window() {
		add(*r)
	}
	add(c.tree.current())
	return ids
}

// up counts the instances that serve: a new one wants to be measured.
func (c Console) up() int {
	n := 0
	for _, r := range c.tree.window() {
		if r.kind == rowInstance && r.instance.Phase == model.Up {
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
