package tui

import (
	"fmt"

	"pooldeck/backend"
	"pooldeck/model/autoscale"
	"pooldeck/pricing"
)

// drawBacktest draws what the rule in the form would have made of the past day,
// beside what happened.
func (a autoscaler) drawBacktest(s scene, width, room int) []string {
	_, now, _ := s.findProcess(a.app, a.process)
	lines := a.fields(s, now, width, false)
	if room >= roomy {
		lines = append(lines, "")
	}
	switch {
	case len(a.record.samples) == 0:
		return append(lines, s.block(" ", "Nothing was measured in the past day: there is nothing to replay.", s.styles.Dim.Render, width)...)
	case a.max.value <= a.min.value:
		return append(lines, s.block("✗", fmt.Sprintf("the maximum must be above the minimum of %d; not %d", a.min.value, a.max.value), s.styles.Bad.Render, width)...)
	case a.result == nil:
		return append(lines, s.styles.Busy.Render("~ replaying the past day"))
	}
	r := *a.result
	lines = append(lines, compared(s, r, width)...)
	if len(r.Samples) == 0 {
		return append(lines, s.block(" ", r.Estimated, s.styles.Busy.Render, width)...)
	}
	foot := s.block(" ", r.Estimated, s.styles.Dim.Render, width)
	lines = append(lines, a.fitting(s, a.replayed(r), width, room-len(lines)-len(foot))...)
	lines = append(lines, foot...)
	return lines[:min(len(lines), room)]
}

// replayed is the day as it would have been.
func (a autoscaler) replayed(r autoscale.Result) chart {
	to := r.Samples[len(r.Samples)-1].At
	c := chart{from: to.Add(-aDay), to: to, target: a.rule().P95, samples: r.Samples, chosen: -1}
	for _, d := range r.Decisions {
		if d.Step() {
			c.decisions = append(c.decisions, backend.Decided{Decision: d, Until: d.At})
		}
	}
	return c
}

// compared sets a day beside what a rule would have made of it.
func compared(s scene, r autoscale.Result, width int) []string {
	row := func(name, was, is, note string) string {
		if width < 60 {
			return cut(left(name, 12)+right(was, 11)+right(is, 11), width)
		}
		return cut("  "+left(name, 22)+right(was, 14)+right(is, 14)+"   "+s.styles.Dim.Render(note), width)
	}
	was, is := r.Happened, r.Tried
	if len(r.Samples) == 0 {
		is = autoscale.Outcome{}
	}
	before, after := spent(s, was), spent(s, is)
	each := func(o autoscale.Outcome) string { return fmt.Sprintf("%.1f", hours(o)) }
	over := func(o autoscale.Outcome) string { return fmt.Sprintf("%.1f %%", 100*o.OverShare()) }
	delta := pricing.Delta{Cents: 30 * (after - before)}
	return []string{
		s.styles.Dim.Render(row("past day", "happened", "this rule", "")),
		row("dynos", span(was), span(is), ""),
		row("steps", number(was.Steps), number(is.Steps), ""),
		row("dyno-hours", each(was), each(is), ""),
		row("cost of the day", cash(before), cash(after), delta.Short()+" a month"),
		row("over target", over(was), over(is), fmt.Sprintf("%s → %s minutes", number(was.Over), number(is.Over))),
	}
}

func span(o autoscale.Outcome) string {
	if o.Least == o.Most {
		return number(o.Most)
	}
	return fmt.Sprintf("%d to %d", o.Least, o.Most)
}

func hours(o autoscale.Outcome) float64 {
	sum := 0.0
	for _, h := range o.Hours {
		sum += h.Dynos
	}
	return sum
}

// spent is what the dynos of a day cost, in cents: their price over 720 hours.
func spent(s scene, o autoscale.Outcome) int64 {
	sum := 0.0
	for _, h := range o.Hours {
		sum += h.Dynos * float64(s.catalog.Dyno(h.Size).Cents) / pricing.HoursPerMonth
	}
	return int64(sum + 0.5)
}

// cash prints cents: $25.00.
func cash(cents int64) string { return fmt.Sprintf("$%d.%02d", cents/100, cents%100) }
