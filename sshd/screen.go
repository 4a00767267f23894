package sshd

import (
	"runtime/debug"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// screen is a console in a session. It keeps the last line of the window
// while the server has something to say, and contains what breaks: a fault
// ends this session and nothing else.
type screen struct {
	console  tea.Model
	width    int
	height   int
	standing string // what the server says as long as the session lasts
	notice   string // what it says now
	fault    func(value any, stack []byte)
	queries  string // what the terminal is asked at the start
}

// Init asks the terminal what it is; the program itself does not, since it
// reads no input.
func (s screen) Init() (cmd tea.Cmd) {
	defer s.contain()
	return tea.Batch(tea.Raw(s.queries), s.guarded(s.console.Init()))
}

// Update takes a message in.
func (s screen) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = s // what stays when the console does not return
	defer s.contain()
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		s.width, s.height = m.Width, m.Height
		return s.fitted()
	case soon:
		s.notice = string(m)
		return s.fitted()
	case tea.KeyPressMsg, tea.PasteMsg, tea.MouseClickMsg:
		if s.notice != "" {
			s.notice = ""
			fitted, first := s.fitted()
			s = fitted
			s, cmd = s.pass(msg)
			return s, tea.Batch(first, cmd)
		}
	}
	return s.pass(msg)
}

// pass hands a message to the console.
func (s screen) pass(msg tea.Msg) (screen, tea.Cmd) {
	console, cmd := s.console.Update(msg)
	s.console = console
	return s, s.guarded(cmd)
}

// fitted gives the console what is left of the window.
func (s screen) fitted() (screen, tea.Cmd) {
	height := s.height
	if s.line() != "" && height > 1 {
		height--
	}
	return s.pass(tea.WindowSizeMsg{Width: s.width, Height: height})
}

// line is what the server says.
func (s screen) line() string {
	said := slices.DeleteFunc([]string{s.notice, s.standing}, func(t string) bool { return t == "" })
	return strings.Join(said, " · ")
}

// View draws the console, and the server's line below it.
func (s screen) View() (v tea.View) {
	defer s.contain()
	v = s.console.View()
	line := s.line()
	if line == "" || s.height < 2 {
		return v
	}
	for n := strings.Count(v.Content, "\n") + 1; n < s.height-1; n++ {
		v.Content += "\n"
	}
	line = ansi.Truncate(" "+line, s.width, "…")
	line += strings.Repeat(" ", max(0, s.width-ansi.StringWidth(line)))
	v.Content += "\n" + lipgloss.NewStyle().Reverse(true).Render(line)
	return v
}

// contain is deferred: it ends the session that a panic comes from.
func (s screen) contain() {
	if value := recover(); value != nil {
		s.fault(value, debug.Stack())
	}
}

// guarded is a command whose panics are contained, and those of its batch.
func (s screen) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer s.contain()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			contained := make(tea.BatchMsg, len(batch))
			for n, c := range batch {
				contained[n] = s.guarded(c)
			}
			return contained
		}
		return msg
	}
}
