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
	return paint{codes(s), codes(s.Background(row))}
}

func newStyles(dark bool) styles {
	pick := lipgloss.LightDark(dark)
	row := pick(lipgloss.Color("#e6e2fa"), lipgloss.Color("#303046"))
	accent := pick(lipgloss.Color("#5b3fd6"), lipgloss.Color("#a99bff"))
	base := lipgloss.NewStyle()
	colour := func(light, dark string) lipgloss.Style {
		return base.Foreground(pick(lipgloss.Color(light), lipgloss.Color(dark)))
	}
	return styles{
		Text:   ready(base, row),
		Dim:    ready(colour("#6a6a75", "#8b8b98"), row),
		Head:   ready(base.Bold(true), row),
		Accent: ready(base.Foreground(accent).Bold(true), row),
		Good:   ready(colour("#1b7a3d", "#6cc98a"), row),
		Busy:   ready(colour("#8f5a00", "#e5b567"), row),
		Bad:    ready(colour("#b3261e", "#ff8a80").Bold(true), row),
		Grow:   ready(colour("#a3470a", "#f0a36b"), row),
		Button: ready(colour("#6a6a75", "#a9a9b5"), row),
		Focus:  ready(base.Foreground(accent).Bold(true).Reverse(true), row),
		Field:  ready(base.Underline(true), row),
		Frame:  ready(colour("#9a9aa6", "#55556a"), row),
	}
}
