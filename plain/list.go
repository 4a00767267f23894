package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/words"
)

// list is a choice of many: so many at a time.
type list struct {
	menu
	noun  string // what is listed
	title string
	all   []choice
	from  int
}

// mostListed is how many choices are read at once.
const mostListed = 15

const nounOfPlaces = "Place"

func newList(title, search string, all []choice) page {
	if search != "" {
		title = fmt.Sprintf("%s with %s.", words.Plural(len(all), "place"), search)
	}
	return list{noun: nounOfPlaces, title: title, all: all}
}

func (l list) opened(scene) (page, []string) {
	to := min(l.from+mostListed, len(l.all))
	l.menu = menu{name: l.noun, head: []string{l.title}, items: l.all[l.from:to]}
	lines := l.lines()
	switch rest := words.Plural(len(l.all)-to, "other"); {
	case to == len(l.all):
	case l.noun == nounOfPlaces:
		lines = append(lines, rest+": more lists them; a name or its beginning finds one.")
	default:
		lines = append(lines, rest+": more lists them.")
	}
	return l, lines
}

func (l list) take(s scene, answer string) (page, intent) {
	if answer == "more" || answer == "m" {
		if l.from += mostListed; l.from >= len(l.all) {
			l.from = 0
		}
		return l, again{}
	}
	return l, l.chosen(s, answer)
}

// places are the apps with their clusters.
func (s scene) places() []choice {
	var list []choice
	for _, a := range s.fleet.Apps {
		list = append(list, s.appChoice(a))
		for _, c := range s.fleet.Clusters {
			if c.App == a.Name {
				list = append(list, s.clusterChoice(c))
			}
		}
	}
	return list
}

func (s scene) appChoice(a *model.App) choice {
	return choice{"App " + a.Name, money(s.catalog.App(s.fleet, a.Name)), "", open{place{app: a.Name}}}
}

func (s scene) processChoice(a *model.App, p model.Process) choice {
	return choice{"Process " + p.Type + " of " + a.Name, fmt.Sprintf("%d at %s, %s", p.Quantity, p.Size, p.Status(a.Release)), "", open{place{app: a.Name, process: p.Type}}}
}

func (s scene) poolChoice(c *model.Cluster, p model.Pool) choice {
	return choice{"Pool " + p.Name + " of " + c.Name, fmt.Sprintf("%s, %d, %s", p.Level, p.Count, p.Status()), "", open{place{cluster: c.ID, pool: p.ID}}}
}

// candidates are all places by their names, of which those are taken that a
// condition holds for.
func (s scene) candidates(take func(name, about string) bool) []choice {
	var list []choice
	for _, a := range s.fleet.Apps {
		if take(a.Name, a.Name+calm(a.Settled())) {
			list = append(list, s.appChoice(a))
		}
		for _, p := range a.Processes {
			status := p.Status(a.Release)
			if take(p.Type, p.Type+" "+a.Name+" "+p.Size+" "+string(status)+calm(status.Calm())) {
				list = append(list, s.processChoice(a, p))
			}
		}
	}
	for _, c := range s.fleet.Clusters {
		if take(c.Name, c.Name+" "+c.App+" "+string(c.Status())) {
			list = append(list, s.clusterChoice(c))
		}
		for _, p := range c.Pools() {
			about := p.Name + " " + c.Name + " " + c.App + " " + p.Level + " " + string(p.Status())
			if p.HA() {
				about += " ha"
			}
			if take(p.Name, about) {
				list = append(list, s.poolChoice(c, p))
			}
		}
	}
	return list
}

// calm is the word for what is as it is wanted, whatever it is.
func calm(is bool) string {
	if is {
		return " " + string(model.Available)
	}
	return ""
}

// named are the places of exactly that name.
func (s scene) named(name string) []choice {
	return s.candidates(func(is, _ string) bool { return strings.EqualFold(is, name) })
}

// goTo finds a place by its name, one of the target that is looked at before
// others: the whole name, its beginning, or words that it is found by.
func (s scene) goTo(answer string, here model.ID) intent {
	if c := s.fleet.Cluster(here); c != nil {
		for _, p := range c.Pools() {
			if strings.EqualFold(p.Name, answer) {
				return open{place{cluster: c.ID, pool: p.ID}}
			}
		}
	}
	if a := s.fleet.Formation(here); a != nil {
		for _, p := range a.Processes {
			if strings.EqualFold(p.Type, answer) {
				return open{place{app: a.Name, process: p.Type}}
			}
		}
	}
	found := s.named(answer)
	if len(found) == 0 {
		found = s.candidates(func(name, _ string) bool { return startsWith(name, answer) })
	}
	if c, err := command.Cluster(s.fleet, answer, ""); len(found) == 0 && err == nil {
		found = []choice{s.clusterChoice(c)}
	}
	if len(found) == 0 {
		found = s.candidates(func(_, about string) bool { return words.Has(about, answer) })
	}
	switch len(found) {
	case 0:
		return says("There is no choice, command or place " + answer + ". ? lists the choices; help says more.")
	case 1:
		return found[0].intent
	}
	return open{newList(answer+" may be one of "+words.Number(len(found))+".", "", found)}
}

// startsWith is whether a name begins like that; what all names of clusters
// begin with may be left out.
func startsWith(name, answer string) bool {
	name, answer = strings.ToLower(name), strings.ToLower(answer)
	return strings.HasPrefix(name, answer) || strings.HasPrefix(strings.TrimPrefix(name, "postgresql-"), answer)
}

// search lists the places that have all of the words.
func (s scene) search(text string) intent {
	found := s.candidates(func(_, about string) bool { return words.Has(about, text) })
	if len(found) == 0 {
		return says("Nothing has all of these: " + text + ".")
	}
	return open{newList("", text, found)}
}
