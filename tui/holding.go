package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// holding sets how many connections a dyno of a process type holds.
type holding struct {
	app     model.ID
	process string
	each    slider
	problem string
}

func newHolding(s scene, app *model.App, process string) overlay {
	p, _ := s.stagedProcessOf(app, process)
	return holding{app: app.ID, process: process, each: slider{value: p.Connections, most: 9999}}
}

func (o holding) change() model.Change {
	return model.SetConnections{App: o.app, Process: o.process, PerDyno: o.each.value}
}

func (o holding) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	_, _, there := s.findProcess(o.app, o.process)
	switch {
	case key.Matches(k, s.keys.Back), k.String() == "q", !there:
		return o, goBack{}
	case key.Matches(k, s.keys.Enter), key.Matches(k, s.keys.Stage):
		var i intent
		i, o.problem = s.choose(o.change(), key.Matches(k, s.keys.Stage))
		return o, i
	}
	o.each, o.problem = o.each.press(s, k)
	return o, nil
}

func (o holding) draw(s scene) panel {
	app, now, there := s.findProcess(o.app, o.process)
	p := panel{title: "connections", width: 76}
	if !there {
		return gone(s, p)
	}
	p.title = clean(o.process) + " of " + clean(app.Name) + " · connections of a dyno"
	width := min(p.width, s.width-4)
	next, _ := s.stagedProcessOf(app, o.process)
	next.Connections = o.each.value
	p.lines = []string{
		s.styles.Busy.Render(cut(s.stagedNote(app, o.process), width)),
		"  each dyno  " + s.styles.Accent.Render("‹ "+number(o.each.value)+" ›") + s.styles.Dim.Render(fmt.Sprintf("   now %s", number(now.Connections))),
		cut("  all dynos  "+number(next.Quantity*next.Connections)+", "+s.rooms(app, now, next), width), "",
	}
	for _, line := range wrap("As many as one dyno's processes and threads open to the pool that the app is attached to. "+
		"Nothing restarts: it is what the budget is reckoned with.", width, 0) {
		p.lines = append(p.lines, s.styles.Dim.Render(line))
	}
	p.lines = append(p.lines, "")
	p.lines = append(p.lines, s.warned(width, 3, o.change())...)
	return p.with(problemOr(s, o.problem, cut("← → or digits · enter review · space stage · esc back", width)))
}
