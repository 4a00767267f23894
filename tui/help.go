package tui

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// help lists the keys, drawn from the one table they are bound in.
type help struct{ scroll int }

func (h help) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	switch {
	case key.Matches(k, s.keys.Down):
		h.scroll = min(h.scroll+1, max(0, len(h.content(s))-h.room(s)))
	case key.Matches(k, s.keys.Up):
		h.scroll = max(0, h.scroll-1)
	case key.Matches(k, s.keys.PageDown):
		h.scroll = min(h.scroll+h.room(s), max(0, len(h.content(s))-h.room(s)))
	case key.Matches(k, s.keys.PageUp):
		h.scroll = max(0, h.scroll-h.room(s))
	case key.Matches(k, s.keys.Bottom):
		h.scroll = max(0, len(h.content(s))-h.room(s))
	case key.Matches(k, s.keys.Top):
		h.scroll = 0
	case key.Matches(k, s.keys.Help, s.keys.Back, s.keys.Enter, s.keys.Quit):
		return h, goBack{}
	}
	return h, nil
}

func (h help) room(s scene) int { return max(1, s.height-4) }

// groups are the keys as the help shows them.
func (k KeyMap) groups() [][]key.Binding {
	return [][]key.Binding{
		{k.Up, k.Down, k.Left, k.Right, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Next, k.Filter, k.Match, k.Before, k.Problem, k.Sort, k.Jump, k.Back},
		{k.Enter, k.Level, k.Count, k.Standby, k.Autoscale, k.Add, k.Attach, k.Destroy, k.Stage, k.Review, k.Drop, k.Undo, k.Retry, k.Cancel, k.Journal, k.Palette, k.Costs, k.Copy},
		{k.Faults, k.Pause, k.Slower, k.Faster, k.Help, k.Suspend, k.Quit},
	}
}

// idle are the keys that do nothing with what is selected, staged and under
// way now.
func (s scene) idle() []key.Binding {
	k, r := s.keys, s.tree.current()
	var list []key.Binding
	unless := func(does bool, keys ...key.Binding) {
		if !does {
			list = append(list, keys...)
		}
	}
	var pool model.Pool
	switch {
	case r.kind == rowCluster:
		pool = r.cluster.Leader
	case r.pool != nil:
		pool = *r.pool
	}
	stays := r.cluster != nil && !r.cluster.Destroying && !pool.Destroying
	unless(r.id != "", k.Enter, k.Add)
	unless(stays || r.process != nil, k.Level, k.Count, k.Destroy)
	unless(stays, k.Attach)
	unless(stays && pool.IsLeader(), k.Standby)
	unless(r.process != nil && r.process.Type == model.WebType, k.Autoscale)
	unless(r.target() != "", k.Undo, k.Retry, k.Faults, k.Copy)
	unless(r.target() != "" && s.fleet.Open(r.target()) != nil, k.Cancel)
	unless(len(s.staged) > 0, k.Review, k.Drop)
	unless(!s.tree.filter.empty(), k.Match, k.Before)
	unless(s.tree.before != spot{}, k.Jump)
	return list
}

func (h help) content(s scene) []string {
	idle := s.idle()
	line := func(b key.Binding) string {
		text := left(b.Help().Key, 13)
		if slices.ContainsFunc(idle, func(i key.Binding) bool { return i.Help() == b.Help() }) {
			return s.styles.Dim.Render(text + b.Help().Desc)
		}
		return s.styles.Accent.Render(text) + b.Help().Desc
	}
	var all [][]string
	for _, group := range s.keys.groups() {
		var lines []string
		for _, b := range group {
			if b.Enabled() {
				lines = append(lines, line(b))
			}
		}
		all = append(all, lines)
	}
	move, act := all[0], append(append(all[1], ""), all[2]...)
	room := h.widest(move) + helpGap
	if s.width-4 < room+h.widest(act) {
		var lines []string
		for i, g := range all {
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, g...)
		}
		return lines
	}
	var lines []string
	for i := range max(len(move), len(act)) {
		l, r := "", ""
		if i < len(move) {
			l = move[i]
		}
		if i < len(act) {
			r = act[i]
		}
		lines = append(lines, left(l, room)+r)
	}
	return lines
}

// helpGap is what stands between the two columns.
const helpGap = 3

func (h help) widest(lines []string) int {
	n := 0
	for _, l := range lines {
		n = max(n, width(l))
	}
	return n
}

func (h help) draw(s scene) panel {
	content := h.content(s)
	p := panel{title: "Keys", width: max(60, h.widest(content))}
	to := min(len(content), h.scroll+h.room(s))
	p.lines = append(p.lines, content[h.scroll:to]...)
	if len(content) > h.room(s) {
		p.note = fmt.Sprintf("lines %d to %d of %d", h.scroll+1, to, len(content))
	}
	p.lines = append(p.lines, "", s.styles.Dim.Render("faint: does nothing here now · ? or esc back"))
	return p
}
