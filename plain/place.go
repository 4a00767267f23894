package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
	"pooldeck/proposal"
)

// place is an app, a cluster or a pool, and what can be done with it.
type place struct {
	menu
	app     string   // of an app
	cluster model.ID // of a cluster or pool
	pool    model.ID // of a pool
}

func (p place) targets(s scene) []model.ID {
	if p.cluster != "" {
		return []model.ID{p.cluster}
	}
	var ids []model.ID
	for _, c := range s.fleet.Clusters {
		if c.App == p.app {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// there is whether it still is.
func (p place) there(s scene) bool {
	if p.app != "" {
		return s.fleet.App(p.app) != nil
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

func (p place) take(s scene, answer string) (page, intent) { return p, p.chosen(s, answer) }

func (s scene) appMenu(a *model.App) menu {
	m := menu{name: a.Name}
	var clusters []choice
	for _, c := range s.fleet.Clusters {
		if c.App == a.Name {
			clusters = append(clusters, s.clusterChoice(c))
		}
	}
	m.head = []string{
		fmt.Sprintf("%s: app, release %d, %s, %s.%s", a.Name, a.Release, words.Plural(len(clusters), "cluster"),
			money(s.catalog.App(s.fleet, a.Name)), accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.App(a.Name) })),
	}
	for _, process := range a.Processes {
		m.head = append(m.head, fmt.Sprintf("Process %s: %d of %s at %s up, %s.", process.Type, process.Ready(a.Release),
			words.Plural(process.Quantity, "dyno"), process.Size, money(s.catalog.Process(process))))
	}
	if len(a.Processes) > 0 {
		m.head = append(m.head, "A typed command changes them: ps:scale web=5 --app "+a.Name+".")
	}
	m.head = append(m.head, "What do you want to do?")
	m.items = append(m.items,
		choice{"Create a cluster", "", "data:pg:create addons:create database new", open{newCreate(s, a.Name)}},
		choice{"Hear what it costs", "", "bill price money", open{costs{app: a.Name}}},
	)
	m.items = append(m.items, clusters...)
	return m
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
	return m.with(s.asides(c.ID, "")...).with(s.afterwards(c)...)
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
	return m.with(s.asides(c.ID, p.ID)...).with(s.afterwards(c)...)
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

// asides change nothing that is wanted.
func (s scene) asides(cluster, pool model.ID) []choice {
	list := []choice{{"Hear the details", "", "info endpoint storage", describe{cluster, pool}}}
	if s.breaks() {
		list = append(list, choice{"Make something fail (simulator)", "", "fault kill", open{faults{cluster: cluster, pool: pool}}})
	}
	return list
}

// afterwards is what can be done about what was done. It comes last, since it
// comes and goes while the numbers of other choices stay.
func (s scene) afterwards(c *model.Cluster) []choice {
	var list []choice
	if proposal.Cancellable(s.fleet.Open(c.ID)) == nil {
		list = append(list, choice{"Cancel what is under way", "", "stop abort", s.cancelling(c)})
	}
	if o := proposal.Failed(s.fleet, c.ID); o != nil {
		list = append(list, choice{"Retry what failed", does(o), "again", retry{o.ID}})
	}
	if o := proposal.LastEnded(s.fleet, c.ID); o != nil {
		list = append(list, choice{"Undo the last operation", does(o), "revert rollback", s.undoing(c)})
	}
	return list
}

// undoing reviews what takes the last ended operation of a cluster back, or
// says why nothing does.
func (s scene) undoing(c *model.Cluster) intent {
	if open := s.fleet.Open(c.ID); open != nil {
		return says("Under way on " + open.TargetName + ": " + does(open) + ". It is cancelled, not taken back: cancel does that.")
	}
	o := proposal.LastEnded(s.fleet, c.ID)
	if o == nil {
		return says("Nothing has ended on " + c.Name + " lately. journal lists what did, and takes any of it back.")
	}
	return s.undo(o.TargetName, o.Words, o.Undo)
}

func (s scene) undo(target string, what []string, changes model.Changes) intent {
	rest, err := proposal.Undo(s.fleet, s.catalog.Specs, target, what, changes)
	if err != nil {
		return says(problem(err))
	}
	return open{review{changes: rest}}
}

// cancelling asks before an operation is cancelled, and says what stays.
func (s scene) cancelling(c *model.Cluster) intent {
	o := s.fleet.Open(c.ID)
	if err := proposal.Cancellable(o); err != nil {
		return says(problem(err))
	}
	m := menu{name: "Cancel", head: []string{"Under way on " + o.TargetName + ": " + does(o) + "."}}
	m.head = append(m.head, "Cancelling takes back what is being made, and this is wanted again:")
	for _, change := range o.Undo {
		m.head = append(m.head, "Wanted: "+spoken(change.String())+".")
	}
	m.items = []choice{{does: "Let it go on", intent: goBack{}}, {does: "Cancel it", intent: cancel{o.ID}}}
	return open{asked{m}}
}
