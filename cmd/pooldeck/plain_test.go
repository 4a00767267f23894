package main

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"pooldeck/cli"
)

// A script of answers comes through a pipe, and the transcript is text that
// anything can show.
func TestPlainThroughAPipe(t *testing.T) {
	cmd := exec.Command(executable(t), "--plain", "--demo", "--speed", "3600")
	cmd.Env = environment(t)
	cmd.Stdin = strings.NewReader("octagonal\nsearch\nchange number\n2\napply\nwait\nstatus\nzebra\n")
	out := finish(t, cmd)
	if out.code != cli.OK || out.stderr != "" {
		t.Fatalf("it ends with %d and says %q", out.code, out.stderr)
	}
	at := 0
	for _, text := range []string{
		"2 apps, 3 clusters, 11 instances, 8 dynos.", "Number of instances: 2\n", "1 to 3, Enter alone cancels: apply\n", "Accepted as op-1.",
		"Done: search 1 to 2 instances, on postgresql-octagonal-30518, after ", "All is settled", "There is no choice, command or place zebra.", "Goodbye.\n",
	} {
		n := strings.Index(out.stdout[at:], text)
		if n < 0 {
			t.Fatalf("it does not say %q then:\n%s", text, out.stdout)
		}
		at += n
	}
	for _, r := range out.stdout {
		if r != '\n' && (r < ' ' || r > '~') {
			t.Fatalf("it prints %q", r)
		}
	}
}

// On a terminal that cannot move its cursor the console is lines by itself.
// Ctrl+C goes back and ends nothing, Ctrl+D leaves, and the terminal is as it
// was.
func TestPlainOnADumbTerminal(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(executable(t), "--state", dir, "--seed", "7", "--speed", "1")
	cmd.Env = []string{"TERM=dumb"}
	c := startAs(t, usual(), cmd)
	c.shows("Fleet, 1 to 12:")
	c.types("octagonal\rsearch\rchange number\r")
	c.shows("Number of instances:")
	c.types("\x03")
	c.shows("Back at search. ? lists the choices.")
	c.types("change number\r2\rapply\r")
	c.shows("Begun: search 1 to 2 instances")
	c.types("\x03")
	c.shows("New: 8. Cancel what is under way")
	c.types("\x04")
	c.shows("1 operation under way: what was accepted goes on", "Goodbye.")
	if code := c.exits(); code != cli.OK {
		t.Errorf("it ends with %d", code)
	}
	c.restored()
	if out := runs(t, "fleet", "--state", dir); !strings.Contains(out.stdout, "search 1 → 2 instances") {
		t.Errorf("the work has not gone on: %+v", out)
	}
}

func TestPlainEndsWithASignal(t *testing.T) {
	cmd := exec.Command(executable(t), "--demo", "--plain")
	c := startAs(t, usual(), cmd)
	c.shows("Fleet, 1 to 12:")
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := c.exits(); code != cli.OK {
		t.Errorf("it ends with %d", code)
	}
	c.restored()
}
