package tui

import (
	"fmt"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model/autoscale"
)

// chart is response times against a target, with the number of dynos and the
// steps of an autoscaler below. It is drawn in characters of one cell, and says
// by its shape what it says by colour.
type chart struct {
	from, to  time.Time
	target    time.Duration
	samples   []autoscale.Sample
	decisions []backend.Decided
	chosen    int // of the decisions; -1 for none
}

// How many lines a chart takes: the bars at least, and what stands below them.
const (
	chartLeast = 4
	chartFoot  = 4
	chartSide  = 8 // of the scale beside it
)

// bucket is what one column of a chart shows: the worst that there was.
type bucket struct {
	p95   time.Duration
	dynos int
	seen  bool
}

func (c chart) buckets(n int) []bucket {
	list := make([]bucket, n)
	for _, s := range c.samples {
		at := c.column(s.At, n)
		if at < 0 {
			continue
		}
		b := &list[at]
		b.seen, b.dynos, b.p95 = true, s.Dynos, max(b.p95, s.P95)
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

// draw draws the chart in so many lines.
func (c chart) draw(s scene, width, height int) []string {
	n, rows := width-chartSide, height-chartFoot
	list := c.buckets(n)
	top := c.target * 5 / 4
	for _, b := range list {
		top = max(top, b.p95)
	}
	top = scale(top)
	lines := c.bars(s, list, top, rows)
	lines = append(lines, s.styles.Dim.Render(right("dynos ", chartSide))+c.dynos(list))
	lines = append(lines, s.styles.Dim.Render(right("steps ", chartSide))+c.marks(s, n))
	lines = append(lines, spaces(chartSide)+c.pointer(s, n))
	return append(lines, s.styles.Dim.Render(spaces(chartSide)+c.axis(n)))
}

// scale rounds the top of a scale up to a figure that can be read.
func scale(top time.Duration) time.Duration {
	for step := 10 * time.Millisecond; ; step *= 10 {
		for _, times := range []time.Duration{1, 2, 5} {
			if unit := step * times; top <= 10*unit {
				return (top + unit - 1) / unit * unit
			}
		}
	}
}

// bars draws the response times from the top down, with the target as a line
// behind them.
func (c chart) bars(s scene, list []bucket, top time.Duration, rows int) []string {
	eighths := []rune(" ▁▂▃▄▅▆▇█")
	at := rows - 1 - int(int64(c.target)*int64(rows)/int64(top)) // the target's row
	var lines []string
	for row := range rows {
		label := ""
		switch {
		case row == at && c.target > 0:
			label = lasts(c.target)
		case row == 0:
			label = lasts(top)
		case row == rows-1 && row != at:
			label = "0"
		}
		line := s.styles.Dim.Render(right(label, chartSide-1) + "┤")
		var run strings.Builder
		over := false
		flush := func() {
			style := s.styles.Frame
			if over {
				style = s.styles.Busy
			}
			line += style.Render(run.String())
			run.Reset()
		}
		for _, b := range list {
			if is := c.target > 0 && b.p95 > c.target; is != over {
				flush()
				over = is
			}
			full := int(int64(b.p95)*int64(rows)*8/int64(top)) - 8*(rows-1-row)
			cell := eighths[min(max(full, 0), 8)]
			if cell == ' ' && row == at && c.target > 0 {
				cell = '─'
			}
			run.WriteRune(cell)
		}
		flush()
		lines = append(lines, line)
	}
	return lines
}

// dynos writes the number of dynos wherever it becomes another one.
func (c chart) dynos(list []bucket) string {
	line := []byte(strings.Repeat(".", len(list)))
	last, free := -1, 0
	for i, b := range list {
		switch {
		case !b.seen:
			line[i] = ' '
			last = -1
		case b.dynos != last && i >= free:
			text := fmt.Sprint(b.dynos)
			copy(line[i:], text)
			free, last = i+len(text), b.dynos
		}
	}
	// What was not seen may lie under a number of two digits.
	return string(line)
}

// marks draws a mark for every step: an arrow, or where it is a mere shadow's a
// letter. The one that is read is painted.
func (c chart) marks(s scene, n int) string {
	line := []rune(spaces(n))
	chosen := -1
	for i, d := range c.decisions {
		at := c.column(d.At, n)
		if at < 0 {
			continue
		}
		if i == c.chosen {
			chosen = at
		}
		switch {
		case !d.Step():
		case d.Shadow && d.To > d.From:
			line[at] = '^'
		case d.Shadow:
			line[at] = 'v'
		case d.To > d.From:
			line[at] = '↑'
		default:
			line[at] = '↓'
		}
	}
	if chosen < 0 {
		return string(line)
	}
	if line[chosen] == ' ' {
		line[chosen] = '·'
	}
	return string(line[:chosen]) + s.styles.Focus.Render(string(line[chosen])) + string(line[chosen+1:])
}

// pointer names the decision that is read under its mark.
func (c chart) pointer(s scene, n int) string {
	if c.chosen < 0 || c.chosen >= len(c.decisions) {
		return ""
	}
	d := c.decisions[c.chosen]
	at := c.column(d.At, n)
	if at < 0 {
		return s.styles.Dim.Render("decided before what the chart shows")
	}
	text := d.At.UTC().Format("15:04") + " " + d.Result()
	if w := width(text); at+2+w <= n {
		text = spaces(at) + "└ " + text
	} else {
		text = spaces(max(0, at-w-1)) + cut(text, at-1) + " ┘"
	}
	return s.styles.Accent.Render(text)
}

// axis writes the time below, as often as there is room.
func (c chart) axis(n int) string {
	line := []byte(spaces(n))
	step := 10 * time.Minute
	for _, next := range []time.Duration{20 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour} {
		if int64(n)*int64(step)/int64(c.to.Sub(c.from)) < 12 {
			step = next
		}
	}
	for at := c.from.UTC().Truncate(step).Add(step); at.Before(c.to); at = at.Add(step) {
		if i := c.column(at, n); i >= 0 && i+5 <= n {
			copy(line[i:], at.Format("15:04"))
		}
	}
	return string(line)
}
