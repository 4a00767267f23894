package tui

import (
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// autoscaler is what there is to know and to set of the autoscaler of a process
// type: its rule as a form, what it decided and why, and what another rule
// would have made of the past day.
type autoscaler struct {
	app     model.ID
	process string
	view    autoscalerView
	field   ruleField
	p95     slider // milliseconds
	min     slider
	max     slider
	notify  bool
	shadow  bool
	record  record
	chosen  time.Time // the decision that is read; zero for the newest one
	span    int       // of the chart, by spans()
	trying  rehearsal
	result  *autoscale.Result // of trying; nil while nobody knows
	problem string
}

// autoscalerView is what of it is shown.
type autoscalerView int

const (
	viewRule autoscalerView = iota
	viewDecisions
	viewBacktest
	views // how many there are
)

// ruleField is what of the rule is edited.
type ruleField int

const (
	fieldP95 ruleField = iota
	fieldMin
	fieldMax
	fieldNotify
	fieldShadow
	ruleFields // how many there are
)

// readAutoscaler opens the autoscaler of a process type once its past day has
// been read.
type readAutoscaler struct {
	app     model.ID
	process string
}

func (readAutoscaler) isIntent() {}

func (rehearsal) isIntent() {}

// spans are how far back the chart may reach.
func spans() []time.Duration {
	return []time.Duration{time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour}
}

func (s scene) autoscaler(r row) intent { return readAutoscaler{r.app.ID, r.process.Type} }

// newAutoscaler begins with the rule that is wanted or staged, or else with the target
// that is suggested and a range around what there is.
func newAutoscaler(s scene, r record) overlay {
	app, _, there := s.findProcess(r.app, r.process)
	if !there {
		return notice{"Autoscale", "It is not there any more."}
	}
	p, _ := s.stagedProcessOf(app, r.process)
	size, _ := s.catalog.Sizes.Find(p.Size)
	most := size.Family.Most()
	rule := model.Autoscale{
		P95: autoscale.Suggest(r.samples, s.fleet.At).P95, Min: max(1, min(p.Quantity, most-1)), Max: min(most, max(2, 2*p.Quantity)), Notify: true,
	}
	if p.Autoscale != nil {
		rule = *p.Autoscale
	}
	a := autoscaler{app: r.app, process: r.process, record: r, notify: rule.Notify, shadow: rule.Shadow, span: 1}
	a.p95 = slider{value: int(rule.P95.Milliseconds()), least: 1, most: 30_000, step: 10}
	a.min = slider{value: rule.Min, least: 1, most: max(1, most)}
	a.max = slider{value: rule.Max, least: 1, most: max(1, most)}
	if p.Autoscale != nil && len(r.decisions) > 0 {
		a.view = viewDecisions
	}
	return a
}

// rule is what the form says.
func (a autoscaler) rule() model.Autoscale {
	return model.Autoscale{
		P95: time.Duration(a.p95.value) * time.Millisecond, Min: a.min.value, Max: a.max.value, Notify: a.notify, Shadow: a.shadow,
	}
}

func (a autoscaler) change() model.Change {
	return model.SetAutoscale{App: a.app, Process: a.process, Autoscale: a.rule()}
}

// with takes in what has come since.
func (a autoscaler) with(next record) autoscaler {
	a.record = a.record.and(next)
	return a
}

func (a autoscaler) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	app, p, there := s.findProcess(a.app, a.process)
	switch {
	case key.Matches(k, s.keys.Back), k.String() == "q", !there:
		return a, goBack{}
	case key.Matches(k, s.keys.Next):
		a.view, a.problem = (a.view+1)%views, ""
		return a.rehearse(p.Size)
	case k.String() == "shift+tab":
		a.view, a.problem = (a.view+views-1)%views, ""
		return a.rehearse(p.Size)
	case k.String() == "o":
		return a.off(s, app)
	case a.view == viewDecisions:
		return a.look(s, k), nil
	case key.Matches(k, s.keys.Enter), key.Matches(k, s.keys.Stage):
		var i intent
		i, a.problem = s.choose(a.change(), key.Matches(k, s.keys.Stage))
		return a, i
	}
	next := a.edit(s, k)
	return next.rehearse(p.Size)
}

