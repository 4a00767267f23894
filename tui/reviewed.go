package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"pooldeck/model"
	"pooldeck/pricing"
	"pooldeck/proposal"
)

// reviewWidth is what a review takes where there is room.
const reviewWidth = 104

func (r review) draw(s scene) panel {
	p := panel{title: r.title(), width: reviewWidth}
	width := min(p.width, s.width-4)
	content := r.content(s)
	room := r.room(s)
	from := min(r.scroll, max(0, len(content)-1))
	to := min(len(content), from+room)
	p.lines = append(p.lines, content[from:to]...)
	if len(content) > room {
		p.note = fmt.Sprintf("lines %d to %d of %d", from+1, to, len(content))
	}
	if r.name != "" {
		ask := "  type " + s.styles.Head.Render(r.name) + " to destroy it:  "
		if width < 60 {
			ask = "type " + s.styles.Head.Render(r.name) + ": "
		}
		p.lines = append(p.lines, "", ask+r.typed.draw(s, max(8, width-ansi.StringWidth(ask))))
	}
	buttons, hint := r.buttons(s), r.hint(s)
	if ansi.StringWidth(buttons)+ansi.StringWidth(hint) >= width {
		hint = ""
	}
	p.lines = append(p.lines, "", ends(hint, buttons, width))
	return p
}

// hint says what enter waits for.
func (r review) hint(s scene) string {
	switch {
	case r.hinted != "":
		return s.styles.Bad.Render(r.hinted)
	case r.sending:
		return s.styles.Busy.Render("~ asking the backend")
	case !s.role.Changes():
		return s.styles.Busy.Render("a viewer looks and does not apply")
	case r.problem == "" && len(r.moved) == 0 && r.unread(s) > 0:
		return s.styles.Busy.Render("↓ read on to apply")
	}
	return s.styles.Dim.Render("← → enter · esc back")
}

func (r review) buttons(s scene) string {
	last := "Apply"
	if r.problem != "" {
		return buttons(s, r.focus, []string{"Cancel", "Stage what fits"}[:r.buttonCount(s)]...)
	}
	switch {
	case len(r.moved) > 0:
		last = "Read it again"
	case r.loses():
		last = "Destroy"
	}
	keep := "Keep staged"
	if s.width < 64 {
		keep = "Stage"
	}
	return buttons(s, r.focus, "Cancel", keep, last)
}

func (r review) title() string {
	targets := r.plan.Targets()
	if r.problem != "" {
		return "Review · " + plural(len(r.changes), "change")
	}
	if len(targets) == 1 {
		if lines := r.plan.Lines(targets[0]); len(lines) > 0 && r.loses() && len(r.changes) == 1 {
			return "Destroy " + r.losing(targets[0])
		}
		name := r.targetName(targets[0])
		if r.plan.After.Formation(targets[0]) != nil {
			name = "the dynos of " + name
		}
		return "Review · " + plural(len(r.changes), "change") + " on " + name
	}
	return "Review · " + plural(len(r.changes), "change") + " on " + r.kinds(targets)
}

// kinds counts the targets: 2 clusters and the dynos of 1 app.
func (r review) kinds(targets []model.ID) string {
	apps := 0
	for _, id := range targets {
		if r.plan.After.Formation(id) != nil {
			apps++
		}
	}
	clusters := plural(len(targets)-apps, "cluster")
	switch apps {
	case 0:
		return clusters
	case len(targets):
		return "the dynos of " + plural(apps, "app")
	}
	return clusters + " and the dynos of " + plural(apps, "app")
}

// losing names what a single destroying change destroys.
func (r review) losing(id model.ID) string {
	if d, ok := r.changes[0].(model.DestroyPool); ok {
		return "follower pool " + d.Pool + " of " + r.targetName(id)
	}
	return "cluster " + r.targetName(id)
}

func (r review) targetName(id model.ID) string {
	for _, f := range []*model.Fleet{r.plan.After, r.plan.Before} {
		if f == nil {
			continue
		}
		if c := f.Cluster(id); c != nil {
			return c.Name
		}
		if a := f.Formation(id); a != nil {
			return a.Name
		}
	}
	return ""
}

