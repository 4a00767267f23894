package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/pricing"
	proposals "pooldeck/proposal"
)

// changing are the commands that change something. Each prints what the
// change costs and disturbs, and makes it only with --yes. The lines
// themselves are read by model/command, which knows what is missing.
func (p *program) changing() []*cobra.Command {
	group := func(name, short string, commands ...*cobra.Command) *cobra.Command {
		var names []string
		for _, c := range commands {
			names = append(names, c.Name())
		}
		c := &cobra.Command{Use: name, Short: short, Args: cobra.NoArgs}
		c.RunE = p.run(func(*cobra.Command, []string) error {
			return Exit{Usage, fmt.Errorf("%s what? There are %s", name, strings.Join(names, ", "))}
		})
		c.AddCommand(commands...)
		return c
	}
	return []*cobra.Command{
		group(
			"pools", "Change, add and destroy instance pools",
			p.change("set CLUSTER POOL", "Change the level or the number of instances of a pool", "level", "count", "ha", "app"),
			p.change("add CLUSTER", "Add a follower pool", "name", "level", "count", "app"),
			p.change("destroy CLUSTER POOL", "Destroy a follower pool and its attachments", "confirm", "app"),
		),
		group(
			"clusters", "Create and destroy clusters",
			p.change("create [NAME]", "Create a cluster with its pools", "app", "level", "ha", "pool", "id"),
			p.change("destroy CLUSTER", "Destroy a cluster with all of its data", "confirm", "app"),
		),
		group(
			"attachments", "Attach pools to apps and detach them",
			p.change("add CLUSTER POOL", "Give an app a config var that opens a pool", "app", "as"),
			p.change("remove NAME", "Take a config var away from an app", "app"),
		),
		p.ps(),
	}
}

// usages say what the flags of the changing commands mean.
func usages() map[string]string {
	return map[string]string{
		"app":           "the app that owns the cluster or the dynos, or whose config var it is",
		"connections":   "how many connections a dyno may take",
		"max":           "the most dynos",
		"min":           "the fewest dynos",
		"notifications": "tell, once a day, that the maximum is reached",
		"off":           "switch it off",
		"p95":           "the response time in milliseconds that 95 of 100 requests are to keep",
		"process-type":  "the process type to restart",
		"quantity":      "how many dynos: 5, or +1 or -1",
		"shadow":        "decide and record, but do nothing",
		"size":          "the size of the dynos; 2X is short for Standard-2X",
		"as":            "the config var's name without _URL: ANALYTICS for ANALYTICS_URL",
		"confirm":       "the name of the app that owns what is destroyed",
		"count":         "how many instances the pool is to have",
		"ha":            "on or off: whether the leader pool has a standby",
		"id":            "the cluster's ID, where it is not to be a new one",
		"level":         "the compute level; 16G is short for 16G-Performance",
		"name":          "the pool's name; without one a name is made",
		"pool":          "a follower pool as NAME:LEVEL:N; may be there several times",
	}
}

// change is one command that changes something.
func (p *program) change(use, short string, flags ...string) *cobra.Command {
	var how manner
	c := &cobra.Command{
		Use: use, Short: short,
		Long: short + ".\n\nIt prints what the change costs and disturbs, and makes it only with --yes, which acknowledges what is shown.",
	}
	for _, name := range flags {
		if plain, alone := strings.CutSuffix(name, "?"); alone {
			c.Flags().Bool(plain, false, usages()[plain])
			continue
		}
		letter := map[string]string{"app": "a", "confirm": "c"}[name]
		c.Flags().StringArrayP(name, letter, nil, usages()[name])
	}
	c.Flags().BoolVarP(&how.yes, "yes", "y", false, "make the change")
	c.Flags().BoolVar(&how.wait, "wait", false, "with --yes: let time pass until the change is done")
	c.Flags().BoolVar(&how.json, "json", false, "print JSON instead of text")
	c.RunE = p.run(func(c *cobra.Command, args []string) error {
		if how.wait && !how.yes {
			return errWait()
		}
		return p.with(c.Context(), how.wait, func(a Access) error {
			l := written{argv: line(c, flags, args), cluster: named(c, args), app: text(c, "app"), number: a.Number}
			return p.carry(c.Context(), a, order{read: l.read, made: l.made}, how)
		})
	})
	return c
}

func errWait() error {
	return Exit{Usage, errors.New("--wait waits for a change that is made: add --yes")}
}

// manner is how far a command goes.
type manner struct{ yes, wait, json bool }

// order is what a command asks for.
type order struct {
	read  func(*model.Fleet, pricing.Catalog) (model.Changes, error)
	made  func(model.Plan) bool // whether names in the plan were made and not said; nil for no
	agree func(proposal) error  // what else has to be said before it is made; nil for nothing
	head  string                // what stands above the plan
	back  model.OperationID     // the operation that is taken back, if one is
}

// written is a change as a command line says it.
type written struct {
	argv    []string
	cluster string // the word for the cluster; empty where none is named
	app     string
	number  uint64 // what names are made from
}

func named(c *cobra.Command, args []string) string {
	if len(args) > 0 && strings.Contains(c.Use, "CLUSTER") {
		return args[0]
	}
	return ""
}

func text(c *cobra.Command, flag string) string {
	list, err := c.Flags().GetStringArray(flag)
	if err != nil || len(list) == 0 {
		return ""
	}
	return list[0]
}

