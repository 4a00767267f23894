package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// occasion is why a sample is taken: the minute, what is on the screen or what
// is there has changed since the last one.
type occasion struct {
	minute, facts int64
	all           bool       // of all clusters and apps
	targets       []model.ID // or of these
	up            int
}

func (o occasion) same(p occasion) bool {
	return o.minute == p.minute && o.facts == p.facts && o.all == p.all && o.up == p.up && slices.Equal(o.targets, p.targets)
}

// occasion is the one that there is now.
func (c Console) occasion() occasion {
	o := occasion{minute: c.fleet.At.Unix() / 60, facts: c.fleet.JournalSeq, all: c.tree.order.measured(), up: c.up()}
	if !o.all {
		o.targets = c.visible()
	}
	return o
}

// remeasured samples again when there is occasion to, one sample at a time.
func (c Console) remeasured() (tea.Model, tea.Cmd) {
	if c.able.Metrics == nil && c.able.Ledger == nil || c.fleet.At.IsZero() || c.measuring {
		return c, nil
	}
	now := c.occasion()
	if now.same(c.measured) {
		return c, nil
	}
	c.measuring, c.measured = true, now
	return c, c.measure()
}

// sampled takes a sample in.
func (c Console) sampled(msg sampled) Console {
	c.sample, c.accrual, c.measuring = msg.sample, msg.accrual, false
	c.samples++
	c.sampleOf = map[string]bool{}
	if msg.of.all {
		c.sampleOf = nil
	}
	for _, id := range msg.of.targets {
		if cluster := c.fleet.Cluster(id); cluster != nil {
			c.sampleOf[cluster.App] = true
		}
	}
	c.past = c.past.with(msg.sample, c.onScreen())
	return c.regrown()
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
	for _, r := range c.tree.window {
		add(r)
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
	for _, r := range c.tree.window {
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
