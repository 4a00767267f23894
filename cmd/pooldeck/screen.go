package main

import (
	"fmt"
	"runtime/debug"
	"sync"

	tea "charm.land/bubbletea/v2"
)

// screen is a console on the process's terminal. A panic in it, or in what
// runs beside it, ends it in order, so that the terminal is clean again
// before anything is said.
type screen struct {
	program *tea.Program
	mu      sync.Mutex
	crash   *crash
}

// crash is the first panic of a process.
type crash struct {
	value any
	stack []byte
}

func (c *crash) Error() string {
	return fmt.Sprintf("%s\na fault in the program ended it; what was accepted is safe: %v", c.stack, c.value)
}

func newScreen(console tea.Model) *screen {
	s := &screen{}
	// Signals are handled by whoever runs the screen: the program's own handler
	// knows no SIGHUP.
	s.program = tea.NewProgram(guard{console, s}, tea.WithFilter(sane), tea.WithoutSignalHandler())
	return s
}

// caught is deferred: it notes a panic and ends the program.
func (s *screen) caught() {
	value := recover()
	if value == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.crash == nil {
		s.crash = &crash{value, debug.Stack()}
	}
	// Not from here: this may be the loop that has to take the message.
	go s.program.Quit()
}

// fault is what broke; nil when nothing did.
func (s *screen) fault() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.crash == nil {
		return nil
	}
	return s.crash
}

// guard is a console whose panics are caught, wherever Bubble Tea calls it.
type guard struct {
	tea.Model
	screen *screen
}

func (g guard) Init() (cmd tea.Cmd) {
	defer g.screen.caught()
	return g.screen.guarded(g.Model.Init())
}

func (g guard) Update(msg tea.Msg) (next tea.Model, cmd tea.Cmd) {
	next = g // what stays when Update does not return
	defer g.screen.caught()
	model, cmd := g.Model.Update(msg)
	return guard{model, g.screen}, g.screen.guarded(cmd)
}

func (g guard) View() (v tea.View) {
	defer g.screen.caught()
	return g.Model.View()
}

// guarded is a command whose panics are caught, and those of its batch.
func (s *screen) guarded(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer s.caught()
		msg = cmd()
		if batch, ok := msg.(tea.BatchMsg); ok {
			guarded := make(tea.BatchMsg, len(batch))
			for i, c := range batch {
				guarded[i] = s.guarded(c)
			}
			return guarded
		}
		return msg
	}
}
