package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"pooldeck/model"
	"pooldeck/pricing"
)

func (p *program) info() *cobra.Command {
	asJSON, app := false, ""
	c := &cobra.Command{
		Use:   "info CLUSTER",
		Short: "Print all that is known of a cluster, or of what an app runs",
		Long: `Print all that is known of a cluster: its pools with their instances, what they cost, and what is under way.

The name of an app prints its formation, as ps does. CLUSTER is its name, APP::ATTACHMENT, or, together with --app, an attachment or a config var.`,
		Example: `pooldeck info postgresql-horizontal-12345
pooldeck info example-app::ANALYTICS
pooldeck info DATABASE_URL --app example-app --json`,
		Args: cobra.ExactArgs(1),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.Flags().StringVarP(&app, "app", "a", "", "the app that the attachment or config var belongs to")
	c.RunE = p.run(func(c *cobra.Command, args []string) error {
		return p.with(c.Context(), false, func(a Access) error {
			var found *model.Cluster
			var formation []*model.App
			l, err := see(c.Context(), a.Backend, func(f *model.Fleet) (s sight, err error) {
				if f.App(args[0]) != nil && f.Named(args[0]) == nil {
					formation, err = formed(f, args[0])
					return sight{apps: formation}, err
				}
				found, err = find(f, args[0], app)
				return sight{clusters: []*model.Cluster{found}}, err
			})
			if err != nil {
				return err
			}
			switch {
			case formation != nil && asJSON:
				return writeJSON(p.Out, formationsDocument{l.head(), []formationDocument{l.formation(formation[0])}})
			case formation != nil:
				return l.writeFormations(p.Out, formation)
			case asJSON:
				return writeJSON(p.Out, clusterOnlyDocument{l.head(), l.cluster(found)})
			}
			return l.writeCluster(p.Out, found)
		})
	})
	return c
}

func (l look) writeCluster(w io.Writer, c *model.Cluster) error {
	sections := []*section{l.clusterSection(c)}
	for _, p := range c.Pools() {
		sections = append(sections, l.poolSection(c, p))
	}
	for i, s := range sections {
		if i > 0 {
			s.title = "\n" + s.title
		}
		if _, err := fmt.Fprintln(w, s.title); err != nil {
			return err
		}
		if err := s.facts.write(w); err != nil {
			return err
		}
		if err := s.instances.write(w); err != nil {
			return err
		}
	}
	var list []*model.Operation
	for _, o := range l.fleet.Operations {
		if o.Target == c.ID {
			list = append(list, o)
		}
	}
	if err := l.writeOperations(w, list); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(w); err != nil {
		return err
	}
	return l.writeWorld(w)
}

// section is a part of what info prints.
type section struct {
	title     string
	facts     table
	instances table
}

func (s *section) fact(name, text string) { s.facts.add("  "+name, text) }

func newSection(title string) *section {
	return &section{
		title:     clean(title),
		facts:     table{right: make([]bool, 2)},
		instances: table{right: []bool{false, false, false, true, true, false}},
	}
}

func (l look) clusterSection(c *model.Cluster) *section {
	s := newSection(c.Name + " on " + c.App)
	s.fact("status", clusterStatus(l.fleet, c))
	if o := l.fleet.Open(c.ID); o != nil {
		if e := l.fleet.Ending(o); e.Known() {
			s.fact("time left", left(e)+" ("+ranged(e)+")")
		}
	}
	s.fact("Postgres", fmt.Sprintf("%s, region %s, created %s", c.Version, c.Region, instant(c.Created)))
	s.fact("attached", attachments(attached(c, "")))
	s.fact("followers", fmt.Sprintf("%s of %d, %s of %d", plural(c.FollowerPools(), "pool"), model.MaxFollowerPools,
		plural(c.FollowerInstances(), "instance"), model.MaxFollowerInstances))
	s.fact("storage", l.storage(c))
	s.fact("cost now", price(l.catalog.Cluster(c, l.fleet.At)))
	soFar, forecast := l.accrual.Cluster(c.ID)
	l.addAccrued(s, soFar, forecast)
	return s
}

func (l look) poolSection(c *model.Cluster, p model.Pool) *section {
	level, _ := l.catalog.Levels.Find(p.Level)
	s := newSection(fmt.Sprintf("%s · %s · %d vCPU · %d GB", poolTitle(p), p.Level, level.VCPU, level.MemoryGB))
	s.fact("status", poolStatus(p)+"  "+ready(p)+" ready")
	endpoint := "none yet"
	if p.Endpoint.Host != "" {
		endpoint = fmt.Sprintf("%s:%d", p.Endpoint.Host, p.Endpoint.Port)
	}
	s.fact("endpoint", endpoint)
	s.fact("attached", attachments(attached(c, p.ID)))
	s.fact("connections", l.connections(p))
	s.fact("cost now", price(l.catalog.Pool(p)))
	soFar, forecast := l.accrual.Pool(p.ID)
	l.addAccrued(s, soFar, forecast)
	l.addInstances(&s.instances, c, p)
	return s
}

// addAccrued adds what this month has come to, where a ledger is kept.
func (l look) addAccrued(s *section, soFar, forecast pricing.Amount) {
	if l.able.Ledger != nil {
		s.fact("this month", accrued(soFar, forecast))
	}
}

func (l look) storage(c *model.Cluster) string {
	used, included := c.Storage.Used(l.fleet.At), size(l.catalog.Storage.IncludedGB*gigabyte)
	if over := l.catalog.StorageCost(used); over.Cents > 0 {
		return fmt.Sprintf("%s, %s included, %s/month for the rest", size(used), included, over.Monthly())
	}
	return size(used) + " of " + included + " included"
}

func (l look) connections(p model.Pool) string {
	text := number(l.catalog.There(p)) + " accepted"
	if used, known := l.sample.Connections(p); known {
		text = number(used) + " of " + text
	}
	if settled := l.catalog.Wanted(p); settled != l.catalog.There(p) {
		text += ", " + number(settled) + " when done"
	}
	return text
}

func (l look) addInstances(t *table, c *model.Cluster, p model.Pool) {
	for _, i := range p.Instances {
		level := ""
		if i.Level != p.Level {
			level = i.Level
		}
		used, lag := "", ""
		if seen, known := l.sample.Instances[i.ID]; known && i.Phase == model.Up {
			if i.Role != model.RoleStandby {
				used = fmt.Sprintf("%d/%d", seen.Connections, l.catalog.Connections(false, i.Level, 1))
			}
			if i.Role != model.RoleLeader {
				lag = fmt.Sprintf("lag %.1f s", seen.Lag.Seconds())
			}
		}
		t.add(fmt.Sprintf("    %s.%s", i.Role, i.ID), level, phase(i), used, lag, progress(i, l.fleet.Arrival(c, i)))
	}
}

func poolTitle(p model.Pool) string {
	if p.IsLeader() {
		return "leader pool"
	}
	return p.Name + " · follower pool"
}

// attachments lists config vars with their apps.
func attachments(list []model.Attachment) string {
	if len(list) == 0 {
		return "to no app"
	}
	words := make([]string, 0, len(list))
	for _, a := range list {
		text := a.Var() + " on " + a.App
		if a.State != model.AttachmentSet {
			text += " (" + string(a.State) + ")"
		}
		words = append(words, text)
	}
	return strings.Join(words, ", ")
}
