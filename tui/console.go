// Package tui is the full-screen console: one Bubble Tea model over a
// backend. A front end is view(fleet, metrics, own cursor); what it does goes
// from a key press to an intent to a plan to one command.
//
// Start with Console: Update, press, do.
package tui

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// Console is the state of one operator's screen.
type Console struct {
	scene
	ctx       context.Context
	backend   backend.Backend
	actor     backend.Actor
	session   string
	requests  int
	overlays  []overlay
	pane      pane
	activity  int // the selected line of the activity pane
	readFrom  int // the first line of the detail pane
	notice    cell
	search    *field // what is being typed to filter the tree; nil when nothing is
	journal   int64  // the newest entry that this console has read
	reading   bool
	recalling bool // what an open autoscaler wants to know is being read
	measuring bool
	measured  occasion // why the newest sample was taken
	drawn     drawn
	presence  Presence
	placed    Place // where the others have been told that this console is
}

// pane is what the arrows move in.
type pane int

const (
	paneTree pane = iota
	paneActivity
	paneDetail
	panes // how many there are
)

// Options say whose console it is.
type Options struct {
	Backend backend.Backend
	Catalog pricing.Catalog
	Actor   backend.Actor
	// Session is different for every console that was ever opened on the
	// backend: requests are told apart by it.
	Session string
	// Seed is what generated names are made of.
	Seed uint64
	// Presence is nil where there is one console only.
	Presence Presence
	Manners  Manners
}

// New makes a console. The context ends its watch and its requests.
func New(ctx context.Context, o Options) Console {
	c := Console{ctx: ctx, backend: o.Backend, actor: o.Actor, session: o.Session, presence: o.Presence}
	c.catalog, c.seed, c.role = o.Catalog, o.Seed, o.Actor.Role
	c.able = o.Backend.Abilities()
	c.fleet, c.sampleOf = &model.Fleet{}, map[string]bool{}
	c.manners = o.Manners
	// Dark, until the terminal has said what its background is.
	c.keys, c.styles = newKeyMap(), newStyles(c.manners.Theme, true)
	if c.able.Clock != nil {
		c.speed = c.able.Clock.Speed()
	}
	steers := c.able.Clock != nil && c.role.Steers()
	c.keys.Pause.SetEnabled(steers)
	c.keys.Slower.SetEnabled(steers)
	c.keys.Faster.SetEnabled(steers)
	c.keys.Faults.SetEnabled(c.able.Faults != nil && c.role.Steers())
	c.keys.Retry.SetEnabled(c.role.Changes())
	c.keys.Cancel.SetEnabled(c.role.Changes())
	c.keys.Suspend.SetEnabled(!c.manners.Away)
	return c
}

// Init begins to watch and asks the terminal for its background.
func (c Console) Init() tea.Cmd { return tea.Batch(c.watch(), c.meet(), tea.RequestBackgroundColor) }

// Update takes a message in. It never blocks: what takes time is a command.
func (c Console) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := c.update(msg)
	c, tell := next.(Console).tell()
	return c.redrawn(msg), tea.Batch(cmd, tell)
}

func (c Console) update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return c.sized(msg.Width, msg.Height)
	case tea.BackgroundColorMsg:
		c.styles = newStyles(c.manners.Theme, msg.IsDark())
	case tea.KeyPressMsg:
		return c.press(msg)
	case tea.MouseClickMsg:
		return c.clicked(msg.Mouse())
	case tea.MouseWheelMsg:
		return c.wheeled(msg.Mouse())
	case tea.PasteMsg:
		return c.paste(msg.Content), nil
	case fleetArrived:
		return c.arrived(msg)
	case watchClosed:
		return c, c.watch()
	case sampled:
		return c.sampled(msg).remeasured()
	case journaled:
		next := c.heard(msg.entries)
		return next, tea.Batch(next.fading(c.notice), c.manners.tellTheTerminal(msg.entries))
	case journalOpened:
		c.overlays = append(c.overlays[:len(c.overlays):len(c.overlays)], newJournal(msg.entries))
	case recordOpened:
		c.overlays = append(c.overlays[:len(c.overlays):len(c.overlays)], newAutoscaler(c.scene, msg.record))
	case recorded:
		c = c.took(msg.record)
	case rehearsed:
		c = c.tried(msg)
	case faded:
		return c.fade(msg), nil
	case peopleArrived:
		c.people = msg.people
		return c, func() tea.Msg { return nextPeople(msg.next) }
	case accepted:
		return c.accepted(msg), nil
	case refused:
		return c.refused(msg.err), nil
	case steered:
		c.speed = msg.speed
	case failed:
		return c.failed(msg.err), nil
	}
	return c, nil
}

// sized takes the window's size in. A terminal that says 0x0 is taken for
// the smallest common one; one that claims more than any has, for that.
func (c Console) sized(width, height int) (tea.Model, tea.Cmd) {
	if width <= 0 || height <= 0 {
		width, height = 80, 24
	}
	c.width, c.height = min(width, 500), min(height, 200)
	c.tree = c.tree.sized(c.layout().tree)
	return c.remeasured()
}

func (c Console) arrived(msg fleetArrived) (tea.Model, tea.Cmd) {
	first := c.fleet.At.IsZero()
	c.totals = c.resum(c.totals, c.fleet, msg.fleet)
	halts := !msg.fleet.Halt.Equal(c.fleet.Halt)
	c.fleet = msg.fleet
	if first {
		c.journal = msg.fleet.JournalSeq
		c.tree.look = firstLook(msg.fleet)
	}
	if halts {
		c.tree = c.tree.sized(c.layout().tree)
	}
	c = c.regrown()
	for i, o := range c.overlays {
		if w, ok := o.(watching); ok {
			c.overlays = c.replaced(i, w.on(c.scene))
		}
	}
	cmds := []tea.Cmd{listen(msg.next)}
	if msg.fleet.JournalSeq > c.journal && !c.reading {
		c.reading = true
		cmds = append(cmds, c.read())
	}
	c, follow := c.followed()
	next, cmd := c.remeasured()
	return next, tea.Batch(append(cmds, follow, cmd)...)
}

