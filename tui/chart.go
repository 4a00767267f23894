package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model/autoscale"
)

// chart is response times against a target, with the number of dynos and the
// steps of an autoscaler below. It is drawn in characters of one cell, and says
// by its shape what it says by colour: the target is a line that nothing covers,
// and what is above it is drawn otherwise than what is below.
type chart struct {
	from, to  time.Time
	target    time.Duration // above 0
	samples   []autoscale.Sample
	decisions []backend.Decided
	chosen    int // of the decisions; -1 for none
}

// The fewest lines that a chart is worth drawing in, and how wide its scale is,
// and what stands behind it.
const (
	chartLeast = 5
	chartSide  = 8
	chartEnd   = 4
)

// barsLeast is how many lines the response times have at least: one on either
// side of the target's.
const barsLeast = 3

// bucket is what one column of a chart shows: the worst that there was, and the
// dynos at its end.
type bucket struct {
	p95   time.Duration
	dynos int
	seen  bool
}

// buckets are the columns. A sample is of the minute before it, so that with
// less than a minute to a column nothing is left out.
func (c chart) buckets(n int) []bucket {
	list := make([]bucket, n)
	for _, s := range c.samples {
		to := c.column(s.At, n)
		if to < 0 {
			continue
		}
		for at := min(c.column(s.At.Add(-time.Minute), n)+1, to); at <= to; at++ {
			b := &list[at]
			b.seen, b.dynos, b.p95 = true, s.Dynos, max(b.p95, s.P95)
		}
	}
	return list
}

// column is where an instant stands; -1 where it is outside.
func (c chart) column(at time.Time, n int) int {
	if !at.After(c.from) || at.After(c.to) {
		return -1
	}
	return min(n-1, int(int64(at.Sub(c.from))*int64(n)/int64(c.to.Sub(c.from))))
}

// draw draws the chart in so many lines. Where there are few, the explanations
// go first.
func (c chart) draw(s scene, width, height int) []string {
	n := width - chartSide - chartEnd
	list := c.buckets(n)
	side := func(name string) string { return s.styles.Dim.Render(right(name, chartSide)) }
	var steps, pointer, legend []string
	rows := height - 2
	take := func(lines ...string) []string {
		if rows-len(lines) < barsLeast {
			return nil
		}
		rows -= len(lines)
		return lines
	}
	if c.chosen >= 0 {
		pointer = take(spaces(chartSide) + c.pointer(s, n))
	}
	if len(c.decisions) > 0 {
		steps = take(side("steps ") + c.marks(s, n))
	}
	key := take("")
	axis := c.scaled(list, rows)
	if key != nil {
		legend = []string{s.styles.Dim.Render(cut("  "+c.legend(axis, list, n), width))}
	}
	return slices.Concat(
		axis.draw(s, list), []string{side("dynos ") + staircase(list)}, steps, pointer,
		[]string{s.styles.Dim.Render(spaces(chartSide) + c.hours(n))}, legend,
	)
}

// axis is the scale of a chart: the target's line, with so many rows above it
// and below, and how much a row stands for. What is above the top is marked as
// being off the scale: one peak must not press a day flat.
type axis struct {
	target, top  time.Duration
	above, below int
}

// scaled chooses the scale of so many rows: up to the highest there was, but
// not to more than twice the target, or half as much again as usual.
func (c chart) scaled(list []bucket, rows int) axis {
	var seen []time.Duration
	for _, b := range list {
		if b.seen {
			seen = append(seen, b.p95)
		}
	}
	target := max(c.target, 1)
	top := target * 5 / 4
	if len(seen) > 0 {
		slices.Sort(seen)
		usual := seen[len(seen)/2] * 3 / 2
		most := max(2*target, min(usual, 5*target))
		top = max(top, min(seen[len(seen)-1], most))
	}
	rest := int64(rows - 1) // without the target's own
	below := int(rest * int64(target) / int64(top))
	below = min(max(below, 1), int(rest)-1)
	a := axis{target: target, below: below, above: int(rest) - below}
	a.top = target + target*time.Duration(a.above)/time.Duration(a.below)
	return a
}

