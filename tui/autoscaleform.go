package tui

import (
	"fmt"
	"time"

	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// drawRule draws the form, what it would come to, and the past hours. Where
// there is little room, the reasons of the suggestion make way for these.
func (a autoscaler) drawRule(s scene, app *model.App, now model.Process, width, room int) []string {
	lines := a.fields(s, now, width, true)
	if width >= 60 && room >= roomy {
		words := autoscale.Suggest(a.record.samples, s.fleet.At).Words
		lines = append(append(lines, ""), s.block(" ", "suggested: "+words, s.styles.Dim.Render, width)...)
	}
	lines = append(append(lines, ""), a.means(s, app, now, width)...)
	return append(lines, a.fitting(s, a.chart(s, now), width, room-len(lines))...)
}

// roomy is how many lines a window has from which on things stand apart.
const roomy = 25

// fitting draws a chart in what is left of the lines, or nothing.
func (a autoscaler) fitting(s scene, c chart, width, rest int) []string {
	const most = 18
	if rest > chartLeast+barsLeast {
		return append([]string{""}, c.draw(s, width, min(rest-1, most))...)
	}
	if rest < chartLeast || width < 60 {
		return nil
	}
	return c.draw(s, width, rest)
}

// fields draws the form's lines; with all, the switches too, and what each
// means.
func (a autoscaler) fields(s scene, now model.Process, width int, all bool) []string {
	each := s.catalog.Dyno(now.Size)
	suggested := autoscale.Suggest(a.record.samples, s.fleet.At)
	hint := "suggested " + number(int(suggested.P95.Milliseconds())) + " ms"
	list := []struct{ name, value, note string }{
		{"p95 target", number(a.p95.value) + " ms", hint},
		{"at least", plural(a.min.value, "dyno"), each.Times(a.min.value).Monthly() + "/month"},
		{"at most", plural(a.max.value, "dyno"), "up to " + each.Times(a.max.value).Monthly() + "/month"},
		{"notify", onOff(a.notify), "at the maximum, at most once a day"},
		{"shadow", onOff(a.shadow), "on: decides and records, and does nothing"},
	}
	if !all {
		list = list[:3]
	}
	var lines []string
	for i, f := range list {
		mark, style := "  ", s.styles.Text
		if ruleField(i) == a.field {
			mark, style = "❯ ", s.styles.Accent
		}
		line := mark + left(f.name, 12) + style.Render("‹ "+right(f.value, 9)+" ›")
		if width >= 60 {
			line += "   " + s.styles.Dim.Render(cut(f.note, width-31))
		}
		lines = append(lines, line)
	}
	return lines
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// means says what the rule in the form would come to: money, connections, what
// forbids it and what it risks, always in as many lines.
func (a autoscaler) means(s scene, app *model.App, now model.Process, width int) []string {
	const most = 4
	cost := s.catalog.Process(now)
	text := fmt.Sprintf("now %s, %s/month", plural(now.Quantity, "dyno"), cost.Monthly())
	if seen := s.sample.Processes[app.ProcessID(now.Type)]; seen.P95 > 0 {
		text += ", p95 " + lasts(seen.P95)
	}
	if note := s.stagedNote(app, a.process); note != "" {
		text += " · " + note
	}
	lines := []string{cut(text, width)}
	p, err := s.plan(a.change())
	switch {
	case s.fleet.Wants(a.change()) && s.stagedProcess(app.ID, a.process) == 0:
		lines = append(lines, s.styles.Dim.Render("this is how it is set"))
	case err != nil && !s.fleet.Wants(a.change()):
		lines = append(lines, s.block("✗", clean(err.Error()), s.styles.Bad.Render, width)...)
	case err == nil:
		lines = append(lines, a.reach(s, p, app, now, width))
		if text := a.futile(); text != "" {
			lines = append(lines, s.block("!", text, s.styles.Busy.Render, width)...)
		}
		for _, k := range append(s.risks(p), p.Unhelpful(s.sample)...) {
			lines = append(lines, s.block("!", k.Text, s.styles.Busy.Render, width)...)
		}
	}
	if len(lines) > most {
		lines = lines[:most]
	}
	for len(lines) < most {
		lines = append(lines, "")
	}
	return lines
}

// reach says at once what the range does: where the quantity moves, and what
// the dynos hold at the maximum, be it a shadow's.
func (a autoscaler) reach(s scene, p model.Plan, app *model.App, now model.Process, width int) string {
	next := p.After.Formation(app.ID)
	to, _ := next.Process(a.process)
	staged, _ := s.stagedProcessOf(app, a.process)
	text := "nothing changes at once"
	if to.Quantity != now.Quantity {
		text = fmt.Sprintf("%d → %s at once", now.Quantity, plural(to.Quantity, "dyno"))
		switch {
		case to.Quantity == staged.Quantity:
			text += ", as staged"
		case staged.Quantity != now.Quantity:
			text += fmt.Sprintf(", not %d as staged", staged.Quantity)
		}
	}
	if b, is := p.After.Budget(s.catalog.Specs, app.Name); is {
		most := b.Most
		if a.shadow {
			most += max(0, a.max.value-to.Quantity) * to.Connections
		}
		text += fmt.Sprintf(" · connections at the maximum %s of %s", number(most), number(b.Limit))
	}
	return cut(text, width)
}

// futile says that no number of dynos has ever kept such a target: the past day
// shows how quick the app is at best. Empty where it was.
func (a autoscaler) futile() string {
	var best time.Duration
	for _, was := range a.record.samples {
		if was.P95 > 0 && (best == 0 || was.P95 < best) {
			best = was.P95
		}
	}
	if best == 0 || best <= a.rule().P95 {
		return ""
	}
	return fmt.Sprintf("in the past day the p95 was %s ms at best: more dynos will hardly bring it to %s ms",
		number(int(best.Milliseconds())), number(a.p95.value))
}
