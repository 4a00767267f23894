package command

import (
	"strings"

	"pooldeck/model"
)

// app finds the app that a flag names; nothing where the flag was left out.
func (r *reader) app(flag string) string {
	if !r.given(flag) {
		return ""
	}
	return r.appNamed(r.text(flag))
}

func (r *reader) appNamed(word string) string {
	var names []string
	for _, a := range r.fleet.Apps {
		if strings.EqualFold(a.Name, word) {
			return a.Name
		}
		names = append(names, a.Name)
	}
	r.fail(missing("there is no app %s%s", shown(word), meant(word, names)))
	return ""
}

// cluster finds a cluster as Heroku does: by its name or, together with an
// app, by one of the app's attachments or config vars; app::NAME says both in
// one. A cluster's ID is understood as well.
func (r *reader) cluster(word, app string) *model.Cluster {
	if owner, name, both := strings.Cut(word, "::"); both {
		word, app = name, r.appNamed(owner)
	}
	c := r.fleet.Named(word)
	if c == nil {
		c = r.fleet.Cluster(model.ID(word))
	}
	if name, err := model.AttachmentName(word); c == nil && app != "" && err == nil {
		c, _ = r.fleet.Attached(app, name)
	}
	if c == nil {
		r.fail(r.noCluster(word, app))
		c = &model.Cluster{}
	}
	return c
}

// standing finds a cluster that can be changed.
func (r *reader) standing(word, app string) *model.Cluster {
	c := r.cluster(word, app)
	if c.Destroying {
		r.fail(mistake("%s is being destroyed", c.Name))
		return &model.Cluster{}
	}
	return c
}

// Cluster finds a cluster to look at, one that is being destroyed too: by its
// name, its ID or app::NAME, or by an attachment or config var. Of which app
// that is has to be said only where several have one of that name; app may be
// empty. The error is a *Mistake and names what the word may have meant.
func Cluster(f *model.Fleet, word, app string) (*model.Cluster, error) {
	r := &reader{fleet: f}
	if holders := r.holders(word); app == "" && len(holders) == 1 {
		app = holders[0]
	}
	if app != "" {
		app = r.appNamed(app)
	}
	c := r.cluster(word, app)
	if r.err != nil {
		return nil, r.err
	}
	return c, nil
}

func (r *reader) noCluster(word, app string) error {
	if apps := r.holders(word); app == "" && len(apps) > 0 {
		return mistake("%s is a name on %s: add --app to say whose is meant", shown(word), listed(apps, "and"))
	}
	var names []string
	for _, c := range r.fleet.Clusters {
		names = append(names, c.Name)
		for _, a := range c.Attachments {
			if a.App == app && a.State != model.AttachmentRemoving {
				names = append(names, a.Name)
			}
		}
	}
	return missing("there is no cluster %s%s", shown(word), meant(word, names))
}

// holders are the apps that have a config var of that name.
func (r *reader) holders(word string) []string {
	name, err := model.AttachmentName(word)
	if err != nil {
		return nil
	}
	held := map[string]bool{}
	for _, c := range r.fleet.Clusters {
		for _, a := range c.Attachments {
			if a.Name == name && a.State != model.AttachmentRemoving {
				held[a.App] = true
			}
		}
	}
	var apps []string
	for _, a := range r.fleet.Apps {
		if held[a.Name] {
			apps = append(apps, a.Name)
		}
	}
	return apps
}

// mine finds the cluster that the line is about. Where the line has an app,
// the cluster is that app's or is attached to it.
func (r *reader) mine() *model.Cluster {
	app := r.app("app")
	c := r.standing(r.arg(0), app)
	if r.err != nil || app == "" || c.App == app {
		return c
	}
	for _, a := range c.Attachments {
		if a.App == app && a.State != model.AttachmentRemoving {
			return c
		}
	}
	r.fail(mistake("%s belongs to %s, not to %s", c.Name, c.App, app))
	return c
}

// pool finds a pool of a cluster.
func (r *reader) pool(c *model.Cluster, word string) string {
	var names []string
	for _, p := range c.Pools() {
		if p.Destroying {
			continue
		}
		if strings.EqualFold(p.Name, word) {
			return p.Name
		}
		names = append(names, p.Name)
	}
	r.fail(mistake("%s has no pool %s%s", c.Name, shown(word), meant(word, names)))
	return ""
}

// level is the full name of a level.
func (r *reader) level(word string) string {
	name, err := level(r.options.Levels, word)
	if err != nil {
		r.fail(err)
	}
	return name
}

// name folds a new name; nothing where it cannot be one.
func (r *reader) name(word string, fold func(string) (string, error)) string {
	name, err := fold(word)
	if err != nil {
		r.fail(err)
	}
	return name
}

// confirm checks that the app's name was typed before something is destroyed.
func (r *reader) confirm(what, app string) {
	if text := r.text("confirm"); text != app {
		r.fail(mistake("--confirm %s is not %s: %s still exists", shown(text), app, what))
	}
}

// App finds an app by its name, folding case. The error is a *Mistake and names
// what the word may have meant.
func App(f *model.Fleet, word string) (*model.App, error) {
	r := &reader{fleet: f}
	name := r.appNamed(word)
	if r.err != nil {
		return nil, r.err
	}
	return f.App(name), nil
}
