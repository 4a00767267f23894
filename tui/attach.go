package tui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// attach gives an app a config var that opens a pool.
type attach struct {
	cluster model.ID
	pool    model.ID
	app     int // index among the fleet's apps
	name    field
	problem string
}

func newAttach(s scene, c *model.Cluster, p model.Pool) attach {
	a := attach{cluster: c.ID, pool: p.ID}
	for i, app := range s.fleet.Apps {
		if app.Name == c.App {
			a.app = i
		}
	}
	suggestion := s.fleet.FreeAttachment(c.App)
	if !p.IsLeader() {
		suggestion = strings.ToUpper(strings.ReplaceAll(p.Name, "-", "_"))
	}
	a.name = newField(suggestion+"_URL", 64)
	a.problem = a.check(s)
	return a
}

func (o attach) change(s scene) model.Change {
	_, p, _ := s.find(o.cluster, o.pool)
	name, err := model.AttachmentName(o.name.text())
	if err != nil {
		name = o.name.text()
	}
	return model.Attach{Cluster: o.cluster, Pool: p.Name, App: s.fleet.Apps[o.app].Name, Name: name}
}

func (o attach) check(s scene) string {
	if _, err := s.plan(o.change(s)); err != nil {
		return err.Error()
	}
	return ""
}

func (o attach) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	_, _, there := s.find(o.cluster, o.pool)
	switch {
	case key.Matches(k, s.keys.Back), !there:
		return o, goBack{}
	case key.Matches(k, s.keys.Enter):
		if o.problem = o.check(s); o.problem != "" {
			return o, nil
		}
		return o, s.review(o.change(s))
	case k.String() == "up", k.String() == "down", key.Matches(k, s.keys.Next):
		by := 1
		if k.String() == "up" {
			by = len(s.fleet.Apps) - 1
		}
		o.app = (o.app + by) % len(s.fleet.Apps)
	default:
		o.name = o.name.press(k)
	}
	o.problem = o.check(s)
	return o, nil
}

func (o attach) paste(s scene, text string) overlay {
	o.name = o.name.paste(text)
	o.problem = o.check(s)
	return o
}

func (o attach) draw(s scene) panel {
	_, pool, there := s.find(o.cluster, o.pool)
	p := panel{title: "Attach " + pool.Name + " to an app", width: 72}
	if !there {
		return gone(s, p)
	}
	app := s.fleet.Apps[o.app].Name
	p.lines = []string{
		"",
		"  app         " + s.styles.Accent.Render("‹ "+app+" ›"),
		"  config var  " + o.name.draw(s, 46),
		"",
	}
	for _, line := range wrap("The app reads the pool's endpoint from this config var. A new config var restarts "+app+".", min(p.width, s.width-4)-14, 0) {
		p.lines = append(p.lines, s.styles.Dim.Render("              "+line))
	}
	if name, err := model.AttachmentName(o.name.text()); err == nil && name+"_URL" != o.name.text() {
		p.lines = append(p.lines, s.styles.Dim.Render("              It will be called "+name+"_URL."))
	}
	p.lines = append(p.lines, "")
	if o.problem != "" {
		p.lines = append(p.lines, s.block("✗", clean(o.problem), s.styles.Bad.Render, min(p.width, s.width-4))...)
	}
	return p.with(s.styles.Dim.Render("↑ ↓ app · enter review · esc back"))
}
