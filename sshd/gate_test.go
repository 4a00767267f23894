package sshd

import (
	"bytes"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

func TestRequestsAtTheGate(t *testing.T) {
	pty := func(term string, columns, rows uint32) []byte {
		return gossh.Marshal(ptyRequest{Term: term, Columns: columns, Rows: rows, Width: 9, Height: 9, Modes: "\x35\x00\x00\x00\x01\x00"})
	}
	env := func(name, value string) []byte { return gossh.Marshal(envRequest{name, value}) }
	exec := func(command string) []byte { return gossh.Marshal(execRequest{command}) }
	window := func(columns, rows uint32) []byte { return gossh.Marshal(windowChange{Columns: columns, Rows: rows}) }
	passes := func(term string, columns, rows uint32) []byte {
		return gossh.Marshal(ptyRequest{Term: term, Columns: columns, Rows: rows, Modes: "\x00"})
	}
	fresh, drawn, running := gate{}, gate{terminal: true}, gate{terminal: true, begun: true}
	full := gate{variables: maxVariables}
	tests := map[string]struct {
		gate    gate
		kind    string
		payload []byte
		verdict verdict
		passed  []byte
		size    size
	}{
		"a terminal":                          {fresh, "pty-req", pty("xterm-256color", 120, 40), passed, passes("xterm-256color", 120, 40), size{120, 40}},
		"a terminal of 20000x20000":           {fresh, "pty-req", pty("xterm", 20000, 20000), passed, passes("xterm", 300, 120), size{300, 120}},
		"a terminal of no size":               {fresh, "pty-req", pty("xterm", 0, 0), passed, passes("xterm", 80, 24), size{80, 24}},
		"a terminal without a height":         {fresh, "pty-req", pty("xterm", 100, 0), passed, passes("xterm", 80, 24), size{80, 24}},
		"a terminal of the largest number":    {fresh, "pty-req", pty("xterm", 1<<32-1, 1<<32-1), passed, passes("xterm", 300, 120), size{300, 120}},
		"a terminal with an escape for name":  {fresh, "pty-req", pty("x\x1b[2J", 80, 24), passed, passes("xterm", 80, 24), size{80, 24}},
		"a terminal with a name too long":     {fresh, "pty-req", pty(strings.Repeat("x", 65), 80, 24), passed, passes("xterm", 80, 24), size{80, 24}},
		"a terminal without a name":           {fresh, "pty-req", pty("", 80, 24), passed, passes("xterm", 80, 24), size{80, 24}},
		"a second terminal":                   {drawn, "pty-req", pty("xterm", 80, 24), refused, nil, size{}},
		"a terminal that breaks off":          {fresh, "pty-req", pty("xterm", 80, 24)[:12], refused, nil, size{}},
		"a window of 20000x20000":             {running, "window-change", window(20000, 20000), resized, nil, size{300, 120}},
		"a window of 1x1":                     {running, "window-change", window(1, 1), resized, nil, size{1, 1}},
		"a window of no size":                 {running, "window-change", window(0, 0), resized, nil, size{80, 24}},
		"a window before the shell":           {drawn, "window-change", window(100, 50), resized, nil, size{100, 50}},
		"a window without a terminal":         {fresh, "window-change", window(100, 50), refused, nil, size{}},
		"a window that breaks off":            {running, "window-change", window(100, 50)[:5], refused, nil, size{}},
		"true colours":                        {fresh, "env", env("COLORTERM", "truecolor"), passed, env("COLORTERM", "truecolor"), size{}},
		"no colours":                          {fresh, "env", env("NO_COLOR", "1"), passed, env("NO_COLOR", "1"), size{}},
		"a language":                          {fresh, "env", env("LC_ALL", "de_DE.UTF-8"), passed, env("LC_ALL", "de_DE.UTF-8"), size{}},
		"a path":                              {fresh, "env", env("PATH", "/tmp"), refused, nil, size{}},
		"a setting of the server's own":       {fresh, "env", env("POOLDECK_STATE", "/tmp"), refused, nil, size{}},
		"a value of 30 KB":                    {fresh, "env", env("LANG", strings.Repeat("x", 30<<10)), refused, nil, size{}},
		"a name of 30 KB":                     {fresh, "env", env("LC_"+strings.Repeat("x", 30<<10), "x"), refused, nil, size{}},
		"a value with an escape":              {fresh, "env", env("LANG", "\x1b]0;x\a"), refused, nil, size{}},
		"a value with a line break":           {fresh, "env", env("LANG", "de\nen"), refused, nil, size{}},
		"one variable too many":               {full, "env", env("LANG", "de"), refused, nil, size{}},
		"a variable after the shell":          {running, "env", env("LANG", "de"), refused, nil, size{}},
		"a shell":                             {drawn, "shell", []byte("what is this"), passed, nil, size{}},
		"a second shell":                      {running, "shell", nil, refused, nil, size{}},
		"a command":                           {fresh, "exec", exec("fleet --json"), passed, exec("fleet --json"), size{}},
		"a command after the shell":           {running, "exec", exec("fleet"), refused, nil, size{}},
		"a command that is too long":          {fresh, "exec", exec(strings.Repeat("x", maxCommand+1)), refused, nil, size{}},
		"a command that breaks off":           {fresh, "exec", exec("fleet")[:6], refused, nil, size{}},
		"file transfer":                       {fresh, "subsystem", gossh.Marshal(struct{ Name string }{"sftp"}), refused, nil, size{}},
		"the agent":                           {fresh, "auth-agent-req@openssh.com", nil, refused, nil, size{}},
		"X11":                                 {fresh, "x11-req", gossh.Marshal(struct{ A, B string }{"a", "b"}), refused, nil, size{}},
		"a signal":                            {running, "signal", gossh.Marshal(struct{ Name string }{"TERM"}), refused, nil, size{}},
		"no more reading":                     {running, "eow@openssh.com", nil, deaf, nil, size{}},
		"a break":                             {running, "break", []byte{0, 0, 0, 0}, refused, nil, size{}},
		"something that nobody has heard of":  {fresh, "x", nil, refused, nil, size{}},
		"something in the library's own name": {fresh, "", nil, refused, nil, size{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.gate.widest, tt.gate.highest = 300, 120
			verdict, payload, s := tt.gate.admit(tt.kind, tt.payload)
			if verdict != tt.verdict || !bytes.Equal(payload, tt.passed) || s != tt.size {
				t.Errorf("got %d, %q, %v; want %d, %q, %v", verdict, payload, s, tt.verdict, tt.passed, tt.size)
			}
		})
	}
}

// Whatever comes in whichever order, little passes and all of it is harmless.
func FuzzGate(f *testing.F) {
	f.Add("pty-req", gossh.Marshal(ptyRequest{Term: "xterm", Columns: 20000, Rows: 20000}), "shell", []byte(nil))
	f.Add("env", gossh.Marshal(envRequest{"LANG", "de"}), "exec", gossh.Marshal(execRequest{"fleet"}))
	f.Add("window-change", []byte{0}, "window-change", gossh.Marshal(windowChange{Columns: 1}))
	f.Add("pty-req", []byte{0xff, 0xff, 0xff, 0xff, 0}, "subsystem", []byte("sftp"))
	f.Fuzz(func(t *testing.T, first string, one []byte, second string, two []byte) {
		g := gate{widest: 300, highest: 120}
		begun := false
		for n := range 2 * maxVariables {
			kind, payload := first, one
			if n%2 == 1 {
				kind, payload = second, two
			}
			verdict, out, s := g.admit(kind, payload)
			if s.columns < 0 || s.columns > 300 || s.rows < 0 || s.rows > 120 {
				t.Fatalf("a size of %v", s)
			}
			if verdict != passed {
				continue
			}
			if len(out) > maxCommand+4 {
				t.Fatalf("%s passes with %d bytes", kind, len(out))
			}
			switch kind {
			case "pty-req":
				var r ptyRequest
				if err := gossh.Unmarshal(out, &r); err != nil || r.Columns > 300 || r.Rows > 120 || r.Columns*r.Rows == 0 {
					t.Fatalf("a terminal passes as %+v: %v", r, err)
				}
			case "env":
				var r envRequest
				if err := gossh.Unmarshal(out, &r); err != nil || !allowed(r) || begun {
					t.Fatalf("a variable passes as %+v: %v", r, err)
				}
			case "shell", "exec":
				if begun {
					t.Fatal("a channel begins twice")
				}
				begun = true
			default:
				t.Fatalf("%s passes", kind)
			}
		}
		if g.variables > maxVariables {
			t.Fatalf("%d variables", g.variables)
		}
	})
}
