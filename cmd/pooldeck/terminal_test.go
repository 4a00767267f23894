package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// These tests run the program as it is installed: a static binary in a
// terminal of its own, seen through an emulator.

// executable is the program, which TestMain builds.
func executable(t testing.TB) string {
	t.Helper()
	path := os.Getenv(executableVariable)
	if path == "" {
		t.Fatal("the program was not built")
	}
	return path
}

const executableVariable = "POOLDECK_TEST_EXECUTABLE"

func TestMain(m *testing.M) {
	if where := os.Getenv(faultVariable); where != "" {
		os.Exit(breaking(where))
	}
	os.Exit(tested(m))
}

func tested(m *testing.M) int {
	dir, err := os.MkdirTemp("", "pooldeck-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "pooldeck")
	build := exec.Command("go", "build", "-trimpath", "-o", path, ".")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		panic(string(out))
	}
	if err := os.Setenv(executableVariable, path); err != nil {
		panic(err)
	}
	return m.Run()
}

// patience is how long something may take that takes milliseconds on an idle
// machine.
const patience = 30 * time.Second

// terminal is a process on a terminal.
type terminal struct {
	t       *testing.T
	cmd     *exec.Cmd
	master  *os.File
	tty     *os.File
	before  *term.State // of the tty
	changed chan struct{}
	ended   chan error // closed when the process has ended

	mu     sync.Mutex
	screen *vt.Emulator
	modes  map[ansi.Mode]bool // that the process has switched away from the usual
	hidden bool               // the cursor
	alt    bool
	drawn  int // pieces of output so far
}

// size of a terminal; none is one that does not know its size.
type size struct{ columns, rows int }

func usual() size { return size{120, 40} }

// start runs the program on a new terminal.
func start(t *testing.T, s size, args ...string) *terminal {
	t.Helper()
	return startAs(t, s, exec.Command(executable(t), args...))
}

func startAs(t *testing.T, s size, cmd *exec.Cmd) *terminal {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Cols: uint16(s.columns), Rows: uint16(s.rows)}); err != nil {
		t.Fatal(err)
	}
	drawn := s
	if drawn.columns == 0 {
		drawn = size{80, 24}
	}
	c := &terminal{
		t: t, cmd: cmd, master: master, tty: tty, changed: make(chan struct{}, 1), ended: make(chan error, 1),
		screen: vt.NewEmulator(drawn.columns, drawn.rows), modes: map[ansi.Mode]bool{},
	}
	if c.before, err = term.GetState(tty.Fd()); err != nil {
		t.Fatal(err)
	}
	c.screen.SetCallbacks(vt.Callbacks{
		AltScreen:        func(on bool) { c.alt = on },
		CursorVisibility: func(visible bool) { c.hidden = !visible },
		EnableMode:       func(m ansi.Mode) { c.modes[m] = true },
		DisableMode:      func(m ansi.Mode) { delete(c.modes, m) },
	})
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.Env = append(environment(t), cmd.Env...)
	if cmd.SysProcAttr == nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{}
	}
	cmd.SysProcAttr.Setsid, cmd.SysProcAttr.Setctty = true, true
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.ended <- cmd.Wait(); close(c.ended) }()
	go c.read()
	go func() { _, _ = io.Copy(master, c.screen) }()
	t.Cleanup(c.stop)
	return c
}

// environment is one in which nothing of the machine's user shows.
func environment(t *testing.T) []string {
	home := t.TempDir()
	return []string{
		"TERM=xterm-256color", "HOME=" + home, "XDG_STATE_HOME=" + filepath.Join(home, "state"),
		"XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "PATH=" + os.Getenv("PATH"), "TZ=UTC",
	}
}

// read feeds what the process writes to the emulator.
func (c *terminal) read() {
	buffer := make([]byte, 64<<10)
	for {
		n, err := c.master.Read(buffer)
		if err != nil {
			return
		}
		c.mu.Lock()
		_, _ = c.screen.Write(buffer[:n])
		c.drawn++
		c.mu.Unlock()
		select {
		case c.changed <- struct{}{}:
		default:
		}
	}
}

// stop ends what a failed test left behind.
func (c *terminal) stop() {
	_ = c.cmd.Process.Kill()
	<-c.ended
	_ = c.tty.Close()
	_ = c.master.Close()
}

func (c *terminal) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return ansi.Strip(c.screen.Render())
}

// until waits for a condition on the screen.
func (c *terminal) until(what string, met func(screen string) bool) {
	c.t.Helper()
	deadline := time.After(patience)
	for !met(c.text()) {
		select {
		case <-c.changed:
		case <-deadline:
			c.t.Fatalf("waited in vain for %s:\n%s", what, c.text())
		}
	}
}

// shows waits until all of the texts are on the screen.
func (c *terminal) shows(texts ...string) {
	c.t.Helper()
	for _, text := range texts {
		c.until(text, func(screen string) bool { return strings.Contains(screen, text) })
	}
}

// typesUntil types a key again and again until a text is on the screen. While
// a program begins, what this terminal answers to its queries goes in beside
// the keys, and a key in the middle of an answer is none.
func (c *terminal) typesUntil(key, text string) {
	c.t.Helper()
	again := time.NewTicker(patience / 10)
	defer again.Stop()
	deadline := time.After(patience)
	c.types(key)
	for !strings.Contains(c.text(), text) {
		select {
		case <-c.changed:
		case <-again.C:
			c.types(key)
		case <-deadline:
			c.t.Fatalf("waited in vain for %s:\n%s", text, c.text())
		}
	}
}

// types writes keys to the process.
func (c *terminal) types(keys string) {
	c.t.Helper()
	if _, err := io.WriteString(c.master, keys); err != nil {
		c.t.Fatal(err)
	}
}

// frames waits until the process has drawn that many more times, or until a
// text is on the screen after which it may draw no more.
func (c *terminal) frames(more int, last string) {
	c.t.Helper()
	c.mu.Lock()
	goal := c.drawn + more
	c.mu.Unlock()
	c.until("another frame", func(screen string) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return c.drawn >= goal || strings.Contains(screen, last)
	})
}

// exits waits for the process's end and returns its exit code.
func (c *terminal) exits() int {
	c.t.Helper()
	select {
	case err := <-c.ended:
		if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
			return exit.ExitCode()
		}
		if err != nil {
			c.t.Fatal(err)
		}
		return 0
	case <-time.After(patience):
		c.t.Fatalf("it does not end:\n%s", c.text())
		return -1
	}
}

// restored checks that the terminal is as it was found.
func (c *terminal) restored() {
	c.t.Helper()
	// All that the process wrote has been read when this has.
	if _, err := io.WriteString(c.tty, "\r\nhere the shell goes on"); err != nil {
		c.t.Fatal(err)
	}
	c.shows("here the shell goes on")
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.alt || c.hidden {
		c.t.Errorf("the alternate screen is on: %v; the cursor is hidden: %v", c.alt, c.hidden)
	}
	for mode := range c.modes {
		if mode != ansi.ModeTextCursorEnable && mode != ansi.ModeAutoWrap {
			c.t.Errorf("the mode %v is still on", mode)
		}
	}
	after, err := term.GetState(c.tty.Fd())
	if err != nil {
		c.t.Fatal(err)
	}
	if *after != *c.before {
		c.t.Errorf("the terminal's settings were %+v and are %+v", c.before, after)
	}
}
