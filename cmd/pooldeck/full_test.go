package main

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"pooldeck/cli"
)

// limit is how long the files may become that a process writes: with 0, it
// finds every disk full.
func limit(t *testing.T, cmd *exec.Cmd, bytes uint64) {
	t.Helper()
	pid := cmd.Process.Pid
	var is unix.Rlimit
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, nil, &is); err != nil {
		t.Fatal(err)
	}
	is.Cur = min(bytes, is.Max)
	if err := unix.Prlimit(pid, unix.RLIMIT_FSIZE, &is, nil); err != nil {
		t.Fatal(err)
	}
}

const unlimited = ^uint64(0)

// startFull starts the program where the disk is full already.
func startFull(t *testing.T, args ...string) *terminal {
	t.Helper()
	script := append([]string{"-c", `ulimit -S -f 0 && exec "$0" "$@"`, executable(t)}, args...)
	return startAs(t, usual(), exec.Command("sh", script...))
}

// The disk fills up while a change is carried out: the console says so and can
// be read, another change is refused, and once there is room everything goes
// on by itself.
func TestTheDiskFillsUp(t *testing.T) {
	r := newOrdeal(t, 1)
	c := start(t, usual(), "--state", r.dir, "--seed", "7", "--speed", "20")
	c.shows("billing-api")
	first := step{spot{rectangular, "analytics"}, 3}
	r.ask(c, first)
	c.shows("accepted: 1 change")
	r.accept(first)
	limit(t, c.cmd, 0)
	c.shows("no space is left on the disk", "simulated halted", "time stands still and nothing can be changed")
	c.types("J")
	c.shows("─ Journal ─", "analytics 1 → 3 instances")
	c.types("\x1b")
	c.until("the tree", func(screen string) bool { return !strings.Contains(screen, "─ Journal ─") })
	r.ask(c, step{spot{octagonal, "search"}, 2})
	c.shows("✗ nothing can be changed: no space is left on the disk")
	c.types("\x1b")
	c.until("the picker", func(screen string) bool { return !strings.Contains(screen, "─ Review") })
	c.types("\x1b")
	c.until("the tree", func(screen string) bool { return !strings.Contains(screen, "instances ──") })
	limit(t, c.cmd, unlimited)
	c.until("the end of the halt", func(screen string) bool { return !strings.Contains(screen, "halted") })
	limit(t, c.cmd, 0)
	c.shows("simulated halted")
	limit(t, c.cmd, unlimited)
	c.until("the end of the second halt", func(screen string) bool { return !strings.Contains(screen, "halted") })
	c.types("q")
	c.exits()
	r.check(r.look())
	r.finish()
}

// The disk of a server fills up: everybody is told, commands too, and it goes
// on by itself for everybody.
func TestTheDiskOfATeamFillsUp(t *testing.T) {
	dir := t.TempDir()
	person(t, dir, "ada", "operator")
	person(t, dir, "grace", "viewer")
	d := serves(t, dir, "--speed", "20")
	ada, grace := startAs(t, usual(), d.ssh("ada")), startAs(t, usual(), d.ssh("grace"))
	ada.shows("with grace")
	grace.shows("with ada")
	change := func() output {
		return d.asks("ada", "pools", "set", rectangular, "analytics", "--count", "3", "--yes")
	}
	limit(t, d.cmd, 0)
	for _, c := range []*terminal{ada, grace} {
		c.shows("no space is left on the disk", "simulated halted")
	}
	if out := change(); out.code != cli.Unwritable || !strings.Contains(out.stderr, "no space is left on the disk") {
		t.Errorf("a change on a full disk: %+v", out)
	}
	if out := d.asks("grace", "info", rectangular); out.code != cli.OK || !strings.Contains(out.stdout, "analytics") {
		t.Errorf("what can be read on a full disk: %+v", out)
	}
	limit(t, d.cmd, unlimited)
	for _, c := range []*terminal{ada, grace} {
		c.until("the end of the halt", func(screen string) bool { return !strings.Contains(screen, "halted") })
	}
	if out := change(); out.code != cli.OK {
		t.Errorf("a change with room again: %+v", out)
	}
	grace.shows("$4,758/month")
	if code := d.ends(syscall.SIGTERM); code != 0 {
		t.Errorf("it ends with %d:\n%s", code, d.log)
	}
}

