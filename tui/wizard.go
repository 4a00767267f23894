package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// addPool is the wizard for a follower pool: level, instances, name, and
// then the review. Each step goes back to the one before.
type addPool struct {
	cluster model.ID
	step    int
	levels  levels
	slider  slider
	name    field
	number  uint64 // what a generated name is made of: it stays while it is looked at
	problem string
}

const (
	stepLevel = iota
	stepCount
	stepName
)

// newAddPool is nil-safe to open on a full cluster: it says so then.
func newAddPool(s scene, c *model.Cluster) overlay {
	staged := s.stagedCluster(c)
	if n := staged.FollowerPools(); n >= model.MaxFollowerPools {
		return notice{
			title: "Add a follower pool to " + c.Name,
			text:  fmt.Sprintf("%s has %d follower pools: that is as many as a cluster can have. Destroy one first, or change one.", c.Name, n),
		}
	}
	rest := model.MaxFollowerInstances - staged.FollowerInstances()
	if rest == 0 {
		return notice{
			title: "Add a follower pool to " + c.Name,
			text: fmt.Sprintf("%s has %d follower instances: that is as many as a cluster can have. Take some from another pool first.",
				c.Name, model.MaxFollowerInstances),
		}
	}
	return addPool{
		cluster: c.ID, levels: newLevels(s, c.Leader.Level, ""), slider: slider{value: 1, least: 1, most: rest},
		name: newField("", 128), number: s.number(),
	}
}

// pool is what has been chosen so far.
func (o addPool) pool(s scene) model.Pool {
	return model.Pool{Name: o.chosenName(s), Level: o.levels.chosen(s).Name, Count: o.slider.value}
}

// chosenName is what was typed, or a generated name.
func (o addPool) chosenName(s scene) string {
	if text := o.name.text(); text != "" {
		return text
	}
	c := s.fleet.Cluster(o.cluster)
	if c != nil {
		c = s.stagedCluster(c)
	}
	return model.NewPoolName(c, o.number)
}

func (o addPool) change(s scene) model.Change {
	p := o.pool(s)
	return model.AddPool{Cluster: o.cluster, Name: p.Name, Level: p.Level, Count: p.Count}
}

func (o addPool) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	if s.fleet.Cluster(o.cluster) == nil {
		return o, goBack{}
	}
	if key.Matches(k, s.keys.Back) || o.step != stepName && k.String() == "q" {
		if o.step == stepLevel {
			return o, goBack{}
		}
		o.step, o.problem = o.step-1, ""
		return o, nil
	}
	if key.Matches(k, s.keys.Enter) {
		return o.next(s)
	}
	switch o.step {
	case stepLevel:
		o.levels = o.levels.press(s, k)
	case stepCount:
		o.slider, o.problem = o.slider.press(s, k)
	case stepName:
		o.name = o.name.press(k)
		o.problem = o.nameProblem(s)
	}
	return o, nil
}

func (o addPool) paste(s scene, text string) overlay {
	if o.step == stepName {
		o.name = o.name.paste(text)
		o.problem = o.nameProblem(s)
	}
	return o
}

// nameProblem says while it is typed why a name cannot be used.
func (o addPool) nameProblem(s scene) string {
	if o.name.text() == "" {
		return ""
	}
	if _, err := s.plan(o.change(s)); err != nil {
		return err.Error()
	}
	return ""
}

func (o addPool) next(s scene) (overlay, intent) {
	if o.step < stepName {
		o.step, o.problem = o.step+1, ""
		return o, nil
	}
	c := o.change(s)
	if _, err := s.plan(c); err != nil {
		o.problem = err.Error()
		return o, nil
	}
	return o, s.review(c)
}

func (o addPool) draw(s scene) panel {
	c := s.fleet.Cluster(o.cluster)
	steps := [...]string{"level", "instances", "name"}
	p := panel{width: 78, title: "Add a follower pool", note: fmt.Sprintf("%s ── %d of 4", steps[o.step], o.step+1)}
	if c == nil {
		return gone(s, p)
	}
	p.title = "Add a follower pool to " + c.Name
	width := min(p.width, s.width-4)
	pool := o.pool(s)
	switch o.step {
	case stepLevel:
		p.lines = s.levelStep(o.levels, width)
	case stepCount:
		p.lines = append(s.chosen(pool, width), "")
		p.lines = append(p.lines, s.slide(o.slider, pool, width), "")
		p.lines = append(p.lines, s.effect(c, model.Pool{Name: pool.Name, Level: pool.Level}, pool, width)...)
		p.lines = append(p.lines, "", problemOr(s, o.problem, "← → or digits · enter next · esc back"))
	case stepName:
		p.lines = append(s.chosen(pool, width), "", "  name  "+o.name.draw(s, 34), "")
		for _, line := range wrap("3 to 32 letters, numbers, single hyphens; begins with a letter; folded to lower case.", width-8, 0) {
			p.lines = append(p.lines, s.styles.Dim.Render("        "+line))
		}
		p.lines = append(p.lines, s.styles.Dim.Render("        "+o.nameHint(s)), "", problemOr(s, o.problem, "enter next · esc back"))
	}
	return p
}

// nameHint says what the pool will be called.
func (o addPool) nameHint(s scene) string {
	typed := o.name.text()
	if typed == "" {
		return "Empty: it will be called " + o.chosenName(s) + "."
	}
	if name, err := model.PoolName(typed); err == nil && name != typed {
		return "It will be called " + name + "."
	}
	return ""
}

// levelStep is the level list of a wizard.
func (s scene) levelStep(l levels, width int) []string {
	lines := l.draw(s, width, s.height-6, "", func(model.Level) (string, paint) { return "", s.styles.Text })
	return append(lines, "", s.styles.Dim.Render("enter next · esc back"))
}

// chosen is the line that says what a wizard has so far.
func (s scene) chosen(p model.Pool, width int) []string {
	text := fmt.Sprintf("  %s × %d", p.Level, p.Count)
	if p.HA() {
		text += "   HA"
	}
	return []string{ends(s.styles.Head.Render(text), s.catalog.Pool(p).Monthly()+"/month", width)}
}

// notice is a dialog that only tells.
type notice struct{ title, text string }

func (n notice) press(_ scene, _ tea.KeyPressMsg) (overlay, intent) { return n, goBack{} }

func (n notice) draw(s scene) panel {
	p := panel{title: n.title, width: 72}
	p.lines = append([]string{""}, wrap(n.text, min(p.width, s.width-4), 0)...)
	p.lines = append(p.lines, "", s.styles.Dim.Render("any key: back"))
	return p
}
