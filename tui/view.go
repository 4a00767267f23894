package tui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pooldeck/model"
	"pooldeck/pricing"
)

// The smallest window that the console has a layout for.
const (
	minWidth  = 40
	minHeight = 12
)

// layout is how the lines of a window are shared out.
type layout struct {
	tree    int  // lines of the tree
	panes   bool // detail and activity side by side below it
	compact int  // one-line summaries instead of panes
}

// paneRows is what a pane shows, and paneHeight what it takes with its border.
const (
	paneRows   = 7
	paneHeight = paneRows + 2
)

func (s scene) layout() layout {
	rest := s.height - 3 - len(s.banner()) // header, heads, footer
	switch {
	case s.width >= 100 && s.height >= 30:
		return layout{tree: rest - paneHeight, panes: true}
	case s.height >= 18:
		return layout{tree: rest - 2, compact: 2}
	}
	return layout{tree: rest}
}

// View draws the window: a pure function of the console.
func (c Console) View() tea.View {
	v := tea.NewView(c.screen())
	v.AltScreen = true
	v.WindowTitle = c.windowTitle()
	if c.manners.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	v.ProgressBar = c.progress()
	return v
}

// windowTitle says how much is under way, for a window that is not looked at.
func (c Console) windowTitle() string {
	n := 0
	for _, o := range c.fleet.Operations {
		if !o.State.Final() {
			n++
		}
	}
	if n == 0 {
		return "pooldeck"
	}
	return "pooldeck · " + plural(n, "operation") + " under way"
}

// progress is the terminal's own progress bar: the mean of what is under way.
func (c Console) progress() *tea.ProgressBar {
	sum, n := 0, 0
	for _, o := range c.fleet.Operations {
		if !o.State.Final() {
			sum, n = sum+o.Progress.Permille, n+1
		}
	}
	if n == 0 {
		return nil
	}
	return tea.NewProgressBar(tea.ProgressBarDefault, sum/n/10)
}

func (c Console) screen() string {
	if c.width == 0 {
		return ""
	}
	if c.width < minWidth || c.height < minHeight {
		return cut(fmt.Sprintf("pooldeck needs %dx%d; this is %dx%d", minWidth, minHeight, c.width, c.height), c.width)
	}
	lines := c.lines()
	if len(c.overlays) > 0 {
		c.cover(lines)
	}
	return strings.Join(lines, "\n")
}

// cover lays the overlay on top over the lines. What is behind a dialog is
// there to be seen, not to be read.
func (c Console) cover(lines []string) {
	box, x, y := c.box()
	over := strings.Split(box, "\n")
	dim := c.styles.Dim
	for i, line := range lines {
		line = ansi.Strip(line)
		if i < y || i >= y+len(over) {
			lines[i] = dim.Render(line)
			continue
		}
		before, rest := split(line, x)
		_, after := split(rest, width(over[i-y]))
		lines[i] = dim.Render(before) + over[i-y] + dim.Render(after)
	}
}

// box is the overlay on top, and where it stands.
func (c Console) box() (box string, x, y int) {
	box = c.overlays[len(c.overlays)-1].draw(c.scene).frame(c.styles, c.width, c.height)
	first, _, _ := strings.Cut(box, "\n")
	return box, (c.width - width(first)) / 2, (c.height - 1 - strings.Count(box, "\n")) / 3
}

// lines are the lines of the screen without an overlay, exactly as many as
// the window has.
func (c Console) lines() []string {
	l := c.layout()
	lines := make([]string, 0, c.height)
	lines = append(lines, c.header())
	lines = append(lines, c.banner()...)
	lines = append(lines, heads(c.styles, columns(c.width)))
	above := len(lines)
	if c.drawn.rows == nil {
		c.drawn = drawn{c.drawRows(), c.drawPanes()}
	}
	for _, r := range c.drawn.rows {
		lines = append(lines, r.line)
	}
	if c.fleet.At.IsZero() {
		lines = append(lines, "", c.styles.Dim.Render("  reading the fleet …"))
	} else if c.tree.size() == 0 {
		lines = append(lines, "", c.styles.Dim.Render("  no apps here"))
	}
	for len(lines) < above+l.tree {
		lines = append(lines, "")
	}
	switch {
	case l.panes:
		lines = append(lines, c.drawn.panes.lines...)
	case l.compact > 0:
		lines = append(lines, cut(" "+c.summary(), c.width), cut(" "+c.latest(), c.width))
	}
	return append(lines, c.footer())
}

