package model

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Link is a place in the journal's chain: an entry's number and its hash. The
// zero Link stands before the first entry.
type Link struct {
	Seq  int64
	Hash string
}

// Link is the entry's own place in the chain.
func (e Entry) Link() Link { return Link{e.Seq, e.Hash} }

// After is the entry as the one that follows a link: numbered, and sealed with
// its hash, which covers all of it and the hash before. Whoever changes,
// removes, inserts or moves an entry has to seal all that follow anew.
func (e Entry) After(l Link) Entry {
	e.Seq, e.Previous = l.Seq+1, l.Hash
	e.Hash = e.digest()
	return e
}

// digest is SHA-256 in hexadecimal of the entry's canonical text.
func (e Entry) digest() string {
	sum := sha256.Sum256(e.canonical())
	return hex.EncodeToString(sum[:])
}

// canonical writes all that the hash covers: a line that names the form, then
// a line for each field that is not empty and for each of the words, in this
// order, with the length of its value in bytes: "actor 3:ada". A number is
// written in decimals, a truth as true, an instant in UTC as RFC 3339 does,
// changes as JSON without spaces and in ASCII.
//
// A field that is added later goes to the end. Entries that were sealed before
// do not have it, and keep their hash.
func (e Entry) canonical() []byte {
	b := []byte("pooldeck journal 1\n")
	line := func(name, value string) {
		b = append(append(b, name...), ' ')
		b = append(strconv.AppendInt(b, int64(len(value)), 10), ':')
		b = append(append(b, value...), '\n')
	}
	field := func(name, value string) {
		if value != "" {
			line(name, value)
		}
	}
	field("previous", e.Previous)
	field("seq", strconv.FormatInt(e.Seq, 10))
	field("at", e.At.UTC().Format(time.RFC3339Nano))
	field("actor", readable(e.Actor))
	field("via", readable(e.Via))
	field("kind", readable(string(e.Kind)))
	field("target", readable(string(e.Target)))
	field("target_name", readable(e.TargetName))
	field("operation", readable(string(e.Operation)))
	field("changes", e.Changes.canonical())
	for _, w := range e.Words {
		line("word", readable(w))
	}
	field("undo", e.Undo.canonical())
	field("note", readable(e.Note))
	if e.CostCents != 0 {
		field("cost_cents", strconv.FormatInt(e.CostCents, 10))
	}
	if e.CostOpen {
		field("cost_open", "true")
	}
	return b
}

// readable is the text as it comes back from where it was written to: what is
// not UTF-8 does not.
func readable(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// canonical writes changes as JSON without spaces, in ASCII; nothing for none.
func (c Changes) canonical() string {
	if len(c) == 0 {
		return ""
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(c.tagged()); err != nil {
		panic("model: a change that cannot be written: " + err.Error()) // they are made of texts and numbers
	}
	return ascii(strings.TrimSuffix(b.String(), "\n"))
}

func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			b.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// Misfit names the first entry of a journal that does not fit.
type Misfit struct {
	Seq    int64
	Reason string
}

func (m *Misfit) Error() string { return m.Reason }

func misfit(seq int64, format string, args ...any) error {
	return &Misfit{seq, fmt.Sprintf("entry %d of the journal ", seq) + fmt.Sprintf(format, args...)}
}

// Verify checks that entries follow a link one by one, none of them changed,
// removed, inserted or moved, and returns the link that they end with. The
// error is a *Misfit. That the last entries are missing, only somebody can
// tell who knows the end: see Ends.
func Verify(from Link, entries []Entry) (Link, error) {
	for _, e := range entries {
		switch next := from.Seq + 1; {
		case e.Seq > next:
			return from, misfit(next, "is missing: %d comes in its place", e.Seq)
		case e.Seq < next:
			return from, misfit(e.Seq, "is out of place: it comes after %d", from.Seq)
		case e.Hash != e.digest():
			return from, misfit(e.Seq, "was changed: its hash is not that of what it says")
		case e.Previous != from.Hash:
			return from, misfit(e.Seq, "does not follow %d: one of the two was exchanged", from.Seq)
		}
		from = e.Link()
	}
	return from, nil
}

// Ends checks that a journal that was verified up to a link ends there.
func (l Link) Ends(end Link) error {
	switch {
	case l.Seq < end.Seq:
		return misfit(l.Seq+1, "is missing: the journal ends with %d", end.Seq)
	case l.Seq > end.Seq:
		return misfit(end.Seq+1, "is one too many: the journal ends with %d", end.Seq)
	case l.Hash != end.Hash:
		return misfit(l.Seq, "was exchanged: it does not have the hash that the journal ends with")
	}
	return nil
}
