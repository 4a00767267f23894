package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// pressedDynos takes a key on the row of a formation, a process type or a dyno.
func (c Console) pressedDynos(r row, k tea.KeyPressMsg) (Console, intent) {
	switch {
	case key.Matches(k, c.keys.Undo):
		return c, c.undoing(r.app.ID, r.app.Name)
	case key.Matches(k, c.keys.Retry):
		return c, c.retrying(r.app.ID, r.app.Name)
	case key.Matches(k, c.keys.Cancel):
		return c, c.cancelling(c.fleet.Open(r.app.ID))
	case key.Matches(k, c.keys.Faults):
		return c, c.faults(r)
	case key.Matches(k, c.keys.Copy):
		return c, copied{"pooldeck info " + r.app.Name}
	case key.Matches(k, c.keys.Standby, c.keys.Attach):
		c.notice = cell{"that is for a pool or a cluster; select one", c.styles.Dim}
	case r.process == nil && key.Matches(k, c.keys.Level, c.keys.Count, c.keys.Destroy, c.keys.Autoscale):
		c.notice = cell{"that is for a process type; select one below", c.styles.Dim}
	case key.Matches(k, c.keys.Level):
		return c, open{newSizePicker(c.scene, r.app, r.process.Type)}
	case key.Matches(k, c.keys.Count):
		return c, open{newQuantityPicker(c.scene, r.app, r.process.Type)}
	case key.Matches(k, c.keys.Autoscale):
		return c.autoscaling(r)
	case key.Matches(k, c.keys.Destroy):
		return c, c.stopping(r)
	default:
		return c.pressedGlobal(k)
	}
	return c, nil
}

// autoscaling opens the autoscaler of a process type.
func (c Console) autoscaling(r row) (Console, intent) {
	if r.process.Type != model.WebType {
		c.notice = cell{"only web is autoscaled: " + clean(r.process.Type) + " takes no requests", c.styles.Dim}
		return c, nil
	}
	return c, c.autoscaler(r)
}

// stopping reviews that a process type has no dynos any more.
func (s scene) stopping(r row) intent {
	if r.process.Quantity == 0 {
		return open{notice{"Stop " + clean(r.process.Type), clean(r.process.Type) + " of " + clean(r.app.Name) + " has no dynos. i starts some."}}
	}
	return s.review(model.ScaleProcess{App: r.app.ID, Process: r.process.Type})
}

// dynoItems are the actions of a formation, a process type or a dyno.
func (s scene) dynoItems(r row) []item {
	if r.kind == rowFormation {
		return s.formationItems(r)
	}
	p, of := *r.process, clean(r.process.Type)
	items := []item{
		{"Change number of dynos", number(p.Quantity), s.keys.Count, open{newQuantityPicker(s, r.app, p.Type)}},
		{"Change dyno size", p.Size, s.keys.Level, open{newSizePicker(s, r.app, p.Type)}},
	}
	if p.Type == model.WebType {
		figure := "off"
		if p.Autoscale != nil {
			figure = ruled(p.Autoscale) + " " + rangeOf(p.Autoscale)
		}
		items = append(items, item{"Autoscale: rule, decisions, backtest", figure, s.keys.Autoscale, s.autoscaler(r)})
	}
	items = append(items, item{
		does: "Set connections of a dyno", figure: number(p.Connections), intent: open{newHolding(s, r.app, p.Type)},
	})
	if p.Quantity > 0 {
		items = append(items,
			item{does: "Restart the dynos of " + of, intent: s.review(model.RestartDynos{App: r.app.ID, Process: p.Type})},
			item{"Stop " + of + ": no dynos", "", s.keys.Destroy, s.stopping(r)},
		)
	}
	return items
}

func (s scene) formationItems(r row) []item {
	var items []item
	for _, p := range r.app.Processes {
		items = append(items,
			item{does: "Change number of " + clean(p.Type) + " dynos", figure: number(p.Quantity), intent: open{newQuantityPicker(s, r.app, p.Type)}},
			item{does: "Change dyno size of " + clean(p.Type), figure: p.Size, intent: open{newSizePicker(s, r.app, p.Type)}},
		)
	}
	if r.app.Quantity() > 0 {
		items = append(items, item{does: "Restart all dynos", intent: s.review(model.RestartDynos{App: r.app.ID})})
	}
	return items
}
