package plain

import (
	"fmt"

	"pooldeck/model"
)

// autoscaler is what there is to know and to set of the autoscaler of a process
// type.
type autoscaler struct {
	menu
	past record
}

func newAutoscaler(_ scene, r record) page { return autoscaler{past: r} }

func (a autoscaler) targets(scene) []model.ID { return []model.ID{a.past.app} }

func (a autoscaler) opened(s scene) (page, []string) {
	app, p, there := s.findProcess(a.past.app, a.past.process)
	if !there {
		a.menu = menu{name: "Gone", head: gone()}
		return a, a.lines()
	}
	a.menu = menu{name: "Autoscale", here: app.ID, head: []string{
		"Autoscale of " + p.Type + " of " + app.Name + ": " + ruleWords(p.Autoscale) + ".",
		"It keeps p95, which 95 percent of the requests are faster than, at a target by the number of dynos.",
		sentence(spoken("suggested target: " + a.past.suggestion().Words)),
	}}
	a.head = append(append(a.head, s.warnings(app, p)...), "What do you want to do?")
	last := "none in the past day"
	if n := len(a.past.decisions); n > 0 {
		last = "the last one " + decided(a.past.decisions[n-1])
	}
	set := choice{"Switch it on", "", "enable set rule shadow p95", s.ruling(app, p, a.past)}
	if p.Autoscale != nil {
		set.does, set.figure = "Change the rule", ranged(*p.Autoscale)
	}
	a.items = []choice{
		set,
		{"Hear what it decided and why", last, "decisions reasons explain", lookBack{app.ID, p.Type, newDecisions}},
		{"Try a rule on the past day", "", "backtest replay", s.trying(app, p, a.past)},
	}
	if p.Autoscale != nil {
		a.items = append(a.items, choice{"Switch it off", "", "disable stop", s.review(model.DisableAutoscale{App: app.ID, Process: p.Type})})
	}
	return a, a.lines()
}

func (a autoscaler) take(s scene, answer string) (page, intent) { return a, a.chosen(s, answer) }

// ruleWords is how a process type is autoscaled.
func ruleWords(rule *model.Autoscale) string {
	if rule == nil {
		return "off"
	}
	text := fmt.Sprintf("on, %d to %d dynos, p95 at most %s", rule.Min, rule.Max, milliseconds(rule.P95))
	if rule.Notify {
		text += ", with notifications"
	}
	if rule.Shadow {
		text += ", in shadow: it decides and records, and does nothing"
	}
	return text
}

// ruling asks for a rule, unless the dynos cannot be autoscaled at all.
func (s scene) ruling(a *model.App, p model.Process, r record) intent {
	form := newRule(s, a, p, r)
	if err := form.check(s); err != nil {
		return says(problem(err))
	}
	return open{form}
}

// trying asks for a rule that is tried on the past day, likewise.
func (s scene) trying(a *model.App, p model.Process, r record) intent {
	if err := newRule(s, a, p, r).check(s); err != nil {
		return says(problem(err))
	}
	return lookBack{a.ID, p.Type, newTrial}
}
