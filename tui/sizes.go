package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/pricing"
)

// sizePicker changes what the dynos of a process type run on. It lists all
// sizes with what each gives, allows and costs, on top of what is staged;
// those that a rule forbids say so and cannot be chosen, and those that take
// other process types along say that.
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

func (o sizePicker) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	app, _, there := s.findProcess(o.app, o.process)
	n := len(s.catalog.Sizes)
	switch {
	case key.Matches(k, s.keys.Back), k.String() == "q", !there:
		return o, goBack{}
	case key.Matches(k, s.keys.Enter), key.Matches(k, s.keys.Stage):
		var i intent
		i, o.problem = s.chooseAll(s.resizing(app, o.process, o.chosen(s).Name), key.Matches(k, s.keys.Stage))
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

// offer is a size as it can be had: with what else it takes along, or why it
// cannot be.
type offer struct {
	size    model.Size
	delta   pricing.Delta // against what is wanted now, with what is staged
	all     bool          // all process types of the app change with it
	refused string
}

func (o sizePicker) offer(s scene, app *model.App, now model.Process, size model.Size) offer {
	changes := s.resizing(app, o.process, size.Name)
	f := offer{size: size, all: len(changes) > 1}
	merged := model.Stage(s.fleet, s.staged, changes)
	if len(merged) == 0 {
		return f
	}
	p, err := model.NewPlan(s.fleet, s.catalog.Specs, merged...)
	if err != nil {
		f.refused = err.Error()
		return f
	}
	after := p.After.Formation(app.ID)
	next, _ := after.Process(o.process)
	f.delta = s.catalog.ProcessChange(now, next).Delta
	if f.all {
		f.delta = pricing.Between(s.catalog.Formation(app), s.catalog.Formation(after))
	}
	if is, _ := s.catalog.Sizes.Find(now.Size); is.Family == model.Eco || size.Family == model.Eco {
		f.delta = f.delta.Plus(pricing.Between(s.catalog.Eco(p.Before), s.catalog.Eco(p.After)))
	}
	return f
}

// briefly is why a size cannot be had, for a narrow column: the foot says all.
func (f offer) briefly(app *model.App) string {
	switch needs := f.size.Family.Space(); {
	case needs == app.Space:
		return "✗ see below"
	case needs == "":
		return "✗ not in a space"
	default:
		return "✗ " + string(needs) + " space"
	}
}

// last is the end of a row: the difference, or that there is none.
func (f offer) last(s scene, app *model.App, now model.Process, narrow bool) (string, paint) {
	switch {
	case f.refused != "" && narrow:
		return "✗", s.styles.Dim
	case f.refused != "":
		return f.briefly(app), s.styles.Dim
	case f.size.Name == now.Size && f.delta.Cents == 0:
		return "current", s.styles.Dim
	}
	text := f.delta.Short()
	if s.catalog.Estimated(f.size.Name) || s.catalog.Estimated(now.Size) {
		text = "~" + text
	}
	if f.all && !narrow {
		text = "all types " + text
	}
	return text, s.deltaStyle(f.delta)
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
		p.lines = append(p.lines, o.line(s, app, now, i, cols, last))
	}
	if to-from < len(s.catalog.Sizes) {
		p.note = fmt.Sprintf("%d of %d", o.at+1, len(s.catalog.Sizes))
	}
	p.lines = append(p.lines, s.styles.Busy.Render(cut(s.stagedNote(app, o.process), width)))
	p.lines = append(p.lines, o.foot(s, app, now, width)...)
	return p.with(problemOr(s, cut(o.problem, width-2), cut("enter review · space stage · esc back", width)))
}

// room is how many sizes are to be seen at once.
func (o sizePicker) room(s scene) int { return max(3, s.height-5-sizeFoot(s.height)) }

// sizeFoot is how many lines are kept for what the size under the cursor means.
func sizeFoot(height int) int {
	if height >= 36 {
		return 8
	}
	return min(6, max(5, height/4))
}

func (o sizePicker) line(s scene, app *model.App, now model.Process, i int, cols sizeColumns, last int) string {
	size := s.catalog.Sizes[i]
	f := o.offer(s, app, now, size)
	mark, base := "  ", s.styles.Text
	if f.refused != "" {
		base = s.styles.Dim
	}
	if i == o.at {
		mark, base = "❯ ", s.styles.Accent
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
	end, style := f.last(s, app, now, cols.narrow)
	return base.Render(row) + style.Render(right(end, last))
}

// computes is what a size computes in units of Heroku's smallest.
func computes(size model.Size) string {
	if size.ComputeLeast == size.ComputeMost {
		return fmt.Sprintf("%dx", size.ComputeMost)
	}
	return fmt.Sprintf("%d-%dx", size.ComputeLeast, size.ComputeMost)
}

// foot says what the size under the cursor means, always in as many lines.
func (o sizePicker) foot(s scene, app *model.App, now model.Process, width int) []string {
	size := o.chosen(s)
	f := o.offer(s, app, now, size)
	changes := s.resizing(app, o.process, size.Name)
	most := sizeFoot(s.height) - 1
	lines := wrap(size.Name+": "+s.sizeMeans(size, now.Type == model.WebType), width, 0)
	price := s.block(" ", s.priceWords(size), s.styles.Dim.Render, width)
	switch {
	case f.refused != "":
		lines = append(s.block("✗", f.refused, s.styles.Bad.Render, width), lines...)
		lines = append(lines, price...)
	case size.Name == now.Size && f.delta.Cents == 0:
		lines = append(lines, price...)
	default:
		if text := s.alongside(app, o.process, size.Name); text != "" {
			lines = append(lines, s.block("~", text, s.styles.Busy.Render, width)...)
		}
		lines = append(lines, s.formationMoney(app, changes...))
		rest := most - len(lines)
		if rest > len(price)+1 {
			lines, rest = append(lines, price...), rest-len(price)
		}
		if rest > 0 {
			lines = append(lines, s.warned(width, rest, changes...)...)
		}
	}
	if len(lines) > most {
		lines = lines[:most]
	}
	for len(lines) < most {
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
	return text
}

func (o sizePicker) click(s scene, line, _ int) (overlay, intent) {
	from, to := around(o.at, len(s.catalog.Sizes), o.room(s))
	if at := from + line - 1; line >= 1 && at < to {
		o.at, o.problem = at, ""
	}
	return o, nil
}
