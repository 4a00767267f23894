package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// KeyMap is every key of the console: what is bound here works and is in the
// help, and nothing is bound elsewhere but the keys inside an overlay.
type KeyMap struct {
	Up, Down, Left, Right key.Binding
	PageUp, PageDown      key.Binding
	Top, Bottom           key.Binding
	Enter, Back, Next     key.Binding

	Level, Count, Standby key.Binding
	Autoscale             key.Binding
	Add, Attach, Destroy  key.Binding
	Stage, Review, Drop   key.Binding
	Undo, Retry, Cancel   key.Binding
	Faults                key.Binding
	Filter, Match, Before key.Binding
	Problem, Sort, Jump   key.Binding
	Journal, Palette      key.Binding
	Costs, Copy           key.Binding

	Pause, Slower, Faster key.Binding
	Help, Quit, Suspend   key.Binding
}

func newKeyMap() *KeyMap {
	return &KeyMap{
		Up:        bind("↑ k", "up", "up", "k"),
		Down:      bind("↓ j", "down", "down", "j"),
		Left:      bind("← h", "fold, or go to the branch", "left", "h"),
		Right:     bind("→ l", "unfold, or go inside", "right", "l"),
		PageUp:    bind("PgUp ctrl+u", "a page up", "pgup", "ctrl+u"),
		PageDown:  bind("PgDn ctrl+d", "a page down", "pgdown", "ctrl+d"),
		Top:       bind("g", "first row", "g", "home"),
		Bottom:    bind("G", "last row", "G", "end"),
		Enter:     bind("enter", "what do you want to do?", "enter"),
		Back:      bind("esc", "back", "esc"),
		Next:      bind("tab", "next pane", "tab"),
		Level:     bind("s", "size: level of a pool, dynos of a process", "s"),
		Count:     bind("i", "instances of a pool, dynos of a process", "i"),
		Standby:   bind("t", "standby (HA) of the leader on or off", "t"),
		Autoscale: bind("A", "autoscale web: rule, decisions, backtest", "A"),
		Add:       bind("a", "add a follower pool or a cluster", "a"),
		Attach:    bind("b", "attach (bind) the pool to an app", "b"),
		Destroy:   bind("x", "destroy or detach", "x"),
		Stage:     bind("space", "stage the change shown", "space"),
		Review:    bind("r", "review what is staged", "r"),
		Drop:      bind("D", "drop what is staged", "D"),
		Undo:      bind("u", "undo the last operation here", "u"),
		Filter:    bind("/", "filter: words, !word inverts", "/"),
		Match:     bind("n", "next match", "n"),
		Before:    bind("N", "match before", "N"),
		Problem:   bind("!", "next problem", "!"),
		Sort:      bind("o", "order: name, cost, use, lag or p95", "o"),
		Jump:      bind("-", "back to where you were", "-"),
		Journal:   bind("J", "journal", "J"),
		Palette:   bind(":", "every action by name, and commands", ":"),
		Costs:     bind("$", "costs of the app or the fleet", "$"),
		Copy:      bind("y", "copy the command of what is shown", "y"),
		Retry:     bind("R", "retry what failed", "R"),
		Faults:    bind("f", "make something fail (simulator)", "f"),
		Cancel:    bind("c", "cancel the operation under way", "c"),
		Pause:     bind("p", "pause or go on (simulator)", "p"),
		Slower:    bind("<", "slower (simulator)", "<"),
		Faster:    bind(">", "faster (simulator)", ">"),
		Help:      bind("?", "help", "?"),
		Quit:      bind("q ctrl+c", "quit", "q", "ctrl+c"),
		Suspend:   bind("ctrl+z", "to the shell", "ctrl+z"),
	}
}

func bind(shown, does string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(shown, does))
}

// pressOf is the press of a binding's first key.
func pressOf(b key.Binding) tea.KeyPressMsg {
	r := []rune(b.Keys()[0])[0]
	return tea.KeyPressMsg{Code: r, Text: string(r)}
}