// draw draws the response times from the top down.
func (a axis) draw(s scene, list []bucket) []string {
	lines := make([]string, 0, a.above+1+a.below)
	for row := range a.above + 1 + a.below {
		label := ""
		switch row {
		case a.above:
			label = lasts(a.target)
		case 0:
			label = lasts(a.top)
		case a.above + a.below:
			label = "0"
		}
		line := s.styles.Dim.Render(right(label, chartSide-1) + "┤")
		lines = append(lines, line+a.row(s, list, row))
	}
	return lines
}

// row draws one row of bars, in runs of one style.
func (a axis) row(s scene, list []bucket, row int) string {
	var line, run strings.Builder
	now := s.styles.Frame
	for _, b := range list {
		cell, style := a.cell(b, row), s.styles.Frame
		switch {
		case row == a.above && !a.over(b):
			style = s.styles.Text
		case cell == '▲':
			style = s.styles.Bad
		case a.over(b):
			style = s.styles.Busy
		}
		if style != now {
			line.WriteString(now.Render(run.String()))
			run.Reset()
			now = style
		}
		run.WriteRune(cell)
	}
	return line.String() + now.Render(run.String())
}

func (a axis) over(b bucket) bool { return b.p95 > a.target }

// cell is what of a bar is seen in a row: hatched below the target and solid
// above, with the target's line between.
func (a axis) cell(b bucket, row int) rune {
	unit := int64(a.target) / int64(a.below) // of a row
	switch {
	case row == a.above && a.over(b):
		return '━'
	case row == a.above:
		return '─'
	case row == 0 && b.p95 > a.top:
		return '▲'
	}
	from := int64(a.above+a.below-row) * unit // of the row's foot
	if row < a.above {
		from = int64(a.target) + int64(a.above-1-row)*unit
	}
	fill := []rune(" ▁▂▃▄▅▆▇█")
	if row > a.above {
		fill = []rune(" ╷│")
	}
	steps := len(fill) - 1
	return fill[min(max(int((int64(b.p95)-from)*int64(steps)/max(unit, 1)), 0), steps)]
}

// peak is the worst minute of what is off the scale.
func (c chart) peak(a axis) (autoscale.Sample, bool) {
	var worst autoscale.Sample
	for _, s := range c.samples {
		if s.At.After(c.from) && !s.At.After(c.to) && s.P95 > worst.P95 {
			worst = s
		}
	}
	return worst, worst.P95 > a.top
}

// legend explains the marks that the chart has.
func (c chart) legend(a axis, list []bucket, n int) string {
	parts := []string{"│ within the target"}
	if slices.ContainsFunc(list, a.over) {
		parts = append(parts, "█ above")
	}
	if worst, is := c.peak(a); is {
		parts = append(parts, fmt.Sprintf("▲ off the scale: %s at %s", lasts(worst.P95), worst.At.UTC().Format("15:04")))
	}
	arrows, shadow, several := map[rune]bool{}, false, 0
	for _, m := range c.steps(n) {
		if m.up+m.down > 1 {
			several = max(several, m.up+m.down)
		} else {
			arrows[m.mark()] = !m.shadow
		}
		shadow = shadow || m.shadow
	}
	switch {
	case arrows['↑'] && arrows['↓']:
		parts = append(parts, "↑↓ step")
	case arrows['↑']:
		parts = append(parts, "↑ step")
	case arrows['↓']:
		parts = append(parts, "↓ step")
	}
	if shadow {
		parts = append(parts, "^v not done")
	}
	if several > 0 {
		parts = append(parts, fmt.Sprintf("%c steps", marked{up: several}.mark()))
	}
	return strings.Join(parts, "  ")
}
