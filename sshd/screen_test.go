package sshd

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// stub is a console that says how large it is and breaks on demand.
type stub struct {
	size   tea.WindowSizeMsg
	keys   int
	breaks string
	now    bool
}

func (s stub) Init() tea.Cmd {
	if s.breaks == "init" {
		panic("broken")
	}
	return nil
}

func (s stub) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	fails := func() tea.Msg { panic("broken") }
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		s.size = msg
	case tea.KeyPressMsg:
		s.keys++
		s.now = true
		switch s.breaks {
		case "update":
			panic("broken")
		case "command":
			return s, fails
		case "batch":
			return s, tea.Batch(fails, func() tea.Msg { return nil })
		}
	}
	return s, nil
}

func (s stub) View() tea.View {
	if s.breaks == "view" && s.now {
		panic("broken")
	}
	return tea.NewView(fmt.Sprintf("%dx%d, %d keys", s.size.Width, s.size.Height, s.keys))
}

func TestTheServersLine(t *testing.T) {
	var m tea.Model = screen{console: stub{}}
	step := func(msg tea.Msg) string {
		t.Helper()
		m, _ = m.Update(msg)
		return ansi.Strip(m.View().Content)
	}
	if got := step(tea.WindowSizeMsg{Width: 40, Height: 3}); got != "40x3, 0 keys" {
		t.Errorf("with nothing to say: %q", got)
	}
	got := step(soon("no key for 29m: this session ends in 1m unless one is pressed"))
	lines := strings.Split(got, "\n")
	if len(lines) != 3 || lines[0] != "40x2, 0 keys" || lines[2] != " no key for 29m: this session ends in 1…" {
		t.Errorf("with a warning: %q", got)
	}
	if got := step(tea.KeyPressMsg{Code: 'x'}); got != "40x3, 1 keys" {
		t.Errorf("after a key: %q", got)
	}
	standing := m.(screen)
	standing.standing = "anybody is here"
	m = standing
	if got := step(tea.WindowSizeMsg{Width: 40, Height: 3}); !strings.HasSuffix(got, "\n anybody is here"+strings.Repeat(" ", 24)) || !strings.HasPrefix(got, "40x2") {
		t.Errorf("with what always is said: %q", got)
	}
	if got := step(soon("this session ends in 1m30s")); !strings.Contains(got, " this session ends in 1m30s") {
		t.Errorf("with both: %q", got)
	}
	if got := step(tea.WindowSizeMsg{Width: 40, Height: 1}); got != "40x1, 1 keys" {
		t.Errorf("in a window of one line: %q", got)
	}
}

func TestFaultsAreContained(t *testing.T) {
	for _, where := range []string{"init", "update", "view", "command", "batch"} {
		t.Run(where, func(t *testing.T) {
			faults := 0
			var m tea.Model = screen{console: stub{breaks: where}, width: 40, height: 3, fault: func(value any, stack []byte) {
				faults++
				if value != "broken" || len(stack) == 0 {
					t.Errorf("%v", value)
				}
			}}
			all(m.Init())
			m, cmd := m.Update(tea.KeyPressMsg{Code: 'x'})
			all(cmd)
			m.View()
			if faults != 1 {
				t.Errorf("%d faults are told", faults)
			}
		})
	}
}

// all runs a command and what it leads to.
func all(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, c := range batch {
			all(c)
		}
	}
}

func TestDurationsInWords(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Hour: "1h", 30 * time.Minute: "30m", 90 * time.Minute: "1h30m", time.Second: "1s", 10 * time.Second: "10s", 61 * time.Second: "1m1s",
	} {
		if got := words(d); got != want {
			t.Errorf("%d is %s and not %s", d, got, want)
		}
	}
}