// The process is killed while the disk is full, and the next one finds it
// full: nothing that was acknowledged is lost, and all can be read.
func TestKilledOnAFullDisk(t *testing.T) {
	r := newOrdeal(t, 2)
	c := start(t, usual(), "--state", r.dir, "--seed", "7", "--speed", "20")
	c.shows("billing-api")
	first := step{spot{rectangular, "analytics"}, 4}
	r.ask(c, first)
	c.shows("accepted: 1 change")
	r.accept(first)
	limit(t, c.cmd, 0)
	c.shows("simulated halted")
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-c.ended
	again := startFull(t, "--state", r.dir, "--speed", "20")
	again.shows("no space is left on the disk", "simulated halted", "$5,258/month")
	again.types("q")
	if code := again.exits(); code != cli.OK {
		t.Errorf("closed on a full disk it ends with %d:\n%s", code, again.text())
	}
	again.restored()
	last := startFull(t, "--state", r.dir, "--speed", "20")
	last.shows("simulated halted", "$5,258/month")
	limit(t, last.cmd, unlimited)
	last.until("the end of the halt", func(screen string) bool { return !strings.Contains(screen, "halted") })
	last.types("q")
	last.exits()
	r.check(r.look())
	r.finish()
}

// A state that may only be read is shown, with the reason why nothing can be
// changed; once it may be written, everything goes on by itself.
func TestReadOnlyState(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "state")
	c := start(t, usual(), "--state", dir, "--seed", "7")
	c.shows("billing-api")
	c.types("q")
	c.exits()
	allow(t, home, 0o555, 0o444)
	fleet := finish(t, unprivileged(t, home, "fleet", "--state", dir))
	if fleet.code != cli.OK || !strings.Contains(fleet.stdout, "postgresql-octagonal-30518") || !strings.Contains(fleet.stdout, "✗ the disk or the directory is read-only") {
		t.Errorf("fleet: %+v", fleet)
	}
	scaled := finish(t, unprivileged(t, home, "pools", "set", octagonal, "search", "--count", "2", "--yes", "--state", dir))
	if scaled.code != cli.Unwritable || !strings.Contains(scaled.stderr, "the disk or the directory is read-only") {
		t.Errorf("a change: %+v", scaled)
	}
	r := startAs(t, usual(), unprivileged(t, home, "--state", dir))
	r.shows("the disk or the directory is read-only", "simulated halted", "search")
	allow(t, home, 0o755, 0o644)
	r.until("the end of the halt", func(screen string) bool { return !strings.Contains(screen, "halted") })
	r.types("q")
	if code := r.exits(); code != cli.OK {
		t.Errorf("it ends with %d:\n%s", code, r.text())
	}
}

// allow gives all below a directory to somebody who has no rights but those.
func allow(t *testing.T, home string, directory, file fs.FileMode) {
	t.Helper()
	if err := os.Chmod(filepath.Dir(home), 0o755); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		mode := file
		if err == nil && d.IsDir() {
			mode = directory
		}
		if err == nil && os.Geteuid() == 0 {
			err = os.Chown(path, nobody, nobody)
		}
		if err != nil {
			return err
		}
		return os.Chmod(path, mode)
	})
	if err != nil {
		t.Fatal(err)
	}
}

const nobody = 65534

// unprivileged is the program run by somebody whom modes keep out, which they
// do not do with root.
func unprivileged(t *testing.T, home string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(executable(t), args...)
	cmd.Env = []string{"HOME=" + home, "TERM=xterm-256color", "TZ=UTC"}
	if os.Geteuid() == 0 {
		if err := os.Chmod(filepath.Dir(executable(t)), 0o755); err != nil {
			t.Fatal(err)
		}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	return cmd
}
