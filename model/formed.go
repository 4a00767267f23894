package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// ProcessPair is one process type before and after a plan. Plans make no
// process types and remove none.
type ProcessPair struct{ Before, After Process }

// Formation lists the process types of a target before and after the plan, in
// their order; nothing for a cluster.
func (p Plan) Formation(target ID) []ProcessPair {
	before, after := p.Before.Formation(target), p.After.Formation(target)
	if before == nil || after == nil {
		return nil
	}
	var list []ProcessPair
	for _, b := range before.Processes {
		if a, there := after.Process(b.Type); there {
			list = append(list, ProcessPair{b, a})
		}
	}
	return list
}

// Same is whether the plan asks nothing new of the process type.
func (p ProcessPair) Same() bool {
	b, a := p.Before, p.After
	return b.Size == a.Size && b.Quantity == a.Quantity && b.Connections == a.Connections && b.Restarts == a.Restarts &&
		sameRule(b.Autoscale, a.Autoscale)
}

func sameRule(a, b *Autoscale) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// Replaces is whether the dynos that stay are replaced by new ones.
func (p ProcessPair) Replaces() bool {
	return (p.Before.Size != p.After.Size || p.Before.Restarts != p.After.Restarts) && min(p.Before.Quantity, p.After.Quantity) > 0
}

// words says what the plan does to the process type: 2 → 5 dynos.
func (p ProcessPair) words() string {
	b, a := p.Before, p.After
	var words []string
	switch {
	case b.Size != a.Size && b.Quantity != a.Quantity:
		words = append(words, dynos(b.Quantity, b.Size)+" → "+dynos(a.Quantity, a.Size))
	case b.Size != a.Size:
		words = append(words, b.Size+" → "+a.Size)
	case b.Quantity != a.Quantity:
		words = append(words, fmt.Sprintf("%d → %s", b.Quantity, plural(a.Quantity, "dyno")))
	}
	switch {
	case sameRule(b.Autoscale, a.Autoscale):
	case a.Autoscale == nil:
		words = append(words, "autoscale off")
	default:
		words = append(words, a.Autoscale.String())
	}
	if b.Connections != a.Connections {
		words = append(words, fmt.Sprintf("%s → %s a dyno", Thousands(b.Connections), plural(a.Connections, "connection")))
	}
	if b.Restarts != a.Restarts && b.Size == a.Size {
		words = append(words, "restarts")
	}
	return strings.Join(words, "; ")
}

// formationLines says what the plan does to the formation of an app.
func (p Plan) formationLines(target ID) []Line {
	app := p.After.Formation(target)
	var lines []Line
	for _, pair := range p.Formation(target) {
		if !pair.Same() {
			lines = append(lines, Line{
				Mark: Changed, Target: target, Pool: app.ProcessID(pair.After.Type), Name: pair.After.Type, Words: pair.words(),
			})
		}
	}
	return lines
}

// formationRisks is what changing a formation may cost besides money.
func formationRisks(p Plan, target ID, s Specs) []Risk {
	app := p.After.Formation(target)
	var list []Risk
	for _, pair := range p.Formation(target) {
		byHand := !slices.ContainsFunc(p.Changes, func(c Change) bool {
			off, is := c.(DisableAutoscale)
			return is && off.App == target && off.Process == pair.After.Type
		})
		list = append(list, processRisks(app, pair, s, byHand)...)
	}
	return list
}

func processRisks(app *App, pair ProcessPair, s Specs, byHand bool) []Risk {
	b, a := pair.Before, pair.After
	var list []Risk
	add := func(kind RiskKind, format string, args ...any) {
		list = append(list, Risk{Kind: kind, Cluster: app.ID, Pool: app.ProcessID(a.Type), Text: fmt.Sprintf(format, args...)})
	}
	was, _ := s.Sizes.Find(b.Size)
	is, _ := s.Sizes.Find(a.Size)
	if b.Size != a.Size && is.MemoryMB < was.MemoryMB && a.Quantity > 0 {
		text := fmt.Sprintf("%s is lowered: each dyno has %s less memory", a.Type, Memory(was.MemoryMB-is.MemoryMB))
		if is.Family.Shared() && !was.Family.Shared() {
			text += ", and its performance varies: " + a.Size + " dynos share their machines"
		}
		add(SizeLowered, "%s", text)
	}
	if pair.Replaces() {
		idle := "no job is done"
		if a.Type == WebType {
			idle = "nobody is served"
		}
		add(AppRestarts, "%s restarts %s: all of its dynos are replaced at once, and %s until the first new one is up", app.Name, a.Type, idle)
	}
	if a.Quantity == 0 && b.Quantity > 0 {
		add(ProcessStopped, "%s", stopped(app, a.Type))
	}
	if b.Autoscaled() && a.Autoscale == nil && byHand {
		add(AutoscaleOff, "autoscale of %s is switched off, as Heroku does when a formation is changed by hand; it was %d to %d dynos",
			a.Type, b.Autoscale.Min, b.Autoscale.Max)
	}
	if is.Estimate && a.Most() > 0 && (b.Size != a.Size || a.Most() > b.Most()) {
		add(PriceEstimated, "the price of %s is an estimate: sources differ", a.Size)
	}
	return list
}

