package tui

import (
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/pricing"
)

// journal lists who did what, when, to what, and how it ended, the newest
// first. An entry can be visited and taken back.
type journal struct {
	facts  []fact
	at     int
	typing bool
	search field
}

// fact is what the journal shows of one entry: an accepted request together
// with its end, or something that stands alone.
type fact struct {
	entry model.Entry
	end   *model.Entry // nil while it is under way, and where there is none
}

// newJournal joins each operation's entries, the newest first.
func newJournal(entries []model.Entry) journal {
	ends := map[model.OperationID]model.Entry{}
	for _, e := range entries {
		switch e.Kind {
		case model.EntryDone, model.EntryFailed, model.EntryCancelled, model.EntrySuperseded:
			ends[e.Operation] = e
		case model.EntryAccepted, model.EntryRestarted, model.EntryRefused, model.EntryFault, model.EntryRecovered,
			model.EntryStuck, model.EntryNote, model.EntryDecided:
		}
	}
	var facts []fact
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		switch e.Kind {
		case model.EntryAccepted:
			f := fact{entry: e}
			if end, ended := ends[e.Operation]; ended {
				f.end = &end
			}
			facts = append(facts, f)
		case model.EntryRefused, model.EntryRestarted, model.EntryFault, model.EntryRecovered, model.EntryStuck, model.EntryNote, model.EntryDecided:
			facts = append(facts, fact{entry: e})
		case model.EntryDone, model.EntryFailed, model.EntryCancelled, model.EntrySuperseded:
		}
	}
	return journal{facts: facts, search: newField("", 60)}
}

// shown are the facts that have all of the words that are searched for.
func (j journal) shown() []fact {
	words := strings.Fields(strings.ToLower(j.search.text()))
	var list []fact
	for _, f := range j.facts {
		e := f.entry
		text := strings.ToLower(strings.Join(append(e.Words, e.Actor, e.TargetName, string(e.Kind), f.outcome()), " "))
		has := true
		for _, w := range words {
			has = has && strings.Contains(text, w)
		}
		if has {
			list = append(list, f)
		}
	}
	return list
}

// outcome is how it ended, and after how long.
func (f fact) outcome() string {
	e := f.entry
	switch {
	case e.Kind != model.EntryAccepted && e.Note != "":
		return string(e.Kind) + ": " + e.Note
	case e.Kind != model.EntryAccepted:
		return string(e.Kind)
	case f.end == nil:
		return "under way"
	}
	text := string(f.end.Kind) + " after " + clock(f.end.At.Sub(e.At))
	if f.end.Kind == model.EntryFailed {
		text += ": " + f.end.Note
	}
	return text
}

func (j journal) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	list := j.shown()
	if j.typing {
		return j.type_(k), nil
	}
	switch {
	case key.Matches(k, s.keys.Back, s.keys.Journal) || k.String() == "q":
		return j, goBack{}
	case key.Matches(k, s.keys.Up):
		j.at = max(0, j.at-1)
	case key.Matches(k, s.keys.Down):
		j.at = max(0, min(len(list)-1, j.at+1))
	case key.Matches(k, s.keys.PageUp):
		j.at = max(0, j.at-j.room(s))
	case key.Matches(k, s.keys.PageDown):
		j.at = max(0, min(len(list)-1, j.at+j.room(s)))
	case key.Matches(k, s.keys.Top):
		j.at = 0
	case key.Matches(k, s.keys.Bottom):
		j.at = max(0, len(list)-1)
	case key.Matches(k, s.keys.Filter):
		j.typing = true
	case len(list) == 0:
	case key.Matches(k, s.keys.Enter):
		return j, visit{list[j.at].entry.Target}
	case key.Matches(k, s.keys.Undo):
		return j, j.undo(s, list[j.at])
	}
	return j, nil
}

// undo takes the entry under the cursor back.
func (j journal) undo(s scene, f fact) intent {
	switch {
	case f.entry.Kind != model.EntryAccepted:
		return open{notice{"Undo", "Nothing was changed by this entry, so there is nothing to take back."}}
	case f.end == nil:
		return open{notice{"Undo", "This is still under way: c on " + f.entry.TargetName + " cancels it."}}
	}
	return s.undo(f.entry.TargetName, f.entry.Words, f.entry.Undo)
}

