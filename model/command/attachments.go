package command

import "pooldeck/model"

func (r *reader) attach() model.Changes {
	return r.attachPool(func(c *model.Cluster) string { return r.pool(c, r.arg(1)) })
}

// herokuAttach takes the only pool where none is named, as Heroku does.
func (r *reader) herokuAttach() model.Changes {
	return r.attachPool(func(c *model.Cluster) string {
		switch {
		case r.given("pool"):
			return r.pool(c, r.text("pool"))
		case c.FollowerPools() > 0:
			r.fail(mistake("%s has more than one pool: add --pool", c.Name))
		}
		return model.LeaderName
	})
}

// attachPool looks the cluster up among the app's own names first, but it may
// be another app's.
func (r *reader) attachPool(pool func(*model.Cluster) string) model.Changes {
	app := r.app("app")
	c := r.standing(r.arg(0), app)
	return model.Changes{model.Attach{
		Cluster: c.ID, Pool: pool(c), App: app, Name: r.name(r.text("as"), model.AttachmentName),
	}}
}

func (r *reader) detach() model.Changes {
	app := r.app("app")
	name := r.name(r.arg(0), model.AttachmentName)
	c, _ := r.fleet.Attached(app, name)
	if r.err == nil && c == nil {
		r.fail(mistake("%s has no config var %s_URL%s", app, name, meant(name, r.names(app))))
	}
	if r.given("confirm") {
		r.confirm(name+"_URL", app)
	}
	if c == nil {
		return nil
	}
	return model.Changes{model.Detach{Cluster: c.ID, App: app, Name: name}}
}

// names are those of an app's attachments.
func (r *reader) names(app string) []string {
	var names []string
	for _, c := range r.fleet.Clusters {
		for _, a := range c.Attachments {
			if a.App == app && a.State != model.AttachmentRemoving {
				names = append(names, a.Name)
			}
		}
	}
	return names
}
