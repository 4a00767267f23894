package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// past names an operation to take back.
type past struct {
	operation string // its number in the journal, or its ID
	cluster   string // instead: the last one that has ended there
	app       string
	confirm   string
}

func (p *program) undo() *cobra.Command {
	var what past
	var how manner
	c := &cobra.Command{
		Use:   "undo [OPERATION]",
		Short: "Take an operation back",
		Long: `Take an operation back: its inverse changes are planned on the fleet as it is now and printed with what they cost and disturb, and made only with --yes, which acknowledges what is shown.

OPERATION is its number in the journal; with --last it is the last one that has ended on a cluster. Data that was destroyed does not come back.`,
		Example: `# what would it cost to take the last change back?
pooldeck undo --last postgresql-horizontal-12345
# do it
pooldeck undo --last postgresql-horizontal-12345 --yes
# an older one, as pooldeck journal numbers it
pooldeck undo 3 --yes --wait`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) > 1:
				return errors.New("undo takes one operation back at a time")
			case len(args) == 1 && what.cluster != "":
				return errors.New("undo takes an operation or --last CLUSTER, not both")
			case len(args) == 0 && what.cluster == "":
				return errors.New("undo what? Say an operation's number in the journal, or --last CLUSTER")
			}
			return nil
		},
	}
	f := c.Flags()
	f.StringVar(&what.cluster, "last", "", "the last operation that has ended on this cluster, or on the dynos of this app")
	f.StringVarP(&what.app, "app", "a", "", usages()["app"])
	f.StringVarP(&what.confirm, "confirm", "c", "", usages()["confirm"])
	f.BoolVarP(&how.yes, "yes", "y", false, "make the change")
	f.BoolVar(&how.wait, "wait", false, "with --yes: let time pass until the change is done")
	f.BoolVar(&how.json, "json", false, "print JSON instead of text")
	c.RunE = p.run(func(c *cobra.Command, args []string) error {
		if how.wait && !how.yes {
			return errWait()
		}
		what.operation = strings.Join(args, "")
		return p.with(c.Context(), how.wait, func(a Access) error {
			e, err := what.find(c.Context(), a.Backend)
			if err != nil {
				return err
			}
			return p.carry(c.Context(), a, order{
				read:  func(f *model.Fleet, _ pricing.Catalog) (model.Changes, error) { return undo(f, e) },
				agree: what.agrees,
				head:  fmt.Sprintf("takes back %s of %s, %s: %s", e.Operation, e.Actor, instant(e.At), strings.Join(e.Words, "; ")),
				back:  e.Operation,
			}, how)
		})
	})
	return c
}

func undo(f *model.Fleet, e model.Entry) (model.Changes, error) {
	changes, err := model.Undo(f, e)
	if err != nil {
		return nil, Exit{Refused, err}
	}
	return changes, nil
}

// find finds the entry that accepted the operation.
func (w past) find(ctx context.Context, b backend.Backend) (model.Entry, error) {
	if w.cluster != "" {
		return w.last(ctx, b)
	}
	seq, err := strconv.ParseInt(strings.TrimPrefix(w.operation, "op-"), 10, 64)
	if err != nil || seq < 1 {
		return model.Entry{}, Exit{NotFound, fmt.Errorf("there is no operation %s; pooldeck journal numbers them", w.operation)}
	}
	entries, err := b.Journal(ctx, backend.Query{After: seq - 1, First: 1})
	switch {
	case err != nil:
		return model.Entry{}, err
	case len(entries) == 0:
		return model.Entry{}, Exit{NotFound, fmt.Errorf("the journal has no entry %d", seq)}
	}
	e := entries[0]
	ends, err := endings(ctx, b, entries)
	if _, is := ends[e.Operation]; err == nil && e.Kind == model.EntryAccepted && !is {
		err = Exit{Refused, fmt.Errorf("%s is still under way; c cancels it in the console", e.Operation)}
	}
	return e, err
}

// last finds the last operation on a cluster that did not end by being
// replaced.
func (w past) last(ctx context.Context, b backend.Backend) (model.Entry, error) {
	f, err := newest(ctx, b)
	if err != nil {
		return model.Entry{}, err
	}
	target, name, err := w.target(f)
	if err != nil {
		return model.Entry{}, err
	}
	if o := f.Open(target); o != nil {
		return model.Entry{}, Exit{Refused, fmt.Errorf("%s is still under way on %s: %s; c cancels it in the console",
			o.ID, name, strings.Join(o.Does(), ", "))}
	}
	entries, err := b.Journal(ctx, backend.Query{Target: target})
	if err != nil {
		return model.Entry{}, err
	}
	over := map[model.OperationID]bool{}
	var last model.Entry
	for _, e := range entries {
		over[e.Operation] = over[e.Operation] || e.Kind == model.EntryDone || e.Kind == model.EntryFailed
	}
	for _, e := range entries {
		if e.Kind == model.EntryAccepted && over[e.Operation] {
			last = e
		}
	}
	if last.Seq == 0 {
		return last, Exit{Refused, fmt.Errorf("no operation has ended on %s", name)}
	}
	return last, nil
}

// target is the cluster that is named, or the app, for its formation.
func (w past) target(f *model.Fleet) (model.ID, string, error) {
	if app := f.App(w.cluster); app != nil && f.Named(w.cluster) == nil {
		return app.ID, app.Name, nil
	}
	c, err := find(f, w.cluster, w.app)
	if err != nil {
		return "", "", err
	}
	return c.ID, c.Name, nil
}

// agrees checks that the app's name was typed before something is destroyed.
func (w past) agrees(x proposal) error {
	for _, c := range x.plan.Changes {
		cluster := x.fleet.Cluster(c.Target())
		name := ""
		switch c := c.(type) {
		case model.DestroyCluster:
			name = cluster.Name
		case model.DestroyPool:
			name = c.Pool
		case model.CreateCluster, model.SetLevel, model.SetCount, model.AddPool, model.Attach, model.Detach:
			continue
		case model.ScaleProcess, model.ResizeProcess, model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections:
			continue
		}
		switch {
		case w.confirm == "":
			return Exit{Usage, fmt.Errorf("this destroys %s: add --confirm %s", name, cluster.App)}
		case w.confirm != cluster.App:
			return Exit{Usage, fmt.Errorf("--confirm %s is not %s: %s still exists", w.confirm, cluster.App, name)}
		}
	}
	return nil
}
