package plain

import (
	"fmt"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// greeting is what is said first: where one is, what there is, what it costs,
// and what is not as it should be.
func (s scene) greeting() []string {
	world := ""
	if s.able.Simulated {
		world = " This fleet is simulated."
	}
	lines := []string{"pooldeck, as lines." + world + " It is " + instant(s.fleet.At) + "."}
	lines = append(lines, s.summary()...)
	return append(lines, "Answer with a number, a name or a command. help says more; Ctrl+D leaves.")
}

// summary is the fleet in a few lines.
func (s scene) summary() []string {
	f := s.fleet
	n := 0
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			n += len(p.Instances)
		}
	}
	dynos := 0
	for _, a := range f.Apps {
		for _, p := range a.Processes {
			dynos += len(p.Dynos)
		}
	}
	lines := []string{fmt.Sprintf("%s, %s, %s, %s.", words.Plural(len(f.Apps), "app"),
		words.Plural(len(f.Clusters), "cluster"), words.Plural(n, "instance"), words.Plural(dynos, "dyno"))}
	cost := s.catalog.Fleet(f)
	text := "Cost: " + money(cost)
	if !cost.Open {
		text += ", " + spoken(cost.Hourly())
	}
	lines = append(lines, text+"."+accrued(s.able, s.accrual.Fleet))
	lines = append(lines, upTo(cost, s.catalog.FleetMore(f))...)
	if s.fleet.Halt != nil {
		lines = append(lines, halted(s.fleet.Halt))
	}
	return append(lines, s.unsettled()...)
}

// halted says that nothing can be changed, why, and what to do about it.
func halted(h *model.Halt) string {
	return spoken(fmt.Sprintf("Halted: %s. Nothing can be changed and no time passes; all up to %s is kept. To go on, %s.", h.Reason, instant(h.Since), h.Remedy))
}

// accrued says what this month has come to, where a ledger is kept.
func accrued(able backend.Abilities, of func() (soFar, forecast pricing.Amount)) string {
	if able.Ledger == nil {
		return ""
	}
	soFar, forecast := of()
	return fmt.Sprintf(" This month %s so far, forecast %s.", sum(soFar), sum(forecast))
}

// unsettled lists what is not as it is wanted; not more than can be
// remembered.
func (s scene) unsettled() []string {
	const most = 7
	var open []string
	clusters, formations := 0, 0
	for _, c := range s.fleet.Clusters {
		if !c.Settled() {
			open, clusters = append(open, s.state(c)), clusters+1
		}
	}
	for _, a := range s.fleet.Apps {
		if !a.Settled() {
			open, formations = append(open, s.formationState(a)), formations+1
		}
	}
	if len(open) == 0 {
		return []string{"All is settled: what is there is what is wanted."}
	}
	var parts []string
	if clusters > 0 {
		parts = append(parts, fmt.Sprintf("%d of %s", clusters, words.Plural(len(s.fleet.Clusters), "cluster")))
	}
	if formations > 0 {
		parts = append(parts, fmt.Sprintf("the dynos of %d of %s", formations, words.Plural(len(s.fleet.Apps), "app")))
	}
	lines := append([]string{"Not settled: " + listed(parts, "and") + "."}, open[:min(most, len(open))]...)
	if more := len(open) - most; more > 0 {
		lines = append(lines, fmt.Sprintf("And %s; find !available finds all of them.", words.Plural(more, "other")))
	}
	return lines
}

// state is a cluster in a line: its status, and what is under way.
func (s scene) state(c *model.Cluster) string {
	return sentence(string(c.Status())+": "+c.Name+" on "+c.App) + s.work(c.ID)
}

// work is what is under way on a target, with a space before it; empty where
// nothing is.
func (s scene) work(target model.ID) string {
	o := s.fleet.Open(target)
	switch {
	case o == nil:
		if detail := steps(s.fleet, target); detail != "" {
			return " " + detail + "."
		}
		return ""
	case !o.Stuck.IsZero():
		return " Stuck since " + instant(o.Stuck) + ": " + does(o) + "."
	}
	return " " + percent(o.Progress.Permille) + ", " + does(o) + "." + left(s.fleet.Ending(o))
}

// home is the first question.
type home struct{ menu }

func (h home) opened(s scene) (page, []string) {
	h.menu = menu{name: "Fleet", head: []string{"What do you want to do?"}, items: []choice{
		{"Choose an app, a cluster or a pool", "", "list find fleet", open{newList("Which one?", "", s.places())}},
		{"Hear what is under way or in trouble", "", "status ps problem", learn{status}},
		{"Listen to the feed", string(s.loudness), "watch live", watch{}},
		{"Change how much the feed says", "", "quiet normal verbose loud", open{loudnesses()}},
		{"Read the journal", "", "history log releases", readJournal{}},
		{"Hear what the fleet costs", "", "bill price money usage", open{costs{}}},
		{"Levels and prices", "", "plans", learn{levelList}},
		{"Dyno sizes and prices", "", "types ps:type", learn{sizeList}},
	}}
	if len(s.fleet.Apps) == 1 {
		h.items = append(h.items, choice{"Create a cluster", "", "new add", open{newCreate(s, s.fleet.Apps[0].Name)}})
	} else if len(s.fleet.Apps) > 1 {
		h.items = append(h.items, choice{"Create a cluster", "", "new add", open{asked{s.owners()}}})
	}
	if s.steers() {
		h.items = append(h.items, choice{"Change how fast time passes (simulator)", s.pace(), "clock speed pause go", open{speeds(s)}})
	}
	h.items = append(h.items, choice{"Help", "", "", learn{help}}, choice{"Quit", "", "exit leave", s.quitting()})
	if n := len(s.staged); n > 0 {
		h.items = append(
			h.items,
			choice{"Review what is staged", words.Plural(n, "change"), "apply plan", s.review()},
			choice{"Drop what is staged", words.Plural(n, "change"), "forget", open{dropping(n)}},
		)
	}
	return h, h.lines()
}

func (h home) take(s scene, answer string) (page, intent) { return h, h.chosen(s, answer) }

// owners asks whose a new cluster is to be.
func (s scene) owners() menu {
	m := menu{name: "App", head: []string{"On which app?"}}
	for _, a := range s.fleet.Apps {
		m.items = append(m.items, choice{does: a.Name, intent: open{newCreate(s, a.Name)}})
	}
	return m
}

// quitting asks when something is staged.
func (s scene) quitting() intent {
	if n := len(s.staged); n > 0 {
		return open{asked{menu{
			name: "Quit", head: []string{words.Plural(n, "staged change") + " will be forgotten; what is staged was not applied."},
			items: []choice{{does: "Stay", intent: goBack{}}, {does: "Quit all the same", intent: quit{}}},
		}}}
	}
	return quit{}
}

// dropping asks before what is staged is forgotten.
func dropping(n int) page {
	return asked{menu{
		name: "Drop", head: []string{words.Plural(n, "staged change") + " will be forgotten; what is staged was not applied."},
		items: []choice{{does: "Keep", intent: goBack{}}, {does: "Drop", intent: stage{nil}}},
	}}
}

func loudnesses() page {
	return asked{menu{name: "Feed", head: []string{"How much is to be said?"}, items: []choice{
		{"Quiet", "ends, failures and faults", "", hear{quiet}},
		{"Normal", "beginnings, steps and quarters of the way as well", "", hear{normal}},
		{"Verbose", "tenths of the way as well", "", hear{verbose}},
	}}}
}