func stopped(app *App, process string) string {
	if process == WebType {
		return app.Name + " answers no request any more: web has no dyno left"
	}
	return fmt.Sprintf("%s of %s stops: no dyno is left to do its jobs", process, app.Name)
}

// Memory is a dyno's memory as people say it: 512 MB, 2.5 GB.
func Memory(mb int) string {
	if mb < 1024 {
		return fmt.Sprintf("%d MB", mb)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(mb)/1024), ".0") + " GB"
}

// budgetRisks says where dynos will find no connection, now or with their
// autoscalers at the maximum, and did before.
func budgetRisks(p Plan, target ID, s Specs) []Risk {
	was := map[ID]Budget{}
	for _, b := range p.Before.budgets(s, target) {
		was[b.Pool] = b
	}
	var list []Risk
	add := func(b Budget, n int, format string) {
		list = append(list, Risk{
			Kind: ConnectionsShort, Cluster: target, Pool: b.Pool,
			Text: fmt.Sprintf(format, strings.Join(b.Apps, " and "), plural(n, "connection"), b.PoolAs, b.Name, Thousands(b.Limit)),
		})
	}
	for _, b := range p.After.budgets(s, target) {
		old, known := was[b.Pool]
		short, most := b.Now-b.Limit, b.Most-b.Limit
		switch {
		case b.Broken() && (!known || short > old.Now-old.Limit):
			add(b, b.Now, "the dynos of %s may take %s then, and %s of %s accepts %s")
		case !b.Broken() && b.AtMost() && (!known || most > old.Most-old.Limit):
			add(b, b.Most, "with autoscale at its maximum the dynos of %s may take %s, and %s of %s accepts %s")
		}
	}
	return list
}

// Unhelpful says where more dynos will hardly help: the response times are
// bound by something else. It needs a sample, as Stranded does; nobody has to
// acknowledge it.
func (p Plan) Unhelpful(m Sample) []Risk {
	var list []Risk
	for _, target := range p.Targets() {
		app := p.After.Formation(target)
		for _, pair := range p.Formation(target) {
			seen, known := m.Processes[app.ProcessID(pair.After.Type)]
			if !known || !pair.grows(seen.P95) || !seen.Bounded() {
				continue
			}
			list = append(list, Risk{
				Kind: NoHelp, Cluster: target, Pool: app.ProcessID(pair.After.Type),
				Text: fmt.Sprintf("more dynos will hardly help: p95 of %s is %s, and however many there are, %s keeps it from going below %s",
					pair.After.Type, milliseconds(seen.P95), seen.Bound, milliseconds(seen.Floor)),
			})
		}
	}
	return list
}

// grows is whether there are to be more dynos of the same size, or an autoscaler
// would ask for them at a p95.
func (p ProcessPair) grows(p95 time.Duration) bool {
	b, a := p.Before, p.After
	if a.Autoscaled() && a.Quantity <= b.Quantity && p95 <= a.Autoscale.P95 {
		return false
	}
	return a.Size == b.Size && a.Most() > b.Most()
}

// Bounded is whether more dynos would take away less than a fifth of the p95.
func (t Traffic) Bounded() bool { return t.Bound != "" && t.P95 > 0 && 5*t.Floor >= 4*t.P95 }

// unscale lists the changes that take the effect on a formation back. What ends
// autoscaling comes first, and what switches it on again last: everything
// between would end it.
func (p Plan) unscale(target ID) Changes {
	var list Changes
	for _, pair := range p.Formation(target) {
		b, a := pair.Before, pair.After
		resized, scaled := a.Size != b.Size, a.Quantity != b.Quantity
		if b.Autoscale == nil && a.Autoscale != nil {
			list = append(list, DisableAutoscale{App: target, Process: b.Type})
		}
		if resized {
			list = append(list, ResizeProcess{App: target, Process: b.Type, Size: b.Size})
		}
		if scaled {
			list = append(list, ScaleProcess{App: target, Process: b.Type, Quantity: b.Quantity})
		}
		if a.Connections != b.Connections {
			list = append(list, SetConnections{App: target, Process: b.Type, PerDyno: b.Connections})
		}
		if b.Autoscale != nil && (!sameRule(a.Autoscale, b.Autoscale) || b.Autoscaled() && (resized || scaled)) {
			list = append(list, SetAutoscale{App: target, Process: b.Type, Autoscale: *b.Autoscale})
		}
	}
	return list
}
