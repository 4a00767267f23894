package tui

import (
	"strings"

	"pooldeck/model"
)

// filter is what is searched for: words that must all be in a row's name,
// level, status, app or cluster. A word that begins with ! must not be there.
type filter struct {
	text  string
	words []string // in lower case and without the !
	all   found    // the words that must be there
}

// found are words of a filter, a bit each.
type found uint64

// newFilter reads a filter. It looks at no more words than a line has room
// for.
func newFilter(text string) filter {
	f := filter{text: text}
	for _, word := range strings.Fields(strings.ToLower(text)) {
		word, unwanted := strings.CutPrefix(word, "!")
		if word == "" || len(f.words) == 64 {
			continue
		}
		if !unwanted {
			f.all |= 1 << len(f.words)
		}
		f.words = append(f.words, word)
	}
	return f
}

func (f *filter) empty() bool { return f.text == "" || strings.TrimSpace(f.text) == "" }

// narrows is whether nothing is found that was not found by an earlier filter:
// another letter, another word.
func (f *filter) narrows(was *filter) bool {
	return !was.empty() && strings.HasPrefix(f.text, was.text) && !strings.Contains(f.text, "!")
}

// wants is whether there is no word that must not be there.
func (f *filter) wants() bool { return f.all == 1<<len(f.words)-1 }

// in adds the words that are in a text in lower case. What a row is found by
// may be several texts: no word goes beyond the end of one.
func (f *filter) in(at found, text string) found {
	for i, word := range f.words {
		if at>>i&1 == 0 && strings.Contains(text, word) {
			at |= 1 << i
		}
	}
	return at
}

// line adds those in the first one of some lines, and cuts it off.
func (f *filter) line(at found, lines string) (found, string) {
	if len(f.words) == 0 {
		return at, ""
	}
	line, rest, _ := strings.Cut(lines, "\n")
	return f.in(at, line), rest
}

// has is whether all that must be there is somewhere in a text. Most often it is
// not, and nothing else need be looked at.
func (f *filter) has(at found, text string) bool { return f.in(at, text)&f.all == f.all }

// matches is whether a row is searched for.
func (f *filter) matches(r row) bool {
	if len(f.words) == 0 {
		return true
	}
	at := f.in(0, strings.ToLower(r.app.Name))
	if r.cluster != nil {
		at = f.in(at, strings.ToLower(r.cluster.Name))
	}
	for _, text := range r.texts() {
		at = f.in(at, strings.ToLower(text))
	}
	return at == f.all
}

// texts are what a row is found by besides the names of its app and its
// cluster.
type texts [6]string

func (r row) texts() texts {
	switch r.kind {
	case rowApp:
	case rowCluster:
		return texts{string(r.cluster.Status())}
	case rowPool, rowInstance:
		return poolTexts(r.pool)
	case rowFormation:
		return texts{formationText}
	case rowProcess, rowDyno:
		return processTexts(r.app, r.process)
	}
	return texts{}
}

const formationText = "dynos formation"

func poolTexts(p *model.Pool) texts {
	t := texts{p.Name, p.Level, string(p.Status())}
	if p.HA() {
		t[3] = "ha"
	}
	return t
}

func processTexts(app *model.App, p *model.Process) texts {
	t := texts{"dynos", p.Type, p.Size, string(p.Status(app.Release))}
	if p.Autoscale != nil {
		t[4], t[5] = "autoscale", ruled(p.Autoscale)
	}
	return t
}
