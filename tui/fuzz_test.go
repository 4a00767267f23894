package tui

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pooldeck/backend"
	"pooldeck/model"
)

// FuzzConsole throws anything that a terminal, a backend and other operators
// can send at a console: it never panics and never blocks, every screen fits
// its window, and none shows what was drawn before and is so no longer.
//
// A script is text. A letter is a key; what no key writes stands for
// something else, of which the bytes that follow say more: see script.next.
func FuzzConsole(f *testing.F) {
	for n, script := range []string{
		"jjjjkkGg\x84\x85\x86\x87hlhl",                                                    // moves and folds
		"Gk" + "s\x81\x81\r\x85\r",                                                        // another level, reviewed and applied
		"Gk" + "i5\rr\x85\x81\x83\r\x95\x20\x95\x20u\x85\r",                               // more instances, time passes, undo
		"Gki3 jji2 r\x85\x1b" + "D\x83\r",                                                 // staged, reviewed, dropped
		"a\r\rreporting\r\x85\r",                                                          // a pool with a name
		"gb\x81\r\x1b" + "Gkb\r\r\r\x1b",                                                  // attach
		"Gkx\x94\x0bexample-app\x83\x83\r",                                                // destroy
		"Gkf\r\x81\r\x95\x10!!RcJ/failed\r\r",                                             // faults, the next problem, the journal
		":size\r\x1b:ps:scale web=3\r:\x94\x08info xyz\r?\x1b$\x1b",                       // the palette
		"/lead !app\rnN\x1boooo-",                                                         // a filter and the order
		"\x90\x28\x0cj\x90\x27\x0b\x90\x50\x18\t\x90\x78\x28\t\t\x90\x00\x00\x90\xff\xff", // windows
		"\x91\x05\x08\x91\x05\x08\r\x91\x28\x0c\x92\x93\x91\x40\x10",                      // clicks and the wheel
		"\x96\x97\x98\x99\x9a\x01\x9b\x9c\x95\x08\x9d",                                    // what others send
		"p<>>>p\x88\x1bq",
		"jji5\r\x85\rf\x81\r\x95\x20jlj!u\r",                                                 // dynos: more of them, a crash, undo
		"jjs\x81 i3 jji2 r\x85\r:ps:scale web=1\r\x85\rx\r\x83\r",                            // their size, staged; the palette; stopped
		"jjA\x81\x818\r\r\x95\x10f\r\x95\x60A\x80\x80++-\t\x81\x819\t\t=o\r\x1b\x1b\x95\x60", // the autoscaler, a spike, a backtest
		"Gki9\x9e\r\r\x9e\x95\x40\x9e",                                                       // answers that come late and in another order
	} {
		f.Add(append([]byte{byte(n)}, script...))
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		if len(input) == 0 {
			return
		}
		const most = 160 // messages: as many as find what more would find, sooner
		tell(t, 120, 40, func(s *story) {
			i := script{s: s, rest: input[1:]}
			i.as(input[0])
			for n := 0; n < most && len(i.rest) > 0 && !s.quit; n++ {
				i.next()
				s.screen()
			}
		})
	})
}

// script plays a script to a console.
type script struct {
	s    *story
	rest []byte
	held bool // what commands bring is kept back
}

// as chooses whose console it is and how it behaves.
func (i *script) as(b byte) {
	c := i.s.console.(Console)
	c.role = [4]backend.Role{backend.Admin, backend.Operator, backend.Viewer, backend.Admin}[b&3]
	c.actor.Role = c.role
	c.manners = Manners{
		Theme: Themes()[int(b>>2)%len(Themes())], Mouse: true, Bell: b&1 > 0, Notify: b&2 > 0, Still: b&1 > 0, Tmux: b&2 > 0, Away: b&2 > 0,
	}
	c.styles = newStyles(c.manners.Theme, true)
	i.s.console = c.redrawn(nil)
}

// byte takes the next byte; 0 when there is none.
func (i *script) byte() int {
	if len(i.rest) == 0 {
		return 0
	}
	b := i.rest[0]
	i.rest = i.rest[1:]
	return int(b)
}

// text takes a text with its length before it.
func (i *script) text() string {
	n := min(i.byte(), len(i.rest))
	text := i.rest[:n]
	i.rest = i.rest[n:]
	return string(text)
}

