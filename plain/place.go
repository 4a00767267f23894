package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// place is an app, a process type, a cluster or a pool, and what can be done
// with it.
type place struct {
	menu
	app     string   // of an app or process type
	process string   // of a process type
	cluster model.ID // of a cluster or pool
	pool    model.ID // of a pool
}

func (p place) targets(s scene) []model.ID {
	if p.cluster != "" {
		return []model.ID{p.cluster}
	}
	if a := s.fleet.App(p.app); a != nil && p.process != "" {
		return []model.ID{a.ID}
	}
	return s.owned(p.app)
}

// there is whether it still is.
func (p place) there(s scene) bool {
	if a := s.fleet.App(p.app); p.app != "" {
		if a == nil || p.process == "" {
			return a != nil
		}
		_, there := a.Process(p.process)
		return there
	}
	c := s.fleet.Cluster(p.cluster)
	if c == nil || p.pool == "" {
		return c != nil
	}
	_, there := c.Pool(p.pool)
	return there
}

func (p place) opened(s scene) (page, []string) {
	c := s.fleet.Cluster(p.cluster)
	switch {
	case !p.there(s):
		p.menu = menu{name: "Gone", head: []string{"It is not there any more. < goes back."}}
	case p.process != "":
		a := s.fleet.App(p.app)
		process, _ := a.Process(p.process)
		p.menu = s.processMenu(a, process)
	case p.app != "":
		p.menu = s.appMenu(s.fleet.App(p.app))
	case p.pool == "":
		p.menu = s.clusterMenu(c)
	default:
		pool, _ := c.Pool(p.pool)
		p.menu = s.poolMenu(c, pool)
	}
	return p, p.lines()
}

func (p place) take(s scene, answer string) (page, intent) {
	switch strings.ToLower(answer) {
	case "next", "!":
		return p, s.nextTrouble(p) // after this one
	}
	return p, p.chosen(s, answer)
}

// same is whether two places are one.
func (p place) same(o place) bool {
	return p.app == o.app && p.process == o.process && p.cluster == o.cluster && p.pool == o.pool
}

func (s scene) clusterChoice(c *model.Cluster) choice {
	return choice{"Cluster " + c.Name, string(c.Status()) + ", " + money(s.catalog.Cluster(c, s.fleet.At)), "", open{place{cluster: c.ID}}}
}

func (s scene) clusterMenu(c *model.Cluster) menu {
	m := menu{name: c.Name, here: c.ID, head: []string{
		s.state(c), fmt.Sprintf("Cost: %s.%s", money(s.catalog.Cluster(c, s.fleet.At)),
			accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.Cluster(c.ID) })),
	}}
	m.head = append(m.head, "What do you want to do?")
	for _, p := range c.Pools() {
		m.items = append(m.items, choice{"Pool " + p.Name, s.poolWords(p), "", open{place{cluster: c.ID, pool: p.ID}}})
	}
	if !c.Destroying {
		m.items = append(m.items,
			choice{"Add a follower pool", fmt.Sprintf("%d of %d there", c.FollowerPools(), model.MaxFollowerPools), "data:pg:update follower create", s.adding(c)},
			choice{"Change the leader's level", c.Leader.Level, "data:pg:update size resize scale", open{newLevels(c.ID, c.Leader.ID)}},
			s.standby(c),
			choice{"Attach the leader pool to an app", "", "data:pg:attachments:create addons:attach bind", open{newAttach(s, c, c.Leader)}},
		)
		m.items = append(m.items, s.detaching(c, "")...)
		m.items = append(m.items, choice{
			"Destroy the cluster and its data", "", "data:pg:destroy addons:destroy delete", s.review(model.DestroyCluster{Cluster: c.ID}),
		})
	}
	return m.with(s.asides(c.ID, "")...).with(s.afterwards(c.ID)...)
}

// poolWords is a pool in a line.
func (s scene) poolWords(p model.Pool) string {
	text := fmt.Sprintf("%s, %s, %s", p.Level, words.Plural(p.Count, "instance"), p.Status())
	if p.HA() && !p.Destroying {
		text += ", HA"
	}
	if !p.Settled() {
		text += ", " + strings.TrimPrefix(instances(p), p.Name+" ")
	}
	return text + ", " + usage(s, p) + ", " + money(s.catalog.Pool(p))
}

func (s scene) poolMenu(c *model.Cluster, p model.Pool) menu {
	m := menu{name: p.Name, here: c.ID, head: []string{fmt.Sprintf("%s of %s: %s.", p.Name, c.Name, s.poolWords(p)), "What do you want to do?"}}
	if !p.Destroying && !c.Destroying {
		m.items = append(m.items, choice{"Change level", p.Level, "data:pg:update size resize scale", open{newLevels(c.ID, p.ID)}})
		if p.IsLeader() {
			m.items = append(m.items, s.standby(c))
		} else {
			m.items = append(m.items, choice{"Change number of instances", words.Number(p.Count), "data:pg:update count scale", open{counts{cluster: c.ID, pool: p.ID}}})
		}
		m.items = append(m.items, choice{"Attach to an app", "", "data:pg:attachments:create addons:attach bind", open{newAttach(s, c, p)}})
		m.items = append(m.items, s.detaching(c, p.ID)...)
		if !p.IsLeader() {
			m.items = append(m.items, choice{"Destroy pool", "", "data:pg:update delete remove", s.review(model.DestroyPool{Cluster: c.ID, Pool: p.Name})})
		}
	}
	return m.with(s.asides(c.ID, p.ID)...).with(s.afterwards(c.ID)...)
}

func (s scene) standby(c *model.Cluster) choice {
	words := "data:pg:update high availability"
	if c.Leader.HA() {
		return choice{"Remove the standby", "HA is on", words + " off", s.review(model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: 1})}
	}
	return choice{"Add a standby", "HA is off", words + " on", s.review(model.SetCount{Cluster: c.ID, Pool: model.LeaderName, Count: model.MaxLeaderInstances})}
}

// detaching lists the config vars that open a pool, or with no pool those of
// the whole cluster.
func (s scene) detaching(c *model.Cluster, pool model.ID) []choice {
	var list []choice
	for _, a := range c.Attachments {
		if (pool == "" || a.Pool == pool) && a.State != model.AttachmentRemoving {
			list = append(list, choice{
				"Detach " + a.Var() + " from " + a.App, "", "data:pg:attachments:destroy addons:detach",
				s.review(model.Detach{Cluster: c.ID, App: a.App, Name: a.Name}),
			})
		}
	}
	return list
}
