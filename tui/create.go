package tui

import (
	"fmt"
	"slices"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// create is the wizard for a cluster: the leader's level, its standby,
// follower pools, a name, and then the review.
type create struct {
	app       string
	step      int
	levels    levels
	ha        bool
	followers []model.NewPool
	at        int    // the line of the followers' step
	naming    *field // the name of that line while it is typed; nil when it is not
	name      field
	number    uint64 // what generated names and the ID are made of
	problem   string
}

const (
	createLevel = iota
	createHA
	createFollowers
	createName
)

func newCreate(s scene, app string) create {
	return create{app: app, levels: newLevels(s, "", ""), ha: true, name: newField("", 63), number: s.number()}
}

func (o create) change(s scene) model.CreateCluster {
	name := o.name.text()
	if name == "" {
		name = model.NewClusterName(s.fleet, o.number)
	}
	return model.CreateCluster{
		ID: model.NewClusterID(s.fleet, o.number), Name: name, App: o.app, Level: o.levels.chosen(s).Name, HA: o.ha, Followers: o.followers,
	}
}

func (o create) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	if o.naming != nil {
		return o.rename(s, k), nil
	}
	if key.Matches(k, s.keys.Back) || o.step != createName && k.String() == "q" {
		if o.step == createLevel {
			return o, goBack{}
		}
		o.step, o.problem = o.step-1, ""
		return o, nil
	}
	if key.Matches(k, s.keys.Enter) {
		return o.next(s)
	}
	switch o.step {
	case createLevel:
		o.levels = o.levels.press(s, k)
	case createHA:
		if key.Matches(k, s.keys.Up, s.keys.Down, s.keys.Left, s.keys.Right, s.keys.Standby, s.keys.Stage) {
			o.ha = !o.ha
		}
	case createFollowers:
		o = o.editFollowers(s, k)
	case createName:
		o.name = o.name.press(k)
		o.problem = o.check(s)
	}
	return o, nil
}

func (o create) paste(s scene, text string) overlay {
	if o.naming != nil {
		typed := o.naming.paste(text)
		return o.typed(s, typed)
	}
	if o.step == createName {
		o.name = o.name.paste(text)
		o.problem = o.check(s)
	}
	return o
}

func (o create) next(s scene) (overlay, intent) {
	o.problem = o.check(s)
	if o.problem != "" {
		return o, nil
	}
	if o.step < createName {
		o.step++
		return o, nil
	}
	return o, s.review(o.change(s))
}

func (o create) check(s scene) string {
	if _, err := s.plan(o.change(s)); err != nil {
		return err.Error()
	}
	return ""
}

// editFollowers adds, changes and removes the follower pools that come with
// the cluster: one line each, and the level of the line is turned by s.
func (o create) editFollowers(s scene, k tea.KeyPressMsg) create {
	o.problem = ""
	list := append([]model.NewPool(nil), o.followers...)
	switch {
	case key.Matches(k, s.keys.Add):
		if len(list) == model.MaxFollowerPools {
			o.problem = fmt.Sprintf("a cluster has at most %d follower pools", model.MaxFollowerPools)
			return o
		}
		list = append(list, model.NewPool{
			Name: model.NewPoolName(nil, o.number/7+uint64(len(list)+1)*100_003), Level: o.levels.chosen(s).Name, Count: 1,
		})
		o.at = len(list) - 1
	case len(list) == 0:
		return o
	case key.Matches(k, s.keys.Up):
		o.at = max(0, o.at-1)
	case key.Matches(k, s.keys.Down):
		o.at = min(len(list)-1, o.at+1)
	case k.String() == "n":
		name := newField("", 128)
		o.naming = &name
		return o
	case key.Matches(k, s.keys.Destroy):
		list = append(list[:o.at], list[o.at+1:]...)
		o.at = max(0, min(o.at, len(list)-1))
	case key.Matches(k, s.keys.Level):
		list[o.at].Level = newLevels(s, list[o.at].Level, "").moved(s, 1).chosen(s).Name
	case key.Matches(k, s.keys.Left):
		list[o.at].Count = max(0, list[o.at].Count-1)
	case key.Matches(k, s.keys.Right):
		list[o.at].Count++
	}
	was := o.followers
	o.followers = list
	if problem := o.check(s); problem != "" {
		o.followers, o.problem = was, problem
	}
	return o
}

// rename takes a key for the name of the follower pool of the line.
func (o create) rename(s scene, k tea.KeyPressMsg) create {
	switch {
	case key.Matches(k, s.keys.Back):
		o.naming, o.problem = nil, ""
		return o
	case key.Matches(k, s.keys.Enter):
		if o = o.typed(s, *o.naming); o.problem == "" {
			o.followers, o.naming = o.named(o.naming.text()), nil
		}
		return o
	}
	return o.typed(s, o.naming.press(k))
}

