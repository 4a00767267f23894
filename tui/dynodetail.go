package tui

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/pricing"
)

func (s scene) formationTitle(r row) string {
	switch {
	case r.kind == rowFormation:
		return "dynos of " + clean(r.app.Name)
	case r.kind == rowDyno:
		return clean(r.dyno.Name) + " of " + clean(r.app.Name) + " · " + r.dyno.Size
	}
	size, _ := s.catalog.Sizes.Find(r.process.Size)
	return clean(r.process.Type) + " of " + clean(r.app.Name) + " · " + size.Name + " · " + model.Memory(size.MemoryMB)
}

// formationDetail is what there is to know of a formation.
func (s scene) formationDetail(r row) []line {
	var wanted []string
	for _, p := range r.app.Processes {
		wanted = append(wanted, fmt.Sprintf("%s %d × %s", clean(p.Type), p.Quantity, p.Size))
	}
	soFar, forecast := s.accrual.Cluster(r.app.ID)
	cost := s.dynosCost(r.app)
	var lines []line
	for _, words := range s.standing(r.app) {
		lines = append(lines, line{"fault", s.styles.Busy.Render("! " + clean(words))})
	}
	lines = append(lines,
		line{"wanted", strings.Join(wanted, " · ")},
		line{"there", s.dynosThere(r.app.Processes...)},
	)
	lines = append(lines, s.budgetLines(r.app)...)
	return append(lines,
		line{"cost", cost.Monthly() + "/month  " + s.styles.Dim.Render(cost.Hourly()) + s.mostly(r.app)},
		s.ecoLine(r.app),
		s.accrued("this month", soFar, forecast),
		line{"release", fmt.Sprintf("v%d", r.app.Release)},
	)
}

// mostly is what a formation may come to with its autoscalers at the maximum.
func (s scene) mostly(app *model.App) string {
	more := s.catalog.More(app)
	if more == (pricing.Amount{}) {
		return ""
	}
	return s.styles.Dim.Render("  up to " + s.dynosCost(app).Plus(more).Monthly())
}

// budgetLines compare what the dynos of an app may take with what the pool accepts.
func (s scene) budgetLines(app *model.App) []line {
	b, is := s.budget(app)
	if !is {
		return []line{{"connections", s.styles.Dim.Render("no config var opens a pool")}}
	}
	return []line{{"connections", s.budgetWords(b)}}
}

// budgetWords is a budget in words, with what breaks it first.
func (s scene) budgetWords(b model.Budget) string {
	text := fmt.Sprintf("%s of %s of %s", number(b.Now), number(b.Limit), s.opened(b))
	switch {
	case b.Broken():
		text = s.styles.Bad.Render("! "+number(b.Now-b.Limit)+" too many: ") + text
	case b.AtMost():
		text = s.styles.Busy.Render(fmt.Sprintf("! %s at the autoscaler's maximum, too many: ", number(b.Most))) + text
	case b.Most > b.Now:
		text += fmt.Sprintf(", %s at the autoscaler's maximum", number(b.Most))
	}
	if len(b.Apps) > 1 {
		text += ", with " + clean(strings.Join(b.Apps, " and "))
	}
	return text
}

// opened names the pool of a budget.
func (s scene) opened(b model.Budget) string {
	return clean(b.PoolAs) + " of " + strings.TrimPrefix(clean(b.Name), "postgresql-")
}

// dynosThere sets what is wanted against what is there.
func (s scene) dynosThere(processes ...model.Process) string {
	wanted := 0
	states := map[model.DynoState]int{}
	for _, p := range processes {
		wanted += p.Quantity
		for _, d := range p.Dynos {
			states[d.State]++
		}
	}
	text := fmt.Sprintf("%s wanted · %d up", plural(wanted, "dyno"), states[model.DynoUp])
	for _, st := range []model.DynoState{model.DynoStarting, model.DynoCrashed, model.DynoDraining} {
		if n := states[st]; n > 0 {
			text += fmt.Sprintf(", %d %s", n, st)
		}
	}
	return text
}

