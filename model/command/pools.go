package command

import "pooldeck/model"

func (r *reader) setPool() model.Changes {
	c := r.mine()
	pool := r.pool(c, r.arg(1))
	var changes model.Changes
	if r.given("level") {
		changes = append(changes, model.SetLevel{Cluster: c.ID, Pool: pool, Level: r.level(r.text("level"))})
	}
	switch {
	case r.given("ha") && r.given("count"):
		r.fail(mistake("--ha and --count are the same for the leader pool: give one of them"))
	case r.given("ha") && pool != model.LeaderName:
		r.fail(mistake("--ha is for the leader pool; %s has HA from --count 2 on", pool))
	case r.given("ha"):
		changes = append(changes, model.SetCount{Cluster: c.ID, Pool: pool, Count: leaders(r.yes("ha"))})
	case r.given("count"):
		changes = append(changes, model.SetCount{Cluster: c.ID, Pool: pool, Count: r.number("count", r.text("count"))})
	case len(changes) == 0:
		r.fail(mistake("pools set needs --level, --count or, for the leader pool, --ha"))
	}
	return changes
}

// leaders is the leader pool's count with HA or without.
func leaders(ha bool) int {
	if ha {
		return model.MaxLeaderInstances
	}
	return 1
}

func (r *reader) addPool() model.Changes {
	c := r.mine()
	name := model.NewPoolName(c, r.options.Number)
	if r.given("name") {
		name = r.name(r.text("name"), model.PoolName)
	}
	return model.Changes{model.AddPool{
		Cluster: c.ID, Name: name, Level: r.level(r.text("level")), Count: r.number("count", r.text("count")),
	}}
}

func (r *reader) destroyPool() model.Changes {
	c := r.mine()
	pool := r.pool(c, r.arg(1))
	r.confirm(pool, c.App)
	return model.Changes{model.DestroyPool{Cluster: c.ID, Pool: pool}}
}

// herokuUpdate cannot be read: its change is in the answers, not on the line.
func (r *reader) herokuUpdate() model.Changes {
	r.fail(mistake("heroku data:pg:update is interactive: its line does not say what changes; use pooldeck pools set, pools add or pools destroy"))
	return nil
}
