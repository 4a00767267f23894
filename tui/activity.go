package tui

import (
	"fmt"
	"slices"
	"strings"

	"pooldeck/model"
)

// newestFirst lists operations: what is under way, then what ended lately.
func newestFirst(ops []*model.Operation) []*model.Operation {
	list := slices.Clone(ops)
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b *model.Operation) int {
		switch {
		case a.State.Final() == b.State.Final():
			return 0
		case b.State.Final():
			return -1
		}
		return 1
	})
	return list
}

// activityLines draws the operations, at most so many lines.
func (c Console) activityLines(most, width int) []string {
	lines := c.scene.activityLines(most+c.activity, width)
	if c.pane == paneActivity && c.activity < len(lines) {
		lines[c.activity] = c.styles.Accent.Render("❯") + strings.TrimPrefix(lines[c.activity], " ")
	}
	lines = lines[min(len(lines), max(0, c.activity-most+1)):]
	// The arrows move among operations, and this is none.
	if repair := c.repair(); repair != "" && c.pane != paneActivity {
		if len(c.fleet.Operations) == 0 {
			return []string{repair}
		}
		return append([]string{repair}, lines...)
	}
	return lines
}

func (s scene) activityLines(most, width int) []string {
	var lines []string
	for _, op := range newestFirst(s.fleet.Operations) {
		if len(lines) == most {
			break
		}
		lines = append(lines, " "+s.activity(op, width-1))
	}
	if len(lines) == 0 {
		return []string{s.styles.Dim.Render(" nothing is under way")}
	}
	return lines
}

// repair is the line of what is made whole again at the selected cluster
// without anybody having asked; empty where nothing is.
func (s scene) repair() string {
	c := s.tree.current().cluster
	if c == nil || c.Settled() || s.fleet.Open(c.ID) != nil || c.Status() == model.Broken {
		return ""
	}
	var pools []string
	for _, p := range c.Pools() {
		if !p.Settled() {
			pools = append(pools, fmt.Sprintf("%s %d of %d up", p.Name, p.Ready(), p.Count))
		}
	}
	if len(pools) == 0 {
		return ""
	}
	return " " + s.styles.Busy.Render("~") + " " + s.styles.Dim.Render(strings.TrimPrefix(clean(c.Name), "postgresql-")+"  ") +
		"made whole again: " + strings.Join(pools, ", ")
}

// activity is an operation in one line.
func (s scene) activity(op *model.Operation, width int) string {
	what := brief(op.Does())
	if op.State == model.OpRunning {
		tail := fmt.Sprintf("%3d%%", s.manners.seen(op.Progress.Permille))
		if left := leftOf("about", s.fleet.Ending(op)); left != "" {
			tail += "  " + left
		}
		if !op.Stuck.IsZero() {
			tail = s.styles.Bad.Render("stuck since " + op.Stuck.UTC().Format("15:04"))
			return ends(s.styles.Bad.Render("✗")+" "+s.on(op)+what, tail, width)
		}
		return ends(s.styles.Busy.Render("~")+" "+s.on(op)+what, s.styles.Busy.Render(tail), width)
	}
	took := clock(op.Ended.Sub(op.Accepted))
	mark, style, tail := "✓", s.styles.Good, "done in "+took
	switch op.State {
	case model.OpFailed:
		mark, style, tail = "✗", s.styles.Bad, "failed: "+clean(op.Note)
	case model.OpCancelled:
		mark, style, tail = "−", s.styles.Dim, "cancelled after "+took
	case model.OpSuperseded:
		mark, style, tail = "−", s.styles.Dim, "superseded after "+took
	case model.OpRunning, model.OpDone:
	}
	return ends(style.Render(mark)+" "+s.on(op)+what, s.styles.Dim.Render(tail), width)
}

// brief is what an operation does in as few words as can be understood.
func brief(words []string) string {
	list := make([]string, 0, len(words))
	for _, w := range words {
		w = strings.TrimSuffix(strings.TrimSuffix(clean(w), " instances"), " instance")
		list = append(list, short(w))
	}
	return strings.Join(list, ", ")
}

// on names the target, since pools of several clusters share their names.
func (s scene) on(op *model.Operation) string {
	return s.styles.Dim.Render(strings.TrimPrefix(clean(op.TargetName), "postgresql-") + "  ")
}

// latest is the newest operation, for windows without panes.
func (s scene) latest() string {
	ops := newestFirst(s.fleet.Operations)
	if repair := s.repair(); repair != "" && (len(ops) == 0 || ops[0].State.Final()) {
		return strings.TrimPrefix(repair, " ")
	}
	if len(ops) == 0 {
		return s.styles.Dim.Render("nothing is under way")
	}
	return s.activity(ops[0], s.width-2)
}