// processDetail is what there is to know of a process type, or of one of its
// dynos.
func (s scene) processDetail(r row) []line {
	p := *r.process
	if r.kind == rowDyno {
		d := r.dyno
		return []line{
			{"state", fmt.Sprintf("%s since %s", d.State, d.Since.UTC().Format("2 Jan 15:04:05"))},
			{"runs", fmt.Sprintf("%s, release v%d", s.sizeWords(d.Size), d.Release)},
			{"command", clean(p.Command)},
			{"connections", plural(p.Connections, "connection")},
			{"cost", s.catalog.Dyno(d.Size).Monthly() + "/month  " + s.styles.Dim.Render(s.catalog.Dyno(d.Size).Hourly())},
		}
	}
	soFar, forecast := s.accrual.Pool(r.id)
	estimate := ""
	if s.catalog.Estimated(p.Size) {
		estimate = s.styles.Busy.Render("  an estimate")
	}
	size, _ := s.catalog.Sizes.Find(p.Size)
	lines := append(s.troubles(r), line{"there", s.dynosThere(p)})
	lines = append(lines, s.trafficLines(r)...)
	lines = append(lines,
		s.ruleLine(p),
		s.processCost(r.app, p, estimate),
		line{"connections", s.shareWords(r.app, p)},
		line{"command", clean(p.Command)},
		line{"each", size.Share + " CPU · " + machine(size.Family)},
		s.accrued("this month", soFar, forecast),
	)
	if seen, known := s.sample.Processes[r.id]; known {
		name := "p50"
		text := lasts(seen.P50)
		if p.Type != model.WebType {
			name, text = "a job waits", "p50 "+text+" · p95 "+lasts(seen.P95)
		}
		lines = append(lines, line{name, text})
	}
	return append(lines, s.latelyServed(r)...)
}

// troubles are what asks for an operator, and what was made to fail, at a
// process type and at the pool that it is attached to.
func (s scene) troubles(r row) []line {
	var lines []line
	trouble, strain := s.trouble(r), s.strain(r)
	switch {
	case trouble != "":
		lines = append(lines, line{"trouble", s.styles.Bad.Render("✗ " + trouble)})
	case r.process.Slow(s.traffic(r)):
		lines = append(lines, line{"trouble", s.styles.Busy.Render("! p95 is above its target of " + lasts(r.process.Autoscale.P95))})
	case strain.words != "":
		lines = append(lines, line{"trouble", s.styles.Busy.Render("! " + strain.sentence())})
	}
	for _, words := range s.standing(r.app) {
		lines = append(lines, line{"fault", s.styles.Busy.Render("! " + clean(words))})
	}
	return lines
}

// standing are the faults that somebody has made at an app and at the cluster
// that its dynos connect to.
func (s scene) standing(app *model.App) []string {
	if s.able.Faults == nil {
		return nil
	}
	words := s.able.Faults.Standing(s.fleet, app.ID)
	if b, is := s.budget(app); is {
		words = append(words, s.able.Faults.Standing(s.fleet, b.Cluster)...)
	}
	return words
}

// shareWords are what a process type holds of its app's budget.
func (s scene) shareWords(app *model.App, p model.Process) string {
	own := fmt.Sprintf("%d × %d", p.Quantity, p.Connections)
	b, is := s.budget(app)
	switch {
	case !is:
		return own + " · " + s.styles.Dim.Render("no config var opens a pool")
	case b.Broken(), b.AtMost(), len(b.Apps) > 1:
		return own + " · in all " + s.budgetWords(b)
	}
	return fmt.Sprintf("%s · in all %s of %s (%s)", own, number(b.Now), number(b.Limit), clean(b.PoolAs))
}

