package tui

import (
	"context"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/internal/golden"
	"pooldeck/pricing"
)

// story drives a console on the demo fleet by hand: keys in, screens out. It
// lives in a synctest bubble, so that a command that waits for the next fleet
// is seen to wait, and nothing depends on who is faster.
type story struct {
	t       *testing.T
	plane   *control.Plane
	disk    *disk
	console tea.Model
	mu      sync.Mutex
	inbox   []tea.Msg
	quit    bool
}

// tell runs a test as a story on a window of a size.
func tell(t *testing.T, width, height int, do func(*story)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		disk := &disk{Store: store.NewMemory()}
		plane := planeOn(t, disk)
		s := &story{t: t, plane: plane, disk: disk}
		s.console = New(ctx, Options{
			Backend: plane, Catalog: catalog(t), Actor: backend.Actor{Name: "ada", Role: backend.Admin}, Session: "test", Seed: 7,
		})
		s.run(s.console.Init())
		s.send(tea.WindowSizeMsg{Width: width, Height: height})
		do(s)
		end()
		if err := plane.Close(); err != nil {
			t.Error(err)
		}
	})
}

func catalog(t testing.TB) pricing.Catalog {
	t.Helper()
	c, err := embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// embedded reads the catalog once: it is a value that nobody modifies.
var embedded = sync.OnceValues(pricing.Embedded)

// demoPlane is the demo fleet under a control plane in memory, standing at
// its first instant.
func demoPlane(t testing.TB) *control.Plane {
	t.Helper()
	return planeOn(t, store.NewMemory())
}

func planeOn(t testing.TB, s store.Store) *control.Plane {
	t.Helper()
	const seed = 7
	if err := s.Create(sim.Demo(seed), sim.DemoSpans(seed), seed); err != nil {
		t.Fatal(err)
	}
	var plane *control.Plane
	c := catalog(t)
	interruption := sim.Interruption()
	gauge := sim.NewGauge(seed, c.Specs)
	metrics := sim.NewMetrics(seed, c.Specs, func() sim.Watched { return plane })
	plane, err := control.Open(s, sim.New(seed), c, control.Options{
		Metrics: metrics, Gauge: gauge, Interruption: &interruption, Simulated: true, Speed: 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	return plane
}

// run starts a command; what it returns is taken in by settle.
func (s *story) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		msg := cmd()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.inbox = append(s.inbox, msg)
	}()
}

// settle lets everything happen that can happen without time passing.
func (s *story) settle() {
	for {
		synctest.Wait()
		s.mu.Lock()
		msgs := s.inbox
		s.inbox = nil
		s.mu.Unlock()
		if len(msgs) == 0 {
			return
		}
		for _, msg := range msgs {
			s.take(msg)
		}
	}
}

func (s *story) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			s.run(cmd)
		}
	case tea.QuitMsg:
		s.quit = true
	default:
		next, cmd := s.console.Update(msg)
		s.console = next
		s.run(cmd)
	}
}

func (s *story) send(msg tea.Msg) {
	s.take(msg)
	s.settle()
}

// press presses keys, by the names that Bubble Tea gives them.
func (s *story) press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		s.send(keyOf(k))
	}
}

// write types a text, a key a letter.
func (s *story) write(text string) {
	for _, r := range text {
		s.press(string(r))
	}
}

func keyOf(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft,
		"right": tea.KeyRight, "tab": tea.KeyTab, "backspace": tea.KeyBackspace, "space": tea.KeySpace,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "home": tea.KeyHome, "end": tea.KeyEnd,
	}
	if code, ok := special[name]; ok {
		k := tea.KeyPressMsg{Code: code}
		if name == "space" {
			k.Text = " "
		}
		return k
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: []rune(letter)[0], Mod: tea.ModCtrl}
	}
	r := []rune(name)[0]
	return tea.KeyPressMsg{Code: r, Text: name}
}

// pass lets simulated time pass.
func (s *story) pass(d time.Duration) {
	s.t.Helper()
	if err := s.plane.Advance(s.plane.Now().Add(d)); err != nil {
		s.t.Fatal(err)
	}
	s.settle()
}

// sleep lets real time pass, which is the bubble's.
func (s *story) sleep(d time.Duration) {
	time.Sleep(d)
	s.settle()
}

// passUntil lets time pass, less than the shortest phase at a time, until the
// screen shows a text.
func (s *story) passUntil(text string) {
	s.t.Helper()
	for range 1440 {
		if strings.Contains(ansi.Strip(s.console.View().Content), text) {
			s.screen()
			return
		}
		s.pass(5 * time.Second)
	}
	s.t.Fatalf("two hours on, the screen does not show %q:\n%s", text, s.screen())
}

// screen is what is on the screen as plain text. It always fits the window,
// and is what a console shows that has drawn nothing yet.
func (s *story) screen() string {
	s.t.Helper()
	content := s.console.View().Content
	c := s.console.(Console)
	c.drawn, c.tree.forest = drawn{}, forest{}
	c = c.regrown()
	if anew := c.View().Content; anew != content {
		s.t.Errorf("the screen shows\n%s\nand anew\n%s", ansi.Strip(content), ansi.Strip(anew))
	}
	lines := strings.Split(content, "\n")
	if len(lines) > c.height {
		s.t.Errorf("%d lines in a window of %d", len(lines), c.height)
	}
	for _, line := range lines {
		if w := ansi.StringWidth(line); w > c.width {
			s.t.Errorf("a line of %d cells in a window of %d: %q", w, c.width, ansi.Strip(line))
		}
	}
	return ansi.Strip(content)
}

func (s *story) golden(step string) {
	s.t.Helper()
	golden.Check(s.t, step, s.screen())
}

func (s *story) shows(texts ...string) {
	s.t.Helper()
	screen := s.screen()
	for _, text := range texts {
		if !strings.Contains(screen, text) {
			s.t.Fatalf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

func (s *story) hides(texts ...string) {
	s.t.Helper()
	screen := s.screen()
	for _, text := range texts {
		if strings.Contains(screen, text) {
			s.t.Fatalf("the screen shows %q:\n%s", text, screen)
		}
	}
}

// goTo selects a pool, cluster or app by name.
func (s *story) goTo(cluster, pool string) {
	s.t.Helper()
	c := s.console.(Console)
	found := c.fleet.Named(cluster)
	id := found.ID
	if pool != "" {
		p, _ := found.PoolNamed(pool)
		id = p.ID
	}
	for range c.tree.size() {
		if s.console.(Console).tree.selected.id == id {
			return
		}
		s.press("down")
	}
	s.press("g")
	for range c.tree.size() {
		if s.console.(Console).tree.selected.id == id {
			return
		}
		s.press("down")
	}
	s.t.Fatalf("%s %s has no row", cluster, pool)
}

// onProcess selects a process type of an app.
func (s *story) onProcess(app, process string) {
	s.t.Helper()
	c := s.console.(Console)
	id := c.fleet.App(app).ProcessID(process)
	s.press("g")
	for range c.tree.size() {
		if s.console.(Console).tree.selected.id == id {
			return
		}
		s.press("down")
	}
	s.t.Fatalf("%s of %s has no row", process, app)
}
