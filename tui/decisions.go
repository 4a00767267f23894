package tui

import (
	"fmt"
	"slices"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// chart is the autoscaler's past hours, with the target that counts: of the
// rule that is on, or of the one in the form.
func (a autoscaler) chart(s scene, now model.Process) chart {
	target := a.rule().P95
	if a.view == viewDecisions && now.Autoscale != nil {
		target = now.Autoscale.P95
	}
	to := a.record.to
	if n := len(a.record.samples); n > 0 {
		to = a.record.samples[n-1].At
	}
	c := chart{
		from: to.Add(-spans()[a.span]), to: to, target: target, samples: a.record.samples, decisions: a.record.decisions, chosen: -1,
	}
	if a.view == viewDecisions {
		c.chosen = a.read()
	}
	return c
}

// read is which decision is read: the one chosen, or the newest; -1 when there
// is none.
func (a autoscaler) read() int {
	last := len(a.record.decisions) - 1
	if a.chosen.IsZero() {
		return last
	}
	for i := last; i >= 0; i-- {
		if !a.record.decisions[i].At.After(a.chosen) {
			return i
		}
	}
	return min(0, last)
}

// look takes a key on the decisions.
func (a autoscaler) look(s scene, k tea.KeyPressMsg) autoscaler {
	n := len(a.record.decisions)
	at := a.read()
	step := func(by int) int {
		for i := at + by; i >= 0 && i < n; i += by {
			if a.record.decisions[i].Step() {
				return i
			}
		}
		return at
	}
	a.problem = ""
	switch {
	case k.String() == "+":
		a.span = max(0, a.span-1)
		return a
	case k.String() == "-":
		a.span = min(len(spans())-1, a.span+1)
		return a
	case n == 0:
		return a
	case key.Matches(k, s.keys.Left):
		at = max(0, at-1)
	case key.Matches(k, s.keys.Right):
		at = min(n-1, at+1)
	case key.Matches(k, s.keys.Up):
		at = step(-1)
	case key.Matches(k, s.keys.Down):
		at = step(1)
	case key.Matches(k, s.keys.Top):
		at = 0
	case key.Matches(k, s.keys.Bottom):
		at = n - 1
	default:
		return a
	}
	a.chosen = a.record.decisions[at].At
	if at == n-1 {
		a.chosen = time.Time{}
	}
	return a
}

// drawDecisions draws the chart, and of the decision that is read what it was
// made from, the rule that decided, and what came of it.
func (a autoscaler) drawDecisions(s scene, now model.Process, width, room int) []string {
	reasons := a.reasons(s, now, width, room)
	const most = 9
	var lines []string
	if rest := room - min(len(reasons), most) - 1; rest >= chartLeast+barsLeast && width >= 30 {
		lines = append(lines, a.chart(s, now).draw(s, width, min(rest, 20))...)
		lines = append(lines, "")
	}
	lines = append(lines, reasons...)
	return lines[:min(len(lines), room)]
}

// reasons are the decision that is read in words. Where there is no room for all
// of them, what came of it and the rule come first.
func (a autoscaler) reasons(s scene, now model.Process, width, room int) []string {
	at := a.read()
	if at < 0 {
		text := "Nothing was decided in the past day."
		if now.Autoscale == nil {
			text += " Autoscale is off: the rule's shadow mode would decide and record, and do nothing."
		}
		return s.block(" ", text, s.styles.Dim.Render, width)
	}
	d := a.record.decisions[at]
	when := d.At.UTC().Format("2 Jan 15:04")
	if d.Until.After(d.At) {
		when += " to " + d.Until.UTC().Format("15:04")
	}
	head := fmt.Sprintf("%s · %s", when, d.Rule)
	head = cut(head, width-18)
	lines := []string{ends(s.styles.Head.Render(head), s.styles.Dim.Render(fmt.Sprintf("decision %d of %d", at+1, len(a.record.decisions))), width)}
	list := d.Reasons()
	var blocks [][]string
	n := len(lines)
	for i, text := range list {
		mark, style := "·", s.styles.Text
		if i == len(list)-1 {
			mark, style = "=", s.styles.Accent
		}
		block := s.block(mark, text, style.Render, width)
		blocks, n = append(blocks, block), n+len(block)
	}
	if n > room {
		slices.Reverse(blocks)
	}
	return slices.Concat(lines, slices.Concat(blocks...))
}
