package sshd

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
)

// witness notes what a program is told, and when.
type witness struct {
	began time.Time
	heard *[]string
}

func (w witness) Init() tea.Cmd { return nil }

func (w witness) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case soon:
		*w.heard = append(*w.heard, fmt.Sprintf("at %s: %s", words(time.Since(w.began)), msg))
	case tea.WindowSizeMsg:
		*w.heard = append(*w.heard, fmt.Sprintf("%dx%d", msg.Width, msg.Height))
	}
	return w, nil
}

func (w witness) View() tea.View { return tea.NewView("") }

// attended runs a session that nobody draws, in the time of a bubble, and
// returns what its screen was told and why and when it ended. happens is what
// happens at the client's end, which is closed after it.
func attended(t *testing.T, limits Limits, happens func(v *visit, client io.Writer)) (heard []string, after time.Duration, why error) {
	t.Helper()
	began := time.Now()
	v := &visit{caller: &caller{since: began}, sizes: make(chan size, 1)}
	v.ctx, v.end = withCause(t)
	in, client := io.Pipe()
	program := tea.NewProgram(
		witness{began, &heard}, tea.WithContext(t.Context()), tea.WithInput(nil), tea.WithOutput(io.Discard),
		tea.WithoutRenderer(), tea.WithoutSignalHandler(), tea.WithEnvironment([]string{"TERM=xterm"}),
		tea.WithColorProfile(colorprofile.Ascii), tea.WithWindowSize(80, 24), tea.WithFPS(1),
	)
	ran := make(chan struct{})
	go func() {
		defer close(ran)
		if _, err := program.Run(); err != nil {
			t.Error(err)
		}
	}()
	go attendant{v, limits, program}.attend(in)
	happened := make(chan struct{})
	go func() { defer close(happened); happens(v, client) }()
	<-v.ctx.Done()
	after = time.Since(began)
	_ = in.Close()
	<-happened
	program.Quit()
	<-ran
	return slices.DeleteFunc(heard, func(s string) bool { return s == "80x24" }), after, v.why()
}

func TestTheTimeOfASession(t *testing.T) {
	every := func(d time.Duration, text string) func(*visit, io.Writer) {
		return func(v *visit, client io.Writer) {
			for v.ctx.Err() == nil {
				time.Sleep(d)
				_, _ = io.WriteString(client, text)
			}
		}
	}
	tests := map[string]struct {
		happens func(*visit, io.Writer)
		heard   string
		why     error
		after   time.Duration
	}{
		"nobody presses a key": {
			func(*visit, io.Writer) {},
			"at 29m: no key for 29m: this session ends in 1m unless one is pressed", errIdle, 30 * time.Minute,
		},
		"a key after the warning": {
			func(_ *visit, client io.Writer) {
				time.Sleep(29*time.Minute + 59*time.Second)
				_, _ = io.WriteString(client, "j")
			},
			"at 29m: no key for 29m: this session ends in 1m unless one is pressed; at 58m59s: no key for 29m: this session ends in 1m unless one is pressed", errIdle, time.Hour - time.Second,
		},
		"a terminal that answers": {
			every(7*time.Minute, "\x1b]11;rgb:0000/0000/0000\x1b\\"),
			"at 29m: no key for 29m: this session ends in 1m unless one is pressed", errIdle, 30 * time.Minute,
		},
		"a mouse that lies on a table": {
			every(7*time.Minute, "\x1b[<35;10;10M"),
			"at 29m: no key for 29m: this session ends in 1m unless one is pressed", errIdle, 30 * time.Minute,
		},
		"windows that change": {
			func(v *visit, _ io.Writer) {
				for v.ctx.Err() == nil {
					time.Sleep(10 * time.Minute)
					v.resize(size{80, 24})
				}
			},
			"at 29m: no key for 29m: this session ends in 1m unless one is pressed", errIdle, 30 * time.Minute,
		},
		"keys all day": {
			every(7*time.Minute, "j"),
			"at 11h59m: this session ends in 1m: it lasts as long as one may; connect again", errOld, 12 * time.Hour,
		},
		"a wheel all day": {
			every(7*time.Minute, "\x1b[<64;10;10M"),
			"at 11h59m: this session ends in 1m: it lasts as long as one may; connect again", errOld, 12 * time.Hour,
		},
		"a sequence that does not end": {
			func(_ *visit, client io.Writer) {
				_, _ = io.WriteString(client, "\x1b]0;"+strings.Repeat("x", maxSequence+1))
			},
			"", errGarbled, 0,
		},
		// The first of it at once, then a kilobyte a second; the last one is
		// read before it is waited for.
		"more than anybody types": {
			func(v *visit, client io.Writer) {
				_, _ = io.WriteString(client, strings.Repeat("j", inputBurst+61*inputRate))
				v.end(errLeft)
			},
			"", errLeft, time.Minute,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				heard, after, why := attended(t, DefaultLimits(), tt.happens)
				if got := strings.Join(heard, "; "); got != tt.heard || !errors.Is(why, tt.why) || after != tt.after {
					t.Errorf("told %q; ended after %s because %v", got, after, why)
				}
			})
		})
	}
}

// Whoever drags the corner of a window makes hundreds of sizes; the last one
// counts.
func TestAWindowThatIsDragged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		heard, _, _ := attended(t, DefaultLimits(), func(v *visit, _ io.Writer) {
			for n := range 1000 {
				time.Sleep(time.Millisecond)
				v.resize(size{100 + n%100, 40})
			}
			time.Sleep(time.Second)
			v.end(errLeft)
		})
		if len(heard) > 22 || heard[len(heard)-1] != "199x40" {
			t.Errorf("drawn in %d sizes in a second: %s", len(heard), heard)
		}
	})
}
