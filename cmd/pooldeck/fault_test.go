package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/cli"
	"pooldeck/internal/config"
	"pooldeck/model"
)

// faultVariable makes the test's own binary a console that breaks.
const faultVariable = "POOLDECK_TEST_FAULT"

func TestAFaultLeavesTheTerminalClean(t *testing.T) {
	for _, where := range []string{"update", "view", "command", "batch", "time"} {
		t.Run(where, func(t *testing.T) {
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.Command(self)
			cmd.Env = []string{faultVariable + "=" + where}
			c := startAs(t, usual(), cmd)
			c.shows("waiting for x")
			c.types("x")
			c.shows("a fault in the program ended it; what was accepted is safe: broken in " + where)
			if code := c.exits(); code != cli.Failed {
				t.Errorf("it ends with %d", code)
			}
			c.restored()
		})
	}
}

// A store that is broken for good ends the console: what is shown would not be
// what is kept.
func TestAStateThatCannotBeSavedEndsTheConsole(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = []string{faultVariable + "=store"}
	c := startAs(t, usual(), cmd)
	c.shows("waiting for x")
	c.types("x")
	c.shows("pooldeck: the state could not be saved: no space left on device")
	if code := c.exits(); code != cli.Failed {
		t.Errorf("it ends with %d", code)
	}
	c.restored()
}

// breaking is what the test's binary does in place of the tests.
func breaking(where string) int {
	return cli.Run(context.Background(), nil, cli.Options{
		Version: "test", Out: os.Stdout, Err: os.Stderr,
		Console: func(ctx context.Context) error {
			s, err := open(config.Settings{Demo: true, Speed: config.DefaultSpeed})
			if err != nil {
				return err
			}
			broken := make(chan struct{})
			s.plane, err = control.Open(
				full{s.store, where, broken}, fragile{sim.New(s.seed), where, broken}, s.catalog, control.Options{Speed: backend.MaxSpeed},
			)
			if err != nil {
				return err
			}
			return s.show(ctx, func(context.Context) tea.Model { return faulty{where: where, broken: broken} })
		},
	})
}

// faulty is a console that breaks when a key is pressed.
type faulty struct {
	where  string
	now    bool
	broken chan struct{}
}

func (f faulty) Init() tea.Cmd { return nil }

func (f faulty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, pressed := msg.(tea.KeyPressMsg); !pressed {
		return f, nil
	}
	f.now = true
	switch f.where {
	case "update":
		panic("broken in update")
	case "command":
		return f, f.breaks
	case "batch":
		return f, tea.Batch(f.breaks, func() tea.Msg { return nil })
	case "time", "store":
		close(f.broken)
	}
	return f, nil
}

func (f faulty) breaks() tea.Msg { panic("broken in " + f.where) }

func (f faulty) View() tea.View {
	if f.where == "view" && f.now {
		panic("broken in view")
	}
	v := tea.NewView(fmt.Sprintf("waiting for x\n%v", f.now))
	v.AltScreen = true
	return v
}

// fragile is a driver that breaks once it is told to.
type fragile struct {
	*sim.World
	where  string
	broken chan struct{}
}

func (f fragile) Advance(now time.Time) []model.Observed {
	if f.where == "time" && closed(f.broken) {
		panic("broken in time")
	}
	return f.World.Advance(now)
}

// full is a store that takes nothing more in once it is told so.
type full struct {
	store.Store
	where  string
	broken chan struct{}
}

func (f full) Commit(b store.Batch) error {
	if f.where == "store" && closed(f.broken) {
		return syscall.ENOSPC
	}
	return f.Store.Commit(b)
}

func closed(c chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
