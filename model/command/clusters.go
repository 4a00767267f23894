package command

import (
	"strings"

	"pooldeck/model"
)

func (r *reader) create() model.Changes {
	c := r.newCluster(r.arg(0))
	c.HA = r.yes("ha")
	if r.given("id") {
		c.ID = model.ID(r.text("id"))
	}
	for _, text := range r.texts("pool") {
		c.Followers = append(c.Followers, r.newPool(text, c.Followers))
	}
	return model.Changes{c}
}

func (r *reader) herokuCreate() model.Changes {
	c := r.newCluster(r.text("name"))
	c.HA = !r.on("no-high-availability")
	if r.on("high-availability") && r.on("no-high-availability") {
		r.fail(mistake("--high-availability and --no-high-availability exclude each other"))
	}
	if !r.given("followers") {
		return model.Changes{c}
	}
	n := r.number("followers", r.text("followers"))
	if n < 1 || n > model.MaxFollowerInstances {
		r.fail(mistake("--followers is 1 to %d, not %d", model.MaxFollowerInstances, n))
	}
	c.Followers = []model.NewPool{{Name: model.NewPoolName(nil, r.options.Number), Level: c.Level, Count: n}}
	return model.Changes{c}
}

// newCluster has what both spellings say alike. Without a name one is made.
func (r *reader) newCluster(name string) model.CreateCluster {
	n := r.options.Number
	c := model.CreateCluster{ID: model.NewClusterID(r.fleet, n), Name: model.NewClusterName(r.fleet, n), App: r.app("app")}
	if name != "" {
		c.Name = r.name(name, model.ClusterName)
	}
	c.Level = r.level(r.text("level"))
	return c
}

// newPool reads NAME:LEVEL:N. Without a name one is made that none of the
// pools before it has.
func (r *reader) newPool(text string, before []model.NewPool) model.NewPool {
	parts := strings.Split(text, ":")
	if len(parts) != 3 {
		r.fail(mistake("--pool is NAME:LEVEL:N, for example analytics:4G:2, not %s", shown(text)))
		return model.NewPool{}
	}
	p := model.NewPool{Level: r.level(parts[1]), Count: r.number("pool", parts[2])}
	if parts[0] != "" {
		p.Name = r.name(parts[0], model.PoolName)
		return p
	}
	var taken model.Cluster
	for _, b := range before {
		taken.Followers = append(taken.Followers, model.Pool{Name: b.Name})
	}
	p.Name = model.NewPoolName(&taken, r.options.Number)
	return p
}

// destroy asks for the owning app, whichever app the cluster was found by.
func (r *reader) destroy() model.Changes {
	c := r.mine()
	if app := r.app("app"); app != "" && app != c.App {
		r.fail(mistake("%s belongs to %s, not to %s", c.Name, c.App, app))
	}
	r.confirm(c.Name, c.App)
	return model.Changes{model.DestroyCluster{Cluster: c.ID}}
}
