package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/user"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/cli"
	"pooldeck/internal/config"
	"pooldeck/model"
	"pooldeck/tui"
)

// console opens the console and lets time pass until it is closed.
func console(ctx context.Context, set config.Settings) error {
	if set.Plain {
		return lines(ctx, set)
	}
	if !term.IsTerminal(os.Stdin.Fd()) || !term.IsTerminal(os.Stdout.Fd()) {
		return cli.Exit{Code: cli.Usage, Err: errors.New("the console needs a terminal; `pooldeck --plain` does without, `pooldeck fleet` prints the same as text")}
	}
	s, err := open(set)
	if err != nil {
		return err
	}
	if err := s.show(ctx, func(ctx context.Context) tea.Model {
		return tui.New(ctx, tui.Options{
			Backend: s.plane, Catalog: s.catalog, Actor: actor(), Session: s.session(set.Demo), Seed: s.names(set.Demo),
			Manners: manners(set.Manners),
		})
	}); err != nil {
		return err
	}
	_, err = io.WriteString(os.Stdout, farewell(s.plane.Fleet(), set.Demo))
	return err
}

// farewell says what becomes of the work that a closed console leaves.
func farewell(f *model.Fleet, demo bool) string {
	var open []string
	for _, o := range f.Operations {
		if !o.State.Final() {
			open = append(open, o.TargetName)
		}
	}
	switch {
	case len(open) == 0:
		return ""
	case demo:
		return "The demo fleet is forgotten, and what was under way on " + strings.Join(open, ", ") + ".\n"
	}
	return "Under way on " + strings.Join(open, ", ") + ": simulated time stands still and goes on when pooldeck runs again.\n"
}

// show runs a console and, beside it, the time, until the console is closed,
// the context ends or the state cannot be saved. The console has a context of
// its own: it is ended first, and then what it stands on.
func (s *state) show(until context.Context, console func(context.Context) tea.Model) error {
	ctx, end := context.WithCancel(context.WithoutCancel(until))
	defer end()
	screen := newScreen(console(ctx))
	defer context.AfterFunc(until, screen.program.Quit)()
	over := make(chan error, 1)
	go func() {
		var err error
		defer func() {
			over <- err
			screen.program.Quit()
		}()
		defer screen.caught()
		err = s.plane.Run(ctx, control.WallClock())
	}()
	_, drawn := screen.program.Run()
	end()
	passed := <-over
	closed := s.close()
	// One fault often is the cause of the next: the first one is told.
	for _, err := range []error{screen.fault(), passed, closed, drawn} {
		if err != nil {
			return err
		}
	}
	return nil
}

// sane makes a size that no terminal has one that can be drawn: 0x0 is what a
// terminal says that does not know its size.
func sane(_ tea.Model, msg tea.Msg) tea.Msg {
	size, ok := msg.(tea.WindowSizeMsg)
	if !ok {
		return msg
	}
	if size.Width <= 0 || size.Height <= 0 {
		size.Width, size.Height = 80, 24
	}
	return tea.WindowSizeMsg{Width: min(size.Width, 500), Height: min(size.Height, 200)}
}

// manners are the console's towards this process's terminal.
func manners(m config.Manners) tui.Manners {
	return tui.Manners{
		Theme: tui.Theme(m.Theme), Mouse: m.Mouse, Bell: m.Bell, Notify: m.Notify, Still: m.Still, Tmux: os.Getenv("TMUX") != "",
	}
}

// actor is the name that this process's requests are made under: the user's.
func actor() backend.Actor {
	name := os.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	name = strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, name)
	if name == "" {
		name = "operator"
	}
	return backend.Actor{Name: name, Role: backend.Admin}
}
