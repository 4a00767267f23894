package cli

import (
	"fmt"
	"io"
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

func (l look) writeFormations(w io.Writer, apps []*model.App) error {
	t := table{
		right: []bool{false, false, true, false, true, true, true, false, true},
		head:  []string{"NAME", "SIZE", "READY", "STATUS", "CONNECTIONS", "P95", "AUTOSCALE", "SINCE", "$/MONTH"},
	}
	for _, app := range apps {
		t.add(app.Name, "", "", "", "", "", "", "", figure(l.catalog.FormationIn(l.fleet, app), l.catalog.EstimatedIn(app)))
		for _, p := range app.Processes {
			t.add("  "+p.Type, p.Size, fmt.Sprintf("%d/%d", p.Ready(app.Release), p.Quantity), processStatus(p.Status(app.Release)),
				each(p), l.p95(app, p), rangeOf(p), "", l.processFigure(p))
			for _, d := range p.Dynos {
				t.add("    "+d.Name, d.Size, "", dynoState(d), "", "", "", ago(l.fleet.At.Sub(d.Since)), "")
			}
		}
	}
	if err := t.write(w); err != nil {
		return err
	}
	for _, app := range apps {
		if _, err := fmt.Fprint(w, l.formationFacts(app)); err != nil {
			return err
		}
	}
	return nil
}

// processFigure is what a process type costs; at Eco, nothing by itself.
func (l look) processFigure(p model.Process) string {
	if size, _ := l.catalog.Sizes.Find(p.Size); size.Family == model.Eco && p.Quantity > 0 {
		return "flat"
	}
	return figure(l.catalog.Process(p), p.Quantity > 0 && l.catalog.Estimated(p.Size))
}

// figure is an amount in a column, marked where sources differ about it.
func figure(a pricing.Amount, estimate bool) string {
	if estimate {
		return "~" + a.Figure()
	}
	return a.Figure()
}

// formationFacts are the lines below an app: its cost at most, its budget of
// connections, and that a price is an estimate.
func (l look) formationFacts(app *model.App) string {
	now := l.catalog.FormationIn(l.fleet, app)
	text := fmt.Sprintf("\n%s %s%s\n", app.Name, price(now), l.upTo(now, l.catalog.More(app)))
	if l.catalog.HasEco(app) {
		text += l.flat(app) + "\n"
	}
	if b, is := l.fleet.Budget(l.catalog.Specs, app.Name); is {
		text += budget(b) + "\n"
	}
	for _, p := range app.Processes {
		text += l.work(app, p) + "\n"
		if l.catalog.Estimated(p.Size) {
			text += estimated(l.catalog, p.Size) + "\n"
		}
	}
	return text
}

// work is what a process type runs, and what it does.
func (l look) work(app *model.App, p model.Process) string {
	text := p.Type + " runs " + clean(p.Command)
	seen, known := l.sample.Processes[app.ProcessID(p.Type)]
	switch {
	case !known:
	case p.Type == model.WebType:
		text += fmt.Sprintf(": %.1f requests/s, %.0f %% busy", seen.Throughput, 100*seen.Load)
		if seen.Errors > 0 {
			text += fmt.Sprintf(", %.0f %% fail", 100*seen.Errors)
		}
		if n := int(seen.Queue + 0.5); n > 0 {
			text += ", " + number(n) + " wait"
		}
	default:
		text += fmt.Sprintf(": %.1f jobs/s, %.0f %% busy, %s wait", seen.Throughput, 100*seen.Load, number(int(seen.Queue+0.5)))
	}
	return text
}

// flat says how an app's Eco dynos are paid for.
func (l look) flat(app *model.App) string {
	text := fmt.Sprintf("%s/month flat for %s, %s hours", pricing.Amount{Cents: l.catalog.Dynos.Eco.Cents}.Monthly(), pricing.AllEco, number(int(l.catalog.Dynos.Eco.Hours)))
	if with := l.fleet.Formation(l.catalog.EcoAt(l.fleet)); with != nil && with.ID != app.ID {
		text += ", counted with " + with.Name
	}
	return text
}

// upTo says what autoscalers may make of a sum; empty where none is on.
func (l look) upTo(now, more pricing.Amount) string {
	if (more == pricing.Amount{}) {
		return ""
	}
	return ", up to " + now.Plus(more).Monthly() + "/month with autoscale at its maximum"
}

// budget says what dynos may take of what their pool accepts.
func budget(b model.Budget) string {
	text := fmt.Sprintf("connections: dynos may take %s of the %s that %s of %s accepts", number(b.Now), number(b.Limit), b.PoolAs, b.Name)
	if b.Most > b.Now {
		text += fmt.Sprintf(", %s with autoscale at its maximum", number(b.Most))
	}
	switch {
	case b.Broken():
		text += ": too many"
	case b.AtMost():
		text += ": too many then"
	}
	return text
}

// p95 against the target, where there is one.
func (l look) p95(app *model.App, p model.Process) string {
	seen, known := l.sample.Processes[app.ProcessID(p.Type)]
	if !known || p.Type != model.WebType {
		return ""
	}
	if p.Autoscale == nil {
		return millis(seen.P95) + " ms"
	}
	return millis(seen.P95) + "/" + millis(p.Autoscale.P95) + " ms"
}

func millis(d time.Duration) string { return number(int(d.Milliseconds())) }

func rangeOf(p model.Process) string {
	switch rule := p.Autoscale; {
	case rule == nil:
		return ""
	case rule.Shadow:
		return fmt.Sprintf("%d to %d, shadow", rule.Min, rule.Max)
	default:
		return fmt.Sprintf("%d to %d", rule.Min, rule.Max)
	}
}

func processStatus(s model.ProcessStatus) string {
	switch s {
	case model.ProcessUp:
		return "✓ up"
	case model.ProcessEmpty:
		return "· no dynos"
	case model.ProcessScaling, model.ProcessStarting, model.ProcessReplaced:
		return "~ " + string(s)
	case model.ProcessCrashed:
	}
	return "✗ " + string(s)
}

func dynoState(d model.Dyno) string {
	switch d.State {
	case model.DynoUp:
		return "✓ up"
	case model.DynoStarting, model.DynoDraining:
		return "~ " + string(d.State)
	case model.DynoCrashed:
	}
	return "✗ " + string(d.State)
}

// ago prints for how long something has been so: 0:41, 2 h 05, 12 days.
func ago(d time.Duration) string {
	if days := int(d / (24 * time.Hour)); days > 1 {
		return plural(days, "day")
	}
	return clock(d)
}
