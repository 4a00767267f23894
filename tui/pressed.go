package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/proposal"
)

// pressed takes a key on the tree.
func (c Console) pressed(k tea.KeyPressMsg) (Console, intent) {
	if c.search != nil {
		return c.pressedSearch(k), nil
	}
	switch c.pane {
	case paneActivity:
		if next, i, taken := c.pressedActivity(k); taken {
			return next, i
		}
	case paneDetail:
		if next, taken := c.pressedDetail(k); taken {
			return next, nil
		}
	case paneTree, panes:
	}
	if next, moved := c.moved(k); moved {
		return next, nil
	}
	r := c.tree.current()
	var pool model.Pool
	switch {
	case r.kind == rowCluster:
		pool = r.cluster.Leader
	case r.pool != nil:
		pool = *r.pool
	}
	about := r.cluster != nil && !r.cluster.Destroying && !pool.Destroying
	switch {
	case key.Matches(k, c.keys.Quit):
		return c, c.leaving()
	case key.Matches(k, c.keys.Help):
		return c, open{help{}}
	case key.Matches(k, c.keys.Next):
		return c.nextPane()
	case key.Matches(k, c.keys.Enter):
		if menu := c.actions(); menu != nil {
			return c, open{menu}
		}
	case r.kind.depth() > 0 && r.cluster == nil && !key.Matches(k, c.keys.Add):
		return c.pressedDynos(r, k)
	case key.Matches(k, c.keys.Level) && about:
		return c, open{newLevelPicker(c.scene, r.cluster, pool)}
	case key.Matches(k, c.keys.Count) && about:
		return c, open{newCountPicker(c.scene, r.cluster, pool)}
	case key.Matches(k, c.keys.Standby) && about && pool.IsLeader():
		return c, c.toggleStandby(r.cluster)
	case key.Matches(k, c.keys.Standby) && about:
		c.notice = cell{"the standby belongs to the leader pool; i changes the instances of " + pool.Name, c.styles.Dim}
	case key.Matches(k, c.keys.Add):
		return c, c.addIntent(r)
	case key.Matches(k, c.keys.Attach) && about:
		return c, open{newAttach(c.scene, r.cluster, pool)}
	case key.Matches(k, c.keys.Destroy) && about:
		return c, c.losses()
	case key.Matches(k, c.keys.Undo) && r.cluster != nil:
		return c, c.undoing(r.cluster.ID, r.cluster.Name)
	case key.Matches(k, c.keys.Retry) && r.cluster != nil:
		return c, c.retrying(r.cluster.ID, r.cluster.Name)
	case key.Matches(k, c.keys.Faults) && r.cluster != nil:
		return c, c.faults(r)
	case key.Matches(k, c.keys.Copy) && r.cluster != nil:
		return c, copied{"pooldeck info " + r.cluster.Name}
	case key.Matches(k, c.keys.Cancel) && r.cluster != nil:
		return c, c.cancelling(c.fleet.Open(r.cluster.ID))
	case key.Matches(k, c.keys.Autoscale):
		c.notice = cell{"that is for web below the dynos of an app; select it", c.styles.Dim}
	case key.Matches(k, c.keys.Level, c.keys.Count, c.keys.Standby, c.keys.Attach, c.keys.Destroy) && r.cluster == nil:
		c.notice = cell{"that is for a pool, a cluster or a process type; select one", c.styles.Dim}
	case key.Matches(k, c.keys.Level, c.keys.Count, c.keys.Standby, c.keys.Attach, c.keys.Destroy):
		c.notice = cell{pool.Name + " is being destroyed", c.styles.Dim}
	default:
		return c.pressedGlobal(k)
	}
	return c, nil
}

// pressedGlobal takes the keys that mean the same everywhere.
func (c Console) pressedGlobal(k tea.KeyPressMsg) (Console, intent) {
	switch {
	case key.Matches(k, c.keys.Review, c.keys.Stage) && len(c.staged) > 0:
		return c, c.review()
	case key.Matches(k, c.keys.Review):
		c.notice = cell{"nothing is staged: space in a picker stages the change shown", c.styles.Dim}
	case key.Matches(k, c.keys.Drop):
		return c, c.dropping()
	case key.Matches(k, c.keys.Costs):
		return c, open{c.costs()}
	case key.Matches(k, c.keys.Palette):
		return c, open{newPalette()}
	case key.Matches(k, c.keys.Journal):
		return c, readJournal{}
	case key.Matches(k, c.keys.Pause):
		if c.speed == 0 {
			return c, setSpeed{defaultSpeed}
		}
		return c, setSpeed{0}
	case key.Matches(k, c.keys.Slower):
		return c, setSpeed{max(1, c.speed/2)}
	case key.Matches(k, c.keys.Faster):
		return c, setSpeed{min(max(1, c.speed*2), backend.MaxSpeed)}
	}
	return c, nil
}

