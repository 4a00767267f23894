package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// quantityPicker changes how many dynos a process type has.
type quantityPicker struct {
	app     model.ID
	process string
	slider  slider
	problem string
}

func newQuantityPicker(s scene, app *model.App, process string) overlay {
	p, _ := s.stagedProcessOf(app, process)
	size, _ := s.catalog.Sizes.Find(p.Size)
	return quantityPicker{app: app.ID, process: process, slider: slider{value: p.Quantity, most: max(p.Quantity, size.Family.Most())}}
}

// stagedApp is an app as it would be with what is staged.
func (s scene) stagedApp(app *model.App) *model.App {
	if len(s.staged) == 0 {
		return app
	}
	p, err := s.plan()
	if err != nil {
		return app
	}
	return p.After.Formation(app.ID)
}

// stagedProcessOf is a process type as it would be with what is staged.
func (s scene) stagedProcessOf(app *model.App, process string) (model.Process, bool) {
	return s.stagedApp(app).Process(process)
}

// findProcess finds a process type that may have gone since an overlay was
// opened on it.
func (s scene) findProcess(app model.ID, process string) (*model.App, model.Process, bool) {
	a := s.fleet.Formation(app)
	if a == nil {
		return nil, model.Process{}, false
	}
	p, there := a.Process(process)
	return a, p, there
}

func (o quantityPicker) change() model.Change {
	return model.ScaleProcess{App: o.app, Process: o.process, Quantity: o.slider.value}
}

func (o quantityPicker) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	_, _, there := s.findProcess(o.app, o.process)
	switch {
	case key.Matches(k, s.keys.Back), k.String() == "q", !there:
		return o, goBack{}
	case key.Matches(k, s.keys.Enter), key.Matches(k, s.keys.Stage):
		var i intent
		i, o.problem = s.choose(o.change(), key.Matches(k, s.keys.Stage))
		return o, i
	}
	o.slider, o.problem = o.slider.press(s, k)
	return o, nil
}

func (o quantityPicker) draw(s scene) panel {
	app, now, there := s.findProcess(o.app, o.process)
	p := panel{title: "dynos", width: quantityWidth}
	if !there {
		return gone(s, p)
	}
	p.title = clean(o.process) + " of " + clean(app.Name) + " · dynos"
	next, _ := s.stagedProcessOf(app, o.process)
	next.Quantity = o.slider.value
	if next.Autoscaled() && next.Quantity != now.Quantity {
		next.Autoscale = nil
	}
	width := min(p.width, s.width-4)
	text := fmt.Sprintf("%d × %s", next.Quantity, next.Size)
	gap := "   "
	if width < 60 {
		gap, text = "  ", number(next.Quantity)
	}
	staged := s.styles.Busy.Render(cut(s.stagedNote(app, o.process), width))
	p.lines = []string{staged, o.slider.draw(s, o.slider.track(width)) + gap + s.styles.Head.Render(text), ""}
	p.lines = append(p.lines, s.scaled(app, now, next, width)...)
	if room := min(3, s.height-len(p.lines)-3); room > 0 {
		p.lines = append(p.lines, s.warned(width, room, o.change())...)
	}
	return p.with(problemOr(s, o.problem, cut("← → or digits · enter review · space stage · esc back", width)))
}

const quantityWidth = 84

// scaled is a small table of what a process type does and costs, now and
// after.
func (s scene) scaled(app *model.App, now, next model.Process, width int) []string {
	bill := s.catalog.ProcessChange(now, next)
	row := func(name, a, b, d, note string) string {
		if width < 50 {
			return cut(left(name, 11)+right(a, 8)+right(b, 8)+right(d, 9), width)
		}
		line := "  " + left(name, 12) + right(a, 10) + right(b, 11) + right(d, 10)
		if width >= 70 {
			line += "   " + s.styles.Dim.Render(note)
		}
		return cut(line, width)
	}
	hour := ""
	if bill.Delta.Cents != 0 && !bill.Delta.Open {
		hour = bill.Delta.Hourly()
	}
	rows := []string{
		s.styles.Dim.Render(row("", "now", "after", "", "")),
		row("dynos", number(now.Quantity), number(next.Quantity), difference(next.Quantity-now.Quantity), s.familyLimit(next)),
	}
	rows = append(rows, s.capacity(app, now, next, row))
	holds, then := now.Quantity*now.Connections, next.Quantity*next.Connections
	rows = append(rows, row("connections", number(holds), number(then), difference(then-holds), s.rooms(app, now, next)))
	return append(rows, row("$/month", bill.Before.Figure(), bill.After.Figure(), s.deltaStyle(bill.Delta).Render(bill.Delta.Short()), hour))
}