// off reviews that the autoscaler is switched off.
func (a autoscaler) off(s scene, app *model.App) (overlay, intent) {
	if p, _ := s.stagedProcessOf(app, a.process); p.Autoscale == nil {
		a.problem = "it is off"
		return a, nil
	}
	var i intent
	i, a.problem = s.choose(model.DisableAutoscale{App: a.app, Process: a.process}, false)
	return a, i
}

// edit takes a key on the form.
func (a autoscaler) edit(s scene, k tea.KeyPressMsg) autoscaler {
	a.problem = ""
	switch {
	case key.Matches(k, s.keys.Up):
		a.field = (a.field + ruleFields - 1) % ruleFields
		return a
	case key.Matches(k, s.keys.Down):
		a.field = (a.field + 1) % ruleFields
		return a
	case k.String() == "=":
		a.p95.value = int(autoscale.Suggest(a.record.samples, s.fleet.At).P95.Milliseconds())
		return a
	}
	switch a.field {
	case fieldP95:
		a.p95, a.problem = a.p95.press(s, k)
	case fieldMin:
		a.min, a.problem = a.min.press(s, k)
	case fieldMax:
		a.max, a.problem = a.max.press(s, k)
	case fieldNotify:
		a.notify = a.notify != turns(s, k)
	case fieldShadow:
		a.shadow = a.shadow != turns(s, k)
	case ruleFields:
	}
	return a
}

// turns is whether a key turns a switch.
func turns(s scene, k tea.KeyPressMsg) bool { return key.Matches(k, s.keys.Left, s.keys.Right) }

// rehearse tries the rule where that is looked at.
func (a autoscaler) rehearse(size string) (overlay, intent) {
	i := rehearsal{app: a.app, rule: a.rule(), size: size, day: a.record.samples}
	i.rule.Shadow = false
	if a.view != viewBacktest || i.same(a.trying) && a.result != nil || i.rule.Max <= i.rule.Min {
		return a, nil
	}
	a.trying, a.result = i, nil
	return a, i
}

func (a autoscaler) draw(s scene) panel {
	app, now, there := s.findProcess(a.app, a.process)
	p := panel{title: "autoscale", width: 104}
	if !there {
		return gone(s, p)
	}
	p.title = clean(a.process) + " of " + clean(app.Name) + " · autoscale"
	width := min(p.width, s.width-4)
	room := s.height - 4 // the frame and the keys below
	p.lines = []string{a.tabs(s, width)}
	switch a.view {
	case viewRule, views:
		p.lines = append(p.lines, a.drawRule(s, app, now, width, room-1)...)
	case viewDecisions:
		p.lines = append(p.lines, a.drawDecisions(s, now, width, room-1)...)
	case viewBacktest:
		p.lines = append(p.lines, a.drawBacktest(s, width, room-1)...)
	}
	p.lines = p.lines[:min(len(p.lines), room+1)]
	for len(p.lines) < min(room, 30) {
		p.lines = append(p.lines, "")
	}
	return p.with(a.keys(s, width))
}

// tabs names the views; the one that is shown stands in brackets.
func (a autoscaler) tabs(s scene, width int) string {
	line := ""
	for v, name := range []string{"rule", "decisions", "backtest"} {
		if autoscalerView(v) == a.view {
			line += s.styles.Accent.Render("[" + name + "]")
		} else {
			line += s.styles.Dim.Render(" " + name + " ")
		}
	}
	if width < 60 {
		return line
	}
	return ends(line, s.styles.Dim.Render(a.now(s)), width)
}

// now is how the process type is autoscaled at the moment.
func (a autoscaler) now(s scene) string {
	_, p, _ := s.findProcess(a.app, a.process)
	if p.Autoscale == nil {
		return "off now"
	}
	return ruled(p.Autoscale) + " now: " + rangeOf(p.Autoscale) + " dynos, p95 " + lasts(p.Autoscale.P95)
}

func (a autoscaler) keys(s scene, width int) string {
	keys := "↑ ↓ ← → digits · = suggested · enter review · space stage · o off · tab next · esc back"
	switch {
	case a.view == viewDecisions && width < 60:
		return s.styles.Dim.Render("← → decision · ↑ ↓ step · tab · esc")
	case a.view == viewDecisions:
		keys = "← → decision · ↑ ↓ step · + − hours · tab backtest · o off · esc back"
	case width < 90:
		keys = "↑ ↓ ← → digits · = suggested · enter review · o off · tab · esc"
	}
	if width < 60 {
		keys = "enter review · tab · esc"
	}
	return problemOr(s, a.problem, cut(keys, width))
}
