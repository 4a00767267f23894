package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
)

// Presence tells the consoles of one backend about each other. It is for
// whoever serves several of them; a console alone has none.
type Presence interface {
	// Tell says where this console is now. It never blocks.
	Tell(Place)
	// Watch sends who else is there, at once and whenever that changes,
	// conflated. The channel is closed when the context ends.
	Watch(context.Context) <-chan []Person
}

// Place is where a console is: the cluster, or the app's dynos, that is selected and the targets
// of the review that is open.
type Place struct {
	Seq       int // rises with each Tell of a console: an older place that comes late is no news
	Cluster   model.ID
	Reviewing []model.ID
}

func (p Place) same(q Place) bool {
	return p.Cluster == q.Cluster && slices.Equal(p.Reviewing, q.Reviewing)
}

// Person is somebody at another console.
type Person struct {
	Name  string
	Role  backend.Role
	Place Place
}

// peopleArrived carries who else is there.
type peopleArrived struct {
	people []Person
	next   <-chan []Person
}

// meet begins to watch who else is there.
func (c Console) meet() tea.Cmd {
	if c.presence == nil {
		return nil
	}
	return func() tea.Msg { return nextPeople(c.presence.Watch(c.ctx)) }
}

func nextPeople(people <-chan []Person) tea.Msg {
	list, open := <-people
	if !open {
		return nil
	}
	return peopleArrived{list, people}
}

// tell says where this console is when that has changed. Telling is a
// command, so that Update stays without effects.
func (c Console) tell() (Console, tea.Cmd) {
	if c.presence == nil {
		return c, nil
	}
	place := c.place()
	if place.same(c.placed) {
		return c, nil
	}
	place.Seq = c.placed.Seq + 1
	c.placed = place
	return c, func() tea.Msg {
		c.presence.Tell(place)
		return nil
	}
}

// place is where this console is.
func (c Console) place() Place {
	var p Place
	if r := c.tree.current(); r.id != "" {
		p.Cluster = r.target()
	}
	for _, o := range c.overlays {
		if r, ok := o.(review); ok {
			p.Reviewing = r.plan.Targets()
		}
	}
	return p
}

// names lists who of the others is at a place, each once.
func (s scene) names(there func(Place) bool) string {
	var names []string
	for _, p := range s.people {
		if there(p.Place) {
			names = append(names, clean(p.Name))
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}

// company says who else is about to change a target or is changing it.
func (s scene) company(target model.ID) []string {
	var lines []string
	if names := s.names(func(p Place) bool { return slices.Contains(p.Reviewing, target) }); names != "" {
		lines = append(lines, names+": reviewing this right now, too")
	}
	if op := s.fleet.Open(target); op != nil {
		lines = append(lines, "under way by "+clean(op.Actor)+": "+clean(strings.Join(op.Does(), ", "))+"; it goes on together with what is applied now")
	}
	return lines
}
