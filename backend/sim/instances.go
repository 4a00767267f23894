package sim

import (
	"slices"
	"strconv"

	"pooldeck/model"
)

// maxBuilding is how many instances of a cluster are built at a time; the
// others stay queued. An assumption.
const maxBuilding = 2

// build lets queued instances begin while there is room: the leader pool's
// first, and nobody before the leader has come up.
func (n *scene) build() {
	room := maxBuilding
	for _, p := range n.pools() {
		for _, i := range p.Instances {
			if building(i.Phase) {
				room--
			}
		}
	}
	lead := leaderOf(n.Leader)
	led := lead >= 0 && cameUp(n.Leader.Instances[lead].Phase)
	for _, p := range n.pools() {
		for k := range p.Instances {
			i := &p.Instances[k]
			if room > 0 && i.Phase == model.Queued && (led || i.Role == model.RoleLeader) {
				n.enter(i, model.Creating)
				room--
			}
		}
	}
}

// queue asks for one more instance, at the pool's level.
func (n *scene) queue(p *model.Pool, role model.Role) {
	p.Instances = append(p.Instances, model.Instance{
		ID: n.newID(p), Role: role, Level: p.Level, Phase: model.Queued, Since: n.at,
	})
}

// newID is an ID that follows from what is wanted since when, so that a world
// that was lost right after this instant makes the same one again.
func (n *scene) newID(p *model.Pool) model.ID {
	for k := 0; ; k++ {
		id := instanceID(n.seed, string(p.ID), strconv.FormatInt(int64(n.Revision), 10),
			n.at.UTC().Format("2006-01-02T15:04:05.999999999"), strconv.Itoa(k))
		if !slices.ContainsFunc(p.Instances, func(i model.Instance) bool { return i.ID == id }) {
			return id
		}
	}
}

// dismiss lets instances go: what is not built yet at once, anything else
// after it has drained. What is in the middle of a step that cannot be
// stopped finishes it first.
func (n *scene) dismiss(p *model.Pool, chosen func(model.Instance) bool) {
	p.Instances = slices.DeleteFunc(p.Instances, func(i model.Instance) bool {
		return chosen(i) && (i.Phase == model.Queued || i.Phase == model.Creating || i.Phase == model.Failed)
	})
	for k := range p.Instances {
		i := &p.Instances[k]
		if chosen(*i) && i.Phase != model.Draining && !inFlight(i.Phase) {
			n.enter(i, model.Draining)
		}
	}
}

func all(model.Instance) bool { return true }

func one(id model.ID) func(model.Instance) bool {
	return func(i model.Instance) bool { return i.ID == id }
}

// count says how many instances are as asked.
func count(p model.Pool, asked func(model.Instance) bool) int {
	n := 0
	for _, i := range p.Instances {
		if asked(i) {
			n++
		}
	}
	return n
}

// youngest finds the instance that was asked for last among those chosen;
// -1 when there is none. Instances stand in the order in which they were
// asked for.
func youngest(p model.Pool, chosen func(model.Instance) bool) int {
	for k := len(p.Instances) - 1; k >= 0; k-- {
		if chosen(p.Instances[k]) {
			return k
		}
	}
	return -1
}

// leaderOf finds the leader; -1 when there is none.
func leaderOf(p model.Pool) int {
	return slices.IndexFunc(p.Instances, func(i model.Instance) bool { return i.Role == model.RoleLeader })
}

// building is whether an instance takes up room among those being built.
func building(p model.Phase) bool {
	return p == model.Creating || p == model.Restoring || p == model.CatchingUp
}

// cameUp is whether an instance has been up and is not on its way out.
func cameUp(p model.Phase) bool {
	return p == model.Up || inFlight(p)
}

// inFlight is whether an instance is in a step that cannot be stopped.
func inFlight(p model.Phase) bool {
	return p == model.SwitchingOver || p == model.Restarting
}
