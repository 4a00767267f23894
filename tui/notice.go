package tui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/model/command"
)

// noticeFor is how long news of the journal stand that nobody takes away by a
// key. What failed stands until then.
const noticeFor = 30 * time.Second

// faded says that a notice has stood long enough.
type faded struct{ notice cell }

// fading has a notice fade that is new.
func (c Console) fading(was cell) tea.Cmd {
	if c.notice == was || c.notice.text == "" || strings.HasPrefix(c.notice.text, "✗") {
		return nil
	}
	ctx, notice := c.ctx, c.notice
	return func() tea.Msg {
		ctx, end := context.WithTimeout(ctx, noticeFor)
		defer end()
		<-ctx.Done()
		return faded{notice}
	}
}

// fade takes a notice away, unless there is another one by now.
func (c Console) fade(f faded) Console {
	if c.notice == f.notice {
		c.notice = cell{}
	}
	return c
}

// noticeOf turns a fact of the journal into a notice; what is not news to an
// operator has none, as that an autoscaler leaves everything as it is.
func (s scene) noticeOf(e model.Entry) cell {
	words := short(clean(strings.Join(e.Words, ", ")))
	what := named(words, clean(e.TargetName))
	switch e.Kind {
	case model.EntryDone:
		if runs := s.running(e); runs != "" {
			return cell{runs, s.styles.Good}
		}
		return cell{"✓ done: " + what, s.styles.Good}
	case model.EntryFailed:
		return cell{"✗ failed: " + what + ": " + clean(e.Note), s.styles.Bad}
	case model.EntryCancelled:
		return cell{"− cancelled: " + what, s.styles.Busy}
	case model.EntryRestarted:
		return cell{"~ " + clean(strings.Join(e.Words, ", ")), s.styles.Busy}
	case model.EntryFault, model.EntryStuck:
		return cell{"! " + s.befell(e, what) + noted(e), s.styles.Bad}
	case model.EntryRecovered:
		return cell{"✓ " + s.befell(e, what) + noted(e), s.styles.Good}
	case model.EntryNote:
		return cell{named(clean(strings.Join(e.Words, " ")), clean(e.TargetName)) + noted(e), s.styles.Head}
	case model.EntryAccepted, model.EntrySuperseded, model.EntryRefused, model.EntryDecided:
	}
	return cell{}
}

// befell is what happened to a target. An app comes first: what is said of it
// is a sentence of its own.
func (s scene) befell(e model.Entry, what string) string {
	if s.fleet.Formation(e.Target) == nil {
		return what
	}
	return clean(e.TargetName) + ": " + clean(strings.Join(e.Words, ", "))
}

// named says of whom something is told, where the words do not.
func named(words, target string) string {
	if target == "" || strings.Contains(words, target) {
		return words
	}
	return words + " on " + target
}

// running says what runs now that dynos were scaled, and what it costs: in a
// narrow window in fewer words.
func (s scene) running(e model.Entry) string {
	app, op := s.fleet.Formation(e.Target), s.fleet.Operation(e.Operation)
	if app == nil || op == nil {
		return ""
	}
	runs := command.Running(app, op.Changes)
	if runs == "" {
		return ""
	}
	name, cost := clean(app.Name), s.about(app, s.catalog.Formation(app))+"/month"
	if flat := s.ecoWords(app); flat != "" {
		cost = flat
	}
	for _, text := range []string{
		"✓ done: " + runs + " on " + name + ", " + cost + " in all",
		"✓ " + runs + " on " + name + ", " + cost,
		"✓ " + runs + " on " + name,
	} {
		if width(text)+len("  ? help ") <= s.width {
			return text
		}
	}
	return "✓ " + runs
}

// noted is an entry's note behind its words.
func noted(e model.Entry) string {
	if e.Note == "" {
		return ""
	}
	return ": " + clean(e.Note)
}
