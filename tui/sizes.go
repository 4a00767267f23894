package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// sizePicker changes what the dynos of a process type run on. It lists all
// sizes with what each gives, allows and costs; those that a rule forbids say
// so and cannot be chosen.
type sizePicker struct {
	app     model.ID
	process string
	at      int
	problem string
}

func newSizePicker(s scene, app *model.App, process string) overlay {
	o := sizePicker{app: app.ID, process: process}
	p, _ := s.stagedProcessOf(app, process)
	for i, size := range s.catalog.Sizes {
		if size.Name == p.Size {
			o.at = i
		}
	}
	return o
}

func (o sizePicker) chosen(s scene) model.Size { return s.catalog.Sizes[o.at] }

func (o sizePicker) change(size string) model.Change {
	return model.ResizeProcess{App: o.app, Process: o.process, Size: size}
}

func (o sizePicker) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	_, _, there := s.findProcess(o.app, o.process)
	n := len(s.catalog.Sizes)
	switch {
	case key.Matches(k, s.keys.Back), k.String() == "q", !there:
		return o, goBack{}
	case key.Matches(k, s.keys.Enter), key.Matches(k, s.keys.Stage):
		var i intent
		i, o.problem = s.choose(o.change(o.chosen(s).Name), key.Matches(k, s.keys.Stage))
		return o, i
	case key.Matches(k, s.keys.Up):
		o.at = (o.at + n - 1) % n
	case key.Matches(k, s.keys.Down):
		o.at = (o.at + 1) % n
	case key.Matches(k, s.keys.Top, s.keys.PageUp):
		o.at = 0
	case key.Matches(k, s.keys.Bottom, s.keys.PageDown):
		o.at = n - 1
	}
	o.problem = ""
	return o, nil
}

// forbidden is the rule that a size breaks; empty where it can be had.
func (o sizePicker) forbidden(s scene, size string) string {
	merged := model.Stage(s.fleet, s.staged, model.Changes{o.change(size)})
	if len(merged) == 0 {
		return ""
	}
	if _, err := model.NewPlan(s.fleet, s.catalog.Specs, merged...); err != nil {
		return err.Error()
	}
	return ""
}

// sizeColumns are what the list says of a size, as far as there is room.
type sizeColumns struct{ wide, narrow bool }

func (c sizeColumns) head() string {
	if c.narrow {
		return c.row("  ", "SIZE", "", "", "", "", "", "", "EACH", "")
	}
	return c.row("  ", "SIZE", "MEMORY", "CPU", "COMPUTE", "MACHINE", "DYNOS", "AUTO", "EACH/MONTH", "")
}

// given is the part of a row that says what a size is.
func (c sizeColumns) given(mark, name, memory, cpu, compute string) string {
	switch {
	case c.narrow:
		return mark + left(name, 18)
	case c.wide:
		return mark + left(name, 19) + right(memory, 8) + right(cpu, 7) + right(compute, 9)
	}
	return mark + left(name, 18) + right(memory, 7)
}

func (c sizeColumns) row(mark, name, memory, cpu, compute, machine, dynos, auto, each, end string) string {
	line := c.given(mark, name, memory, cpu, compute)
	switch {
	case c.narrow:
		return line + right(each, 8) + end
	case c.wide:
		return line + "  " + left(machine, 8) + right(dynos, 7) + right(auto, 6) + right(each, 13) + end
	}
	return line + "  " + left(machine, 7) + right(dynos, 6) + right(auto, 5) + right(each, 11) + end
}

func (o sizePicker) draw(s scene) panel {
	app, now, there := s.findProcess(o.app, o.process)
	p := panel{title: "size", width: 100}
	if !there {
		return gone(s, p)
	}
	p.title = clean(o.process) + " of " + clean(app.Name) + " · dyno size"
	width := min(p.width, s.width-4)
	cols := sizeColumns{wide: width >= 96, narrow: width < 60}
	last := width - len([]rune(cols.head()))
	head := "TYPE/MONTH"
	if cols.narrow {
		head = "$/MONTH"
	}
	p.lines = append(p.lines, s.styles.Dim.Render(cols.head()+right(head, last)))
	from, to := around(o.at, len(s.catalog.Sizes), o.room(s))
	for i := from; i < to; i++ {
		p.lines = append(p.lines, o.line(s, now, i, cols, width, last))
	}
	if to-from < len(s.catalog.Sizes) {
		p.note = fmt.Sprintf("%d of %d", o.at+1, len(s.catalog.Sizes))
	}
	p.lines = append(p.lines, "")
	p.lines = append(p.lines, o.foot(s, app, now, width)...)
	return p.with(problemOr(s, o.problem, "enter review · space stage · esc back"))
}

// room is how many sizes are to be seen at once.
func (o sizePicker) room(s scene) int { return max(3, s.height-5-sizeFoot) }

// sizeFoot is how many lines are kept for what the size under the cursor means.
const sizeFoot = 5

