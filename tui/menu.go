package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// menu asks "What do you want to do?" and lists the actions of what is
// selected. The key of an action works here as it does on the tree.
type menu struct {
	title string
	items []item
	at    int
}

// item is one action of a menu.
type item struct {
	does   string
	figure string // what is so now
	key    key.Binding
	intent intent
}

func (m menu) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	switch {
	case key.Matches(k, s.keys.Up):
		m.at = (m.at + len(m.items) - 1) % len(m.items)
	case key.Matches(k, s.keys.Down):
		m.at = (m.at + 1) % len(m.items)
	case key.Matches(k, s.keys.Top):
		m.at = 0
	case key.Matches(k, s.keys.Bottom):
		m.at = len(m.items) - 1
	case key.Matches(k, s.keys.Enter):
		return m, m.items[m.at].intent
	case key.Matches(k, s.keys.Back), k.String() == "q", key.Matches(k, s.keys.Left):
		return m, goBack{}
	default:
		for _, i := range m.items {
			if key.Matches(k, i.key) {
				return m, i.intent
			}
		}
	}
	return m, nil
}

// width has room for every item.
func (m menu) width() int {
	w := 58
	for _, it := range m.items {
		w = max(w, width(it.does)+width(it.figure)+8)
	}
	return w
}

// menuHead is how many lines stand above the items.
const menuHead = 3

func (m menu) draw(s scene) panel {
	p := panel{title: m.title, width: m.width(), lines: []string{"", s.styles.Dim.Render("What do you want to do?"), ""}}
	p.width = min(p.width, s.width-4)
	from, to := around(m.at, len(m.items), s.height-2-menuHead-2)
	for i := from; i < to; i++ {
		it := m.items[i]
		line := ends(it.does, s.styles.Dim.Render(it.figure)+"  "+left(it.key.Help().Key, 2), p.width-2)
		if i == m.at {
			line = s.styles.Accent.Render("❯ ") + s.styles.Accent.Render(ends(it.does, it.figure+"  "+left(it.key.Help().Key, 2), p.width-2))
		} else {
			line = "  " + line
		}
		p.lines = append(p.lines, line)
	}
	keys := "enter choose · esc back"
	if to-from < len(m.items) {
		keys = fmt.Sprintf("%d of %d · ", m.at+1, len(m.items)) + keys
	}
	p.lines = append(p.lines, "", s.styles.Dim.Render(keys))
	return p
}

// actions is the menu of the selected row; nil where there is nothing to do.
func (s scene) actions() overlay {
	r := s.tree.current()
	var items []item
	title := ""
	switch {
	case r.id == "":
		return nil
	case r.kind == rowApp:
		title = r.app.Name + " · app"
		items = []item{{"Create a cluster", "", s.keys.Add, s.addIntent(r)}}
		if r.app.Quantity() > 0 {
			items = append(items, item{does: "Restart all dynos", intent: s.review(model.RestartDynos{App: r.app.ID})})
		}
	case r.cluster == nil:
		title, items = s.formationTitle(r), s.dynoItems(r)
	case r.kind == rowCluster:
		title, items = r.cluster.Name, s.clusterItems(r.cluster)
	default:
		title, items = poolIn(r.cluster, *r.pool), s.poolItems(r.cluster, *r.pool)
	}
	if len(items) == 0 {
		return nil
	}
	return menu{title: title, items: items}
}

func poolTitle(p model.Pool) string {
	if p.IsLeader() {
		return "leader pool"
	}
	return p.Name + " · follower pool"
}

// poolIn names a pool and its cluster: every cluster has a leader pool, and
// many have an analytics.
func poolIn(c *model.Cluster, p model.Pool) string {
	if c == nil {
		return p.Name
	}
	return p.Name + " of " + c.Name
}

func (s scene) clusterItems(c *model.Cluster) []item {
	if c.Destroying {
		return nil
	}
	items := []item{
		{"Add a follower pool", plural(c.FollowerPools(), "pool") + " of 5", s.keys.Add, open{newAddPool(s, c)}},
		{"Change the leader's level", c.Leader.Level, s.keys.Level, open{newLevelPicker(s, c, c.Leader)}},
		s.standbyItem(c),
		{"Attach the leader pool to an app", "", s.keys.Attach, open{newAttach(s, c, c.Leader)}},
	}
	items = append(items, s.detachItems(c, "")...)
	return append(items, item{"Destroy the cluster and its data", "", s.keys.Destroy, s.review(model.DestroyCluster{Cluster: c.ID})})
}

func (s scene) poolItems(c *model.Cluster, p model.Pool) []item {
	if p.Destroying {
		return nil
	}
	items := []item{{"Change level", p.Level, s.keys.Level, open{newLevelPicker(s, c, p)}}}
	if p.IsLeader() {
		items = append(items, s.standbyItem(c))
	} else {
		items = append(items, item{"Change number of instances", number(p.Count), s.keys.Count, open{newCountPicker(s, c, p)}})
	}
	items = append(items, item{"Attach to an app", "", s.keys.Attach, open{newAttach(s, c, p)}})
	items = append(items, s.detachItems(c, p.ID)...)
	if !p.IsLeader() {
		items = append(items, item{"Destroy pool", "", s.keys.Destroy, s.review(model.DestroyPool{Cluster: c.ID, Pool: p.Name})})
	}
	return items
}

func (s scene) standbyItem(c *model.Cluster) item {
	if c.Leader.HA() {
		return item{"Remove the standby (HA off)", "HA on", s.keys.Standby, s.toggleStandby(c)}
	}
	return item{"Add a standby (HA on)", "HA off", s.keys.Standby, s.toggleStandby(c)}
}

func (s scene) toggleStandby(c *model.Cluster) intent {
	n := 1
	if !c.Leader.HA() {
		n = model.MaxLeaderInstances
	}
	return s.review(model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: n})
}

// detachItems lists the config vars that open a pool, or with no pool those
// of the whole cluster.
func (s scene) detachItems(c *model.Cluster, pool model.ID) []item {
	var items []item
	for _, a := range c.Attachments {
		if (pool == "" || a.Pool == pool) && a.State != model.AttachmentRemoving {
			items = append(items, item{
				does: "Detach " + a.Var(), figure: "from " + a.App,
				intent: s.review(model.Detach{Cluster: c.ID, App: a.App, Name: a.Name}),
			})
		}
	}
	return items
}

// losses are what x offers: to destroy the selected thing, or to take one of
// its config vars away.
func (s scene) losses() intent {
	r := s.tree.current()
	var items []item
	title := ""
	switch {
	case r.cluster == nil:
		return nil
	case r.kind == rowCluster:
		title = r.cluster.Name
		items = append(s.detachItems(r.cluster, ""), item{
			"Destroy the cluster and its data", "", s.keys.Destroy, s.review(model.DestroyCluster{Cluster: r.cluster.ID}),
		})
	default:
		title = poolIn(r.cluster, *r.pool)
		items = s.detachItems(r.cluster, r.pool.ID)
		if !r.pool.IsLeader() {
			items = append(items, item{
				"Destroy pool", "", s.keys.Destroy, s.review(model.DestroyPool{Cluster: r.cluster.ID, Pool: r.pool.Name}),
			})
		}
	}
	switch len(items) {
	case 0:
		return nil
	case 1:
		return items[0].intent
	}
	return open{menu{title: title, items: items, at: len(items) - 1}}
}
