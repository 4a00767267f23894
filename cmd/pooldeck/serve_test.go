package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"pooldeck/cli"
)

// daemon is a server as it is installed, with a key that may do everything.
type daemon struct {
	t     *testing.T
	dir   string
	cmd   *exec.Cmd
	print string // the host key's fingerprint
	port  string
	log   *bytes.Buffer // not before the end
	ended chan error
}

// serves starts a server on a state and waits until it says how to get in.
func serves(t *testing.T, dir string, args ...string) *daemon {
	t.Helper()
	return servesIn(t, dir, nil, args...)
}

// servesIn does with more in the environment.
func servesIn(t *testing.T, dir string, more []string, args ...string) *daemon {
	t.Helper()
	d := &daemon{t: t, dir: dir, log: &bytes.Buffer{}, ended: make(chan error, 1)}
	d.cmd = exec.Command(executable(t), append([]string{
		"serve", "ssh", "--state", filepath.Join(dir, "state"), "--listen", "127.0.0.1:0",
		"--authorized-keys", filepath.Join(dir, "keys"), "--roles", filepath.Join(dir, "roles"),
	}, args...)...)
	d.cmd.Env = append(environment(t), more...)
	d.cmd.Stderr = d.log
	out, err := d.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for d.port == "" && lines.Scan() {
		words := strings.Fields(lines.Text())
		switch {
		case strings.HasPrefix(lines.Text(), "host key"):
			d.print = words[2]
		case strings.HasPrefix(lines.Text(), "connect"):
			d.port = words[3]
		}
	}
	go func() { d.ended <- d.cmd.Wait() }()
	t.Cleanup(func() { _ = d.cmd.Process.Kill() })
	if d.port == "" {
		t.Fatalf("it does not say how to get in: %v\n%s", <-d.ended, d.log)
	}
	return d
}

// ends sends a signal and waits until the server has ended.
func (d *daemon) ends(s os.Signal) (code int) {
	d.t.Helper()
	if err := d.cmd.Process.Signal(s); err != nil {
		d.t.Fatal(err)
	}
	select {
	case <-d.ended:
		return d.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		d.t.Fatal("the server does not end")
		return -1
	}
}

// ssh is OpenSSH's client with the key of somebody.
func (d *daemon) ssh(name string, args ...string) *exec.Cmd {
	cmd := exec.Command("ssh", append([]string{
		"-F", "none", "-p", d.port, "-i", filepath.Join(d.dir, name), "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none",
		"-o", "UserKnownHostsFile=" + filepath.Join(d.dir, "known_hosts"), "-o", "StrictHostKeyChecking=accept-new", "-o", "LogLevel=ERROR",
		"127.0.0.1",
	}, args...)...)
	cmd.Env = environment(d.t)
	return cmd
}

func (d *daemon) asks(name string, args ...string) output {
	d.t.Helper()
	return finish(d.t, d.ssh(name, args...))
}

// person makes a key and lets it in.
func person(t *testing.T, dir, name, role string) {
	t.Helper()
	key := filepath.Join(dir, name)
	if out, err := exec.Command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	line, err := os.ReadFile(key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.Fields(string(line))
	appends(t, filepath.Join(dir, "keys"), string(line))
	appends(t, filepath.Join(dir, "roles"), fmt.Sprintln(words[0], words[1], name, role))
}

func appends(t *testing.T, name, text string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// Two people with different roles on one fleet; the server is stopped under
// them and goes on where it was.
func TestServesATeam(t *testing.T) {
	dir := t.TempDir()
	person(t, dir, "ada", "operator")
	d := serves(t, dir, "--speed", "1")
	ada := startAs(t, usual(), d.ssh("ada"))
	ada.shows("billing-api")

	// Grace is let in while it runs: on a hangup, at once.
	person(t, dir, "grace", "viewer")
	if err := d.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	var out output
	deadline := time.Now().Add(patience)
	for out = d.asks("grace", "version"); out.code != 0 && time.Now().Before(deadline); {
		out = d.asks("grace", "version")
	}
	if out.code != 0 {
		t.Fatalf("grace: %+v", out)
	}
	grace := startAs(t, usual(), d.ssh("grace"))
	grace.shows("billing-api", "with ada")
	ada.shows("with grace")

	change := []string{"pools", "set", rectangular, "analytics", "--count", "3", "--yes"}
	if out := d.asks("grace", change...); out.code != cli.Refused {
		t.Errorf("a viewer changes something: %+v", out)
	}
	if out := d.asks("ada", change...); out.code != cli.OK {
		t.Fatalf("an operator does not: %+v", out)
	}
	ada.shows("$4,758/month")
	grace.shows("$4,758/month")

	if code := d.ends(syscall.SIGTERM); code != 0 {
		t.Errorf("it ends with %d:\n%s", code, d.log)
	}
	for _, c := range []*terminal{ada, grace} {
		c.shows("the server is being stopped; what was accepted goes on when it runs again")
		c.exits()
		c.restored()
	}

	again := serves(t, dir, "--speed", "3600")
	if again.print != d.print {
		t.Errorf("the host key was %s and is %s", d.print, again.print)
	}
	c := startAs(t, usual(), again.ssh("grace"))
	c.until("the pool has three instances", func(screen string) bool {
		for line := range strings.Lines(screen) {
			if strings.Contains(line, "▾ analytics") && strings.Contains(line, "3/3") {
				return true
			}
		}
		return false
	})
	c.types("q")
	if code := c.exits(); code != 0 {
		t.Errorf("the client ends with %d", code)
	}
	c.restored()
	if code := again.ends(syscall.SIGINT); code != 0 {
		t.Errorf("it ends with %d:\n%s", code, again.log)
	}
}

func TestTheMemorysLimit(t *testing.T) {
	dir := t.TempDir()
	person(t, dir, "ada", "operator")
	tests := map[string]struct {
		environment, args []string
		limit             int64
	}{
		"by itself":            {nil, nil, 1 << 30},
		"by the environment":   {[]string{"GOMEMLIMIT=300MiB"}, nil, 300 << 20},
		"by the flag":          {nil, []string{"--limit-memory", "500MiB"}, 500 << 20},
		"the flag counts more": {[]string{"GOMEMLIMIT=300MiB"}, []string{"--limit-memory", "1.5 GB"}, 1_500_000_000},
		"none":                 {nil, []string{"--limit-memory", "off"}, math.MaxInt64},
		"none, for all Go":     {[]string{"GOMEMLIMIT=off"}, nil, math.MaxInt64},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			free, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			address := free.Addr().String()
			_ = free.Close()
			d := servesIn(t, dir, tt.environment, append([]string{"--metrics", address}, tt.args...)...)
			answer, err := http.Get("http://" + address + "/metrics")
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			text, err := io.ReadAll(answer.Body)
			if err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("\npooldeck_ssh_memory_limit_bytes %d\n", tt.limit); !strings.Contains(string(text), want) {
				t.Errorf("there is no %q in:\n%s", want, text)
			}
			if code := d.ends(syscall.SIGTERM); code != 0 {
				t.Errorf("it ends with %d:\n%s", code, d.log)
			}
		})
	}
}

