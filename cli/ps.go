package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/pricing"
)

// ps prints formations, and holds the commands that change them.
func (p *program) ps() *cobra.Command {
	asJSON, app := false, ""
	c := &cobra.Command{
		Use:   "ps [APP]",
		Short: "Print what apps run: process types, dynos, and what they cost",
		Long: `Print what apps run: process types with their dynos, what they do, what they may take of the connections, and what they cost.

Heroku's words are understood too: ps:scale, ps:type, ps:restart, ps:autoscale:enable and ps:autoscale:disable, with --app.`,
		Example: `pooldeck ps example-app
# Heroku's words are understood
pooldeck ps:scale web=5 --app example-app`,
		Args: cobra.MaximumNArgs(1),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.Flags().StringVarP(&app, "app", "a", "", "the app, as Heroku's command names it")
	c.RunE = p.run(func(c *cobra.Command, args []string) error {
		if app != "" {
			if len(args) > 0 && !strings.EqualFold(args[0], app) {
				return Exit{Usage, fmt.Errorf("ps prints one app or all: %s or --app %s", args[0], app)}
			}
			args = []string{app}
		}
		return p.formations(c.Context(), args, asJSON)
	})
	c.AddCommand(
		p.change("set APP PROCESS", "Change the quantity or the size of a process type's dynos", "quantity", "size", "connections"),
		p.autoscaled(p.change("autoscale APP [PROCESS]", "Autoscale web dynos by their response times", "min", "max", "p95", "notifications?", "shadow?", "off?")),
		p.change("restart APP [PROCESS]", "Restart the dynos of an app, or of a process type"),
		p.decisions(),
		p.backtest(),
	)
	return c
}

// formations prints what an app runs, or what all of them do.
func (p *program) formations(ctx context.Context, args []string, asJSON bool) error {
	return p.with(ctx, false, func(a Access) error {
		var apps []*model.App
		l, err := see(ctx, a.Backend, func(f *model.Fleet) (s sight, err error) {
			apps, err = formed(f, strings.Join(args, ""))
			return sight{apps: apps}, err
		})
		if err != nil {
			return err
		}
		if asJSON {
			d := formationsDocument{head: l.head(), Apps: []formationDocument{}}
			for _, app := range apps {
				d.Apps = append(d.Apps, l.formation(app))
			}
			return writeJSON(p.Out, d)
		}
		if len(apps) == 0 {
			_, err = fmt.Fprintln(p.Err, "no app has process types: "+command.Unformed)
			return err
		}
		return l.writeFormations(p.Out, apps)
	})
}

// herokuPs are Heroku's words for the same.
func (p *program) herokuPs() []*cobra.Command {
	list := []*cobra.Command{
		p.printing(p.change("ps:scale PROCESS=N:SIZE", "As heroku ps:scale: web=5, web+1, worker=2:Standard-2X; alone it prints what there is", "app")),
		p.printing(p.change("ps:type PROCESS=SIZE", "As heroku ps:type: web=Standard-2X, or a size for all; alone it prints what there is", "app")),
		p.change("ps:restart [PROCESS]", "As heroku ps:restart", "app", "process-type"),
		p.change("ps:autoscale:enable", "As heroku ps:autoscale:enable", "app", "min", "max", "p95", "notifications?"),
		p.change("ps:autoscale:disable", "As heroku ps:autoscale:disable", "app"),
	}
	for _, c := range list {
		c.Hidden = true // they are pooldeck ps in other words
	}
	return list
}

// printing makes a command print the formation where nothing is asked for, as
// Heroku's does.
func (p *program) printing(c *cobra.Command) *cobra.Command {
	change := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		app := text(c, "app")
		if len(args) > 0 || app == "" {
			return change(c, args)
		}
		return p.run(func(c *cobra.Command, _ []string) error {
			return p.formations(c.Context(), []string{app}, c.Flags().Changed("json"))
		})(c, args)
	}
	return c
}

// autoscaled makes ps autoscale print the rule where none is given.
func (p *program) autoscaled(c *cobra.Command) *cobra.Command {
	change := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		given := false
		for _, flag := range []string{"min", "max", "p95", "notifications", "shadow", "off"} {
			given = given || c.Flags().Changed(flag)
		}
		if given || len(args) == 0 {
			return change(c, args)
		}
		return p.run(func(c *cobra.Command, args []string) error {
			return p.rule(c.Context(), args, c.Flags().Changed("json"))
		})(c, args)
	}
	return c
}

// formed are the apps that have process types; of one that is named, that it
// has none is an error.
func formed(f *model.Fleet, name string) ([]*model.App, error) {
	var list []*model.App
	for _, app := range f.Apps {
		if len(app.Processes) > 0 && (name == "" || strings.EqualFold(app.Name, name)) {
			list = append(list, app)
		}
	}
	if name == "" || len(list) > 0 {
		return list, nil
	}
	if _, err := command.App(f, name); err != nil {
		return nil, Exit{NotFound, err}
	}
	return nil, Exit{NotFound, fmt.Errorf("%s has no process types: %s", name, command.Unformed)}
}

func (l look) writeFormations(w io.Writer, apps []*model.App) error {
	t := table{
		right: []bool{false, false, true, false, true, true, true, false, true},
		head:  []string{"NAME", "SIZE", "READY", "STATUS", "CONNECTIONS", "P95", "AUTOSCALE", "SINCE", "$/MONTH"},
	}
	for _, app := range apps {
		t.add(app.Name, "", "", "", "", "", "", "", l.catalog.FormationIn(l.fleet, app).Figure())
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
	return l.catalog.Process(p).Figure()
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
