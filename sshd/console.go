package sshd

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/ssh"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"pooldeck/tui"
)

// framesPerSecond is half of what a console at home draws: what people
// notice, and what a network is for.
const framesPerSecond = 30

// everybody is what is said as long as anybody may come in.
const everybody = "any key is let in here, as admin: the server runs with --insecure-any-key"

// consoles gives everybody who comes with a terminal a console, as lines where
// the terminal draws no screens. It is the last of the handlers.
func (s *Server) consoles(ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess)
		pty, _, terminal := sess.Pty()
		if !terminal {
			fmt.Fprintln(sess.Stderr(), "the console needs a terminal (ssh -t); commands do not: fleet, info, levels, version")
			s.exit(sess, v, 1)
			return
		}
		if pty.Term == "dumb" {
			s.lines(sess, v)
		} else {
			s.console(sess, v, pty)
		}
		why := v.why()
		if why != errLeft && !unheard(why) {
			fmt.Fprintf(sess, "pooldeck: %s\n", why)
			s.exit(sess, v, 1)
			return
		}
		s.exit(sess, v, 0)
	}
}

// console runs a console until its session ends.
func (s *Server) console(sess ssh.Session, v *visit, pty ssh.Pty) {
	seat := s.people.sit(v.guest.name, v.guest.role)
	defer seat.leave()
	session, seed := numbers()
	environment := append(sess.Environ(), "TERM="+pty.Term)
	screen := screen{
		console: tui.New(v.ctx, tui.Options{
			Backend: s.options.Backend, Catalog: s.options.Catalog, Actor: v.guest.actor(v.from),
			Session: session, Seed: seed, Presence: seat, Manners: manners(s.options.Manners, pty.Term),
		}),
		fault:   func(value any, stack []byte) { s.broken(v, value, stack) },
		queries: queries(pty.Term),
		width:   pty.Window.Width, height: pty.Window.Height,
	}
	if s.options.AnyKey {
		screen.standing = everybody
	}
	program := tea.NewProgram(
		screen,
		tea.WithContext(v.severed),
		tea.WithInput(nil), // attend reads
		tea.WithOutput(frames{sess, s, v}),
		tea.WithEnvironment(environment),
		tea.WithColorProfile(colorprofile.Env(environment)),
		tea.WithWindowSize(pty.Window.Width, pty.Window.Height),
		tea.WithFPS(framesPerSecond),
		tea.WithoutSignalHandler(),
		tea.WithFilter(harmless),
	)
	a := attendant{v, s.options.Limits, program}
	ended := make(chan struct{})
	stop := a.conclude(ended)
	defer stop()
	defer close(ended)
	go a.attend(sess)
	if _, err := program.Run(); err != nil && v.ctx.Err() == nil {
		s.broken(v, err, nil)
	}
	v.end(errLeft)
}

// manners are a console's towards a terminal that is elsewhere.
func manners(m tui.Manners, term string) tui.Manners {
	m.Away = true
	m.Tmux = strings.HasPrefix(term, "tmux")
	return m
}

// harmless keeps from the program what is for a program alone on its machine:
// to suspend would stop the server and everybody's sessions.
func harmless(_ tea.Model, msg tea.Msg) tea.Msg {
	if _, ok := msg.(tea.SuspendMsg); ok {
		return nil
	}
	return msg
}

// frames counts what a console draws.
type frames struct {
	io.Writer
	server *Server
	visit  *visit
}

func (f frames) Write(p []byte) (int, error) {
	f.server.counters.frames.Add(1)
	f.visit.frames.Add(1)
	return f.Writer.Write(p)
}

// queries are what a terminal is asked: its background, and, when it is one
// that is known not to print the question, whether it can take a frame as a
// whole.
func queries(term string) string {
	text := ansi.RequestBackgroundColor
	for _, known := range []string{"ghostty", "wezterm", "alacritty", "kitty", "rio", "foot"} {
		if strings.Contains(term, known) {
			return text + ansi.RequestModeSynchronizedOutput
		}
	}
	return text
}

// numbers tell this session's requests, and the names and IDs that are made
// in it, from those of every other one.
func numbers() (session string, seed uint64) {
	var b [24]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand ends the process instead
	return hex.EncodeToString(b[:16]), binary.LittleEndian.Uint64(b[16:])
}
