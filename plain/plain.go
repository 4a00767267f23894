// Package plain is the console as lines: for people who hear the screen or
// read it by touch, for terminals that cannot move their cursor, and for
// transcripts. Whole lines are appended and never redrawn; no glyph, colour or
// place on a screen carries a meaning. It offers what the full-screen console
// offers, as numbered choices and as typed commands.
//
// Start with Run, then session and page.
package plain

import (
	"context"
	"io"
	"time"

	"pooldeck/backend"
	"pooldeck/pricing"
)

// Options say whose session it is and what it speaks through.
type Options struct {
	Backend backend.Backend
	Catalog pricing.Catalog
	Actor   backend.Actor
	// Session is different for every session that was ever opened on the
	// backend: requests are told apart by it.
	Session string
	// Seed is what generated names are made of.
	Seed uint64

	// In gives the answers, a line each. Run leaves one read of it behind that
	// ends with In.
	In  io.Reader
	Out io.Writer
	// Person is whether somebody types the answers as they are asked for: then
	// what was begun is watched, until the next line. Otherwise the answers are
	// printed, since nobody else echoes them, and the next one is taken at once.
	Person bool
	// Bell rings when something ends that is held back.
	Bell bool
	// Interrupts ask to go back. Nothing that was accepted is ended by one.
	Interrupts <-chan struct{}
	// Pause is done after a moment that is bearable between two lines of
	// progress; nil for none.
	Pause func() <-chan time.Time
}

// Run talks until its reader ends, somebody quits or the context ends. None
// of these is an error, nor is a refusal; that the backend is gone is one.
func Run(ctx context.Context, o Options) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	fleets, err := o.Backend.Watch(ctx)
	if err != nil {
		return err
	}
	s := newSession(ctx, o, fleets)
	if err := s.begin(); err != nil || s.over {
		return err
	}
	go read(ctx, o.In, s.answers)
	for !s.over {
		s.ask()
		s.next()
	}
	return s.err
}
