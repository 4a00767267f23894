package sshd

import (
	"bytes"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// keyboard makes events of what a terminal sends. The library's own reader
// does the same, but keeps 127 KB of keys for every session, a paste of any
// size, and a goroutine for ever when its program ends before all was read.
type keyboard struct {
	decoder uv.EventDecoder
	held    []byte // the beginning of something
	pasting bool
	pasted  []byte
}

// The most that a terminal sends in one go.
const (
	maxSequence = 8 << 10
	maxPaste    = 64 << 10
)

// pasteEnd is what a terminal sends after a paste.
const pasteEnd = "\x1b[201~"

// take takes in what has come and returns the events that are complete. late
// says that nothing more has come for a while: then what could be the
// beginning of something is what it is, an escape key for one. It is false
// when no terminal sends the like.
func (k *keyboard) take(p []byte, late bool) (events []uv.Event, ok bool) {
	rest := append(k.held, p...)
	k.held = nil
	for len(rest) > 0 {
		if k.pasting {
			event, n := k.paste(rest)
			if event == nil {
				k.held = bytes.Clone(rest[n:])
				return events, len(k.pasted) <= maxPaste
			}
			events, rest = append(events, event), rest[n:]
			continue
		}
		n, event := k.decoder.Decode(rest)
		if !late && (rest[0] == '\x1b' && n <= 2 || partial(rest, n, event)) {
			k.held = bytes.Clone(rest)
			return events, len(k.held) <= maxSequence
		}
		n = max(n, 1)
		rest = rest[n:]
		switch event := event.(type) {
		case uv.PasteStartEvent:
			k.pasting, k.pasted = true, nil
		case uv.MultiEvent:
			events = append(events, event...)
		case nil, uv.UnknownEvent, uv.PasteEndEvent:
		default:
			events = append(events, event)
		}
	}
	return events, true
}

// partial is whether what was decoded may be the beginning of something. One
// that ends with an escape may go on with a backslash, which is no key then.
func partial(rest []byte, n int, event uv.Event) bool {
	_, unknown := event.(uv.UnknownEvent)
	return unknown || n == 0 || n == len(rest) && rest[n-1] == '\x1b'
}

// waits is whether something has begun that a pause would end.
func (k *keyboard) waits() bool { return len(k.held) > 0 && !k.pasting }

// paste takes in a part of a paste, and returns it when it is complete. What
// may be the beginning of its end is left.
func (k *keyboard) paste(p []byte) (uv.Event, int) {
	end := bytes.Index(p, []byte(pasteEnd))
	if end >= 0 {
		text := string(append(k.pasted, p[:end]...))
		k.pasting, k.pasted = false, nil
		return uv.PasteEvent{Content: strings.ToValidUTF8(text, "")}, end + len(pasteEnd)
	}
	n := len(p)
	for i := max(0, n-len(pasteEnd)+1); i < n; i++ {
		if strings.HasPrefix(pasteEnd, string(p[i:])) {
			n = i
			break
		}
	}
	k.pasted = append(k.pasted, p[:n]...)
	return nil, n
}
