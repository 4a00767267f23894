package tui

import (
	"bytes"
	"io"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/teatest/v2"
	"github.com/charmbracelet/x/vt"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/internal/golden"
)

// session is a whole program: keys go through Bubble Tea's input and what it
// writes goes through a terminal emulator. Each step waits for what it
// expects to see.
type session struct {
	t        *testing.T
	program  *teatest.TestModel
	plane    *control.Plane
	terminal *vt.SafeEmulator
	output   io.Reader
	latest   *atomic.Pointer[Console]
}

// followed is a console whose newest state can be looked at from outside.
type followed struct {
	tea.Model
	latest *atomic.Pointer[Console]
}

func (f followed) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	next, cmd := f.Model.Update(msg)
	console := next.(Console)
	f.latest.Store(&console)
	return followed{next, f.latest}, cmd
}

func begin(t *testing.T) *session {
	t.Helper()
	t.Parallel()
	plane := demoPlane(t)
	t.Cleanup(func() {
		if err := plane.Close(); err != nil {
			t.Error(err)
		}
	})
	console := New(t.Context(), Options{
		Backend: plane, Catalog: catalog(t), Actor: backend.Actor{Name: "ada", Role: backend.Admin}, Session: "session", Seed: 7,
	})
	s := &session{t: t, plane: plane, terminal: vt.NewSafeEmulator(120, 40), latest: &atomic.Pointer[Console]{}}
	// What the terminal answers to queries is not read by anybody.
	go func() { _, _ = io.Copy(io.Discard, s.terminal) }()
	s.program = teatest.NewTestModel(t, followed{console, s.latest}, teatest.WithInitialTermSize(120, 40), teatest.WithProgramOptions(
		tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}),
	))
	s.output = io.TeeReader(s.program.Output(), lines{s.terminal})
	return s
}

// lines gives a terminal the carriage returns that a real one's line
// discipline would add.
type lines struct{ to io.Writer }

