package tui

import "charm.land/lipgloss/v2"

// styles are named for what they mean. They are values of one console: two
// sessions in one process may have different ones.
type styles struct {
	Text   lipgloss.Style // what is so
	Dim    lipgloss.Style // what explains
	Head   lipgloss.Style // column heads and titles
	Accent lipgloss.Style // what is selected
	Row    lipgloss.Style // the line under the cursor
	Good   lipgloss.Style // up, available
	Busy   lipgloss.Style // under way
	Bad    lipgloss.Style // lost or failed
	Grow   lipgloss.Style // money that grows
	Button lipgloss.Style
	Focus  lipgloss.Style // the button that enter presses
	Frame  lipgloss.Style // borders
}

func newStyles(dark bool) styles {
	pick := lipgloss.LightDark(dark)
	colour := func(light, dark string) lipgloss.Style {
		return lipgloss.NewStyle().Foreground(pick(lipgloss.Color(light), lipgloss.Color(dark)))
	}
	accent := pick(lipgloss.Color("#5b3fd6"), lipgloss.Color("#a99bff"))
	return styles{
		Text:   lipgloss.NewStyle(),
		Dim:    colour("#6a6a75", "#8b8b98"),
		Head:   lipgloss.NewStyle().Bold(true),
		Accent: lipgloss.NewStyle().Foreground(accent).Bold(true),
		Row:    lipgloss.NewStyle().Background(pick(lipgloss.Color("#e6e2fa"), lipgloss.Color("#303046"))),
		Good:   colour("#1b7a3d", "#6cc98a"),
		Busy:   colour("#8f5a00", "#e5b567"),
		Bad:    colour("#b3261e", "#ff8a80").Bold(true),
		Grow:   colour("#a3470a", "#f0a36b"),
		Button: colour("#6a6a75", "#a9a9b5"),
		Focus:  lipgloss.NewStyle().Foreground(accent).Bold(true).Reverse(true),
		Frame:  colour("#9a9aa6", "#55556a"),
	}
}
