package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
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
	title := cut(p.title, w-1)
	room := w + 1 - ansi.StringWidth(title) - 2
	note := p.note
	if note != "" && ansi.StringWidth(note)+4 > room {
		note = ""
	}
	if note == "" {
		return st.Frame.Render("╭─") + " " + st.Head.Render(title) + " " + st.Frame.Render(strings.Repeat("─", max(0, room))+"╮")
	}
	room -= ansi.StringWidth(note) + 4
	return st.Frame.Render("╭─") + " " + st.Head.Render(title) + " " + st.Frame.Render(strings.Repeat("─", max(0, room+1))) +
		" " + st.Dim.Render(note) + " " + st.Frame.Render("─╮")
}

// ends puts two texts at the two ends of a line.
func ends(l, r string, width int) string {
	room := width - ansi.StringWidth(r)
	if r == "" {
		return cut(l, width)
	}
	return left(l, max(0, room-1)) + spaces(min(1, room)) + r
}

// wrap breaks a text into lines of a width, later ones indented.
func wrap(s string, width, indent int) []string {
	lines := strings.Split(ansi.Wordwrap(s, max(8, width-indent), " "), "\n")
	for i := 1; i < len(lines); i++ {
		lines[i] = spaces(indent) + strings.TrimLeft(lines[i], " ")
	}
	return lines
}
