package sshd

import (
	"fmt"
	"io"
	"time"

	"charm.land/ssh"

	"pooldeck/plain"
)

// lines talks with somebody whose terminal draws no screens, or is to draw
// none (TERM=dumb): the console as lines, for a voice or a Braille display.
func (s *Server) lines(sess ssh.Session, v *visit) {
	seat := s.people.sit(v.guest.name, v.guest.role)
	defer seat.leave()
	session, seed := numbers()
	touched := make(chan struct{}, 1)
	terminal := plain.NewTerminal(struct {
		io.Reader
		io.Writer
	}{telling(touched, paced(v, sess)), frames{sess, s, v}})
	if s.options.AnyKey {
		fmt.Fprintln(terminal, everybody)
	}
	go expire(v, s.options.Limits, touched, func(text soon) { fmt.Fprintf(terminal, "\n%s\n", text) })
	err := plain.Run(v.ctx, plain.Options{
		Backend: s.options.Backend, Catalog: s.options.Catalog, Actor: v.guest.actor(v.from), Session: session, Seed: seed,
		In: terminal, Out: terminal, Person: true, Bell: s.options.Manners.Bell,
		Interrupts: terminal.Interrupts(), Pause: bearable,
	})
	if err != nil {
		v.end(err)
	}
	v.end(errLeft)
}

// bearable is how long a voice has at least between two lines of progress.
func bearable() <-chan time.Time { return time.After(3 * time.Second) }

// telling says of everything that is read that somebody has done something.
func telling(touched chan<- struct{}, in io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		n, err := in.Read(p)
		touch(touched)
		return n, err
	})
}