func (s scene) familyLimit(p model.Process) string {
	size, _ := s.catalog.Sizes.Find(p.Size)
	if !size.Family.ScalesOut() {
		return size.Name + " does not scale out"
	}
	return fmt.Sprintf("at most %d of %s", size.Family.Most(), size.Name)
}

// rooms is what the pool accepts, for all that the app's dynos would hold.
func (s scene) rooms(app *model.App, now, next model.Process) string {
	b, is := s.budget(app)
	if !is {
		return "no config var opens a pool"
	}
	n := b.Now - now.Quantity*now.Connections + next.Quantity*next.Connections
	return fmt.Sprintf("%s in all of %s of %s", number(n), number(b.Limit), clean(b.PoolAs))
}

// capacity is about what dynos can do, as far as what they do now shows it.
func (s scene) capacity(app *model.App, now, next model.Process, row func(name, a, b, d, note string) string) string {
	name := "requests/s"
	if now.Type != model.WebType {
		name = "jobs/s"
	}
	each, seen, known := s.each(app, now, next.Size)
	if !known {
		return row(name, "?", "?", "", "not measured")
	}
	can := func(n int) float64 { return each * float64(n) }
	note := rate(seen.Throughput) + "/s now: no dyno is left"
	if next.Quantity > 0 {
		note = fmt.Sprintf("%s/s now, then ~%s busy", rate(seen.Throughput), percent(min(1, seen.Throughput/can(next.Quantity))))
	}
	was := each
	if next.Size != now.Size {
		was, _, _ = s.each(app, now, now.Size)
	}
	before := was * float64(now.Quantity)
	return row(name, "~"+rate(before), "~"+rate(can(next.Quantity)), rateDifference(before, can(next.Quantity)), note)
}

// rateDifference is between two rates as they are shown, so that it adds up.
func rateDifference(before, after float64) string {
	if before >= 10 && after >= 10 {
		return difference(int(after+0.5) - int(before+0.5))
	}
	tenths := func(n float64) int {
		if n < 10 {
			return int(10*n + 0.5)
		}
		return 10 * int(n+0.5)
	}
	switch n := tenths(after) - tenths(before); {
	case n > 0:
		return "+" + rate(float64(n)/10)
	case n < 0:
		return "−" + rate(float64(-n)/10)
	}
	return "±0"
}

// each is about how many requests or jobs a second one dyno of a size does when
// it is always busy: what one does now, and more by as much as the size
// computes more.
func (s scene) each(app *model.App, now model.Process, size string) (float64, model.Traffic, bool) {
	seen, known := s.sample.Processes[app.ProcessID(now.Type)]
	up := now.In(model.DynoUp)
	if !known || seen.Load <= 0 || seen.Throughput <= 0 || up == 0 {
		return 0, seen, false
	}
	each := seen.Throughput / seen.Load / float64(up)
	is, _ := s.catalog.Sizes.Find(now.Size)
	then, _ := s.catalog.Sizes.Find(size)
	if is.ComputeMost > 0 && size != now.Size {
		each *= float64(then.ComputeLeast+then.ComputeMost) / float64(is.ComputeLeast+is.ComputeMost)
	}
	return each, seen, true
}

// warned says what changes risk in so many lines, however many there are, so
// that nothing jumps.
func (s scene) warned(width, most int, changes ...model.Change) []string {
	var lines []string
	if p, err := s.plan(changes...); err == nil {
		for _, k := range append(s.risks(p), p.Unhelpful(s.sample)...) {
			style := s.styles.Busy
			if harms(k.Kind) {
				style = s.styles.Bad
			}
			lines = append(lines, s.block("!", k.Text, style.Render, width)...)
		}
	}
	if len(lines) > most {
		lines = append(lines[:most-1], s.styles.Dim.Render("… the review says all"))
	}
	for len(lines) < most {
		lines = append(lines, "")
	}
	return lines
}

// harms is whether a risk takes something away, be it for a while: then the
// review begins at Cancel.
func harms(k model.RiskKind) bool {
	switch k {
	case model.HALost, model.ClientsStranded, model.ProcessStopped, model.ConnectionsShort, model.PoolDestroyed, model.ClusterDestroyed:
		return true
	case model.LevelLowered, model.WritesInterrupted, model.AppRestarts, model.PriceUnknown, model.PriceEstimated, model.SizeLowered,
		model.AutoscaleOff, model.NoHelp:
	}
	return false
}

func (o quantityPicker) click(s scene, line, column int) (overlay, intent) {
	if line == 1 {
		o.slider, o.problem = o.slider.slid(column, min(quantityWidth, s.width-4)), ""
	}
	return o, nil
}