// typed says while it is typed why a name cannot be used.
func (o create) typed(s scene, name field) create {
	o.naming, o.problem = &name, ""
	would := o
	would.followers = o.named(name.text())
	o.problem = would.check(s)
	return o
}

// named are the follower pools with another name for the one of the line, or
// with the generated one where nothing was typed.
func (o create) named(name string) []model.NewPool {
	list := slices.Clone(o.followers)
	if name != "" {
		list[o.at].Name = name
		if folded, err := model.PoolName(name); err == nil {
			list[o.at].Name = folded
		}
	}
	return list
}

func (o create) draw(s scene) panel {
	steps := [...]string{"level of the leader pool", "standby", "follower pools", "name"}
	p := panel{title: "Create a cluster on " + o.app, width: 78, note: fmt.Sprintf("%s ── %d of 5", steps[o.step], o.step+1)}
	width := min(p.width, s.width-4)
	switch o.step {
	case createLevel:
		p.lines = s.levelStep(o.levels, width)
		return p
	case createHA:
		p.lines = o.drawHA(s, width)
	case createFollowers:
		p.lines = o.drawFollowers(s, width)
	case createName:
		p.lines = o.drawName(s, width)
	}
	return p
}

func (o create) leader(s scene) model.Pool {
	p := model.Pool{Name: model.LeaderName, Level: o.levels.chosen(s).Name, Count: 1}
	if o.ha {
		p.Count = 2
	}
	return p
}

func (o create) drawHA(s scene, width int) []string {
	one := model.Pool{Level: o.levels.chosen(s).Name, Count: 1}
	line := func(on bool, text, money string) string {
		if o.ha == on {
			return s.styles.Accent.Render("❯ " + ends(text, money, width-2))
		}
		return "  " + ends(text, money, width-2)
	}
	price := s.catalog.Pool(one).Monthly()
	return []string{
		"", line(true, "Keep the standby: it takes over when the leader fails (HA)", "+"+price), line(false, "No standby", ""), "",
		ends("  leader pool "+o.leader(s).Level, s.catalog.Pool(o.leader(s)).Monthly()+"/month", width), "",
		s.styles.Dim.Render("↑ ↓ choose · enter next · esc back"),
	}
}

func (o create) drawFollowers(s scene, width int) []string {
	total := s.catalog.Pool(o.leader(s))
	lines := []string{"", ends("  leader", s.catalog.Pool(o.leader(s)).Monthly(), width)}
	for i, f := range o.followers {
		cost := s.catalog.Pool(model.Pool{Level: f.Level, Count: f.Count})
		total = total.Plus(cost)
		text := ends(fmt.Sprintf("%s   %d × %s", f.Name, f.Count, f.Level), cost.Monthly(), width-2)
		switch {
		case i == o.at && o.naming != nil:
			lines = append(lines, s.styles.Accent.Render("❯ ")+"name  "+o.naming.draw(s, min(34, width-8)))
		case i == o.at:
			lines = append(lines, s.styles.Accent.Render("❯ "+text))
		default:
			lines = append(lines, "  "+text)
		}
	}
	if len(o.followers) == 0 {
		lines = append(lines, s.styles.Dim.Render("  no follower pool yet; they can be added at any time"))
	}
	lines = append(lines, "", ends("  cluster", s.styles.Head.Render(total.Monthly()+"/month"), width), "")
	keys := "a add · n name · s level · ← → instances · x remove · enter next · esc back"
	switch {
	case o.naming != nil:
		keys = "enter take the name · esc leave it as it was"
	case width < 76:
		keys = "a n s ← → x · enter next · esc back"
	}
	return append(lines, problemOr(s, o.problem, keys))
}

func (o create) drawName(s scene, width int) []string {
	total := s.catalog.Pool(o.leader(s))
	for _, f := range o.followers {
		total = total.Plus(s.catalog.Pool(model.Pool{Level: f.Level, Count: f.Count}))
	}
	lines := []string{
		ends("  leader "+o.leader(s).Level+", "+plural(len(o.followers), "follower pool"), total.Monthly()+"/month", width),
	}
	lines = append(lines, "", "  name  "+o.name.draw(s, 46), "")
	hint := "3 to 63 letters, numbers, hyphens; begins with a letter."
	if o.name.text() == "" {
		hint = "Empty: it will be called " + o.change(s).Name + "."
	}
	return append(lines, s.styles.Dim.Render("        "+hint), "", problemOr(s, o.problem, "enter next · esc back"))
}

// addIntent is what a does: a follower pool on a cluster, a cluster on an
// app.
func (s scene) addIntent(r row) intent {
	switch {
	case r.id == "":
		return nil
	case r.cluster == nil:
		return open{newCreate(s, r.app.Name)}
	}
	if r.cluster.Destroying {
		return nil
	}
	return open{newAddPool(s, r.cluster)}
}
