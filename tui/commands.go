package tui

import (
	"strings"

	"pooldeck/proposal"
)

// lines are the changes as pooldeck's commands, to be put into a shell.
func (r review) lines() string { return strings.Join(proposal.Lines(r.plan), "\n") }

// commands are the same changes as words for a shell: pooldeck's, and the
// nearest that Heroku has.
func (r review) commands(s scene, width int) []string {
	var lines []string
	for _, line := range append(proposal.Lines(r.plan), proposal.HerokuLines(r.plan)...) {
		for _, l := range wrap("  "+line, width, 4) {
			lines = append(lines, s.styles.Dim.Render(l))
		}
	}
	return lines
}