// type_ takes a key while something is searched for.
func (j journal) type_(k tea.KeyPressMsg) journal {
	switch k.String() {
	case "enter":
		j.typing = false
	case "esc":
		j.typing, j.search = false, newField("", 60)
	default:
		j.search = j.search.press(k)
	}
	j.at = 0
	return j
}

func (j journal) paste(_ scene, text string) overlay {
	if j.typing {
		j.search, j.at = j.search.paste(text), 0
	}
	return j
}

// room is how many facts fit above the one under the cursor in full.
func (j journal) room(s scene) int { return max(1, s.height-6-j.told(s)) }

// told is how many lines the fact under the cursor may take: an autoscaler has
// more reasons than others.
func (j journal) told(s scene) int {
	if s.height >= 30 {
		return 5
	}
	return 3
}

func (j journal) draw(s scene) panel {
	list := j.shown()
	p := panel{title: "Journal", width: 112, note: fmt.Sprintf("%d of %d", min(j.at+1, len(list)), len(list))}
	width := min(p.width, s.width-4)
	from, to := around(j.at, len(list), j.room(s))
	for i := from; i < to; i++ {
		p.lines = append(p.lines, j.line(s, list[i], i == j.at, width))
	}
	if len(list) == 0 {
		p.lines = append(p.lines, "", s.styles.Dim.Render("  nothing here"))
	}
	for len(p.lines) < min(j.room(s), 12) {
		p.lines = append(p.lines, "")
	}
	p.lines = append(p.lines, "")
	if len(list) > 0 {
		for _, line := range j.detail(list[j.at], width, j.told(s)) {
			p.lines = append(p.lines, s.styles.Dim.Render(line))
		}
	}
	if j.typing {
		return p.with("/ " + j.search.draw(s, 30) + s.styles.Dim.Render("  enter keep · esc clear"))
	}
	return p.with(s.styles.Dim.Render("enter go to it · u undo · / search · esc back"))
}

// with adds a line.
func (p panel) with(line string) panel {
	p.lines = append(p.lines, line)
	return p
}

func (j journal) line(s scene, f fact, selected bool, width int) string {
	e := f.entry
	text := left(e.At.UTC().Format("2 Jan 15:04"), 13)
	if width >= 70 {
		text += left(clean(e.Actor), 10) + " "
	}
	text += short(clean(strings.Join(e.Words, "; "))) + " on " + strings.TrimPrefix(clean(e.TargetName), "postgresql-")
	mark, style := "  ", f.style(s)
	if selected {
		mark, text = "❯ ", s.styles.Accent.Render(cut(text, width-18))
	}
	tail := style(cut(clean(f.outcome()), max(16, width/3)))
	if width >= 100 && e.Kind == model.EntryAccepted {
		delta := pricing.Delta{Cents: e.CostCents, Open: e.CostOpen}
		tail = s.deltaStyle(delta).Render(delta.Short()) + "  " + left(tail, 24)
	} else if width >= 100 {
		tail = left(tail, 24)
	}
	return ends(mark+text, tail, width)
}

func (f fact) style(s scene) func(...string) string {
	switch {
	case f.entry.Kind == model.EntryRefused, f.entry.Kind == model.EntryFault, f.entry.Kind == model.EntryStuck, f.end != nil && f.end.Kind == model.EntryFailed:
		return s.styles.Bad.Render
	case f.entry.Kind == model.EntryAccepted && f.end == nil:
		return s.styles.Busy.Render
	}
	return s.styles.Dim.Render
}

// detail says what the line has no room for, in at most so many lines.
func (j journal) detail(f fact, width, most int) []string {
	e := f.entry
	text := fmt.Sprintf("%d  %s", e.Seq, e.At.UTC().Format("2006-01-02 15:04:05 UTC"))
	if e.Operation != "" {
		text += "  " + string(e.Operation)
	}
	if e.Via != "" {
		text += "  " + clean(e.Via)
	}
	text += "  " + clean(strings.Join(e.Words, "; ")) + " on " + clean(e.TargetName) + ": " + clean(f.outcome())
	if e.Kind == model.EntryAccepted && e.Note != "" {
		text += "; " + clean(e.Note)
	}
	lines := wrap(text, width, 4)
	return lines[:min(len(lines), most)]
}
