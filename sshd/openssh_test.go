package sshd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
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
	gossh "golang.org/x/crypto/ssh"
)

// These tests use the ssh that people use.

// ssh is OpenSSH's client, about to connect as somebody.
func (r *rig) ssh(name string, args ...string) *exec.Cmd {
	r.t.Helper()
	_, port, err := net.SplitHostPort(r.address)
	if err != nil {
		r.t.Fatal(err)
	}
	known := filepath.Join(r.dir, "known_hosts")
	write(r.t, known, fmt.Sprintf("[127.0.0.1]:%s %s", port, gossh.MarshalAuthorizedKey(r.host)))
	// What the command line says goes before what the file says.
	config := filepath.Join(r.dir, "config_"+name)
	write(r.t, config, strings.Join([]string{
		"Port " + port, "IdentityFile " + r.identity(name), "IdentitiesOnly yes", "IdentityAgent none",
		"UserKnownHostsFile " + known, "GlobalKnownHostsFile none", "StrictHostKeyChecking yes",
		"PreferredAuthentications publickey", "LogLevel ERROR", "",
	}, "\n"))
	cmd := exec.Command("ssh", append([]string{"-F", config}, args...)...)
	cmd.Env = []string{"TERM=xterm-256color", "HOME=" + r.dir, "PATH=" + os.Getenv("PATH")}
	return cmd
}

// output is what a client without a terminal leaves behind.
type output struct {
	code           int
	stdout, stderr string
}

func (r *rig) runs(name string, args ...string) output {
	r.t.Helper()
	return finish(r.t, r.ssh(name, append([]string{"127.0.0.1"}, args...)...))
}

func finish(t testing.TB, cmd *exec.Cmd) output {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return output{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// terminal is a client on a terminal of its own.
type terminal struct {
	t       testing.TB
	cmd     *exec.Cmd
	master  *os.File
	tty     *os.File
	before  *term.State
	changed chan struct{}
	ended   chan error // closed when the client has ended

	mu     sync.Mutex
	screen *vt.Emulator
	modes  map[ansi.Mode]bool // switched away from the usual
	hidden bool               // the cursor
	alt    bool
	bytes  int // read so far
}

// opens starts a session with a terminal of 120x40.
func (r *rig) opens(name string, args ...string) *terminal {
	r.t.Helper()
	return start(r.t, r.ssh(name, append(args, "127.0.0.1")...), 120, 40)
}

func start(t testing.TB, cmd *exec.Cmd, columns, rows int) *terminal {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(master, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		t.Fatal(err)
	}
	c := &terminal{
		t: t, cmd: cmd, master: master, tty: tty, changed: make(chan struct{}, 1), ended: make(chan error, 1),
		screen: vt.NewEmulator(columns, rows), modes: map[ansi.Mode]bool{},
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
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { c.ended <- cmd.Wait(); close(c.ended) }()
	go c.read()
	go func() { _, _ = io.Copy(master, c.screen) }()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-c.ended
		_ = tty.Close()
		_ = master.Close()
	})
	return c
}

// read feeds what the client writes to the emulator.
func (c *terminal) read() {
	buffer := make([]byte, 64<<10)
	for {
		n, err := c.master.Read(buffer)
		if err != nil {
			return
		}
		c.mu.Lock()
		_, _ = c.screen.Write(buffer[:n])
		c.bytes += n
		c.mu.Unlock()
		select {
		case c.changed <- struct{}{}:
		default:
		}
	}
}

func (c *terminal) text() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return ansi.Strip(c.screen.Render())
}

// shows waits until all of the texts are on the screen.
func (c *terminal) shows(texts ...string) {
	c.t.Helper()
	deadline := time.After(patience)
	for _, text := range texts {
		for !strings.Contains(c.text(), text) {
			select {
			case <-c.changed:
			case <-deadline:
				c.t.Fatalf("waited in vain for %q:\n%s", text, c.text())
			}
		}
	}
}

func (c *terminal) types(keys string) {
	c.t.Helper()
	if _, err := io.WriteString(c.master, keys); err != nil {
		c.t.Fatal(err)
	}
}

// resize changes the size of the terminal's window.
func (c *terminal) resize(columns, rows int) {
	c.t.Helper()
	c.mu.Lock()
	c.screen.Resize(columns, rows)
	c.mu.Unlock()
	if err := pty.Setsize(c.master, &pty.Winsize{Cols: uint16(columns), Rows: uint16(rows)}); err != nil {
		c.t.Fatal(err)
	}
}

// exits waits for the client's end and returns its exit code.
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
	// All that the client wrote has been read when this has.
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
