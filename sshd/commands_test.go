package sshd

import (
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pooldeck/cli"
)

func TestCommands(t *testing.T) {
	t.Parallel()
	r := serve(t)
	tests := map[string]struct {
		command        string
		code           int
		stdout, stderr string // parts
	}{
		"the fleet":                  {"fleet", 0, "postgresql-rectangular-12345", ""},
		"a cluster":                  {"info postgresql-rectangular-12345", 0, "analytics", ""},
		"the levels":                 {"levels", 0, "1536G-Performance", ""},
		"the dyno sizes":             {"sizes", 0, "Shield-2XL", ""},
		"the version":                {"version", 0, "test\n", ""},
		"help":                       {"help", 0, "fleet", ""},
		"an unknown cluster":         {"info nothing", cli.NotFound, "", "nothing"},
		"an unknown flag":            {"fleet --nonsense", cli.Usage, "", "unknown flag: --nonsense"},
		"an unknown command":         {"id", 127, "", "there is no such command here"},
		"a shell":                    {"sh -c id", 127, "", "there is no such command here"},
		"a command after another":    {"fleet; id", 127, "", "there is no such command here"},
		"a command in a command":     {"version $(id)", cli.Usage, "", ""},
		"a command after a pipe":     {"version | id", cli.Usage, "", ""},
		"quotes that do not end":     {"fleet '", 127, "", "there is no such command here"},
		"only blanks":                {"' '", 127, "", "there is no such command here"},
		"scp, as it was":             {"scp -t /tmp/x", 127, "", "there is no such command here"},
		"rsync":                      {"rsync --server . /tmp", 127, "", "there is no such command here"},
		"the manual":                 {"man", 127, "", "there is no such command here"},
		"a flag before the command":  {" --state=/tmp/x fleet", 127, "", "there is no such command here"},
		"a flag of the server's own": {"fleet --state /tmp/x", cli.Usage, "", "unknown flag: --state"},
		"serving once more":          {"serve ssh", 127, "", "there is no such command here"},
		"an escape":                  {"'\x1b[2J'", 127, "", "there is no such command here"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			out := r.runs("bob", tt.command)
			if out.code != tt.code || !strings.Contains(out.stdout, tt.stdout) || !strings.Contains(out.stderr, tt.stderr) ||
				tt.stdout == "" && out.stdout != "" || strings.ContainsRune(out.stdout+out.stderr, '\x1b') {
				t.Errorf("%+v", out)
			}
		})
	}
}

func TestJSON(t *testing.T) {
	t.Parallel()
	r := serve(t)
	out := r.runs("bob", "info", "postgresql-rectangular-12345", "--json")
	var document struct {
		Cluster struct{ Name string }
	}
	if err := json.Unmarshal([]byte(out.stdout), &document); err != nil || out.code != 0 || out.stderr != "" {
		t.Fatalf("%v: %+v", err, out)
	}
	if document.Cluster.Name != "postgresql-rectangular-12345" {
		t.Errorf("%+v", document)
	}
}

// A command with a terminal is a command all the same.
func TestACommandOnATerminal(t *testing.T) {
	t.Parallel()
	r := serve(t)
	c := start(t, r.ssh("bob", "-t", "127.0.0.1", "levels"), 120, 40)
	c.shows("1536G-Performance")
	if code := c.exits(); code != 0 {
		t.Errorf("it ends with %d", code)
	}
	c.restored()
}

func TestTheConsoleNeedsATerminal(t *testing.T) {
	t.Parallel()
	r := serve(t)
	if out := finish(t, r.ssh("ada", "-T", "127.0.0.1")); out.code != 1 || !strings.Contains(out.stderr, "the console needs a terminal") {
		t.Errorf("%+v", out)
	}
}

// Nothing but sessions: no way through this server to anywhere else.
func TestWhatIsNotServed(t *testing.T) {
	t.Parallel()
	r := serve(t)
	target, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer target.Close()
	_, port, _ := net.SplitHostPort(target.Addr().String())

	t.Run("-W", func(t *testing.T) {
		out := finish(t, r.ssh("root", "-W", target.Addr().String(), "127.0.0.1"))
		if out.code != 255 || !strings.Contains(out.stderr, "stdio forwarding failed") {
			t.Errorf("%+v", out)
		}
	})
	t.Run("-R", func(t *testing.T) {
		out := finish(t, r.ssh("root", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:"+port, "-N", "127.0.0.1"))
		if out.code != 255 || !strings.Contains(out.stderr, "remote port forwarding failed") {
			t.Errorf("%+v", out)
		}
	})
	t.Run("-L", func(t *testing.T) {
		local := filepath.Join(t.TempDir(), "local")
		c := start(t, r.ssh("root", "-o", "LogLevel=INFO", "-L", local+":127.0.0.1:"+port, "127.0.0.1"), 120, 40)
		c.shows("billing-api")
		conn, err := net.Dial("unix", local)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if n, err := conn.Read(make([]byte, 1)); err == nil {
			t.Errorf("%d bytes came through", n)
		}
	})
	t.Run("sftp", func(t *testing.T) {
		out := finish(t, r.ssh("root", "-s", "127.0.0.1", "sftp"))
		if out.code != 255 || !strings.Contains(out.stderr, "subsystem request failed") {
			t.Errorf("%+v", out)
		}
	})
	t.Run("the agent and X11", func(t *testing.T) {
		socket := filepath.Join(t.TempDir(), "agent")
		agent := exec.Command("ssh-agent", "-D", "-a", socket)
		if err := agent.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = agent.Process.Kill(); _ = agent.Wait() }()
		eventually(t, "the agent is there", func() bool { _, err := os.Stat(socket); return err == nil })
		cmd := r.ssh("root", "-A", "-X", "-o", "IdentityAgent="+socket, "127.0.0.1", "version")
		cmd.Env = append(cmd.Env, "SSH_AUTH_SOCK="+socket, "DISPLAY=127.0.0.1:99")
		if out := finish(t, cmd); out.code != 0 || out.stdout != "test\n" {
			t.Errorf("%+v", out)
		}
		if log := r.log.String(); !strings.Contains(log, "request=auth-agent-req@openssh.com") {
			t.Errorf("the agent was not refused:\n%s", log)
		}
	})
	if entries, err := os.ReadDir("."); err == nil {
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), "id_") {
				t.Errorf("the library has written %s", e.Name())
			}
		}
	}
}
