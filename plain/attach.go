package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
)

// attach gives an app a config var that opens a pool: it asks which app and
// then for the config var's name.
type attach struct {
	menu
	cluster model.ID
	pool    string
}

// newAttach asks for the app where there are several.
func newAttach(s scene, c *model.Cluster, p model.Pool) page {
	if len(s.fleet.Apps) == 1 {
		return s.attachTo(c, p, s.fleet.Apps[0].Name)
	}
	m := menu{name: "App", head: []string{"Attach " + p.Name + " of " + c.Name + " to which app? It is told of by a config var."}}
	for _, a := range s.fleet.Apps {
		own := ""
		if a.Name == c.App {
			own = "owns the cluster"
		}
		m.items = append(m.items, choice{a.Name, own, "", open{s.attachTo(c, p, a.Name)}})
	}
	return attach{menu: m, cluster: c.ID, pool: p.Name}
}

func (a attach) opened(scene) (page, []string) { return a, a.lines() }

func (a attach) take(s scene, answer string) (page, intent) {
	for _, item := range a.items {
		if strings.EqualFold(item.does, answer) {
			return a, item.intent
		}
	}
	return a, a.chosen(s, answer)
}

// configVar asks for the name of the config var.
type configVar struct {
	change  model.Attach
	cluster string
}

func (s scene) attachTo(c *model.Cluster, p model.Pool, app string) page {
	suggestion := s.fleet.FreeAttachment(app)
	if !p.IsLeader() {
		suggestion = strings.ToUpper(strings.ReplaceAll(p.Name, "-", "_"))
	}
	return configVar{model.Attach{Cluster: c.ID, Pool: p.Name, App: app, Name: suggestion}, c.Name}
}

func (o configVar) targets(scene) []model.ID { return []model.ID{o.change.Cluster} }

func (o configVar) asks() string { return "Config var:" }

func (o configVar) opened(scene) (page, []string) {
	return o, []string{
		fmt.Sprintf("%s reads the endpoint of %s of %s from a config var. A new config var restarts %s.", o.change.App, o.change.Pool, o.cluster, o.change.App),
		"What is it to be called? Enter alone calls it " + o.change.Name + "_URL. < goes back.",
	}
}

func (o configVar) take(s scene, answer string) (page, intent) {
	if i, is := texted(answer); is {
		return o, i
	}
	change := o.change
	if answer != "" {
		name, err := model.AttachmentName(answer)
		if err != nil {
			return o, says(problem(err))
		}
		change.Name = name
	}
	if err := s.plan(change); err != nil {
		return o, says(problem(err))
	}
	return o, s.review(change)
}
