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
	title string
	all   []choice
	from  int
}

// mostListed is how many choices are read at once.
const mostListed = 15

func newList(title, search string, all []choice) page {
	if search != "" {
		title = fmt.Sprintf("%s with %s.", words.Plural(len(all), "place"), search)
	}
	return list{title: title, all: all}
}

func (l list) opened(scene) (page, []string) {
	to := min(l.from+mostListed, len(l.all))
	l.menu = menu{name: "Place", head: []string{l.title}, items: l.all[l.from:to]}
	lines := l.lines()
	if rest := len(l.all) - to; rest > 0 {
		lines = append(lines, fmt.Sprintf("%s: more lists them; a name or its beginning finds one.", words.Plural(rest, "other")))
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

func (s scene) poolChoice(c *model.Cluster, p model.Pool) choice {
	return choice{"Pool " + p.Name + " of " + c.Name, fmt.Sprintf("%s, %d, %s", p.Level, p.Count, p.Status()), "", open{place{cluster: c.ID, pool: p.ID}}}
}

// candidates are all places by their names, of which those are taken that a
// condition holds for.
func (s scene) candidates(take func(name, about string) bool) []choice {
	var list []choice
	for _, a := range s.fleet.Apps {
		if take(a.Name, a.Name) {
			list = append(list, s.appChoice(a))
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

// named are the places of exactly that name.
func (s scene) named(name string) []choice {
	return s.candidates(func(is, _ string) bool { return strings.EqualFold(is, name) })
}

// goTo finds a place by its name, one of the cluster that is looked at before
// others: the whole name, its beginning, or words that it is found by.
func (s scene) goTo(answer string, here model.ID) intent {
	if c := s.fleet.Cluster(here); c != nil {
		for _, p := range c.Pools() {
			if strings.EqualFold(p.Name, answer) {
				return open{place{cluster: c.ID, pool: p.ID}}
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

// search lists the pools and clusters that have all of the words.
func (s scene) search(text string) intent {
	found := s.candidates(func(_, about string) bool { return words.Has(about, text) })
	if len(found) == 0 {
		return says("Nothing has all of these: " + text + ".")
	}
	return open{newList("", text, found)}
}
