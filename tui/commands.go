package tui

import (
	"strings"

	"pooldeck/model/command"
)

// lines are the changes as pooldeck's commands, to be put into a shell.
func (r review) lines() string {
	list := make([]string, 0, len(r.plan.Changes))
	for _, c := range r.plan.Changes {
		list = append(list, command.Line(command.Pooldeck(r.plan.After, c)))
	}
	return strings.Join(list, "\n")
}

// commands are the same changes as words for a shell: pooldeck's, and the
// nearest that Heroku has.
func (r review) commands(s scene, width int) []string {
	var lines []string
	add := func(line string) {
		for _, l := range wrap("  "+line, width, 4) {
			lines = append(lines, s.styles.Dim.Render(l))
		}
	}
	for _, c := range r.plan.Changes {
		add(command.Line(command.Pooldeck(r.plan.After, c)))
	}
	for _, n := range command.HerokuAll(r.plan.After, r.plan.Changes) {
		line := command.Line(n.Argv)
		if n.Interactive {
			line += "    (interactive)"
		}
		add(line)
		for _, note := range n.Notes {
			add("  " + note)
		}
	}
	return lines
}