// trafficLines say what a process type does, and what bounds it.
func (s scene) trafficLines(r row) []line {
	seen, known := s.sample.Processes[r.id]
	if !known {
		return nil
	}
	if r.process.Type != model.WebType {
		return []line{{"jobs", fmt.Sprintf("%s wait · %s/s done · %s busy", number(int(seen.Queue+0.5)), rate(seen.Throughput), percent(seen.Load))}}
	}
	text := fmt.Sprintf("%s/s · p95 %s · %s busy", rate(seen.Throughput), lasts(seen.P95), percent(seen.Load))
	if seen.Errors > 0 {
		text += " · " + percent(seen.Errors) + " fail"
	}
	if seen.Queue >= 1 {
		text += " · " + number(int(seen.Queue)) + " wait"
	}
	lines := []line{{"requests", text}}
	if seen.Bounded() {
		lines = append(lines, line{"more dynos", s.styles.Busy.Render("will hardly help") + ": " + seen.Bound + " keeps p95 from going below " + lasts(seen.Floor)})
	}
	return lines
}

// ruleLine is how a process type is autoscaled.
func (s scene) ruleLine(p model.Process) line {
	switch {
	case p.Autoscale != nil:
		text := rangeOf(p.Autoscale) + " dynos · p95 " + lasts(p.Autoscale.P95)
		switch {
		case p.Autoscale.Shadow:
			text = "shadow: " + text
		case p.Autoscale.Notify:
			text += " · notifies"
		}
		return line{"autoscale", text}
	case p.Type != model.WebType:
		return line{}
	}
	size, _ := s.catalog.Sizes.Find(p.Size)
	if !size.Family.Autoscales() {
		return line{"autoscale", s.styles.Dim.Render("not at " + p.Size)}
	}
	return line{"autoscale", s.styles.Dim.Render("off · A switches it on")}
}

// sizeWords is what a dyno of a size is.
func (s scene) sizeWords(name string) string {
	size, known := s.catalog.Sizes.Find(name)
	if !known {
		return name
	}
	return fmt.Sprintf("%s, %s, %s CPU, %s", name, model.Memory(size.MemoryMB), size.Share, tenancy(size.Family))
}

// machine is tenancy in two words.
func machine(f model.Family) string {
	if f.Shared() {
		return "shared machine"
	}
	return "own machine"
}

// tenancy is who else is on a dyno's machine.
func tenancy(f model.Family) string {
	if f.Shared() {
		return "shared machine: variable performance"
	}
	return "a machine of its own"
}

func percent(part float64) string { return fmt.Sprintf("%.0f %%", 100*part) }

// rate prints requests or jobs a second, with a decimal where there are few.
func rate(n float64) string {
	if 0 < n && n < 10 {
		return fmt.Sprintf("%.1f", n)
	}
	return number(int(n + 0.5))
}

// formationSummary is the detail in one line, for small windows.
func (s scene) formationSummary(r row) string {
	switch r.kind {
	case rowFormation:
		text := s.styles.Head.Render("dynos") + "  " + s.dynosThere(r.app.Processes...)
		if b, is := s.budget(r.app); is {
			text += "  connections " + s.budgetWords(b)
		}
		return text
	case rowDyno:
		return s.styles.Head.Render(clean(r.dyno.Name)) + "  " + s.sizeWords(r.dyno.Size)
	case rowApp, rowCluster, rowPool, rowInstance, rowProcess:
	}
	size, _ := s.catalog.Sizes.Find(r.process.Size)
	text := s.styles.Head.Render(clean(r.process.Type)) + "  " + model.Memory(size.MemoryMB)
	if seen, known := s.sample.Processes[r.id]; known {
		text += fmt.Sprintf("  %s/s  %s", rate(seen.Throughput), s.pace(r).text)
	}
	if r.process.Autoscale != nil {
		text += "  " + ruled(r.process.Autoscale) + " " + rangeOf(r.process.Autoscale)
	}
	for _, l := range s.troubles(r) {
		text += "  " + l.text
	}
	return text
}