// dropping asks before what is staged is forgotten.
func (s scene) dropping() intent {
	if len(s.staged) == 0 {
		return nil
	}
	return open{confirm{
		title: "Drop what is staged", text: []string{plural(len(s.staged), "staged change") + " will be forgotten; what is staged was not applied."},
		does: "Drop", do: drop{},
	}}
}

// defaultSpeed is how fast the simulated clock goes on after a pause.
const defaultSpeed = 20

// moved takes the keys that only move the selection.
func (c Console) moved(k tea.KeyPressMsg) (Console, bool) {
	switch {
	case key.Matches(k, c.keys.Up):
		c.tree = c.tree.moved(-1)
	case key.Matches(k, c.keys.Down):
		c.tree = c.tree.moved(1)
	case key.Matches(k, c.keys.PageUp):
		c.tree = c.tree.moved(-c.tree.height)
	case key.Matches(k, c.keys.PageDown):
		c.tree = c.tree.moved(c.tree.height)
	case key.Matches(k, c.keys.Top):
		c.tree = c.tree.moved(-c.tree.size())
	case key.Matches(k, c.keys.Bottom):
		c.tree = c.tree.moved(c.tree.size())
	case key.Matches(k, c.keys.Left):
		c.tree = c.tree.left()
	case key.Matches(k, c.keys.Right):
		c.tree = c.tree.right()
	default:
		return c.sought(k)
	}
	return c, true
}

// nextPane moves the arrows to the activity pane, the detail pane and back to
// the tree; a window too small for panes opens them as a dialog.
func (c Console) nextPane() (Console, intent) {
	if !c.layout().panes {
		return c, open{details{}}
	}
	c.pane = (c.pane + 1) % panes
	c.activity, c.readFrom = 0, 0
	return c, nil
}

// pressedActivity moves among the operations; enter goes to the target.
func (c Console) pressedActivity(k tea.KeyPressMsg) (Console, intent, bool) {
	ops := newestFirst(c.fleet.Operations)
	switch {
	case key.Matches(k, c.keys.Up):
		c.activity = max(0, c.activity-1)
	case key.Matches(k, c.keys.Down):
		c.activity = min(max(0, len(ops)-1), c.activity+1)
	case key.Matches(k, c.keys.Back):
		c.pane = paneTree
	case key.Matches(k, c.keys.Enter) && len(ops) == 0:
	case key.Matches(k, c.keys.Enter) && c.activity < len(ops):
		c = c.goTo(ops[c.activity].Target)
		c.pane = paneTree
	case key.Matches(k, c.keys.Cancel) && c.activity < len(ops):
		return c, c.cancelling(ops[c.activity]), true
	default:
		return c, nil, false
	}
	return c, nil, true
}

// pressedDetail reads on in the detail pane.
func (c Console) pressedDetail(k tea.KeyPressMsg) (Console, bool) {
	lines := len(c.written(c.detail(), c.detailWidth()-4))
	switch {
	case key.Matches(k, c.keys.Up):
		c.readFrom = max(0, c.readFrom-1)
	case key.Matches(k, c.keys.Down):
		c.readFrom = min(max(0, lines-paneRows), c.readFrom+1)
	case key.Matches(k, c.keys.Back):
		c.pane, c.readFrom = paneTree, 0
	default:
		return c, false
	}
	return c, true
}

// cancelling asks before an operation is cancelled, and says what stays.
func (c Console) cancelling(op *model.Operation) intent {
	if err := proposal.Cancellable(op); err != nil {
		return open{notice{"Cancel", sentence(clean(err.Error()))}}
	}
	text := []string{"Under way on " + op.TargetName + ":"}
	for _, w := range op.Does() {
		text = append(text, "  "+w)
	}
	text = append(text, "", "What is being made is taken back, and what was wanted before is wanted again:")
	for _, change := range op.Undo {
		text = append(text, "  "+change.String())
	}
	return open{confirm{title: "Cancel the operation", text: text, does: "Cancel it", do: cancel{op.ID}}}
}

// leaving quits, or asks when something is staged.
func (c Console) leaving() intent {
	if len(c.staged) == 0 {
		return quit{}
	}
	return open{confirm{
		title: "Quit", text: []string{plural(len(c.staged), "staged change") + " will be forgotten; what is staged was not applied."},
		does: "Quit", do: quit{},
	}}
}

// leaveOrAsk is ctrl+c: it asks once and then obeys.
func (c Console) leaveOrAsk() (tea.Model, tea.Cmd) {
	for _, o := range c.overlays {
		if asked, ok := o.(confirm); ok && asked.do == (quit{}) {
			return c, tea.Quit
		}
	}
	return c.do(c.leaving())
}
