package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/words"
)

// quantity changes how many dynos a process type has.
type quantity struct {
	app     model.ID
	process string
}

func (o quantity) targets(scene) []model.ID { return []model.ID{o.app} }

func (o quantity) asks() string { return "Number of dynos:" }

func (o quantity) opened(s scene) (page, []string) {
	a, p, there := s.findProcess(o.app, o.process)
	if !there {
		return o, gone()
	}
	wanted := s.wantedProcess(a, o.process)
	size, _ := s.catalog.Sizes.Find(wanted.Size)
	lines := []string{fmt.Sprintf("%s of %s has %s at %s%s.", p.Type, a.Name, words.Plural(p.Quantity, "dyno"), p.Size, s.busy(a, p))}
	if size.Family.ScalesOut() {
		lines = append(lines, fmt.Sprintf("0 to %d are possible; each is %s and holds %s.",
			size.Family.Most(), money(s.catalog.Dyno(size.Name)), words.Plural(p.Connections, "connection")))
	} else {
		lines = append(lines, size.Name+" does not scale out: 0 or 1.")
	}
	lines = append(lines, s.holds(a)...)
	if wanted.Autoscaled() {
		lines = append(lines, fmt.Sprintf("It is autoscaled from %d to %d: a number of your own ends that.", wanted.Autoscale.Min, wanted.Autoscale.Max))
	}
	return o, append(lines, "Answer with a number, or with +1 or -1 for so many more or fewer. < goes back.")
}

// busy is what the dynos of a process type do now; empty where nobody has
// measured it.
func (s scene) busy(a *model.App, p model.Process) string {
	seen, known := s.sample.Processes[a.ProcessID(p.Type)]
	if !known || p.Quantity == 0 {
		return ""
	}
	return fmt.Sprintf(", %s a second, %.0f percent busy", jobs(p, seen.Throughput), 100*seen.Load)
}

// jobs is so many of what a process type takes: requests, or jobs.
func jobs(p model.Process, n float64) string {
	noun := "requests"
	if p.Type != model.WebType {
		noun = "jobs"
	}
	if n < 10 {
		return fmt.Sprintf("%.1f %s", n, noun)
	}
	return words.Number(int(n+0.5)) + " " + noun
}

func (o quantity) take(s scene, answer string) (page, intent) {
	a, _, there := s.findProcess(o.app, o.process)
	if i, is := s.plainly(answer); is || !there {
		return o, i
	}
	n, err := number(answer)
	if err != nil {
		return o, says(problem(err))
	}
	if strings.HasPrefix(answer, "+") || strings.HasPrefix(answer, "-") {
		n += s.wantedProcess(a, o.process).Quantity
	}
	i, err := s.choose(model.ScaleProcess{App: o.app, Process: o.process, Quantity: n})
	if err != nil {
		return o, says(problem(err))
	}
	return o, i
}

// holding sets how many connections a dyno of a process type holds.
type holding struct {
	app     model.ID
	process string
}

func (o holding) targets(scene) []model.ID { return []model.ID{o.app} }

func (o holding) asks() string { return "Connections of a dyno:" }

func (o holding) opened(s scene) (page, []string) {
	a, p, there := s.findProcess(o.app, o.process)
	if !there {
		return o, gone()
	}
	lines := append([]string{fmt.Sprintf("A dyno of %s holds %s.", p.Type, words.Plural(p.Connections, "connection"))}, s.holds(a)...)
	return o, append(lines,
		"As many as one dyno's processes and threads open to the pool. Nothing restarts: it is what the budget is reckoned with.",
		"Answer with a number. < goes back.")
}

func (o holding) take(s scene, answer string) (page, intent) {
	_, _, there := s.findProcess(o.app, o.process)
	if i, is := s.plainly(answer); is || !there {
		return o, i
	}
	n, err := number(answer)
	if err != nil {
		return o, says(problem(err))
	}
	i, err := s.choose(model.SetConnections{App: o.app, Process: o.process, PerDyno: n})
	if err != nil {
		return o, says(problem(err))
	}
	return o, i
}
