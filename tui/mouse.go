package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// clickable is an overlay that takes clicks: on a line of its panel and a
// column in it, both from 0.
type clickable interface {
	click(s scene, line, column int) (overlay, intent)
}

// firstRow is the screen's line of the tree's first row.
func (s scene) firstRow() int { return 2 + len(s.banner()) }

// clicked selects a row, and folds or unfolds the selected one; on an overlay
// it presses what is under it.
func (c Console) clicked(m tea.Mouse) (tea.Model, tea.Cmd) {
	if m.Button != tea.MouseLeft {
		return c, nil
	}
	n := len(c.overlays)
	if n == 0 {
		return c.clickedRow(m.Y - c.firstRow()).remeasured()
	}
	box, x, y := c.box()
	on, takes := c.overlays[n-1].(clickable)
	lines := strings.Split(ansi.Strip(box), "\n")
	line, column := m.Y-y, m.X-x
	if !takes || line < 1 || line > len(lines)-2 || column < 2 || column > width(lines[0])-3 {
		return c, nil
	}
	c.notice = cell{}
	top, i := on.click(c.scene, line-1, column-2)
	c.overlays = c.replaced(n-1, top)
	return c.do(i)
}

func (c Console) clickedRow(at int) Console {
	rows := c.tree.window
	if at < 0 || at >= len(rows) {
		return c
	}
	c.pane = paneTree
	if r := rows[at]; r.id == c.tree.selected.id && r.branch {
		c.tree = c.tree.fold(r.app.ID, r.id, !r.folded)
	} else {
		c.tree = c.tree.selects(c.tree.top + at)
	}
	return c.regrown()
}

// wheeled moves what has the focus by three lines.
func (c Console) wheeled(m tea.Mouse) (tea.Model, tea.Cmd) {
	by, k := 3, tea.KeyPressMsg{Code: tea.KeyDown}
	if m.Button == tea.MouseWheelUp {
		by, k = -3, tea.KeyPressMsg{Code: tea.KeyUp}
	} else if m.Button != tea.MouseWheelDown {
		return c, nil
	}
	if len(c.overlays) == 0 {
		c.tree = c.tree.moved(by)
		return c.remeasured()
	}
	return c.press(k)
}

// buttonAt finds the button under a column of a line of buttons; -1 when
// there is none.
func buttonAt(line string, column int) int {
	cells := []rune(ansi.Strip(line))
	button, inside := -1, false
	for i, r := range cells {
		if r == '[' {
			button, inside = button+1, true
		}
		if i == column {
			if inside {
				return button
			}
			return -1
		}
		if r == ']' {
			inside = false
		}
	}
	return -1
}

func (m menu) click(s scene, line, _ int) (overlay, intent) {
	from, _ := around(m.at, len(m.items), s.height-2-menuHead-2)
	if at := from + line - menuHead; line >= menuHead && at < len(m.items) {
		m.at = at
		return m, m.items[at].intent
	}
	return m, nil
}

func (c confirm) click(s scene, line, column int) (overlay, intent) {
	lines := c.draw(s).lines
	switch buttonAt(lines[line], column) {
	case 0:
		return c, goBack{}
	case 1:
		return c, c.do
	}
	return c, nil
}

func (r review) click(s scene, line, column int) (overlay, intent) {
	lines := r.draw(s).lines
	if line != len(lines)-1 || r.sending {
		return r, nil
	}
	at := buttonAt(lines[line], column)
	if at < 0 {
		return r, nil
	}
	r.read = max(r.read, r.scroll+r.room(s))
	r.focus = at
	return r.enter(s)
}

func (l levelPicker) click(s scene, line, _ int) (overlay, intent) {
	from, _ := l.list.window(s, s.height-7)
	at := from + line - 1
	if line < 1 || at >= len(s.catalog.Levels) || s.catalog.Levels[at].Name == l.list.current {
		return l, nil
	}
	l.list.at = at
	return l, nil
}

func (o countPicker) click(s scene, line, column int) (overlay, intent) {
	if line == 1 {
		o.slider, o.problem = o.slider.slid(column, min(78, s.width-4)), ""
	}
	return o, nil
}

func (j journal) click(s scene, line, _ int) (overlay, intent) {
	list := j.shown()
	from, to := around(j.at, len(list), j.room(s))
	if at := from + line; at < to {
		j.at = at
	}
	return j, nil
}

func (p palette) click(s scene, line, _ int) (overlay, intent) {
	list := p.choices(s)
	from, to := around(p.at, len(list), p.room(s))
	if at := from + line - 2; line >= 2 && at < to {
		return p, list[at].intent
	}
	return p, nil
}
