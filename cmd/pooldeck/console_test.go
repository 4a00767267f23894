package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"pooldeck/cli"
)

func TestOpensAndQuits(t *testing.T) {
	c := start(t, usual(), "--demo")
	c.shows("billing-api", "$3,758/month")
	c.types("q")
	if code := c.exits(); code != cli.OK {
		t.Errorf("it ends with %d", code)
	}
	c.restored()
}

func TestASizeOfNothingIsDrawn(t *testing.T) {
	c := start(t, size{}, "--demo")
	c.shows("billing-api", "$3,758/month")
	c.types("q")
	c.exits()
	c.restored()
}

// A shell with job control stops the console and brings it back.
func TestStopsAndComesBack(t *testing.T) {
	c := startAs(t, usual(), exec.Command("sh", "-c", `set -m; "$0" --demo; echo stopped with $?; fg; echo ended with $?`, executable(t)))
	c.shows("billing-api")
	// A key that can be typed twice shows that keys arrive as such; one that
	// stops the console cannot be.
	c.typesUntil("G", "❯│ │ │")
	c.types("\x1a")
	c.shows("stopped with")
	c.shows("example-app", "$3,758/month")
	c.types("q")
	c.shows("ended with 0")
	c.exits()
	c.restored()
}

func TestSignalsEndItInOrder(t *testing.T) {
	for name, signal := range map[string]syscall.Signal{"hangup": syscall.SIGHUP, "terminate": syscall.SIGTERM, "interrupt": syscall.SIGINT} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			c := start(t, usual(), "--state", dir)
			c.shows("billing-api")
			if err := c.cmd.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if code := c.exits(); code != cli.OK {
				t.Errorf("it ends with %d", code)
			}
			c.restored()
			if out := runs(t, "fleet", "--state", dir); out.code != cli.OK {
				t.Errorf("the state afterwards: %+v", out)
			}
		})
	}
}

// The terminal goes away under the console, as when a connection breaks.
func TestALostTerminalEndsItInOrder(t *testing.T) {
	dir := t.TempDir()
	c := start(t, usual(), "--state", dir)
	c.shows("billing-api")
	if err := c.master.Close(); err != nil {
		t.Fatal(err)
	}
	c.exits()
	if out := runs(t, "fleet", "--state", dir); out.code != cli.OK {
		t.Errorf("the state afterwards: %+v", out)
	}
}

func TestNoColorDrawsWithout(t *testing.T) {
	cmd := exec.Command(executable(t), "--demo")
	cmd.Env = []string{"NO_COLOR=1"}
	c := startAs(t, usual(), cmd)
	c.shows("billing-api", "✓ available")
	c.mu.Lock()
	defer c.mu.Unlock()
	for y := range 40 {
		for x := range 120 {
			if cell := c.screen.CellAt(x, y); cell != nil && (cell.Style.Fg != nil || cell.Style.Bg != nil) {
				t.Fatalf("the cell at %d, %d has a colour: %+v", x, y, cell.Style)
			}
		}
	}
}

func TestASecondProcessIsTurnedAway(t *testing.T) {
	dir := t.TempDir()
	c := start(t, usual(), "--state", dir)
	c.shows("billing-api")
	holder := fmt.Sprintf("process %d", c.cmd.Process.Pid)
	out := runs(t, "fleet", "--state", dir)
	if out.code != cli.Held || !strings.Contains(out.stderr, holder) {
		t.Errorf("while a console has the state: %+v", out)
	}
	second := start(t, usual(), "--state", dir)
	second.shows(holder)
	if code := second.exits(); code != cli.Held {
		t.Errorf("the second console ends with %d", code)
	}
	second.restored()
	if out := runs(t, "levels", "--state", dir); out.code != cli.OK {
		t.Errorf("the levels need no state: %+v", out)
	}
	c.types("q")
	c.exits()
	if out := runs(t, "fleet", "--state", dir); out.code != cli.OK {
		t.Errorf("after the console has ended: %+v", out)
	}
}

func TestADamagedStateIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	if out := runs(t, "fleet", "--state", dir); out.code != cli.OK {
		t.Fatalf("a new state: %+v", out)
	}
	file := filepath.Join(dir, "state.db")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	copy(text[100:], strings.Repeat("damage", 1000))
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	out := runs(t, "fleet", "--state", dir)
	if out.code != cli.Damaged || !strings.Contains(out.stderr, file+" is damaged") {
		t.Errorf("a damaged state: %+v", out)
	}
	c := start(t, usual(), "--state", dir)
	c.shows("is damaged")
	if code := c.exits(); code != cli.Damaged {
		t.Errorf("the console ends with %d", code)
	}
	c.restored()
	if after, err := os.ReadFile(file); err != nil || string(after) != string(text) {
		t.Errorf("the damaged file was touched: %v", err)
	}
}

// What is under way when the console is closed goes on some day, or never.
func TestSaysWhatBecomesOfTheWork(t *testing.T) {
	tests := map[string]struct {
		args []string
		want string
	}{
		"kept":      {[]string{"--state", t.TempDir()}, "Under way on postgresql-horizontal-12345: simulated time stands still and goes on when pooldeck runs again."},
		"forgotten": {[]string{"--demo"}, "The demo fleet is forgotten, and what was under way on postgresql-horizontal-12345."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := start(t, usual(), append(test.args, "--speed", "1")...)
			c.shows("postgresql-horizontal-12345")
			c.types(":")
			c.shows("tab completes")
			c.types("pools set postgresql-horizontal-12345 analytics --count 2\r")
			c.shows("Review", "❯Apply❮")
			c.types("\r")
			c.shows("accepted: 1 change")
			c.types("q")
			if code := c.exits(); code != cli.OK {
				t.Errorf("it ends with %d", code)
			}
			c.shows(test.want)
			c.restored()
		})
	}
}