func (o sizePicker) line(s scene, now model.Process, i int, cols sizeColumns, all, last int) string {
	size := s.catalog.Sizes[i]
	mark, base := "  ", s.styles.Text
	if i == o.at {
		mark, base = "❯ ", s.styles.Accent
	}
	given := cols.given(mark, size.Name, model.Memory(size.MemoryMB), size.Share, computes(size))
	if size.Name != now.Size {
		if reason := o.forbidden(s, size.Name); reason != "" {
			if i != o.at {
				base = s.styles.Dim
			}
			return base.Render(given) + s.styles.Dim.Render(cut("  ✗ "+strings.TrimPrefix(reason, size.Name+" "), all-width(given)))
		}
	}
	machine, auto := "own", "no"
	if size.Family.Shared() {
		machine = "shared"
	}
	if size.Family.Autoscales() && now.Type == model.WebType {
		auto = "yes"
	}
	row := cols.row(mark, size.Name, model.Memory(size.MemoryMB), size.Share, computes(size), machine,
		fmt.Sprintf("to %d", size.Family.Most()), auto, s.dynoPrice(size.Name), "")
	end, style := "current", s.styles.Dim
	if size.Name != now.Size {
		next := now
		next.Size = size.Name
		delta := s.catalog.ProcessChange(now, next).Delta
		end, style = delta.Short(), s.deltaStyle(delta)
	}
	return base.Render(row) + style.Render(right(end, last))
}

// computes is what a size computes in units of Heroku's smallest.
func computes(size model.Size) string {
	if size.ComputeLeast == size.ComputeMost {
		return fmt.Sprintf("%dx", size.ComputeMost)
	}
	return fmt.Sprintf("%d-%dx", size.ComputeLeast, size.ComputeMost)
}

// dynoPrice is what one dyno costs for a month: ~ where sources differ, flat
// where all of a fleet have one price.
func (s scene) dynoPrice(size string) string {
	is, _ := s.catalog.Sizes.Find(size)
	switch {
	case is.Family == model.Eco:
		return "$" + number(int(s.catalog.Dynos.Eco.Cents/100)) + " flat"
	case s.catalog.Estimated(size):
		return "~" + s.catalog.Dyno(size).Monthly()
	}
	return s.catalog.Dyno(size).Monthly()
}

// foot says what the size under the cursor means, always in as many lines.
func (o sizePicker) foot(s scene, app *model.App, now model.Process, width int) []string {
	size := o.chosen(s)
	var lines []string
	if reason := o.forbidden(s, size.Name); reason != "" && size.Name != now.Size {
		lines = s.block("✗", reason, s.styles.Bad.Render, width)
	} else {
		lines = wrap(size.Name+": "+s.sizeMeans(size, now.Type == model.WebType), width, 0)
		if size.Name != now.Size {
			lines = append(lines, s.formationMoney(app, o.change(size.Name)))
			lines = append(lines, s.warned(o.change(size.Name), width, 2)...)
		}
	}
	if len(lines) > sizeFoot-1 {
		lines = lines[:sizeFoot-1]
	}
	for len(lines) < sizeFoot-1 {
		lines = append(lines, "")
	}
	return lines
}

// sizeMeans is what a size allows, and where its price comes from.
func (s scene) sizeMeans(size model.Size, web bool) string {
	text := tenancy(size.Family) + ", "
	if size.Family.ScalesOut() {
		text += fmt.Sprintf("scales out to %d", size.Family.Most())
	} else {
		text += "does not scale out"
	}
	switch {
	case web && size.Family.Autoscales():
		text += ", autoscale"
	case web:
		text += ", no autoscale"
	}
	price := s.catalog.Dynos.Prices[size.Name]
	if price.Other != nil {
		return text + fmt.Sprintf("; the price is an estimate: $%s by %s, $%s by %s", number(int(price.Cents/100)), price.Source,
			number(int(price.Other.Cents/100)), price.Other.Source)
	}
	if size.Family == model.Eco {
		return text + fmt.Sprintf("; $%d for %s hours of all Eco dynos", s.catalog.Dynos.Eco.Cents/100, number(int(s.catalog.Dynos.Eco.Hours)))
	}
	return text
}

// formationMoney is what a change makes of a formation's total.
func (s scene) formationMoney(app *model.App, change model.Change) string {
	p, err := s.plan(change)
	if err != nil {
		return ""
	}
	before, after := s.catalog.Formation(app), s.catalog.Formation(p.After.Formation(app.ID))
	return "dynos of " + clean(app.Name) + " " + before.Monthly() + " → " + after.Monthly() + "/month"
}

func (o sizePicker) click(s scene, line, _ int) (overlay, intent) {
	from, to := around(o.at, len(s.catalog.Sizes), o.room(s))
	if at := from + line - 1; line >= 1 && at < to {
		o.at, o.problem = at, ""
	}
	return o, nil
}
