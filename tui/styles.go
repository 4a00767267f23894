package tui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
)

// styles are named for what they mean. They are values of one console: two
// sessions in one process may have different ones.
type styles struct {
	Text   paint // what is so
	Dim    paint // what explains
	Head   paint // column heads and titles
	Accent paint // what is selected
	Good   paint // up, available
	Busy   paint // under way
	Bad    paint // lost or failed
	Grow   paint // money that grows
	Button paint
	Focus  paint // the button that enter presses
	Field  paint // what is being typed
	Frame  paint // borders
}

// paint is a style made ready: the codes that switch it on, for any line and
// for the line under the cursor. A screen has hundreds of painted texts, and
// a lipgloss style works its codes out anew for each of them.
type paint struct{ plain, row string }

const unpaint = "\x1b[m"

// Render paints a text that is one line.
func (p paint) Render(parts ...string) string { return painted(p.plain, parts...) }

// OnRow paints it on the line under the cursor.
func (p paint) OnRow(parts ...string) string { return painted(p.row, parts...) }

func painted(codes string, parts ...string) string {
	text := strings.Join(parts, "")
	if codes == "" || text == "" {
		return text
	}
	return codes + text + unpaint
}

// ready works the codes of a style out.
func ready(s lipgloss.Style, row color.Color) paint {
	codes := func(s lipgloss.Style) string {
		before, _, _ := strings.Cut(s.Render("x"), "x")
		return before
	}
	if row == nil {
		return paint{codes(s), codes(s)}
	}
	return paint{codes(s), codes(s.Background(row))}
}

// Theme is a set of colours.
type Theme string

// The themes. Every one of them says by word and glyph what it says by
// colour.
const (
	Auto       Theme = "auto" // dark or light, by the terminal's answer
	Dark       Theme = "dark"
	Light      Theme = "light"
	ColorBlind Theme = "color-blind" // blue and orange in the place of green and red; dark or light by the terminal
	Mono       Theme = "mono"        // no colours at all
)

// Themes are all of them, the default first.
func Themes() []Theme { return []Theme{Auto, Dark, Light, ColorBlind, Mono} }

// dark is whether a theme is drawn for a dark background, on a terminal that
// has one or has not.
func (t Theme) dark(terminal bool) bool {
	switch t {
	case Dark:
		return true
	case Light:
		return false
	case Auto, ColorBlind, Mono:
	}
	return terminal
}

// hues are the colours of a theme; the contrast of each against both
// backgrounds is checked by a test.
type hues struct {
	dim, accent, good, busy, bad, grow, button, frame string
	row                                               string // background of the line under the cursor
}

func (t Theme) hues(dark bool) hues {
	h := hues{
		dim: "#63636e", accent: "#5b3fd6", good: "#1b7a3d", busy: "#855300", bad: "#b3261e", grow: "#a3470a",
		button: "#63636e", frame: "#7d7d8a", row: "#eeebfb",
	}
	if dark {
		h = hues{
			dim: "#9d9daa", accent: "#a99bff", good: "#6cc98a", busy: "#e5b567", bad: "#ff8a80", grow: "#f0a36b",
			button: "#a9a9b5", frame: "#62627a", row: "#303046",
		}
	}
	switch {
	case t == ColorBlind && dark:
		h.good, h.bad, h.grow = "#7cb8ff", "#ffa657", "#ffd37a"
	case t == ColorBlind:
		h.good, h.bad, h.grow = "#0b57c4", "#9a4600", "#7a5300"
	}
	return h
}

func newStyles(theme Theme, dark bool) styles {
	base := lipgloss.NewStyle()
	if theme == Mono {
		return monoStyles(base)
	}
	h := theme.hues(theme.dark(dark))
	row := lipgloss.Color(h.row)
	in := func(hue string) lipgloss.Style { return base.Foreground(lipgloss.Color(hue)) }
	return styles{
		Text:   ready(base, row),
		Dim:    ready(in(h.dim), row),
		Head:   ready(base.Bold(true), row),
		Accent: ready(in(h.accent).Bold(true), row),
		Good:   ready(in(h.good), row),
		Busy:   ready(in(h.busy), row),
		Bad:    ready(in(h.bad).Bold(true), row),
		Grow:   ready(in(h.grow), row),
		Button: ready(in(h.button), row),
		Focus:  ready(in(h.accent).Bold(true).Reverse(true), row),
		Field:  ready(base.Underline(true), row),
		Frame:  ready(in(h.frame), row),
	}
}

func monoStyles(base lipgloss.Style) styles {
	plain, bold := ready(base, nil), ready(base.Bold(true), nil)
	return styles{
		Text: plain, Dim: plain, Head: bold, Accent: bold, Good: plain, Busy: plain, Bad: bold, Grow: plain, Button: plain,
		Focus: ready(base.Bold(true).Reverse(true), nil), Field: ready(base.Underline(true), nil), Frame: plain,
	}
}
