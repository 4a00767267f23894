package sshd

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/google/go-cmp/cmp"
)

// What terminals send for the keys that people have, as they are sent and
// split at every place.
func TestKeysAreWhatTheLibrarySaysTheyAre(t *testing.T) {
	for name, text := range map[string]string{
		"letters":                       "jkGg?qQ",
		"letters of an alphabet":        "äß€",
		"an emoji":                      "👩‍🚀",
		"controls":                      "\x03\x1a\x15\x04\t\r\x7f\x00 ",
		"arrows":                        "\x1b[A\x1b[B\x1b[C\x1b[D",
		"arrows as applications":        "\x1bOA\x1bOB\x1bOC\x1bOD",
		"arrows with modifiers":         "\x1b[1;2A\x1b[1;5C",
		"pages":                         "\x1b[5~\x1b[6~",
		"home and end":                  "\x1b[H\x1b[F\x1bOH\x1bOF\x1b[1~\x1b[4~",
		"delete and insert":             "\x1b[3~\x1b[2~",
		"back tab":                      "\x1b[Z",
		"function keys":                 "\x1bOP\x1b[15~\x1b[24~",
		"a mouse":                       "\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;10;5M",
		"focus":                         "\x1b[I\x1b[O",
		"a background":                  "\x1b]11;rgb:ffff/ffff/ffff\a",
		"a background, ended otherwise": "\x1b]11;rgb:0000/0000/0000\x1b\\",
		"a mode":                        "\x1b[?2026;2$y",
		"a paste":                       "\x1b[200~example-app\r\n\x1b[A x\x1b[201~j",
		"a paste of nothing":            "\x1b[200~\x1b[201~",
		"a paste of no text":            "\x1b[200~a\xff\xfeb\x1b[201~",
	} {
		t.Run(name, func(t *testing.T) {
			want := library(t, text)
			whole := &keyboard{}
			got, ok := whole.take([]byte(text), false)
			if diff := cmp.Diff(want, spelled(got)); diff != "" || !ok || whole.waits() {
				t.Errorf("the library (-) and the keyboard (+):\n%s", diff)
			}
			if !strings.ContainsRune(text, '\x1b') {
				return // where a letter ends is known at its end
			}
			split := &keyboard{}
			var bytes []uv.Event
			for n := range len(text) {
				events, ok := split.take([]byte(text[n:n+1]), false)
				if !ok {
					t.Fatalf("after %q", text[:n+1])
				}
				bytes = append(bytes, events...)
			}
			if diff := cmp.Diff(want, spelled(bytes)); diff != "" {
				t.Errorf("the library (-) and the keyboard, byte by byte (+):\n%s", diff)
			}
		})
	}
}

// library is what the library's own reader makes of a text.
func library(t *testing.T, text string) []string {
	t.Helper()
	var got []uv.Event
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		in, out := io.Pipe()
		events := make(chan uv.Event, 100)
		done := make(chan error, 1)
		go func() { done <- uv.NewTerminalReader(in, "xterm-256color").StreamEvents(ctx, events) }()
		if _, err := io.WriteString(out, text); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		_ = out.Close()
		cancel()
		<-done
		close(events)
		for e := range events {
			got = append(got, e)
		}
	})
	return spelled(got)
}

// spelled are events in words; those that no console has a use for are left
// out.
func spelled(events []uv.Event) []string {
	var list []string
	for _, e := range events {
		switch e.(type) {
		case uv.PasteStartEvent, uv.PasteEndEvent:
			continue
		}
		list = append(list, fmt.Sprintf("%T %+v", e, e))
	}
	return list
}

func TestAnEscapeIsKnownByThePauseAfterIt(t *testing.T) {
	k := &keyboard{}
	if events, _ := k.take([]byte("\x1b"), false); len(events) != 0 || !k.waits() {
		t.Fatalf("at once: %v", events)
	}
	events, ok := k.take(nil, true)
	if diff := cmp.Diff([]string{"uv.KeyPressEvent esc"}, spelled(events)); diff != "" || !ok || k.waits() {
		t.Errorf("after a pause:\n%s", diff)
	}
}

func TestARubbishByteHoldsNothingUp(t *testing.T) {
	k := &keyboard{}
	first, _ := k.take([]byte("\xffj"), false)
	events, ok := k.take(nil, true)
	if diff := cmp.Diff([]string{"uv.KeyPressEvent j"}, spelled(append(first, events...))); diff != "" || !ok {
		t.Errorf("%s", diff)
	}
}

func TestWhatNoTerminalSends(t *testing.T) {
	for name, text := range map[string]string{
		"a sequence without an end": "\x1b]0;" + strings.Repeat("x", maxSequence),
		"a paste without an end":    "\x1b[200~" + strings.Repeat("x", maxPaste+1),
	} {
		if _, ok := new(keyboard).take([]byte(text), false); ok {
			t.Errorf("%s is taken", name)
		}
	}
	if _, ok := new(keyboard).take([]byte("\x1b[200~"+strings.Repeat("x", maxPaste)+pasteEnd), false); !ok {
		t.Error("the largest paste is not taken")
	}
}

// Whatever comes in whichever pieces, little is kept and a pause settles it.
func FuzzKeyboard(f *testing.F) {
	f.Add([]byte("\x1b[200~x\x1b[201~\x1b[A\x1b]11;rgb:0/0/0\a"), uint8(3))
	f.Add([]byte("\x1b\x1b\x1bPq\x1b_\x1b^\x1bX\x9b\x90"), uint8(1))
	f.Fuzz(func(t *testing.T, text []byte, piece uint8) {
		k := &keyboard{}
		for rest := text; len(rest) > 0; {
			n := min(len(rest), int(piece)+1)
			if _, ok := k.take(rest[:n], false); !ok {
				return
			}
			if len(k.held) > maxSequence || len(k.pasted) > maxPaste {
				t.Fatalf("%d bytes and a paste of %d are kept", len(k.held), len(k.pasted))
			}
			rest = rest[n:]
		}
		if _, ok := k.take(nil, true); ok && k.waits() {
			t.Fatalf("%q is kept after a pause", k.held)
		}
	})
}
