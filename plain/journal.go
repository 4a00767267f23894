package plain

import (
	"fmt"
	"slices"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/words"
)

// readJournal opens the journal.
func (s *session) readJournal(search string) {
	const most = 1000
	entries, err := s.Backend.Journal(s.ctx, backend.Query{Last: most})
	if err != nil {
		s.say(problem(err))
		return
	}
	facts := slices.DeleteFunc(words.Facts(entries), func(f words.Fact) bool { return !words.Has(factWords(f), search) })
	slices.Reverse(facts)
	s.show(journal{list: list{noun: "Journal"}, facts: facts, search: search})
}

// journal lists who did what, when, to what, and how it ended, the newest
// first. An entry can be gone to and taken back.
type journal struct {
	list
	facts  []words.Fact
	search string
}

func (j journal) opened(s scene) (page, []string) {
	j.all = nil
	for _, f := range j.facts {
		j.all = append(j.all, choice{does: factWords(f), intent: open{newEntry(s, f)}})
	}
	with := ""
	if j.search != "" {
		with = " with " + j.search
	}
	switch n := len(j.all); n {
	case 0:
		j.title = "Nothing is in the journal" + with + "."
	case 1:
		j.title = "1 entry" + with + "."
	default:
		j.title = words.Number(n) + " entries" + with + ", the newest first."
	}
	p, lines := j.list.opened(s)
	j.list = p.(list)
	return j, append(lines, "journal WORDS searches. < goes back.")
}

func (j journal) take(s scene, answer string) (page, intent) {
	p, i := j.list.take(s, answer)
	j.list = p.(list)
	return j, i
}

// factWords is a fact in a line.
func factWords(f words.Fact) string {
	text := outcome(f) + ": " + spoken(strings.Join(f.Words, "; "))
	for _, part := range []struct{ of, name string }{{"on", f.TargetName}, {"by", f.Actor}} {
		if part.name != "" {
			text += ", " + part.of + " " + part.name
		}
	}
	return text + ", " + f.At.UTC().Format("2 January 15:04")
}

// outcome is how it ended, and after how long.
func outcome(f words.Fact) string {
	switch {
	case f.Kind != model.EntryAccepted:
		return sentenceless(string(f.Kind))
	case f.End == nil:
		return "Under way"
	}
	return sentenceless(string(f.End.Kind)) + " after " + lasting(f.End.At.Sub(f.At))
}

// sentenceless begins with a capital.
func sentenceless(text string) string { return strings.TrimSuffix(sentence(text), ".") }

// entry is one fact of the journal and what can be done about it.
func newEntry(s scene, f words.Fact) page {
	m := menu{name: fmt.Sprintf("Entry %d", f.Seq), head: []string{
		fmt.Sprintf("Entry %d, %s.", f.Seq, f.At.UTC().Format("2 January 2006 15:04:05")+" UTC"),
		sentence(factWords(f)),
	}}
	if f.Operation != "" {
		m.head = append(m.head, "Operation "+string(f.Operation)+".")
	}
	if f.Kind == model.EntryAccepted {
		m.head = append(m.head, "Cost: "+difference(delta(f.Entry))+".")
	}
	for _, note := range []string{f.Note, endNote(f)} {
		if note != "" {
			m.head = append(m.head, sentence(spoken(note)))
		}
	}
	if f.Via != "" {
		m.head = append(m.head, "By way of "+f.Via+".")
	}
	if s.nameOf(f.Target) != "" {
		m.items = append(m.items, choice{does: "Go to " + f.TargetName, intent: open{s.placeOf(f.Target)}})
	}
	if f.End != nil {
		m.items = append(m.items, choice{does: "Undo it", also: "revert rollback", intent: s.undo(f.TargetName, f.Words, f.Undo)})
	}
	m.items = append(m.items, choice{does: "Back", intent: goBack{}})
	return asked{m}
}

func endNote(f words.Fact) string {
	if f.End == nil {
		return ""
	}
	return f.End.Note
}
