package plain

import (
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/internal/golden"
	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

const (
	horizontal  = "postgresql-horizontal-12345"
	rectangular = "postgresql-rectangular-12345"
	octagonal   = "postgresql-octagonal-30518"
)

// story is a dialogue on the demo fleet: lines in, and the transcript as a
// terminal shows it. It lives in a synctest bubble, so that nothing depends on
// who is faster, and time passes only where the test lets it.
type story struct {
	t          *testing.T
	plane      *control.Plane
	keyboard   *io.PipeWriter
	interrupts chan struct{}
	ended      chan error
	transcript *transcript
}

// transcript is all that was typed and printed.
type transcript struct {
	mu   sync.Mutex
	text strings.Builder
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

// play runs a test as a dialogue with somebody at a terminal.
func play(t *testing.T, do func(*story)) { playAs(t, Options{Person: true}, do) }

// playAs runs a test as a dialogue with somebody else.
func playAs(t *testing.T, o Options, do func(*story)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, end := context.WithCancel(t.Context())
		in, keyboard := io.Pipe()
		s := &story{
			t: t, plane: demo(t), keyboard: keyboard, interrupts: make(chan struct{}), ended: make(chan error, 1), transcript: &transcript{},
		}
		o.Backend, o.Catalog, o.Session, o.Seed = s.plane, catalog(t), "test", 7
		if o.Actor.Name == "" {
			o.Actor = backend.Actor{Name: "ada", Role: backend.Admin}
		}
		o.In, o.Out, o.Interrupts = in, s.transcript, s.interrupts
		go func() { s.ended <- Run(ctx, o) }()
		synctest.Wait()
		defer func() {
			end()
			_ = keyboard.Close()
			synctest.Wait()
			if err := s.plane.Close(); err != nil {
				t.Error(err)
			}
			s.heard()
		}()
		do(s)
	})
}

func catalog(t testing.TB) pricing.Catalog {
	t.Helper()
	c, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// demo is the demo fleet under a control plane in memory, standing at its
// first instant.
func demo(t testing.TB) *control.Plane {
	t.Helper()
	const seed = 7
	s := store.NewMemory()
	if err := s.Create(sim.Demo(seed), sim.DemoSpans(seed), seed); err != nil {
		t.Fatal(err)
	}
	var plane *control.Plane
	c := catalog(t)
	interruption := sim.Interruption()
	metrics := sim.NewMetrics(seed, c.Specs, func() sim.Watched { return plane })
	plane, err := control.Open(s, sim.New(seed), c, control.Options{
		Metrics: metrics, Interruption: &interruption, Gauge: sim.NewGauge(seed, c.Specs), Simulated: true, Speed: 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	return plane
}

// types types lines.
func (s *story) types(lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		_, _ = io.WriteString(s.transcript, words.Clean(strings.ToValidUTF8(line, ""))+"\n") // a terminal echoes
		if _, err := io.WriteString(s.keyboard, line+"\n"); err != nil {
			s.t.Fatal(err)
		}
		synctest.Wait()
	}
}

// offers types a line and lets time pass until it is taken.
func (s *story) offers(line string) {
	s.t.Helper()
	taken := make(chan error, 1)
	_, _ = io.WriteString(s.transcript, line+"\n")
	go func() {
		_, err := io.WriteString(s.keyboard, line+"\n")
		taken <- err
	}()
	for range 3000 {
		synctest.Wait()
		select {
		case err := <-taken:
			if err != nil {
				s.t.Fatal(err)
			}
			return
		default:
			s.pass(10 * time.Second)
		}
	}
	s.t.Fatalf("nobody takes %q:\n%s", line, s.transcript)
}

// interrupt is Ctrl+C, which a terminal echoes as well.
func (s *story) interrupt() {
	_, _ = io.WriteString(s.transcript, "^C")
	s.interrupts <- struct{}{}
	synctest.Wait()
}

// pass lets simulated time pass.
func (s *story) pass(d time.Duration) {
	s.t.Helper()
	if err := s.plane.Advance(s.plane.Now().Add(d)); err != nil {
		s.t.Fatal(err)
	}
	synctest.Wait()
}

// passUntil lets time pass until something is said.
func (s *story) passUntil(text string) {
	s.t.Helper()
	from := len(s.transcript.String())
	for range 1440 {
		if strings.Contains(s.transcript.String()[from:], text) {
			return
		}
		s.pass(5 * time.Second)
	}
	s.t.Fatalf("two hours on, nobody said %q:\n%s", text, s.transcript)
}

// passQuietly lets time pass until nothing is under way.
func (s *story) passQuietly() {
	s.t.Helper()
	for range 1440 {
		if len(running(s.plane.Fleet())) == 0 {
			return
		}
		s.pass(5 * time.Second)
	}
	s.t.Fatal("two hours on, something is under way")
}

func (s *story) golden() {
	s.t.Helper()
	golden.Check(s.t, "transcript", s.transcript.String()+"\n")
}

func (s *story) says(texts ...string) {
	s.t.Helper()
	for _, text := range texts {
		if !strings.Contains(s.transcript.String(), text) {
			s.t.Fatalf("nobody said %q:\n%s", text, s.transcript)
		}
	}
}

func (s *story) keepsSilentOf(text string) {
	s.t.Helper()
	if strings.Contains(s.transcript.String(), text) {
		s.t.Fatalf("it said %q:\n%s", text, s.transcript)
	}
}

// heard checks that everything can be heard: nothing but letters, figures and
// the signs of a typewriter, in lines.
func (s *story) heard() {
	s.t.Helper()
	for n, line := range strings.Split(s.transcript.String(), "\n") {
		for _, r := range strings.ReplaceAll(line, "\a", "") {
			if r < ' ' || r > '~' {
				s.t.Errorf("line %d has %q: %s", n+1, r, line)
			}
		}
	}
}

func (s *story) cluster(name string) *model.Cluster {
	s.t.Helper()
	c := s.plane.Fleet().Named(name)
	if c == nil {
		s.t.Fatalf("there is no %s", name)
	}
	return c
}

// applies makes changes as somebody else.
func (s *story) applies(actor string, changes ...model.Change) {
	s.t.Helper()
	f := s.plane.Fleet()
	plan, err := model.NewPlan(f, catalog(s.t).Specs, changes...)
	if err != nil {
		s.t.Fatal(err)
	}
	kinds := append(model.Kinds(plan.Risks), model.ClientsStranded)
	if _, err := s.plane.Apply(s.t.Context(), backend.Request{
		Key: actor, Actor: backend.Actor{Name: actor, Role: backend.Operator}, Changes: changes, Base: plan.Base(), Acknowledged: kinds,
	}); err != nil {
		s.t.Fatal(err)
	}
	synctest.Wait()
}