// next plays what comes next.
func (i *script) next() {
	special := []rune{
		tea.KeyUp, tea.KeyDown, tea.KeyLeft, tea.KeyRight, tea.KeyPgUp, tea.KeyPgDown, tea.KeyHome, tea.KeyEnd, tea.KeyDelete,
	}
	r, size := utf8.DecodeRune(i.rest)
	if r != utf8.RuneError && r >= 0x80 {
		i.rest = i.rest[size:]
		i.send(tea.KeyPressMsg{Code: r, Text: string(r)})
		return
	}
	switch b := i.byte(); {
	case b == '\r' || b == '\n':
		i.send(tea.KeyPressMsg{Code: tea.KeyEnter})
	case b == 0x1b:
		i.send(tea.KeyPressMsg{Code: tea.KeyEscape})
	case b == '\t':
		i.send(tea.KeyPressMsg{Code: tea.KeyTab})
	case b == 0x7f:
		i.send(tea.KeyPressMsg{Code: tea.KeyBackspace})
	case b == ' ':
		i.send(tea.KeyPressMsg{Code: tea.KeySpace, Text: " "})
	case b < ' ':
		i.send(tea.KeyPressMsg{Code: rune(b) + '`', Mod: tea.ModCtrl})
	case b < 0x7f:
		i.send(tea.KeyPressMsg{Code: rune(b), Text: string(rune(b))})
	case b-0x80 < len(special):
		i.send(tea.KeyPressMsg{Code: special[b-0x80]})
	default:
		i.event(b)
	}
}

// event plays what is not a key.
func (i *script) event(b int) {
	c := i.s.console.(Console)
	switch b {
	case 0x90:
		i.send(tea.WindowSizeMsg{Width: i.byte(), Height: i.byte()})
	case 0x91:
		i.send(tea.MouseClickMsg{X: i.byte(), Y: i.byte() % 64, Button: tea.MouseLeft})
	case 0x92:
		i.send(tea.MouseWheelMsg{Button: tea.MouseWheelUp})
	case 0x93:
		i.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	case 0x94:
		i.send(tea.PasteMsg{Content: i.text()})
	case 0x95:
		i.pass(time.Duration(i.byte()) * 10 * time.Second)
	case 0x96:
		i.send(tea.BackgroundColorMsg{Color: ansi.IndexedColor(i.byte())})
	case 0x97:
		i.send(failed{errors.New(i.text())})
	case 0x98:
		i.send(refused{&backend.Stale{Target: c.tree.current().id, Name: i.text(), By: "eve", Words: []string{"gone"}}})
	case 0x99:
		over := make(chan []Person)
		close(over)
		there := Place{Reviewing: []model.ID{c.tree.current().id}}
		if r := c.tree.current(); r.cluster != nil {
			there.Cluster = r.cluster.ID
		}
		i.send(peopleArrived{[]Person{{Name: i.text(), Role: backend.Operator, Place: there}, {Name: "eve"}}, over})
	case 0x9a:
		i.send(tea.KeyPressMsg{Code: rune(i.byte())<<8 | rune(i.byte()), Text: i.text(), Mod: tea.KeyMod(i.byte())})
	case 0x9b:
		i.send(tea.BlurMsg{})
	case 0x9c:
		i.send(steered{i.byte()})
	case 0x9d:
		i.send(sampled{})
	case 0x9e:
		i.hold()
	}
}

// pass lets time pass in one step, so that the console is told of the end of
// it only.
func (i *script) pass(d time.Duration) {
	if err := i.s.plane.Advance(i.s.plane.Now().Add(d)); err != nil {
		i.s.t.Fatal(err)
	}
	if !i.held {
		i.s.settle()
	}
}

func (i *script) send(msg tea.Msg) {
	if i.held {
		i.s.take(msg)
		return
	}
	i.s.send(msg)
}

// hold keeps back what commands bring, or lets it go, the newest first.
func (i *script) hold() {
	i.held = !i.held
	if i.held {
		return
	}
	synctest.Wait()
	i.s.mu.Lock()
	slices.Reverse(i.s.inbox)
	i.s.mu.Unlock()
	i.s.settle()
}