// regrown draws up the rows of the tree again, after the fleet or the way it
// is looked at has changed.
func (c Console) regrown() Console {
	c.tree = c.tree.on(c.fleet, c.measures())
	return c
}

// replaced copies the overlays with another one at a place.
func (c Console) replaced(at int, o overlay) []overlay {
	list := append([]overlay(nil), c.overlays...)
	list[at] = o
	return list
}

// heard turns facts of the journal into a notice. That the way to the backend
// is mended does not take away what became of the request that went it.
func (c Console) heard(entries []model.Entry) Console {
	c.reading = false
	for _, e := range entries {
		c.journal = max(c.journal, e.Seq)
		if e.Kind == model.EntryRecovered && strings.HasPrefix(c.notice.text, acceptedMark) {
			continue
		}
		if n := c.noticeOf(e); n.text != "" {
			c.notice = n
		}
	}
	return c
}

const acceptedMark = "~ accepted: "

func (c Console) accepted(msg accepted) Console {
	c.overlays = nil
	if !msg.aside {
		c.staged = nil
	}
	c.tree = c.tree.sized(c.layout().tree)
	if c.notice.text != "" && !msg.again && c.ended(msg.receipt.Operations) {
		return c // what came of it is there already
	}
	c.notice = cell{acceptedMark + plural(len(msg.changes), "change"), c.styles.Busy}
	if msg.again {
		c.notice.text += "; the first answer was lost"
	}
	return c
}

// ended is whether operations are over, as far as this console has seen.
func (c Console) ended(ids []model.OperationID) bool {
	for _, id := range ids {
		if o := c.fleet.Operation(id); o == nil || !o.State.Final() {
			return false
		}
	}
	return true
}

func (c Console) refused(err error) Console {
	if n := len(c.overlays); n > 0 {
		if r, ok := c.overlays[n-1].(review); ok {
			c.overlays = c.replaced(n-1, r.refused(c.scene, err))
			return c
		}
	}
	return c.failed(err)
}

func (c Console) failed(err error) Console {
	c.measuring, c.reading, c.recalling = false, false, false
	if !errors.Is(err, context.Canceled) {
		c.notice = cell{"✗ " + clean(err.Error()), c.styles.Bad}
	}
	return c
}

// press hands a key to the overlay on top, or to the tree.
func (c Console) press(k tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	c.notice = cell{}
	switch {
	case key.Matches(k, c.keys.Suspend):
		return c, tea.Suspend
	case k.String() == "ctrl+c":
		return c.leaveOrAsk()
	}
	n := len(c.overlays)
	if n == 0 {
		next, intent := c.pressed(k)
		return next.regrown().do(intent)
	}
	top, intent := c.overlays[n-1].press(c.scene, k)
	c.overlays = c.replaced(n-1, top)
	return c.do(intent)
}

func (c Console) paste(text string) Console {
	if c.search != nil {
		typed := c.search.paste(text)
		return c.searched(&typed)
	}
	if n := len(c.overlays); n > 0 {
		if t, ok := c.overlays[n-1].(typed); ok {
			c.overlays = c.replaced(n-1, t.paste(c.scene, text))
		}
	}
	return c
}

// do carries an intent out.
func (c Console) do(i intent) (tea.Model, tea.Cmd) {
	n := len(c.overlays)
	switch i := i.(type) {
	case nil:
	case goBack:
		c.overlays = c.overlays[: n-1 : n-1]
	case leave:
		c.overlays = nil
	case open:
		c.overlays = append(c.overlays[:n:n], i.overlay)
	case instead:
		c.overlays = append(c.overlays[:n-1:n-1], i.overlay)
	case stage:
		c = c.keep(model.Stage(c.fleet, c.staged, i.changes))
	case restage:
		c = c.keep(i.changes)
		c.notice = c.leftOut(i)
	case drop:
		c.staged, c.overlays = nil, nil
		c.notice = cell{"nothing is staged any more", c.styles.Dim}
	case apply:
		return c.send(i)
	case cancel:
		c.overlays = nil
		return c, c.stop(i.operation)
	case readJournal:
		return c, c.open()
	case readAutoscaler:
		return c, c.lookBack(i.app, i.process)
	case rehearsal:
		return c, rehearse(i)
	case visit:
		c.overlays = nil
		c = c.goTo(i.target)
	case act:
		c.overlays = nil
		next, then := c.pressed(pressOf(i.key))
		return next.regrown().do(then)
	case copied:
		c.notice = cell{"copied: " + i.text, c.styles.Dim}
		return c, c.manners.copy(i.text)
	case retry:
		return c, c.again(i.operation)
	case inject:
		c.overlays = nil
		return c, c.wreck(i.fault)
	case setSpeed:
		return c, c.steer(i.speed)
	case quit:
		return c, tea.Quit
	}
	return c.remeasured()
}

// keep stages changes.
func (c Console) keep(changes model.Changes) Console {
	c.staged = changes
	c.overlays = nil
	c.notice = cell{}
	return c
}

// send asks the backend for what was reviewed.
func (c Console) send(a apply) (tea.Model, tea.Cmd) {
	c.requests++
	return c, c.ask(backend.Request{
		Key:          fmt.Sprintf("%s-%d", c.session, c.requests),
		Actor:        c.actor,
		Changes:      a.plan.Changes,
		Base:         a.plan.Base(),
		Acknowledged: a.acknowledged,
	}, a.aside)
}
