package sshd

import (
	"strings"

	gossh "golang.org/x/crypto/ssh"
)

// gate looks at every request of a channel before the library does, which
// takes sizes, variables and signals as they come and keeps them all.
type gate struct {
	widest, highest int // windows are cut to this
	terminal        bool
	begun           bool
	variables       int
}

// verdict is what becomes of a request.
type verdict int

const (
	refused verdict = iota
	passed          // to the library, with the payload that the gate has made
	resized         // kept: the library would wait until somebody reads it
	deaf            // the client takes nothing any more, as when its window was closed
)

// size of a window, in cells.
type size struct{ columns, rows int }

// The most that a client may say.
const (
	maxVariables = 32
	maxValue     = 128
	maxTerm      = 64
	maxCommand   = 4096
)

// The payloads of requests, as in RFC 4254, 6.2 to 6.7.
type (
	ptyRequest struct {
		Term          string
		Columns, Rows uint32
		Width, Height uint32 // pixels
		Modes         string
	}
	windowChange struct {
		Columns, Rows uint32
		Width, Height uint32
	}
	envRequest  struct{ Name, Value string }
	execRequest struct{ Command string }
)

// admit decides on a request. The payload of one that passes is made anew
// from what the gate has understood, so that nobody reads it in another way.
func (g *gate) admit(kind string, payload []byte) (verdict, []byte, size) {
	switch kind {
	case "pty-req":
		var r ptyRequest
		if g.begun || g.terminal || gossh.Unmarshal(payload, &r) != nil {
			return refused, nil, size{}
		}
		g.terminal = true
		s := g.cut(r.Columns, r.Rows)
		return passed, gossh.Marshal(ptyRequest{
			Term: termName(r.Term), Columns: uint32(s.columns), Rows: uint32(s.rows), Modes: "\x00",
		}), s
	case "window-change":
		var r windowChange
		if !g.terminal || gossh.Unmarshal(payload, &r) != nil {
			return refused, nil, size{}
		}
		return resized, nil, g.cut(r.Columns, r.Rows)
	case "env":
		var r envRequest
		if g.begun || g.variables == maxVariables || gossh.Unmarshal(payload, &r) != nil || !allowed(r) {
			return refused, nil, size{}
		}
		g.variables++
		return passed, gossh.Marshal(r), size{}
	case "shell":
		if g.begun {
			return refused, nil, size{}
		}
		g.begun = true
		return passed, nil, size{}
	case "exec":
		var r execRequest
		if g.begun || gossh.Unmarshal(payload, &r) != nil || len(r.Command) > maxCommand {
			return refused, nil, size{}
		}
		g.begun = true
		return passed, gossh.Marshal(r), size{}
	case "eow@openssh.com":
		return deaf, nil, size{}
	}
	// Forwarding of agents and of X11, subsystems such as sftp, signals,
	// breaks, and whatever there may be besides.
	return refused, nil, size{}
}

// cut makes a size one that can be drawn. A terminal that does not know its
// size says nothing; it is taken for the smallest common one.
func (g *gate) cut(columns, rows uint32) size {
	if columns == 0 || rows == 0 {
		columns, rows = 80, 24
	}
	return size{int(min(columns, uint32(g.widest))), int(min(rows, uint32(g.highest)))}
}

// termName is the name of a terminal; one that no terminal has is not kept.
func termName(name string) string {
	odd := func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-+._", r))
	}
	if name == "" || len(name) > maxTerm || strings.ContainsFunc(name, odd) {
		return "xterm"
	}
	return name
}

// allowed is whether a variable says something about the terminal or the
// language. TERM comes with the terminal itself.
func allowed(r envRequest) bool {
	switch {
	case len(r.Name) > maxTerm || len(r.Value) > maxValue:
		return false
	case strings.ContainsFunc(r.Name+r.Value, func(c rune) bool { return c < ' ' || c > '~' }):
		return false
	case r.Name == "COLORTERM" || r.Name == "NO_COLOR" || r.Name == "LANG":
		return true
	}
	return strings.HasPrefix(r.Name, "LC_")
}
