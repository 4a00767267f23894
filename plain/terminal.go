package plain

import (
	"bufio"
	"io"
	"strings"
	"sync"
	"unicode"
)

// Terminal is a line discipline for a channel that has none, such as one of
// SSH: it echoes what is typed, lets the line be corrected until Enter, and
// begins lines at the left. A terminal of the operating system does all that
// by itself and needs none of it. It is Options.In, Out and Interrupts in one;
// like the operating system's it knows nothing but appending and taking the
// last letter back.
type Terminal struct {
	keys       *bufio.Reader
	interrupts chan struct{}

	mu   sync.Mutex // of whoever writes
	out  io.Writer
	rest string // of a line that was typed and not yet read
	last rune
}

// NewTerminal speaks through a channel in raw mode.
func NewTerminal(channel io.ReadWriter) *Terminal {
	return &Terminal{keys: bufio.NewReader(channel), out: channel, interrupts: make(chan struct{}, 1)}
}

// Interrupts gets what Ctrl+C asks for.
func (t *Terminal) Interrupts() <-chan struct{} { return t.interrupts }

// Write prints lines.
func (t *Terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := io.WriteString(t.out, strings.ReplaceAll(string(p), "\n", "\r\n")); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Read gives lines, each when it is finished. Ctrl+D on an empty one is the
// end.
func (t *Terminal) Read(p []byte) (int, error) {
	if t.rest == "" {
		line, err := t.line()
		if err != nil {
			return 0, err
		}
		t.rest = line + "\n"
	}
	n := copy(p, t.rest)
	t.rest = t.rest[n:]
	return n, nil
}

// The keys that mean something.
const (
	ctrlC     = 0x03
	ctrlD     = 0x04
	backspace = 0x08
	ctrlU     = 0x15
	escape    = 0x1b
	rubout    = 0x7f
)

// line reads keys until one is finished.
func (t *Terminal) line() (string, error) {
	var line []rune
	for {
		r, _, err := t.keys.ReadRune()
		if err != nil {
			return "", err
		}
		was := t.last
		t.last = r
		switch {
		case r == '\n' && was == '\r': // both stand for one Enter
		case r == '\r' || r == '\n':
			_, _ = io.WriteString(t, "\n")
			return string(line), nil
		case r == ctrlD && len(line) == 0:
			return "", io.EOF
		case r == ctrlC:
			line = nil
			_, _ = io.WriteString(t, "^C")
			select {
			case t.interrupts <- struct{}{}:
			default: // it was asked for already
			}
		case r == ctrlU:
			t.takeBack(len(line))
			line = nil
		case (r == backspace || r == rubout) && len(line) > 0:
			t.takeBack(1)
			line = line[:len(line)-1]
		case r == escape:
			err = t.skip()
		case unicode.IsPrint(r) && len(line) < mostTyped:
			line = append(line, r)
			_, _ = io.WriteString(t, string(r))
		}
		if err != nil {
			return "", err
		}
	}
}

// takeBack rubs letters out, as a terminal does.
func (t *Terminal) takeBack(n int) { _, _ = io.WriteString(t, strings.Repeat("\b \b", n)) }

// skip reads what an arrow or another key sends behind an escape: it ends with
// its first letter, and a bracket or an O begins it. A key that was typed after
// a lone escape goes with it.
func (t *Terminal) skip() error {
	for {
		r, _, err := t.keys.ReadRune()
		if err != nil {
			return err
		}
		if r != '[' && r != 'O' && (unicode.IsLetter(r) || r == '~' || r < ' ') {
			if r < ' ' {
				return t.keys.UnreadRune()
			}
			return nil
		}
	}
}
