package plain

import (
	"bytes"
	"io"
	"strings"
	"testing"
)

func TestTerminal(t *testing.T) {
	tests := map[string]struct{ keys, lines, shown string }{
		"a line":                        {"pools\r", "pools\n", "pools\r\n"},
		"two, with both ends of a line": {"a\r\nb\n", "a\nb\n", "a\r\nb\r\n"},
		"a letter is taken back":        {"ab\x7fc\r", "ac\n", "ab\b \bc\r\n"},
		"there is no letter":            {"\x7f\bx\r", "x\n", "x\r\n"},
		"the line is taken back":        {"ab\x15c\r", "c\n", "ab\b \b\b \bc\r\n"},
		"an arrow means nothing":        {"a\x1b[Ab\x1bOBc\x1b[3~d\r", "abcd\n", "abcd\r\n"},
		"an escape before Enter":        {"a\x1b\r", "a\n", "a\r\n"},
		"Ctrl+C takes the line along":   {"ab\x03c\r", "c\n", "ab^Cc\r\n"},
		"Ctrl+D ends it":                {"a\r\x04b\r", "a\n", "a\r\n"},
		"Ctrl+D in a line does not":     {"a\x04b\r", "ab\n", "ab\r\n"},
		"letters of others":             {"größe\r", "größe\n", "größe\r\n"},
		"a line without its end":        {"a\rb", "a\n", "a\r\nb"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var shown bytes.Buffer
			terminal := NewTerminal(struct {
				io.Reader
				io.Writer
			}{strings.NewReader(test.keys), &shown})
			lines, err := io.ReadAll(terminal)
			if err != nil || string(lines) != test.lines || shown.String() != test.shown {
				t.Errorf("it reads %q (%v) and shows %q; not %q and %q", lines, err, shown.String(), test.lines, test.shown)
			}
			if asked := len(terminal.Interrupts()) > 0; asked != strings.Contains(test.keys, "\x03") {
				t.Errorf("an interrupt was asked for: %v", asked)
			}
		})
	}
}
