package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/autoscale"
	"pooldeck/model/command"
	proposals "pooldeck/proposal"
)

// aDay is how far back a backend knows what an autoscaler was told and did.
const aDay = 24 * time.Hour

// scaler is the autoscaler of a process type, with what is known of its past
// day, oldest first.
type scaler struct {
	look
	app       *model.App
	process   model.Process
	samples   []autoscale.Sample
	decisions []backend.Decided
}

// scaler looks an autoscaler up: of web, where no process type is named.
func (p *program) scaler(ctx context.Context, args []string, do func(scaler) error) error {
	return p.with(ctx, false, func(a Access) error {
		var s scaler
		var err error
		if s.look, err = see(ctx, a.Backend, func(f *model.Fleet) (sight, error) {
			apps, err := formed(f, args[0])
			if err != nil {
				return sight{}, err
			}
			s.app = apps[0]
			name := strings.Join(args[1:], "")
			if name == "" {
				name = model.WebType
			}
			for _, one := range s.app.Processes {
				if strings.EqualFold(one.Type, name) {
					s.process = one
					return sight{apps: apps}, nil
				}
			}
			return sight{}, Exit{Usage, fmt.Errorf("%s has no process type %s", s.app.Name, name)}
		}); err != nil {
			return err
		}
		if s.able.Autoscalers == nil {
			return errors.New("this backend does not know what its autoscalers do")
		}
		from, to := s.fleet.At.Add(time.Nanosecond-aDay), s.fleet.At
		if s.samples, err = s.able.Autoscalers.Samples(ctx, s.app.ID, s.process.Type, from, to); err != nil {
			return err
		}
		if s.decisions, err = s.able.Autoscalers.Decisions(ctx, s.app.ID, s.process.Type, from, to); err != nil {
			return err
		}
		return do(s)
	})
}

func (s scaler) name() string { return s.process.Type + " of " + s.app.Name }

func (s scaler) suggested() autoscale.Suggestion { return autoscale.Suggest(s.samples, s.fleet.At) }

// rule prints how a process type is autoscaled, and which target its past day
// suggests.
func (p *program) rule(ctx context.Context, args []string, asJSON bool) error {
	return p.scaler(ctx, args, func(s scaler) error {
		if asJSON {
			return writeJSON(p.Out, s.ruled())
		}
		text := "autoscale is off"
		if rule := s.process.Autoscale; rule != nil {
			text = rule.String()
		}
		_, err := fmt.Fprintf(p.Out, "%s: %s\nsuggested: %s\n", s.name(), text, s.suggested().Words)
		return err
	})
}

