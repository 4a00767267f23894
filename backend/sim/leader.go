package sim

import (
	"slices"

	"pooldeck/model"
)

// steerLeader begins what brings the leader pool nearer to what is wanted.
// There is one leader at any time. Its level changes by a switchover to a
// standby at the wanted level where HA is wanted or such a standby is up
// anyway, and in place where not. The standby is replaced before it goes.
func (n *scene) steerLeader() {
	p := &n.Leader
	if p.Destroying || n.Destroying {
		n.dismiss(p, all)
		return
	}
	n.dismiss(p, n.stale)
	switching := func(i model.Instance) bool { return i.Phase == model.SwitchingOver }
	if n.waits(p) || slices.ContainsFunc(p.Instances, switching) {
		return
	}
	n.appoint(p)
	lead := p.Instances[leaderOf(*p)]
	if lead.Phase == model.Draining {
		return // destruction was called off; the next leader follows it
	}
	behind := lead.Level != p.Level && lead.Phase == model.Up
	heir := fitStandby(*p)
	if p.Count < model.MaxLeaderInstances && !(behind && heir >= 0 && p.Instances[heir].Phase == model.Up) {
		n.dismiss(p, isStandby)
		if behind && len(p.Instances) == 1 {
			n.restart(&p.Instances[0], p.Level)
		}
		return
	}
	n.steerStandbys(p, heir)
	heir = fitStandby(*p)
	if behind && heir >= 0 && p.Instances[heir].Phase == model.Up && len(p.Instances) == 2 {
		for k := range p.Instances {
			n.enter(&p.Instances[k], model.SwitchingOver)
		}
	}
}

// appoint sees to it that there is a leader: the standby that is up where
// one is, or else a new one. A leader at a level that is no longer wanted and
// that is not built yet makes way.
func (n *scene) appoint(p *model.Pool) {
	n.dismiss(p, func(i model.Instance) bool {
		return i.Role == model.RoleLeader && i.Level != p.Level && (i.Phase == model.Queued || i.Phase == model.Creating)
	})
	if leaderOf(*p) >= 0 {
		return
	}
	if heir := heirOf(*p); heir >= 0 {
		p.Instances[heir].Role = model.RoleLeader
		return
	}
	n.queue(p, model.RoleLeader)
}

// steerStandbys keeps one standby at the wanted level, or has one built while
// an older one still stands by. One that could not be created is not tried
// again by itself.
func (n *scene) steerStandbys(p *model.Pool, heir int) {
	if slices.ContainsFunc(p.Instances, func(i model.Instance) bool { return isStandby(i) && i.Phase == model.Failed }) {
		return
	}
	var fit model.Instance
	if heir >= 0 {
		fit = p.Instances[heir]
	}
	n.dismiss(p, func(i model.Instance) bool {
		return isStandby(i) && i.ID != fit.ID && (i.Phase != model.Up || i.Level == p.Level || fit.Phase == model.Up)
	})
	if fit.ID != "" {
		return
	}
	older := slices.ContainsFunc(p.Instances, func(i model.Instance) bool {
		return isStandby(i) && i.Phase == model.Up
	})
	if !older || len(p.Instances) <= p.Count {
		n.queue(p, model.RoleStandby)
	}
}

// fitStandby finds the standby at the wanted level that is furthest; -1 when
// there is none.
func fitStandby(p model.Pool) int {
	best := -1
	for k, i := range p.Instances {
		if isStandby(i) && i.Level == p.Level && i.Phase != model.Draining && i.Phase != model.Failed &&
			(best < 0 || i.Phase == model.Up && p.Instances[best].Phase != model.Up) {
			best = k
		}
	}
	return best
}

func isStandby(i model.Instance) bool { return i.Role == model.RoleStandby }

// restart changes a level in place. The instance runs on the new level from
// then on, so that what was begun can be finished when something else is
// wanted meanwhile.
func (n *scene) restart(i *model.Instance, level string) {
	n.enter(i, model.Restarting)
	i.Level = level
}