func TestWhatIsNotServed(t *testing.T) {
	dir := t.TempDir()
	person(t, dir, "ada", "operator")
	state, keys, roles := filepath.Join(dir, "state"), filepath.Join(dir, "keys"), filepath.Join(dir, "roles")
	open := filepath.Join(dir, "open")
	if err := os.MkdirAll(open, 0o700); err != nil {
		t.Fatal(err)
	}
	appends(t, filepath.Join(open, "host_key"), "somebody else's")
	if err := os.Chmod(filepath.Join(open, "host_key"), 0o644); err != nil {
		t.Fatal(err)
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	let := []string{"--authorized-keys", keys, "--roles", roles}
	tests := map[string]struct {
		args  []string
		code  int
		words string
	}{
		"nobody":                        {nil, cli.Usage, "say who may come in"},
		"keys without roles":            {[]string{"--authorized-keys", keys}, cli.Usage, "say who may come in"},
		"keys and anybody":              {append([]string{"--insecure-any-key"}, let...), cli.Usage, "say who may come in"},
		"a file that is not there":      {[]string{"--authorized-keys", keys + "x", "--roles", roles}, cli.Usage, "the authorized keys"},
		"roles in place of keys":        {[]string{"--authorized-keys", roles, "--roles", keys}, cli.Usage, "nobody could come in"},
		"anybody from anywhere":         {[]string{"--insecure-any-key", "--listen", "0.0.0.0:0"}, cli.Failed, "on the loopback only"},
		"metrics for everybody":         {append([]string{"--metrics", "0.0.0.0:0"}, let...), cli.Usage, "is not on the loopback"},
		"an address that is taken":      {append([]string{"--listen", taken.Addr().String()}, let...), cli.Failed, "--listen"},
		"a host key for all to read":    {append([]string{"--state", open}, let...), cli.Failed, "can be read by others"},
		"a limit that lets nobody in":   {append([]string{"--limit-sessions", "0"}, let...), cli.Usage, "a limit is at least 1"},
		"something else than ssh":       {[]string{"--", "telnet"}, cli.Usage, ""},
		"a memory without a size":       {append([]string{"--limit-memory", "much"}, let...), cli.Usage, "such as 700MiB or 1GiB, or off"},
		"a memory for nobody":           {append([]string{"--limit-memory", "1KiB"}, let...), cli.Usage, "at least 1MiB"},
		"a time that is none":           {append([]string{"--limit-idle", "soon"}, let...), cli.Usage, "limit-idle"},
		"a warning that comes too late": {append([]string{"--limit-idle", "10s"}, let...), cli.Usage, "the warning of 1m0s"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			out := runs(t, append([]string{"serve", "ssh", "--state", state, "--listen", "127.0.0.1:0"}, tt.args...)...)
			if out.code != tt.code || !strings.Contains(out.stderr, tt.words) || strings.Contains(out.stdout, "connect") {
				t.Errorf("%+v", out)
			}
		})
	}
}
