package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"pooldeck/model"
	"pooldeck/model/command"
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
