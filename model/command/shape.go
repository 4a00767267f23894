package command

import (
	"slices"
	"strconv"
	"strings"

	"pooldeck/model"
)

// shape is what a plan comes to for the formation of an app, in the order in
// which commands can ask for it one by one. A size or a quantity by hand ends
// autoscaling, so that a rule comes after them; but one that needs fewer dynos
// comes before, since others may take their place.
type shape struct {
	app      *model.App // after the plan
	off      []string   // process types whose rule goes
	shadowed bool       // that was a shadow's
	restarts [2][]model.RestartDynos
	rules    [2][]model.SetAutoscale // before and after what follows
	words    []word
	holds    []model.SetConnections
}

// The sides of what is asked of sizes and quantities.
const (
	first = 0
	last  = 1
)

// word is the size and the quantity of a process type.
type word struct {
	process string
	size    string // empty where it stays
	amount  string // 5, +1 or -1; empty where it stays
	stays   int    // what the quantity is where it stays
}

func shapeOf(p model.Plan, app *model.App) *shape {
	s := &shape{app: app}
	for _, pair := range p.Formation(app.ID) {
		s.take(p, pair)
	}
	before := p.Before.Formation(app.ID)
	for _, c := range p.Changes {
		restart, is := c.(model.RestartDynos)
		switch {
		case !is || restart.App != app.ID:
		case dynosOf(app, restart.Process) > 0:
			s.restarts[last] = append(s.restarts[last], restart)
		case dynosOf(before, restart.Process) > 0:
			s.restarts[first] = append(s.restarts[first], restart)
		}
	}
	return s
}

// dynosOf counts those of a process type, or of all where none is named.
func dynosOf(app *model.App, process string) int {
	if process == "" {
		return app.Quantity()
	}
	p, _ := app.Process(process)
	return p.Quantity
}

// take adds what the plan comes to for one process type.
func (s *shape) take(p model.Plan, pair model.ProcessPair) {
	b, a := pair.Before, pair.After
	sized, scaled := b.Size != a.Size, b.Quantity != a.Quantity
	if rule := a.Autoscale; scaled && !sized && a.Autoscaled() {
		scaled = min(max(b.Quantity, rule.Min), rule.Max) != a.Quantity // or else the rule does it
	}
	if sized || scaled {
		w := word{process: a.Type, stays: a.Quantity}
		if sized {
			w.size = a.Size
		}
		if scaled {
			w.amount = said(p, s.app.ID, pair)
		}
		s.words = append(s.words, w)
	}
	ends := b.Autoscaled() && (sized || scaled)
	switch {
	case a.Autoscale != nil && (ends || b.Autoscale == nil || *a.Autoscale != *b.Autoscale):
		side := last
		if !sized && !scaled && a.Most() <= b.Most() {
			side = first
		}
		s.rules[side] = append(s.rules[side], model.SetAutoscale{App: s.app.ID, Process: a.Type, Autoscale: *a.Autoscale})
	case a.Autoscale == nil && b.Autoscale != nil && (!ends || disabled(p, s.app.ID, a.Type)):
		s.off, s.shadowed = append(s.off, a.Type), b.Autoscale.Shadow
	}
	if a.Connections != b.Connections {
		s.holds = append(s.holds, model.SetConnections{App: s.app.ID, Process: a.Type, PerDyno: a.Connections})
	}
}

// said is a quantity as it was asked for: one more stays one more.
func said(p model.Plan, app model.ID, pair model.ProcessPair) string {
	var asked []model.ScaleProcess
	for _, c := range p.Changes {
		if scale, is := c.(model.ScaleProcess); is && scale.App == app && scale.Process == pair.After.Type {
			asked = append(asked, scale)
		}
	}
	if len(asked) == 1 && asked[0].Delta != 0 && pair.Before.Quantity+asked[0].Delta == pair.After.Quantity {
		return amount(asked[0])
	}
	return strconv.Itoa(pair.After.Quantity)
}

