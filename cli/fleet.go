package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"pooldeck/model"
)

func (p *program) fleet() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "fleet",
		Short: "Print all apps, clusters, pools and dynos with what they cost",
		Example: `# what the console shows, as text
pooldeck fleet
# everything that is under way
pooldeck fleet --json | jq '.operations[] | select(.state == "running")'`,
		Args: cobra.NoArgs,
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.RunE = p.run(func(c *cobra.Command, _ []string) error {
		return p.with(c.Context(), false, func(a Access) error {
			l, err := see(c.Context(), a.Backend, everything)
			if err != nil {
				return err
			}
			if asJSON {
				return writeJSON(p.Out, l.document())
			}
			return l.writeFleet(p.Out)
		})
	})
	return c
}

func everything(f *model.Fleet) (sight, error) { return sight{f.Clusters, f.Apps}, nil }

func (l look) writeFleet(w io.Writer) error {
	t := table{
		right: []bool{false, false, true, false, true, true, true, true},
		head:  []string{"NAME", "LEVEL/SIZE", "READY", "STATUS", "CONNECTIONS", "P95", "AUTOSCALE", "$/MONTH"},
	}
	apps := l.owned()
	for _, a := range l.fleet.Apps {
		t.add(a.Name, "", "", "", "", "", "", figure(apps[a.Name].cost, l.catalog.EstimatedIn(a)))
		for _, c := range apps[a.Name].clusters {
			l.addCluster(&t, c)
		}
		l.addDynos(&t, a)
	}
	if err := t.write(w); err != nil {
		return err
	}
	if err := l.writeTotal(w); err != nil {
		return err
	}
	return l.writeOperations(w, l.fleet.Operations)
}

func (l look) addCluster(t *table, c *model.Cluster) {
	t.add("  "+c.Name, "", "", clusterStatus(l.fleet, c), l.usage(c.Pools()...), "", "", l.catalog.Cluster(c, l.fleet.At).Figure())
	for _, p := range c.Pools() {
		t.add("    "+p.Name, p.Level, ready(p), poolStatus(p), l.usage(p), "", "", l.catalog.Pool(p).Figure())
	}
}

// addDynos adds an app's dynos with what they may take of the connections that
// their pool accepts.
func (l look) addDynos(t *table, a *model.App) {
	if len(a.Processes) == 0 {
		return
	}
	taken := ""
	if b, is := l.fleet.Budget(l.catalog.Specs, a.Name); is {
		taken = number(b.Now) + "/" + number(b.Limit)
	}
	t.add("  dynos", "", "", "", taken, "", "", figure(l.catalog.FormationIn(l.fleet, a), l.catalog.EstimatedIn(a)))
	for _, p := range a.Processes {
		t.add("    "+p.Type, p.Size, fmt.Sprintf("%d/%d", p.Ready(a.Release), p.Quantity), processStatus(p.Status(a.Release)),
			each(p), l.p95(a, p), rangeOf(p), l.processFigure(p))
	}
}

// each is how many dynos there are to be, and what each may take.
func each(p model.Process) string { return number(p.Quantity) + " × " + number(p.Connections) }

// usage prints connections in use and accepted; ? where nothing was measured
// of what serves.
func (l look) usage(pools ...model.Pool) string {
	used, limit, known := 0, 0, true
	for _, p := range pools {
		n, ok := l.sample.Connections(p)
		used, known = used+n, known && (ok || p.Serving() == 0)
		limit += l.catalog.There(p)
	}
	if !known {
		return "?/" + number(limit)
	}
	return number(used) + "/" + number(limit)
}

func (l look) writeTotal(w io.Writer) error {
	f := l.fleet
	now := l.catalog.Fleet(f)
	_, err := fmt.Fprintf(w, "\n%s · %s · %s · %s · %s%s\n",
		plural(len(f.Apps), "app"), plural(len(f.Clusters), "cluster"), plural(instances(f), "instance"), plural(dynos(f), "dyno"),
		price(now), l.upTo(now, l.catalog.FleetMore(f)))
	if err != nil || l.able.Ledger == nil {
		return err
	}
	soFar, forecast := l.accrual.Fleet()
	if _, err = fmt.Fprintf(w, "this month %s\n", accrued(soFar, forecast)); err != nil {
		return err
	}
	return l.writeWorld(w)
}

// writeWorld says when this is, and that it is made up where it is.
func (l look) writeWorld(w io.Writer) error {
	text := l.fleet.At.UTC().Format("2 January 2006 15:04") + " UTC"
	if l.able.Simulated {
		text = "simulated, " + text
	}
	if h := l.fleet.Halt; h != nil {
		text += "\n" + halted(h)
	}
	_, err := fmt.Fprintln(w, text)
	return err
}

// halted says that nothing can be recorded.
func halted(h *model.Halt) string {
	return fmt.Sprintf("✗ %s: what was accepted up to %s is kept, time stands still and nothing can be changed; %s, and it goes on by itself",
		clean(h.Reason), instant(h.Since), clean(h.Remedy))
}

// writeOperations lists what is under way and what ended lately, oldest
// first.
func (l look) writeOperations(w io.Writer, list []*model.Operation) error {
	if len(list) == 0 {
		return nil
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	t := table{right: make([]bool, 3)}
	for _, o := range list {
		mark, what, how := operation(o, l.fleet.Ending(o))
		t.add(mark+" "+o.TargetName, how, what)
	}
	return t.write(w)
}
