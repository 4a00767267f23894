package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pooldeck/model"
)

// Manners are how a console behaves towards its terminal and its operator.
type Manners struct {
	Theme  Theme
	Mouse  bool // click selects, wheel scrolls
	Bell   bool // rings when an operation ends
	Notify bool // and says so as a desktop notice (OSC 9)
	Still  bool // nothing that moves by itself: no bars, percents in tens
	Tmux   bool // inside tmux, through which a terminal is reached in a wrapper
	Away   bool // over a network: there is no shell here to suspend to
}

// tellTheTerminal rings and notifies when operations have ended.
func (m Manners) tellTheTerminal(entries []model.Entry) tea.Cmd {
	var last string
	for _, e := range entries {
		switch e.Kind {
		case model.EntryDone, model.EntryFailed:
			last = "pooldeck: " + string(e.Kind) + ": " + clean(strings.Join(e.Words, ", ")) + " on " + clean(e.TargetName)
		case model.EntryAccepted, model.EntryCancelled, model.EntrySuperseded, model.EntryRestarted, model.EntryRefused,
			model.EntryFault, model.EntryRecovered, model.EntryStuck, model.EntryNote, model.EntryDecided:
		}
	}
	codes := ""
	if last != "" && m.Notify {
		codes += m.through(ansi.Notify(last))
	}
	if last != "" && m.Bell {
		codes += "\a"
	}
	if codes == "" {
		return nil
	}
	return tea.Raw(codes)
}

// mostCopied is what terminals take as one clipboard text: xterm's limit.
const mostCopied = 74_000

// copy puts a text on the clipboard of the terminal's machine (OSC 52). A
// text that is too long is not copied at all.
func (m Manners) copy(text string) tea.Cmd {
	if len(text) > mostCopied {
		return nil
	}
	return tea.Raw(m.through(ansi.SetSystemClipboard(text)))
}

// through wraps a code so that tmux hands it on to its terminal.
func (m Manners) through(code string) string {
	if !m.Tmux {
		return code
	}
	return ansi.TmuxPassthrough(code)
}

// seen is the share of the way that is shown.
func (m Manners) seen(permille int) int {
	if m.Still {
		return permille / 100 * 10
	}
	return permille / 10
}
