package sim

import (
	"slices"
	"time"

	"pooldeck/model"
)

// lose kills an instance. A leader with a standby that is up is lost, and the
// standby takes over; without one it restarts where it is. Anything else is
// lost and replaced once it is missed.
func (n *scene) lose(p *model.Pool, id model.ID) {
	n.forgetHangs(id)
	n.callOffSwitchover(p, id)
	i := &p.Instances[indexOf(*p, id)]
	n.fallShort(p.ID)
	office := i.Role == model.RoleLeader && cameUp(i.Phase)
	if office && heirOf(*p) < 0 {
		n.crash(i)
		return
	}
	n.enter(i, model.Failed)
	n.memo.Lost = append(n.memo.Lost, lost{id, office})
}

// callOffSwitchover lets leader and standby be what they were when one of
// them is lost on the way.
func (n *scene) callOffSwitchover(p *model.Pool, id model.ID) {
	if p.Instances[indexOf(*p, id)].Phase != model.SwitchingOver {
		return
	}
	for k := range p.Instances {
		if i := &p.Instances[k]; i.Phase == model.SwitchingOver {
			n.forgetHangs(i.ID)
			i.Phase, i.Since = model.Up, n.at
		}
	}
}

// crash lets a leader restart, at the level that it has.
func (n *scene) crash(i *model.Instance) {
	i.Phase, i.Since = model.Restarting, n.at
	if !slices.Contains(n.memo.Crash, i.ID) {
		n.memo.Crash = append(n.memo.Crash, i.ID)
	}
}

// missed is how long it takes until a failed instance is missed; 0 where it is
// left for all to see.
func (n stand) missed(i model.Instance) time.Duration {
	if l, killed := n.memo.killed(i.ID); killed {
		if l.Office {
			return within(takingOver(), roll(n.seed, string(i.ID), "taking over"))
		}
		return within(missing(), roll(n.seed, string(i.ID), "missing"))
	}
	if b, failed := n.memo.failure(i.ID); failed && b.Heals {
		return tryAgain
	}
	return 0
}

// miss does what is done about a failed instance and says whether it goes. Where
// it was the leader, the standby that is up takes over; if that was lost
// meanwhile, the leader restarts.
func (n *scene) miss(p *model.Pool, i *model.Instance) bool {
	if l, killed := n.memo.killed(i.ID); !killed || !l.Office {
		return true
	}
	heir := heirOf(*p)
	if heir < 0 {
		n.crash(i)
		return false
	}
	n.happens(model.EntryRecovered, "%s: %s took over after %s, writes are back", p.Name, spoken(p.Instances[heir]), clock(n.at.Sub(i.Since)))
	p.Instances[heir].Role = model.RoleLeader
	return true
}

// heirOf finds the standby that can take over; -1 when there is none.
func heirOf(p model.Pool) int {
	return slices.IndexFunc(p.Instances, func(i model.Instance) bool { return isStandby(i) && i.Phase == model.Up })
}

// fail ends the creation of an instance that cannot be created. What is built
// at a revision at which all was there already is built again by itself: nobody
// asked for it, so nobody would ask again.
func (n *scene) fail(p *model.Pool, i *model.Instance) {
	n.enter(i, model.Failed)
	at := n.memo.doomed(p.ID)
	n.memo.Broken = append(n.memo.Broken, broken{i.ID, n.memo.Doomed[at].wanted, n.memo.Healing == n.Revision})
	n.memo.Doomed = slices.Delete(n.memo.Doomed, at, at+1)
	n.fallShort(p.ID)
	n.happens(model.EntryFault, "%s: %s could not be created", p.Name, spoken(*i))
}

// fallShort remembers that a pool has less than is wanted.
func (n *scene) fallShort(pool model.ID) {
	if !slices.ContainsFunc(n.memo.Short, func(s short) bool { return s.Pool == pool }) {
		n.memo.Short = append(n.memo.Short, short{pool, n.at})
	}
}

// waits is whether something was lost in a pool that is not missed yet.
func (n *scene) waits(p *model.Pool) bool {
	return slices.ContainsFunc(p.Instances, func(i model.Instance) bool {
		_, killed := n.memo.killed(i.ID)
		return killed && i.Phase == model.Failed
	})
}

// stale is whether an instance failed and nobody knows of it any more.
func (n *scene) stale(i model.Instance) bool {
	_, killed := n.memo.killed(i.ID)
	_, failed := n.memo.failure(i.ID)
	return i.Phase == model.Failed && !killed && !failed
}

func indexOf(p model.Pool, id model.ID) int {
	return slices.IndexFunc(p.Instances, func(i model.Instance) bool { return i.ID == id })
}
