package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// confirm asks one question with two focused buttons; the harmless one has
// the focus.
type confirm struct {
	title string
	text  []string
	does  string
	yes   bool
	do    intent
}

func (c confirm) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	switch {
	case key.Matches(k, s.keys.Back):
		return c, goBack{}
	case key.Matches(k, s.keys.Left, s.keys.Right, s.keys.Next), k.String() == "shift+tab":
		c.yes = !c.yes
	case key.Matches(k, s.keys.Enter) && c.yes:
		return c, c.do
	case key.Matches(k, s.keys.Enter):
		return c, goBack{}
	}
	return c, nil
}

func (c confirm) draw(s scene) panel {
	p := panel{title: c.title, width: 66, lines: []string{""}}
	w := min(p.width, s.width-4)
	for _, t := range c.text {
		p.lines = append(p.lines, wrap(t, w, 2)...)
	}
	focus := 0
	if c.yes {
		focus = 1
	}
	p.lines = append(p.lines, "", right(buttons(s, focus, "Back", c.does), w))
	return p
}

// buttons draws a row of buttons; the focused one is what enter presses.
func buttons(s scene, focus int, names ...string) string {
	gap := "  "
	if s.width < 64 {
		gap = ""
	}
	line := ""
	for i, name := range names {
		if i > 0 {
			line += gap
		}
		if i == focus {
			line += s.styles.Focus.Render("[❯" + name + "❮]")
		} else {
			line += s.styles.Button.Render("[ " + name + " ]")
		}
	}
	return line
}