// line is the command as model/command reads it.
func line(c *cobra.Command, flags, args []string) []string {
	argv := []string{c.Parent().Name(), c.Name()}
	for _, name := range flags {
		if plain, alone := strings.CutSuffix(name, "?"); alone {
			if on, err := c.Flags().GetBool(plain); err == nil && on {
				argv = append(argv, "--"+plain)
			}
			continue
		}
		c.Flags().Visit(func(f *pflag.Flag) {
			if list, ok := f.Value.(pflag.SliceValue); ok && f.Name == name {
				for _, text := range list.GetSlice() {
					argv = append(argv, "--"+name+"="+text)
				}
			}
		})
	}
	return append(append(argv, "--"), args...)
}

// carry plans what the line asks for, prints the plan, and with --yes makes
// it.
func (p *program) carry(ctx context.Context, a Access, o order, how manner) error {
	x, err := propose(ctx, a, o)
	switch {
	case err != nil:
		return err
	case !how.yes:
		return p.show(x, how)
	case o.agree != nil:
		err = o.agree(x)
	}
	if err != nil {
		return err
	}
	if clock := x.able.Clock; how.wait && clock != nil && clock.Speed() == 0 {
		return Exit{Usage, errors.New("--wait would wait for ever: the speed is 0, which is paused")}
	}
	request := backend.Request{
		Key: a.Session, Actor: a.Actor, Changes: x.plan.Changes, Base: x.plan.Base(), Acknowledged: model.Kinds(x.risks),
	}
	receipt, err := a.Backend.Apply(ctx, request)
	if errors.Is(err, backend.ErrNoAnswer) {
		receipt, err = a.Backend.Apply(ctx, request) // its key finds out whether it was accepted
	}
	if err != nil {
		return refused(err)
	}
	if err := p.accepted(x, receipt, how); err != nil || !how.wait {
		return err
	}
	if err := p.wait(ctx, a.Backend, receipt); err != nil || how.json {
		return err
	}
	return p.answer(x)
}

// refused tells a change that cannot be from a backend that does not work.
func refused(err error) error {
	var (
		invalid *model.Invalid
		stale   *backend.Stale
		unseen  *backend.Unacknowledged
	)
	var unsaved *backend.Unsaved
	if errors.As(err, &unsaved) {
		return Exit{Unwritable, err}
	}
	if errors.As(err, &invalid) || errors.As(err, &stale) || errors.As(err, &unseen) || errors.Is(err, backend.ErrDenied) {
		return Exit{Refused, sourced(err)}
	}
	return err
}

// sourced adds the page that a rule comes from.
func sourced(err error) error {
	if page := proposals.Page(err); page != "" {
		return fmt.Errorf("%w\nthe rule: %s", err, page)
	}
	return err
}

// propose plans an order on the newest fleet.
func propose(ctx context.Context, a Access, o order) (x proposal, err error) {
	catalog, err := a.Backend.Catalog(ctx)
	if err != nil {
		return x, err
	}
	x.look, err = see(ctx, a.Backend, func(f *model.Fleet) (touched sight, err error) {
		changes, err := o.read(f, catalog)
		if err != nil {
			return sight{}, err
		}
		if x.plan, err = model.NewPlan(f, catalog.Specs, changes...); err != nil {
			return sight{}, refused(err)
		}
		for _, id := range x.plan.Targets() {
			if c := f.Cluster(id); c != nil {
				touched.clusters = append(touched.clusters, c)
			}
			if a := f.Formation(id); a != nil {
				touched.apps = append(touched.apps, a)
			}
		}
		return touched, nil
	})
	x.title, x.undoes = o.head, o.back
	x.names = o.made != nil && o.made(x.plan)
	x.risks = append(x.plan.Risks, x.plan.Stranded(catalog.Specs, x.sample)...)
	x.told = x.plan.Unhelpful(x.sample)
	return x, err
}

// read reads the line.
func (l written) read(f *model.Fleet, c pricing.Catalog) (model.Changes, error) {
	changes, err := command.Parse(f, l.argv, command.Options{Levels: c.Levels, Sizes: c.Sizes, Number: l.number})
	if err != nil {
		return nil, l.misread(f, err)
	}
	return changes, nil
}

// made is whether a name in the plan was made and not said.
func (l written) made(p model.Plan) bool {
	said := func(name string) bool {
		return slices.ContainsFunc(l.argv, func(word string) bool { return strings.Contains(strings.ToLower(word), name) })
	}
	for _, c := range p.Changes {
		switch c := c.(type) {
		case model.AddPool:
			if !said(c.Name) {
				return true
			}
		case model.CreateCluster:
			if !said(c.Name) || slices.ContainsFunc(c.Followers, func(p model.NewPool) bool { return !said(p.Name) }) {
				return true
			}
		case model.DestroyCluster, model.SetLevel, model.SetCount, model.DestroyPool, model.Attach, model.Detach:
		case model.ScaleProcess, model.ResizeProcess, model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections:
		}
	}
	return false
}

// misread tells a line that is written wrongly from one about a cluster that
// is not there and from a change that cannot be.
func (l written) misread(f *model.Fleet, err error) error {
	var m *command.Mistake
	if !errors.As(err, &m) {
		return refused(err)
	}
	if l.cluster != "" {
		if _, err := find(f, l.cluster, l.app); err != nil {
			return err
		}
	}
	switch {
	case m.Missing:
		return Exit{NotFound, m}
	case m.Usage == "":
		return Exit{Usage, m}
	}
	usage := strings.Replace(m.Usage, "heroku ", "pooldeck ", 1) // it takes Heroku's words
	return Exit{Usage, fmt.Errorf("%w\nusage: %s [--yes [--wait]]", m, usage)}
}
