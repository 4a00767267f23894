package tui

import (
	"fmt"
	"time"

	"pooldeck/model"
)

// formationName is what the row of a formation, a process type or a dyno is
// called.
func (s scene) formationName(r row, list []column) cell {
	switch {
	case r.kind == rowFormation:
		return cell{"dynos", s.styles.Head}
	case r.kind == rowDyno:
		return cell{clean(r.dyno.Name), s.styles.Dim}
	case !has(list, columnLevel):
		return cell{clean(r.process.Type) + " " + r.process.Size, s.styles.Text}
	}
	return cell{clean(r.process.Type), s.styles.Text}
}

// ran is what a process type runs on, or a dyno that runs on something else
// still.
func (s scene) ran(r row) cell {
	switch {
	case r.kind == rowProcess:
		return cell{r.process.Size, s.styles.Text}
	case r.kind == rowDyno && r.dyno.Size != r.process.Size:
		return cell{r.dyno.Size, s.styles.Busy}
	}
	return cell{"", s.styles.Text}
}

// dynosReady is how many dynos are up as they are wanted, of how many.
func (s scene) dynosReady(r row) cell {
	ready, wanted, settled := 0, 0, r.app.Settled()
	switch r.kind {
	case rowFormation:
		for _, p := range r.app.Processes {
			ready, wanted = ready+p.Ready(r.app.Release), wanted+p.Quantity
		}
	case rowProcess:
		ready, wanted, settled = r.process.Ready(r.app.Release), r.process.Quantity, r.process.Settled(r.app.Release)
	case rowApp, rowCluster, rowPool, rowInstance, rowDyno:
		return cell{"", s.styles.Text}
	}
	c := cell{fmt.Sprintf("%d/%d", ready, wanted), s.styles.Text}
	if !settled {
		c.style = s.styles.Busy
	}
	return c
}

// formationStatus draws the worst status among the process types, or what is
// wrong with their connections or with what they do.
func (s scene) formationStatus(r row) cell {
	worst := model.ProcessEmpty
	for _, p := range r.app.Processes {
		if st := s.statusOf(r.app, p); rank(st) > rank(worst) {
			worst = st
		}
	}
	c := s.processWord(worst)
	b, is := s.budget(r.app)
	strain := s.worstStrain(r.app)
	switch {
	case worst == model.ProcessCrashed:
	case is && b.Broken():
		return cell{"✗ connections short", s.styles.Bad}
	case strain.bad, strain.words != "" && worst.Calm():
		return s.marked(strain)
	case is && b.AtMost() && worst.Calm():
		return cell{"! connections at max", s.styles.Busy}
	}
	if op := s.fleet.Open(r.app.ID); op != nil && !worst.Calm() {
		c.text += fmt.Sprintf(" %d%%", s.manners.seen(op.Progress.Permille))
	}
	return c
}

// statusOf is the status of a process type. A dyno that comes up although
// nobody has asked for another number of them is restarting: it had crashed.
func (s scene) statusOf(app *model.App, p model.Process) model.ProcessStatus {
	st := p.Status(app.Release)
	if st == model.ProcessScaling && len(p.Dynos) == p.Quantity && s.fleet.Open(app.ID) == nil {
		return model.ProcessReplaced
	}
	return st
}

// rank orders statuses by how much they ask for an operator.
func rank(st model.ProcessStatus) int {
	switch st {
	case model.ProcessEmpty:
		return 0
	case model.ProcessUp:
		return 1
	case model.ProcessScaling:
		return 2
	case model.ProcessStarting:
		return 3
	case model.ProcessReplaced:
		return 4
	case model.ProcessCrashed:
	}
	return 5
}

func (s scene) processWord(st model.ProcessStatus) cell {
	switch st {
	case model.ProcessUp:
		return cell{"✓ " + string(st), s.styles.Good}
	case model.ProcessEmpty:
		return cell{"· " + string(st), s.styles.Dim}
	case model.ProcessStarting, model.ProcessScaling, model.ProcessReplaced:
		return cell{"~ " + string(st), s.styles.Busy}
	case model.ProcessCrashed:
	}
	return cell{"✗ " + string(st), s.styles.Bad}
}