// header says what this is, when, how much there is and what it costs.
func (c Console) header() string {
	st := c.styles
	l := " " + st.Head.Render("pooldeck") + "  " + c.world()
	total := c.totals.fleet.amount()
	r := st.Head.Render(total.Monthly()+"/month") + st.Dim.Render("  "+total.Hourly()) + " "
	if most, more := c.totals.fleet.upTo(); more {
		r = st.Head.Render(total.Monthly()+"/month") + "  " + st.Grow.Render("up to "+most.Monthly()) + " "
	}
	if c.width < 64 {
		r = st.Head.Render(total.Monthly()+"/month") + " "
	}
	if c.fleet.At.IsZero() {
		r = ""
	}
	counts := fmt.Sprintf("%s · %s · %s", plural(len(c.fleet.Apps), "app"), plural(len(c.fleet.Clusters), "cluster"), plural(c.totals.fleet.instances, "instance"))
	if n := c.totals.fleet.dynos; n > 0 {
		counts += " · " + plural(n, "dyno")
	}
	room := c.width - width(l) - width(r)
	if names := c.names(func(Place) bool { return true }); names != "" {
		with := "with " + cut(names, 24)
		counts += " · " + with
		if width(counts)+4 > room {
			counts = with
		}
	}
	if n := width(counts); room >= n+4 {
		before := (room - n) / 2
		return l + spaces(before) + st.Dim.Render(counts) + spaces(room-n-before) + r
	}
	return ends(l, r, c.width)
}

// world marks a simulated backend, its speed and its time.
func (c Console) world() string {
	if c.fleet.At.IsZero() {
		return ""
	}
	at := c.fleet.At.UTC().Format("2 Jan 15:04")
	if !c.able.Simulated {
		return c.styles.Dim.Render(at + " UTC")
	}
	speed := fmt.Sprintf("×%d", c.speed)
	switch {
	case c.fleet.Halt != nil:
		speed = "halted"
	case c.speed == 0:
		speed = "paused"
	}
	return c.styles.Busy.Render("simulated "+speed) + "  " + c.styles.Dim.Render(at)
}

// footer says what just happened or what is staged, and the keys that matter
// here.
func (c Console) footer() string {
	l, r := "", c.hints()
	switch {
	case c.search != nil:
		return cut(" "+c.searchLine(), c.width)
	case c.notice.text != "":
		l = " " + c.notice.style.Render(c.notice.text)
	case !c.tree.filter.empty():
		l = " " + c.searchLine()
	case len(c.staged) > 0:
		l = " " + c.stagedLine()
	}
	if l == "" {
		return ends("", c.styles.Dim.Render(r)+" ", c.width)
	}
	if room := c.width - width(l) - 2; width(r) > room {
		r = "? help"
	}
	return ends(l, c.styles.Dim.Render(r)+" ", c.width)
}

// stagedLine says what is staged and what it would cost.
func (c Console) stagedLine() string {
	text := "staged: " + plural(len(c.staged), "change")
	p, err := c.plan()
	if err != nil {
		return c.styles.Bad.Render(text + "; they no longer fit: " + err.Error())
	}
	item := pricing.CostFrom(c.catalog, p, c.totals.fleet.amount()).Fleet
	percent := pricing.Percent(item.Before, item.Delta)
	if percent != "" {
		percent = ", " + percent
	}
	return c.styles.Busy.Render(text) + "  " + item.Before.Monthly() + " → " + item.After.Monthly() +
		" (" + c.deltaStyle(item.Delta).Render(item.Delta.Short()+percent) + ")  r review"
}

// hints are the keys that do something with the selected row.
func (c Console) hints() string {
	if len(c.overlays) > 0 {
		return ""
	}
	if c.pane == paneDetail {
		return "↑ ↓ read on · tab back"
	}
	if c.pane == paneActivity {
		return "↑ ↓ operation · enter go to it · c cancel · tab back"
	}
	r := c.tree.current()
	hints := "? help"
	switch r.kind {
	case rowApp:
		hints = "enter actions · a add a cluster · ? help"
	case rowFormation:
		hints = "enter actions · → its process types · ? help"
	case rowProcess, rowDyno:
		hints = "enter actions · i dynos · s size · ? help"
		if r.process.Type == model.WebType {
			hints = "enter actions · i dynos · s size · A autoscale · ? help"
		}
	case rowCluster:
		hints = "enter actions · a add a pool · s level · t standby · ? help"
	case rowPool, rowInstance:
		if r.pool.Status() == model.Broken {
			hints = "R retry · u undo · enter actions · ? help"
			break
		}
		hints = "enter actions · s level · i instances · b attach · ? help"
		if r.pool.IsLeader() {
			hints = "enter actions · s level · t standby · b attach · ? help"
		}
	}
	if c.width < 64 {
		return "enter actions · ? help"
	}
	return hints
}