func (l lines) Write(p []byte) (int, error) {
	if _, err := l.to.Write(bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (s *session) screen() string { return ansi.Strip(s.terminal.Render()) }

// shows waits until all of the texts are on the screen.
func (s *session) shows(texts ...string) {
	s.t.Helper()
	defer func() {
		if s.t.Failed() {
			s.t.Logf("waiting for %q:\n%s", texts, s.screen())
		}
	}()
	teatest.WaitFor(s.t, s.output, func([]byte) bool {
		screen := s.screen()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	}, teatest.WithDuration(30*time.Second), teatest.WithCheckInterval(5*time.Millisecond))
}

func (s *session) press(keys ...string) {
	for _, k := range keys {
		s.program.Send(keyOf(k))
	}
}

// accepted waits until an operation is under way, so that time which passes
// then is spent on it.
func (s *session) accepted() {
	s.t.Helper()
	s.shows("accepted: 1 change")
}

// pass lets simulated time pass, second by second.
func (s *session) pass(d time.Duration) {
	s.t.Helper()
	for range int(d / time.Second) {
		if err := s.plane.Advance(s.plane.Now().Add(time.Second)); err != nil {
			s.t.Fatal(err)
		}
	}
}

// ends waits until the console has taken in all there is, compares the last
// screen and quits. It looks at an app then: how many samples the console has
// drawn of a pool depends on how fast it was.
func (s *session) ends() {
	s.t.Helper()
	s.until(func(c *Console) bool { return true })
	s.press("g")
	s.until(func(c *Console) bool { return c.tree.current().kind == rowApp })
	golden.Check(s.t, "end", ansi.Strip(s.latest.Load().View().Content))
	s.press("q")
	s.program.WaitFinished(s.t, teatest.WithFinalTimeout(30*time.Second))
}

// until waits for a state in which the console has taken in all there is.
func (s *session) until(ready func(*Console) bool) {
	s.t.Helper()
	teatest.WaitFor(s.t, s.output, func([]byte) bool {
		c := s.latest.Load()
		return ready(c) && c.fleet == s.plane.Fleet() && !c.measuring && !c.reading && c.journal == c.fleet.JournalSeq
	}, teatest.WithDuration(30*time.Second), teatest.WithCheckInterval(5*time.Millisecond))
}

// onAnalytics selects the analytics pool of postgresql-rectangular-12345, as
// the article's examples do.
func (s *session) onAnalytics() {
	s.press("G", "up")
	s.shows("❯│ │ ▾ analytics", "analytics.rectangular-12345")
}

// The article's first walk: the leader's level, 4G to 8G.
func TestSessionChangesLeaderLevel(t *testing.T) {
	s := begin(t)
	s.shows("postgresql-horizontal-12345")
	for range 18 {
		s.press("down")
	}
	s.shows("❯│ │ ▾ leader", "leader pool · 2 vCPU · 4 GB")
	s.press("enter")
	s.shows("What do you want to do?", "❯ Change level")
	s.press("enter")
	s.shows("❯ 4G-Performance        2      4 GB           380           $150       current")
	s.press("down")
	s.shows("❯ 8G-Performance")
	s.press("enter")
	s.shows("Review · 1 change", "~ leader  4G-Performance → 8G-Performance", "+$300", "the standby takes over")
	s.press("enter")
	s.shows("leader                     8G-Performance      2/2 ~ modifying")
	s.pass(30 * time.Minute)
	s.shows("leader                     8G-Performance      2/2 ✓ available  HA", "✓ done: leader")
	s.ends()
}

// The article's second walk: the standby goes and comes back.
func TestSessionTogglesHA(t *testing.T) {
	s := begin(t)
	s.shows("postgresql-rectangular-12345")
	s.press("G", "up", "up", "up", "up")
	s.shows("leader.rectangular-12345")
	s.press("t")
	s.shows("the standby is removed", "! HA is lost: the leader has no standby", "❯Cancel❮")
	s.press("right", "right", "enter")
	s.accepted()
	s.pass(10 * time.Minute)
	s.shows("leader                     4G-Performance      1/1 ✓ available  ", "✓ done")
	s.press("t")
	s.shows("a standby is added (HA)", "+$150")
	s.press("enter")
	s.accepted()
	s.pass(30 * time.Minute)
	s.shows("leader                     4G-Performance      2/2 ✓ available  HA")
	s.ends()
}

// A follower pool with a name of its own, one step at a time.
func TestSessionAddsNamedPool(t *testing.T) {
	s := begin(t)
	s.shows("postgresql-rectangular-12345")
	s.onAnalytics()
	s.press("a")
	s.shows("Add a follower pool to postgresql-rectangular-12345", "level ── 1 of 4")
	s.press("down", "enter")
	s.shows("instances ── 2 of 4", "8G-Performance × 1")
	s.press("2")
	s.shows("8G-Performance × 2")
	s.press("enter")
	s.shows("name ── 3 of 4")
	s.program.Type("reporting")
	s.shows("name  reporting")
	s.press("enter")
	s.shows("+ reporting  new follower pool, 2 × 8G-Performance", "+$600")
	s.press("enter")
	s.accepted()
	s.press("G") // it has come below
	s.shows("reporting                  8G-Performance      0/2 ~ provisioning")
	s.pass(40 * time.Minute)
	s.shows("reporting                  8G-Performance      2/2 ✓ available  HA")
	s.ends()
}

// A generated name, and every step goes back to the one before.
func TestSessionAddsPoolWithGeneratedName(t *testing.T) {
	s := begin(t)
	s.shows("postgresql-rectangular-12345")
	s.onAnalytics()
	s.press("a", "enter", "enter")
	s.shows("name ── 3 of 4", "it will be called")
	s.press("enter")
	s.shows("Review · 1 change", "-pool-")
	s.press("esc")
	s.shows("name ── 3 of 4")
	s.press("esc")
	s.shows("instances ── 2 of 4")
	s.press("esc")
	s.shows("level ── 1 of 4")
	s.press("esc")
	s.shows("❯│ │ ▾ analytics")
	s.press("a", "enter", "enter", "enter")
	s.shows("new follower pool, 1 × 4G-Performance")
	s.press("enter")
	s.accepted()
	s.pass(30 * time.Minute)
	s.shows("✓ done")
	s.press("G")
	s.shows("-pool-", "4G-Performance      1/1 ✓ available")
	s.ends()
}

// The article's scaling walk: by level, then by the number of instances.
func TestSessionScalesPool(t *testing.T) {
	s := begin(t)
	s.shows("postgresql-rectangular-12345")
	s.onAnalytics()
	s.press("s", "up", "up")
	s.shows("❯ 4G-Performance")
	s.press("down", "enter")
	s.shows("16G-Performance → 8G-Performance", "! analytics is lowered")
	s.press("enter")
	s.accepted()
	s.pass(30 * time.Minute)
	s.shows("analytics                  8G-Performance      1/1 ✓ available", "✓ done")
	s.press("i", "3")
	s.shows("3 × 8G-Performance")
	s.press("enter")
	s.shows("~ analytics  1 → 3 instances")
	s.press("enter")
	s.accepted()
	s.pass(40 * time.Minute)
	s.shows("analytics                  8G-Performance      3/3 ✓ available  HA")
	s.ends()
}

// The article's last walk: a wrong name destroys nothing.
func TestSessionDestroysPool(t *testing.T) {
	s := begin(t)
	s.shows("postgresql-rectangular-12345")
	s.onAnalytics()
	s.press("enter")
	s.shows("Destroy pool")
	s.press("x")
	s.shows("Destroy follower pool analytics", "type example-app to destroy it")
	s.program.Type("analytics")
	s.shows("to destroy it:  analytics")
	s.press("right", "right")
	s.shows("[❯Destroy❮]")
	s.press("enter")
	s.shows("to destroy it:  analytics", "[❯Destroy❮]")
	for range "analytics" {
		s.press("backspace")
	}
	s.program.Type("example-app")
	s.shows("to destroy it:  example-app")
	s.press("enter")
	s.shows("analytics                  16G-Performance     0/0 ~ destroying")
	s.pass(15 * time.Minute)
	s.shows("✓ done: analytics")
	s.ends()
}

// on selects a process type of an app.
func (s *session) on(app, process string) {
	s.t.Helper()
	s.shows("postgresql-rectangular-12345")
	id := s.plane.Fleet().App(app).ProcessID(process)
	at := s.latest.Load().tree.forest.index(spot{s.plane.Fleet().App(app).ID, id})
	s.press("g")
	for range at {
		s.press("down")
	}
	s.until(func(c *Console) bool { return c.tree.selected.id == id })
}

// The first seed's own words: heroku ps:scale web=5.
func TestSessionScalesWebToFive(t *testing.T) {
	s := begin(t)
	s.on("example-app", "web")
	s.press(":")
	s.program.Type("ps:scale web=5")
	s.shows("Review: web to 5 dynos on example-app")
	s.press("enter")
	s.shows("~ web  2 → 5 dynos", "+$75")
	s.press("enter")
	s.accepted()
	s.pass(2 * time.Minute)
	s.shows("Standard-1X         5/5 ✓ up", "now running web at 5:Standard-1X")
	s.ends()
}

// Two process types in one plan: one by size and number, the other by number.
func TestSessionResizesAndScalesTwoTypes(t *testing.T) {
	s := begin(t)
	s.on("example-app", "web")
	s.press("s", "down")
	s.shows("❯ Standard-2X")
	s.press("space")
	s.shows("staged: 1 change")
	s.press("i", "3")
	s.shows("3 × Standard-2X")
	s.press("space")
	s.shows("staged: 2 changes")
	s.press("down", "i", "2", "space")
	s.shows("staged: 3 changes")
	s.press("r")
	s.shows("Review · 3 changes on the dynos of example-app", "web  2 × Standard-1X → 3 × Standard-2X", "worker  1 → 2 dynos")
	s.press("enter")
	s.shows("accepted: 3 changes")
	s.pass(3 * time.Minute)
	s.shows("now running web at 3:Standard-2X, worker at 2:Standard-2X")
	s.ends()
}

// Autoscale is switched on, acts on a spike, and comes back.
func TestSessionAutoscalesASpike(t *testing.T) {
	s := begin(t)
	s.on("billing-api", "web")
	s.press("A")
	s.shows("suggested 240 ms")
	s.press("tab", "tab")
	s.shows("happened     this rule")
	s.press("tab", "down", "down", "8")
	s.shows("‹   8 dynos ›")
	s.press("enter")
	s.shows("autoscale 3 to 8 dynos, p95 at most 240 ms")
	s.press("enter")
	s.shows("done: web autoscale 3 to 8 dynos", "3/3 ✓ up  auto 3 to 8", "up to $5,008")
	s.press("f")
	s.shows("Spike: far more people use billing-api")
	s.press("enter")
	s.shows("the traffic rises")
	s.pass(15 * time.Minute)
	s.shows("5/5 ✓ up  auto 3 to 8")
	s.press("A")
	s.shows("[decisions]", "↑")
	s.press("up")
	s.shows("over the target", "= 4 → 5 dynos")
	s.press("esc")
	s.pass(2 * time.Hour)
	s.shows("3/3 ✓ up  auto 3 to 8")
	s.press("A")
	s.shows("[decisions]")
	s.press("up")
	s.shows("↓", "fewer are enough", "= 4 → 3 dynos")
	s.press("esc")
	s.ends()
}
