package tui

import (
	"strconv"
	"strings"
	"time"
)

// staircase draws the number of dynos as steps between the fewest and the most,
// with the figure where a flight is long enough for it and a cell of its own.
// That of the last one stands behind it.
func staircase(list []bucket) string {
	least, most := 0, 0
	for _, b := range list {
		if b.seen && (least == 0 || b.dynos < least) {
			least = b.dynos
		}
		most = max(most, b.dynos)
	}
	heights := []rune("▁▂▃▄▅▆▇█")
	last := ""
	var line strings.Builder
	for i := 0; i < len(list); {
		b, end := list[i], i+1
		for end < len(list) && list[end].seen == b.seen && list[end].dynos == b.dynos {
			end++
		}
		if !b.seen {
			line.WriteString(spaces(end - i))
			i = end
			continue
		}
		height := 0
		if most > least {
			height = (b.dynos - least) * (len(heights) - 1) / (most - least)
		}
		figure := strconv.Itoa(b.dynos)
		last = " " + figure
		if end-i <= len(figure) || end == len(list) {
			figure = ""
		}
		line.WriteString(figure + strings.Repeat(string(heights[height]), end-i-len(figure)))
		i = end
	}
	return line.String() + last
}

// marked is what happened in one column: so many steps up and down.
type marked struct {
	up, down int
	shadow   bool // they are not done
}

// steps counts the steps in each column that has some.
func (c chart) steps(n int) map[int]marked {
	list := map[int]marked{}
	for _, d := range c.decisions {
		at := c.column(d.At, n)
		if at < 0 || !d.Step() {
			continue
		}
		m := list[at]
		if d.To > d.From {
			m.up++
		} else {
			m.down++
		}
		m.shadow = d.Shadow
		list[at] = m
	}
	return list
}

// mark is an arrow, or where it is a mere shadow's a letter; several steps are
// their number.
func (m marked) mark() rune {
	switch n := m.up + m.down; {
	case n > 9:
		return '+'
	case n > 1:
		return rune('0' + n)
	case m.shadow && m.up > 0:
		return '^'
	case m.shadow:
		return 'v'
	case m.up > 0:
		return '↑'
	}
	return '↓'
}

// marks draws a mark for every step. The decision that is read is painted.
func (c chart) marks(s scene, n int) string {
	line := []rune(spaces(n))
	for at, m := range c.steps(n) {
		line[at] = m.mark()
	}
	if c.chosen < 0 || c.chosen >= len(c.decisions) {
		return string(line)
	}
	chosen := c.column(c.decisions[c.chosen].At, n)
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

// hours writes the time below, as often as there is room.
func (c chart) hours(n int) string {
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
