package sshd

import (
	"io"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// wire keeps what a session sends as it is.
type wire struct {
	mu   sync.Mutex
	text strings.Builder
}

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *wire) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// Every session is drawn for its own terminal, whatever the others have.
func TestColoursAreThoseOfTheTerminal(t *testing.T) {
	t.Parallel()
	r := serve(t)
	opens := func(t *testing.T, term string, environment ...string) (*wire, io.Writer) {
		t.Helper()
		session, err := r.dial("ada").NewSession()
		if err != nil {
			t.Fatal(err)
		}
		w := &wire{}
		session.Stdout = w
		input, err := session.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range environment {
			name, value, _ := strings.Cut(e, "=")
			if err := session.Setenv(name, value); err != nil {
				t.Fatal(err)
			}
		}
		if err := session.RequestPty(term, 40, 120, gossh.TerminalModes{}); err != nil {
			t.Fatal(err)
		}
		if err := session.Shell(); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the console is drawn", func() bool { return strings.Contains(w.String(), "billing-api") })
		return w, input
	}
	for name, tt := range map[string]struct {
		term        string
		environment []string
		has         string
		hasNot      []string
	}{
		"a terminal of 256 colours":        {"xterm-256color", nil, "38;5;", []string{"38;2;"}},
		"one that says it has all":         {"xterm-256color", []string{"COLORTERM=truecolor"}, "38;2;", []string{"38;5;"}},
		"one that is known to have all":    {"xterm-kitty", nil, "38;2;", []string{"38;5;"}},
		"one of sixteen":                   {"xterm", nil, "\x1b[", []string{"38;5;", "38;2;"}},
		"whoever does not want any colour": {"xterm-256color", []string{"NO_COLOR=1"}, "\x1b[", []string{"38;5;", "38;2;"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, _ := opens(t, tt.term, tt.environment...)
			text := w.String()
			if !strings.Contains(text, tt.has) {
				t.Errorf("there is no %q in %q", tt.has, text)
			}
			for _, not := range tt.hasNot {
				if strings.Contains(text, not) {
					t.Errorf("there is a %q in %q", not, text)
				}
			}
		})
	}
	t.Run("a light background", func(t *testing.T) {
		t.Parallel()
		dark, _ := opens(t, "xterm-kitty")
		light, input := opens(t, "xterm-kitty")
		if !strings.Contains(light.String(), "\x1b]11;?") {
			t.Fatalf("it is not asked for its background: %q", light)
		}
		if _, err := io.WriteString(input, "\x1b]11;rgb:ffff/ffff/ffff\x1b\\"); err != nil {
			t.Fatal(err)
		}
		// The line under the cursor alone has a background.
		line := regexp.MustCompile(`48;2;\d+;\d+;\d+`)
		eventually(t, "the line under the cursor is light", func() bool {
			return !strings.Contains(dark.String(), last(line.FindAllString(light.String(), -1)))
		})
		if colours := line.FindAllString(dark.String(), -1); slices.ContainsFunc(colours, func(c string) bool { return c != colours[0] }) {
			t.Errorf("the line of the other one is %q", colours)
		}
	})
}

func last(list []string) string { return list[len(list)-1] }