// disabled is whether somebody asked for the end of a rule.
func disabled(p model.Plan, app model.ID, process string) bool {
	return slices.ContainsFunc(p.Changes, func(c model.Change) bool {
		off, is := c.(model.DisableAutoscale)
		return is && off.App == app && off.Process == process
	})
}

// pooldeck writes the shape as pooldeck's commands.
func (s *shape) pooldeck() [][]string {
	var list [][]string
	for _, process := range s.off {
		list = append(list, []string{pooldeck, "ps", "autoscale", s.app.Name, process, "--off"})
	}
	list = append(list, s.sides(first)...)
	holds := s.holds
	switch len(s.words) {
	case 0:
	case 1:
		w := s.words[0]
		argv := []string{pooldeck, "ps", "set", s.app.Name, w.process}
		if w.amount != "" {
			argv = append(argv, "--quantity", w.amount)
		}
		if w.size != "" {
			argv = append(argv, "--size", w.size)
		}
		if at := slices.IndexFunc(holds, func(h model.SetConnections) bool { return h.Process == w.process }); at >= 0 {
			argv = append(argv, "--connections", strconv.Itoa(holds[at].PerDyno))
			holds = slices.Delete(slices.Clone(holds), at, at+1)
		}
		list = append(list, argv)
	default:
		list = append(list, append(s.scale(pooldeck), "--app", s.app.Name))
	}
	for _, h := range holds {
		list = append(list, []string{pooldeck, "ps", "set", s.app.Name, h.Process, "--connections", strconv.Itoa(h.PerDyno)})
	}
	return append(list, s.sides(last)...)
}

// sides are the rules and the restarts on one side of the sizes.
func (s *shape) sides(side int) [][]string {
	var list [][]string
	for _, c := range s.rules[side] {
		list = append(list, autoscale(s.app.Name, c))
	}
	for _, c := range s.restarts[side] {
		list = append(list, restart(s.app.Name, c))
	}
	return list
}

// scale says all sizes and quantities at once: ps:type where there are sizes
// only. Heroku's ps:type reads no hyphen in a process type's name.
func (s *shape) scale(program string) []string {
	sizes := !slices.ContainsFunc(s.words, func(w word) bool { return w.amount != "" || strings.Contains(w.process, "-") })
	argv := []string{program, "ps:scale"}
	if sizes {
		argv[1] = "ps:type"
	}
	for _, w := range s.words {
		argv = append(argv, w.text(sizes))
	}
	return argv
}

// text is web=5, web+1:Eco or, for a size alone, web=Eco.
func (w word) text(size bool) string {
	n := w.amount
	if n == "" {
		n = strconv.Itoa(w.stays)
	}
	switch {
	case size:
		return w.process + "=" + w.size
	case !strings.HasPrefix(n, "+") && !strings.HasPrefix(n, "-"):
		n = "=" + n
	}
	if w.size != "" {
		n += ":" + w.size
	}
	return w.process + n
}

// heroku writes the shape as heroku's commands. Nothing is said of a shadow's
// end: Heroku has none.
func (s *shape) heroku() []Nearest {
	var list []Nearest
	for range s.off {
		if !s.shadowed {
			list = append(list, Nearest{Argv: []string{heroku, "ps:autoscale:disable", "-a", s.app.Name}})
		}
	}
	list = append(list, s.herokuSides(first)...)
	if len(s.words) > 0 {
		list = append(list, Nearest{Argv: append(s.scale(heroku), "-a", s.app.Name)})
	}
	if len(s.holds) > 0 {
		list = append(list, noConnections())
	}
	return append(list, s.herokuSides(last)...)
}

func (s *shape) herokuSides(side int) []Nearest {
	var list []Nearest
	for _, c := range s.rules[side] {
		list = append(list, herokuAutoscale(s.app.Name, c.Autoscale))
	}
	for _, c := range s.restarts[side] {
		list = append(list, herokuRestart(s.app.Name, c))
	}
	return list
}