// processStatus adds to the status what is wrong and the autoscaler's range,
// and where there is no column for it what the process type does.
func (s scene) processStatus(r row, room int, timed bool) cell {
	st := s.statusOf(r.app, *r.process)
	c, strain := s.processWord(st), s.strain(r)
	switch {
	case strain.words == "" || st == model.ProcessCrashed:
	case st.Calm():
		c = s.marked(strain)
	default:
		c.text += "  " + strain.words
		c.style = strain.paint(s)
	}
	staged := ""
	if s.stagedProcess(r.app.ID, r.process.Type) > 0 {
		staged = "  staged"
	}
	add := func(text string) {
		if text != "" && width(c.text)+2+width(text)+width(staged) <= room {
			c.text += "  " + text
		}
	}
	if !timed && room >= 24 {
		add(s.pace(r).text)
	}
	if rule := r.process.Autoscale; rule != nil {
		brief := rangeOf(rule)
		if rule.Shadow {
			brief = ruled(rule) // that it does nothing says more
		}
		if long := ruled(rule) + " " + rangeOf(rule); width(c.text)+2+width(long)+width(staged) <= room {
			brief = long
		}
		add(brief)
	}
	c.text += staged
	return c
}

// ruled is what an autoscaler does.
func ruled(rule *model.Autoscale) string {
	if rule.Shadow {
		return "shadow"
	}
	return "auto"
}

func rangeOf(rule *model.Autoscale) string { return fmt.Sprintf("%d to %d", rule.Min, rule.Max) }

// dynoStatus draws a dyno's state, with its age where that has no column.
func (s scene) dynoStatus(r row, timed bool) cell {
	c := cell{}
	switch r.dyno.State {
	case model.DynoUp:
		c = cell{"✓ up", s.styles.Good}
	case model.DynoStarting, model.DynoDraining:
		c = cell{"~ " + string(r.dyno.State), s.styles.Busy}
	case model.DynoCrashed:
		c = cell{"✗ crashed", s.styles.Bad}
	}
	if !timed {
		c.text += "  " + s.age(r.dyno)
	}
	return c
}

// age is how long a dyno has been in its state.
func (s scene) age(d *model.Dyno) string { return aged(s.fleet.At.Sub(d.Since)) }

// aged prints a duration as roughly as people tell an age: 12 s, 4 min, 3 h,
// 12 d.
func aged(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(max(0, d)/time.Second))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d/time.Minute))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d/time.Hour))
	}
	return fmt.Sprintf("%d d", int(d/(24*time.Hour)))
}

// holds is how many connections dynos may take: of a process type times each, of a
// formation against what the pool accepts.
func (s scene) holds(r row) cell {
	switch r.kind {
	case rowProcess:
		return cell{fmt.Sprintf("%d × %d", r.process.Quantity, r.process.Connections), s.styles.Dim}
	case rowFormation:
		if b, is := s.budget(r.app); is {
			c := s.usage(b.Now, b.Limit, true)
			if b.Broken() {
				c.style = s.styles.Bad
			}
			return c
		}
	case rowApp, rowCluster, rowPool, rowInstance, rowDyno:
	}
	return cell{"", s.styles.Text}
}

// stagedProcess counts the staged changes of a process type.
func (s scene) stagedProcess(app model.ID, process string) int {
	n := 0
	for _, c := range s.staged {
		if of, about := model.ProcessOf(c); about && c.Target() == app && (of == process || of == "") {
			n++
		}
	}
	return n
}

// budgets are those of the apps on the screen, as of a fleet: to find the pool
// that an app is attached to, one has to look at all clusters.
type budgets struct {
	of   *model.Fleet
	apps map[string]*model.Budget // by the app's name; nil where there is none
}

// budget is what an app's dynos may take of the pool that it is attached to.
func (s scene) budget(app *model.App) (model.Budget, bool) {
	if b, known := s.budgets.apps[app.Name]; known && s.budgets.of == s.fleet {
		if b == nil {
			return model.Budget{}, false
		}
		return *b, true
	}
	return s.fleet.Budget(s.catalog.Specs, app.Name)
}

// budgeted reckons with the apps on the screen.
func (c Console) budgeted() budgets {
	next := budgets{of: c.fleet, apps: map[string]*model.Budget{}}
	for _, r := range c.tree.window {
		if r.kind.depth() == 0 || r.cluster != nil {
			continue
		}
		if _, known := next.apps[r.app.Name]; known {
			continue
		}
		if c.budgets.of == c.fleet {
			if was, known := c.budgets.apps[r.app.Name]; known {
				next.apps[r.app.Name] = was
				continue
			}
		}
		next.apps[r.app.Name] = nil
		if b, is := c.fleet.Budget(c.catalog.Specs, r.app.Name); is {
			next.apps[r.app.Name] = &b
		}
	}
	return next
}