func (p *program) decisions() *cobra.Command {
	asJSON, steps, last := false, false, 0
	c := &cobra.Command{
		Use:   "decisions APP [PROCESS]",
		Short: "Print what an autoscaler decided in the past day, and why",
		Long: `Print what the autoscaler of web decided in the past day, the oldest first: what was measured, the rule that decided, what came of it.

Equal decisions in a row that hold stand there once. A shadow's say what it would have done.`,
		Example: `pooldeck ps decisions billing-api --last 3
pooldeck ps decisions billing-api --steps --json`,
		Args: cobra.RangeArgs(1, 2),
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.Flags().BoolVar(&steps, "steps", false, "only those that ask for another number of dynos")
	c.Flags().IntVar(&last, "last", 0, "only the last so many; 0 is all")
	c.RunE = p.run(func(c *cobra.Command, args []string) error {
		if last < 0 {
			return Exit{Usage, errors.New("--last is a number of decisions; 0 is all")}
		}
		return p.scaler(c.Context(), args, func(s scaler) error {
			s.decisions = chosen(s.decisions, steps, last)
			if asJSON {
				return writeJSON(p.Out, s.decided())
			}
			return s.writeDecisions(p.Out)
		})
	})
	return c
}

// chosen are the last so many decisions, or of those the steps.
func chosen(all []backend.Decided, steps bool, last int) []backend.Decided {
	var list []backend.Decided
	for _, d := range all {
		if !steps || d.Step() {
			list = append(list, d)
		}
	}
	if last > 0 {
		list = list[max(0, len(list)-last):]
	}
	return list
}

func (s scaler) writeDecisions(w io.Writer) error {
	if len(s.decisions) == 0 {
		text := s.name() + ": nothing of the kind was decided in the past day"
		if s.process.Autoscale == nil {
			text += "; autoscale is off, and --shadow would decide and do nothing"
		}
		_, err := fmt.Fprintln(w, text)
		return err
	}
	for i, d := range s.decisions {
		when := d.At.UTC().Format("2006-01-02 15:04")
		if d.Until.After(d.At) {
			when += " to " + d.Until.UTC().Format("15:04")
		}
		text := fmt.Sprintf("%s  %s\n", when, d.Rule)
		if i > 0 {
			text = "\n" + text
		}
		for _, reason := range d.Reasons() {
			text += "  " + clean(reason) + "\n"
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) backtest() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "backtest APP [PROCESS]",
		Short: "Print what a rule of autoscaling would have made of the past day",
		Long: `Replay the past day with a rule of autoscaling: dynos, cost and minutes over the target, beside what happened. Nothing is changed.

What is not said is that of the rule that is set. Where none is, the target is the one that the day suggests, and the range lies around the dynos that there are.`,
		Example: `pooldeck ps backtest billing-api --p95 300 --min 2 --max 9`,
		Args:    cobra.RangeArgs(1, 2),
	}
	for _, name := range []string{"p95", "min", "max"} {
		c.Flags().StringArray(name, nil, usages()[name])
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.RunE = p.run(func(c *cobra.Command, args []string) error {
		return p.scaler(c.Context(), args, func(s scaler) error {
			rule, err := s.trial(text(c, "p95"), text(c, "min"), text(c, "max"))
			if err != nil {
				return err
			}
			r := autoscale.Backtest(s.samples, rule, s.process.Size)
			if asJSON {
				return writeJSON(p.Out, s.tried(rule, r))
			}
			return s.writeTrial(p.Out, rule, r)
		})
	})
	return c
}

// trial is the rule to be tried, held against the rules of autoscaling.
func (s scaler) trial(p95, least, most string) (model.Autoscale, error) {
	size, _ := s.catalog.Sizes.Find(s.process.Size)
	is := model.Autoscale{P95: s.suggested().P95, Min: max(1, min(s.process.Quantity, size.Family.Most()-1))}
	is.Max = min(size.Family.Most(), max(2, 2*s.process.Quantity))
	if s.process.Autoscale != nil {
		is = *s.process.Autoscale
	}
	or := func(said, otherwise string) string {
		if said == "" {
			return otherwise
		}
		return said
	}
	argv := []string{
		"ps", "autoscale", s.app.Name, s.process.Type, "--min=" + or(least, strconv.Itoa(is.Min)), "--max=" + or(most, strconv.Itoa(is.Max)),
		"--p95=" + or(p95, strconv.FormatInt(is.P95.Milliseconds(), 10)),
	}
	changes, err := command.Parse(s.fleet, argv, command.Options{Sizes: s.catalog.Sizes})
	if err != nil {
		return is, Exit{Usage, err}
	}
	set := changes[0].(model.SetAutoscale)
	if s.fleet.Wants(set) {
		return set.Autoscale, nil
	}
	_, err = model.NewPlan(s.fleet, s.catalog.Specs, set)
	return set.Autoscale, refused(err)
}

func (s scaler) writeTrial(w io.Writer, rule model.Autoscale, r autoscale.Result) error {
	text := fmt.Sprintf("%s in the past day, and with %d to %d dynos and a p95 of at most %s ms\n", s.name(), rule.Min, rule.Max, millis(rule.P95))
	if len(r.Samples) == 0 {
		if len(s.samples) == 0 {
			r.Estimated = "nothing was measured in the past day: there is nothing to replay"
		}
		_, err := fmt.Fprintf(w, "%s%s\n", text, clean(r.Estimated))
		return err
	}
	if _, err := fmt.Fprintln(w, text); err != nil {
		return err
	}
	was, is := r.Happened, r.Tried
	t := table{right: []bool{false, true, true, false}, head: []string{"", "HAPPENED", "THIS RULE", ""}}
	add := func(name string, of func(autoscale.Outcome) string, note string) { t.add(name, of(was), of(is), note) }
	add("dynos", dynoRange, "")
	add("steps", func(o autoscale.Outcome) string { return number(o.Steps) }, "")
	add("dyno-hours", func(o autoscale.Outcome) string { return fmt.Sprintf("%.1f", proposals.DynoHours(o)) }, "")
	add("cost of the day", func(o autoscale.Outcome) string { return cash(proposals.Spent(s.catalog, o)) },
		proposals.Monthly(s.catalog, r).Short()+" a month")
	add("over the target", func(o autoscale.Outcome) string { return fmt.Sprintf("%.1f %%", 100*o.OverShare()) },
		fmt.Sprintf("%s → %s of %s minutes", number(was.Over), number(is.Over), number(was.Minutes)))
	if err := t.write(w); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "\n%s\nsuggested: %s\nto set it: pooldeck ps autoscale %s %s --min %d --max %d --p95 %d\n", clean(r.Estimated), s.suggested().Words,
		s.app.Name, s.process.Type, rule.Min, rule.Max, rule.P95.Milliseconds())
	return err
}

func dynoRange(o autoscale.Outcome) string {
	if o.Least == o.Most {
		return number(o.Most)
	}
	return fmt.Sprintf("%d to %d", o.Least, o.Most)
}

// cash prints cents: $25.00.
func cash(cents int64) string { return fmt.Sprintf("$%d.%02d", cents/100, cents%100) }
