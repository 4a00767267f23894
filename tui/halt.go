package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// banner says, below the header, that nothing can be recorded, and what to do
// about it; nothing while everything can. A small window has a line for it, a
// large one what it takes.
func (s scene) banner() []string {
	h := s.fleet.Halt
	if h == nil || s.width == 0 {
		return nil
	}
	text := "✗ " + clean(h.Reason) + ". What was accepted up to " + h.Since.UTC().Format("2 Jan 15:04") +
		" is kept; time stands still and nothing can be changed. To go on, " + clean(h.Remedy) + "."
	most := 4
	if s.height < 18 {
		most = 2
	}
	lines := strings.Split(ansi.Wrap(text, s.width-2, " "), "\n")
	if len(lines) > most {
		lines = append(lines[:most-1], cut(strings.Join(lines[most-1:], " "), s.width-2))
	}
	for i, line := range lines {
		lines[i] = s.styles.Bad.Render(" " + strings.TrimRight(line, " "))
	}
	return lines
}