// content is everything that must have been on the screen.
func (r review) content(s scene) []string {
	width := min(reviewWidth, s.width-4)
	if r.sending {
		return r.said
	}
	if r.problem != "" {
		lines := []string{""}
		for _, line := range wrap("✗ "+r.problem, width, 2) {
			lines = append(lines, s.styles.Bad.Render(line))
		}
		if r.page != "" && s.height >= 20 {
			lines = append(lines, s.block(" ", "the rule: "+r.page, s.styles.Dim.Render, width)...)
		}
		lines = append(lines, "", s.styles.Dim.Render("  Nothing was changed. What was staged before is still staged."))
		return append(lines, r.misfits(s, width)...)
	}
	bill := pricing.CostFrom(s.catalog, r.plan, s.totals.fleet.amount())
	var lines []string
	if r.declined != "" {
		for _, line := range wrap("✗ "+clean(r.declined), width, 2) {
			lines = append(lines, s.styles.Bad.Render(line))
		}
	}
	if s.height >= 20 || r.declined != "" {
		lines = append(lines, "")
	}
	targets := r.plan.Targets()
	for _, id := range targets {
		if len(targets) > 1 {
			lines = append(lines, s.styles.Head.Render(r.targetName(id)))
		}
		lines = append(lines, r.changesOf(s, id, bill, width)...)
	}
	if bill.Eco.Delta.Cents != 0 {
		lines = append(lines, s.totalLine(pricing.AllEco, bill.Eco, widths(bill), width))
	}
	lines = append(lines, s.totalLine("fleet", bill.Fleet, widths(bill), width))
	if most, more := bill.UpTo(); more {
		lines = append(lines, ends("  "+s.styles.Dim.Render("with autoscale at its maximum"), s.styles.Grow.Render("up to "+most.Monthly()+"/month"), width))
	}
	lines = append(lines, s.hourly(bill.Fleet, width)...)
	for _, m := range r.moved {
		lines = append(lines, s.block("!", m, s.styles.Bad.Render, width)...)
	}
	for _, id := range targets {
		for _, text := range s.company(id) {
			lines = append(lines, s.block("~", text, s.styles.Busy.Render, width)...)
		}
	}
	lines = append(lines, "")
	lines = append(lines, r.capacity(s, width)...)
	lines = append(lines, r.dangers(s, width)...)
	lines = append(lines, "")
	lines = append(lines, r.commands(s, width)...)
	return append(lines, r.way(s, width)...)
}

// capacity says what the pools accept, before and after, against what is
// connected now.
func (r review) capacity(s scene, width int) []string {
	var parts []string
	for _, id := range r.plan.Targets() {
		for _, pair := range r.plan.Pairs(id) {
			if pair.Same() {
				continue
			}
			before, after := s.catalog.Wanted(pair.Before), s.catalog.Wanted(pair.After)
			name := r.of(id) + pair.Pool().Name
			text := name + " " + number(after)
			if before == after {
				continue
			}
			if pair.Before.ID != "" {
				text = fmt.Sprintf("%s %s → %s", name, number(before), number(after))
				if used, known := r.sample.Connections(pair.Before); known {
					text += fmt.Sprintf(" (%s in use)", number(used))
				}
			}
			parts = append(parts, text)
		}
	}
	for _, b := range proposal.Budgets(r.plan, s.catalog.Specs) {
		parts = append(parts, clean(b.String()))
	}
	if len(parts) == 0 {
		return nil
	}
	return wrap("  connections   "+strings.Join(parts, " · "), width, 16)
}

// dangers are the risks in words, and that no app restarts where none does.
func (r review) dangers(s scene, width int) []string {
	var lines []string
	restarts := false
	for _, k := range append(slices.Clone(r.risks), r.plan.Unhelpful(r.sample)...) {
		restarts = restarts || k.Kind == model.AppRestarts
		style := s.styles.Busy.Render
		if harms(k.Kind) && k.Kind != model.HALost {
			style = s.styles.Bad.Render
		}
		lines = append(lines, s.block("!", r.of(k.Cluster)+k.Text+proposal.Interruption(s.able, k), style, width)...)
	}
	if !restarts {
		lines = append(lines, s.block(" ", proposal.Calm(r.plan), s.styles.Dim.Render, width)...)
	}
	return lines
}

// block is a paragraph with a mark before it.
func (s scene) block(mark, text string, style func(...string) string, width int) []string {
	lines := wrap(mark+" "+text, width, 2)
	for i, l := range lines {
		lines[i] = style(l)
	}
	return lines
}

// of names a cluster before what is said of it, where there are several.
func (r review) of(id model.ID) string {
	if len(r.plan.Targets()) < 2 {
		return ""
	}
	return strings.TrimPrefix(r.targetName(id), "postgresql-") + ": "
}

// way says what taking it back would do and cost.
func (r review) way(s scene, width int) []string {
	text, err := proposal.Way(r.plan, s.catalog, r.of)
	if err != nil {
		return s.block(" ", "undo: "+err.Error(), s.styles.Bad.Render, width)
	}
	return s.block(" ", "undo: "+text, s.styles.Dim.Render, width)
}
