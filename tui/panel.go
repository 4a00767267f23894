package tui

import (
	"strings"
)

// panel is what an overlay shows: a title, lines, and a width that does not
// depend on what the figures in it are, so that nothing jumps.
type panel struct {
	title string
	note  string // at the right end of the title line: a step, a position
	lines []string
	width int // of the lines, without the frame
}

// frame draws a panel with its border, at most as large as the screen.
func (p panel) frame(st styles, width, height int) string {
	w := max(1, min(p.width, width-4))
	lines := p.lines
	if most := height - 2; len(lines) > most {
		lines = lines[:max(0, most)]
	}
	var b strings.Builder
	b.WriteString(p.top(st, w))
	side := st.Frame.Render("│")
	for _, line := range lines {
		b.WriteString("\n" + side + " " + left(line, w) + " " + side)
	}
	b.WriteString("\n" + st.Frame.Render("╰"+strings.Repeat("─", w+2)+"╯"))
	return b.String()
}

func (p panel) top(st styles, w int) string {
	room := w - 1
	note := ""
	if p.note != "" && width(p.note) < w*2/3 {
		// A position or a step says more than the end of a long title.
		note = " " + st.Dim.Render(p.note) + " " + st.Frame.Render("─")
		room -= width(note)
	}
	title := cut(p.title, max(1, room))
	line := strings.Repeat("─", max(0, room-width(title)))
	return st.Frame.Render("╭─") + " " + st.Head.Render(title) + " " + st.Frame.Render(line) + note + st.Frame.Render("╮")
}

// ends puts two texts at the two ends of a line.
func ends(l, r string, w int) string {
	room := w - width(r)
	if r == "" {
		return cut(l, w)
	}
	return left(l, max(0, room-1)) + spaces(min(1, room)) + r
}

// wrap breaks a text into lines of a width at its spaces, never inside a
// name; later lines are indented.
func wrap(s string, w, indent int) []string {
	var lines []string
	line := ""
	for i, word := range strings.Split(s, " ") {
		switch {
		case i == 0:
			line = word
		case width(line)+1+width(word) <= w:
			line += " " + word
		default:
			lines = append(lines, cut(line, w))
			line = spaces(indent) + word
		}
	}
	return append(lines, cut(line, w))
}
