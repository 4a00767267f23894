package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"pooldeck/model"
	"pooldeck/pricing"
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
		return buttons(s, r.focus, "Cancel", "Stage what fits")
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
		return "Review · " + plural(len(r.changes), "change") + " on " + r.clusterName(targets[0])
	}
	return "Review · " + plural(len(r.changes), "change") + " on " + plural(len(targets), "cluster")
}

// losing names what a single destroying change destroys.
func (r review) losing(id model.ID) string {
	if d, ok := r.changes[0].(model.DestroyPool); ok {
		return "follower pool " + d.Pool + " of " + r.clusterName(id)
	}
	return "cluster " + r.clusterName(id)
}

func (r review) clusterName(id model.ID) string {
	for _, f := range []*model.Fleet{r.plan.After, r.plan.Before} {
		if f == nil {
			continue
		}
		if c := f.Cluster(id); c != nil {
			return c.Name
		}
	}
	return ""
}

// content is everything that must have been on the screen.
func (r review) content(s scene) []string {
	width := min(reviewWidth, s.width-4)
	if r.problem != "" {
		lines := []string{""}
		for _, line := range wrap("✗ "+r.problem, width, 2) {
			lines = append(lines, s.styles.Bad.Render(line))
		}
		lines = append(lines, "", s.styles.Dim.Render("  Nothing was changed. What was staged before is still staged."))
		if len(r.changes) > 1 {
			lines = append(lines, "")
			for _, c := range r.changes {
				lines = append(lines, cut("  "+c.String(), width))
			}
		}
		return lines
	}
	bill := pricing.CostFrom(s.catalog, r.plan, s.totals.fleet.amount())
	var lines []string
	if s.height >= 20 {
		lines = append(lines, "")
	}
	targets := r.plan.Targets()
	for _, id := range targets {
		if len(targets) > 1 {
			lines = append(lines, s.styles.Head.Render(r.clusterName(id)))
		}
		lines = append(lines, r.changesOf(s, id, bill, width)...)
	}
	lines = append(lines, s.totalLine("fleet", bill.Fleet, widths(bill), width))
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
	if len(parts) == 0 {
		return nil
	}
	return wrap("  connections   "+strings.Join(parts, " · "), width, 16)
}

// dangers are the risks in words, and that no app restarts where none does.
func (r review) dangers(s scene, width int) []string {
	var lines []string
	restarts := false
	for _, k := range r.risks {
		restarts = restarts || k.Kind == model.AppRestarts
		style := s.styles.Busy.Render
		if k.Kind.Loses() || k.Kind == model.ClientsStranded {
			style = s.styles.Bad.Render
		}
		lines = append(lines, s.block("!", r.of(k.Cluster)+k.Text+s.interruption(k), style, width)...)
	}
	if !restarts {
		lines = append(lines, s.block(" ", "no app restarts: no config var changes", s.styles.Dim.Render, width)...)
	}
	return lines
}

// interruption is how long writes stop, where the backend has a figure.
func (s scene) interruption(k model.Risk) string {
	if k.Kind != model.WritesInterrupted || s.able.Interruption == nil {
		return ""
	}
	r := s.able.Interruption.Restart
	if k.Switchover {
		r = s.able.Interruption.Switchover
	}
	return fmt.Sprintf(", for %.0f to %.0f s%s", r.Least.Seconds(), r.Most.Seconds(), s.assumed())
}

// assumed marks a figure that the simulator made up.
func (s scene) assumed() string {
	if s.able.Simulated {
		return " (simulated)"
	}
	return ""
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
	return strings.TrimPrefix(r.clusterName(id), "postgresql-") + ": "
}

// way says what taking it back would do and cost.
func (r review) way(s scene, width int) []string {
	var words []string
	var back model.Changes
	targets := r.plan.Targets()
	slices.Reverse(targets) // from the last to the first, as Inverse asks
	for _, id := range targets {
		changes, err := r.plan.Inverse(id)
		if err != nil {
			return s.block(" ", "undo: there is no way back: "+err.Error(), s.styles.Bad.Render, width)
		}
		back = append(back, changes...)
	}
	p, err := model.NewPlan(r.plan.After, s.catalog.Specs, back...)
	if err != nil {
		return s.block(" ", "undo: not possible as one step: "+err.Error(), s.styles.Dim.Render, width)
	}
	for _, id := range p.Targets() {
		for _, l := range p.Lines(id) {
			words = append(words, r.of(id)+l.String())
		}
	}
	for _, k := range p.Risks {
		switch k.Kind {
		case model.WritesInterrupted:
			words = append(words, "writes are interrupted once more")
		case model.AppRestarts:
			words = append(words, k.Text)
		case model.ClusterDestroyed:
			words = append(words, k.Text)
		case model.LevelLowered, model.ClientsStranded, model.HALost, model.PoolDestroyed, model.PriceUnknown:
		case model.PriceEstimated, model.SizeLowered, model.ProcessStopped, model.AutoscaleOff, model.ConnectionsShort, model.NoHelp:
		}
	}
	words = append(words, pricing.Cost(s.catalog, p).Fleet.Delta.String()+"/month")
	return s.block(" ", "undo: "+strings.Join(words, "; "), s.styles.Dim.Render, width)
}
