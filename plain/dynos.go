package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

func (s scene) appMenu(a *model.App) menu {
	m := menu{name: a.Name, here: a.ID}
	var clusters []choice
	for _, c := range s.fleet.Clusters {
		if c.App == a.Name {
			clusters = append(clusters, s.clusterChoice(c))
		}
	}
	cost := s.catalog.App(s.fleet, a.Name)
	m.head = append([]string{fmt.Sprintf("%s: app, release %d, %s, %s, %s.%s", a.Name, a.Release, words.Plural(a.Quantity(), "dyno"),
		words.Plural(len(clusters), "cluster"), money(cost), accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.App(a.Name) }))},
		upTo(cost, s.catalog.More(a))...)
	if len(a.Processes) == 0 {
		m.head = append(m.head, "No process types: "+command.Unformed+".")
	}
	if !a.Settled() {
		m.head = append(m.head, s.formationState(a))
	}
	m.head = append(append(m.head, s.holds(a)...), "What do you want to do?")
	for _, p := range a.Processes {
		m.items = append(m.items, choice{"Process " + p.Type, s.processWords(a, p), "formation dynos", open{place{app: a.Name, process: p.Type}}})
	}
	if a.Quantity() > 0 {
		m.items = append(m.items, choice{"Restart all dynos", "", "ps:restart reboot", s.review(model.RestartDynos{App: a.ID})})
	}
	m.items = append(m.items,
		choice{"Create a cluster", "", "data:pg:create addons:create database new", open{newCreate(s, a.Name)}},
		choice{"Hear what it costs", "", "bill price money", open{costs{app: a.Name}}},
	)
	if len(a.Processes) > 0 {
		m = m.with(s.asides(a.ID, "")...)
	}
	return m.with(clusters...).with(s.afterwards(a.ID)...)
}

// upTo says what autoscalers may make of a sum; nothing where none is on.
func upTo(now, more pricing.Amount) []string {
	if more == (pricing.Amount{}) {
		return nil
	}
	return []string{"With autoscale at its maximum: up to " + money(now.Plus(more)) + "."}
}

// formationState is an app's formation in a line: what is there, and what is
// under way.
func (s scene) formationState(a *model.App) string {
	return "Dynos of " + a.Name + ":" + s.work(a.ID)
}

// holds says what the dynos of an app may take of what their pool accepts.
func (s scene) holds(a *model.App) []string {
	b, is := s.fleet.Budget(s.catalog.Specs, a.Name)
	if !is {
		return nil
	}
	text := fmt.Sprintf("Connections: dynos may take %s of the %s that %s of %s accepts", words.Number(b.Now), words.Number(b.Limit), b.PoolAs, b.Name)
	if b.Most > b.Now {
		text += fmt.Sprintf(", %s with autoscale at its maximum", words.Number(b.Most))
	}
	switch {
	case b.Broken():
		text = "Too many: " + text
	case b.AtMost():
		text = "Too many with autoscale at its maximum: " + text
	}
	return []string{text + "."}
}

// dynos says how many of a process type are up as they are wanted, at the
// app's release, and what becomes of the others: 3 of 5 up, 2 starting.
func dynos(p model.Process, release int) string {
	text := fmt.Sprintf("%d of %d up", p.Ready(release), p.Quantity)
	for _, state := range []model.DynoState{model.DynoStarting, model.DynoCrashed, model.DynoDraining} {
		if n := p.In(state); n > 0 {
			text += fmt.Sprintf(", %d %s", n, state)
		}
	}
	if old := p.In(model.DynoUp) - p.Ready(release); old > 0 {
		text += fmt.Sprintf(", %d to be replaced", old)
	}
	return text
}

// processWords is a process type in a line.
func (s scene) processWords(a *model.App, p model.Process) string {
	text := p.Size + ", " + dynos(p, a.Release)
	if p.Quantity == 0 && len(p.Dynos) == 0 {
		text = p.Size + ", no dynos, stopped"
	}
	if p.Autoscale != nil {
		text += ", " + ranged(*p.Autoscale)
	}
	seen, known := s.sample.Processes[a.ProcessID(p.Type)]
	switch {
	case !known:
	case p.Type != model.WebType:
		text += ", " + words.Plural(int(seen.Queue+0.5), "job") + " waiting"
	case seen.P95 > 0:
		text += ", p95 " + milliseconds(seen.P95)
		if p.Autoscale != nil {
			text += " for a target of " + milliseconds(p.Autoscale.P95)
		}
	}
	return text + ", " + s.dynosCost(p)
}

// ranged is what an autoscaler does: autoscale 2 to 8.
func ranged(rule model.Autoscale) string {
	if rule.Shadow {
		return fmt.Sprintf("autoscale in shadow %d to %d", rule.Min, rule.Max)
	}
	return fmt.Sprintf("autoscale %d to %d", rule.Min, rule.Max)
}

// dynosCost is what the dynos of a process type cost.
func (s scene) dynosCost(p model.Process) string {
	if s.catalog.Estimated(p.Size) {
		return money(s.catalog.Process(p)) + ", an estimate"
	}
	return money(s.catalog.Process(p))
}

func (s scene) processMenu(a *model.App, p model.Process) menu {
	m := menu{name: p.Type, here: a.ID, head: []string{fmt.Sprintf("%s of %s: %s.", p.Type, a.Name, s.processWords(a, p))}}
	m.head = append(m.head, s.warnings(a, p)...)
	m.head = append(m.head, s.holds(a)...)
	m.head = append(m.head, "What do you want to do?")
	m.items = append(m.items,
		choice{"Change number of dynos", words.Number(p.Quantity), "ps:scale quantity horizontal", open{quantity{a.ID, p.Type}}},
		choice{"Change dyno size", p.Size, "ps:type resize scale vertical", open{sizes{app: a.ID, process: p.Type}}},
	)
	if p.Type == model.WebType {
		is := "off"
		if p.Autoscale != nil {
			is = strings.TrimPrefix(p.Autoscale.String(), "autoscale ")
		}
		m.items = append(m.items, choice{"Autoscale, its decisions and a backtest", is, "ps:autoscale rule", lookBack{a.ID, p.Type, newAutoscaler}})
	}
	m.items = append(m.items, choice{"Set connections of a dyno", words.Number(p.Connections), "budget", open{holding{a.ID, p.Type}}})
	if p.Quantity > 0 {
		m.items = append(m.items,
			choice{"Restart the dynos of " + p.Type, "", "ps:restart reboot", s.review(model.RestartDynos{App: a.ID, Process: p.Type})},
			choice{"Stop " + p.Type, "no dynos", "ps:stop zero", s.review(model.ScaleProcess{App: a.ID, Process: p.Type})},
		)
	}
	return m.with(s.asides(a.ID, a.ProcessID(p.Type))...).with(s.afterwards(a.ID)...)
}

// warnings are why a process type asks for an operator, and that more dynos
// would not help it.
func (s scene) warnings(a *model.App, p model.Process) []string {
	var lines []string
	seen := s.sample.Processes[a.ProcessID(p.Type)]
	if why := p.TroubleOf(seen); why != "" {
		lines = append(lines, spoken("Problem: "+why+"."))
	}
	if seen.Bounded() {
		lines = append(lines, fmt.Sprintf("More dynos will hardly help: %s keeps p95 from going below %s.", seen.Bound, milliseconds(seen.Floor)))
	}
	return lines
}
