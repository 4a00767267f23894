package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/charmbracelet/x/term"

	"pooldeck/internal/config"
	"pooldeck/plain"
)

// lines opens the console as lines and lets time pass until it is left. The
// terminal stays as it is: it edits the lines, and whatever it is, a pipe or a
// file do as well.
func lines(ctx context.Context, set config.Settings) error {
	s, err := open(set)
	if err != nil {
		return err
	}
	end := s.pass()
	err = s.talk(ctx, set)
	passed := end()
	closed := s.close()
	// One fault often is the cause of the next: the first one is told.
	for _, err := range []error{passed, err, closed} {
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *state) talk(ctx context.Context, set config.Settings) error {
	// Ctrl+C goes back and ends nothing, so the context that it ends is not the
	// one to live by.
	ctx, free := signal.NotifyContext(context.WithoutCancel(ctx), syscall.SIGTERM, syscall.SIGHUP)
	defer free()
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, syscall.SIGINT)
	defer signal.Stop(interrupts)
	return plain.Run(ctx, plain.Options{
		Backend: s.plane, Catalog: s.catalog, Actor: actor(), Session: s.session(set.Demo), Seed: s.names(set.Demo),
		In: os.Stdin, Out: os.Stdout, Person: term.IsTerminal(os.Stdin.Fd()), Bell: set.Manners.Bell,
		Interrupts: asked(ctx, interrupts), Pause: bearable,
	})
}

// asked passes signals on as what they ask for.
func asked(ctx context.Context, signals <-chan os.Signal) <-chan struct{} {
	out := make(chan struct{})
	go func() {
		for {
			select {
			case <-signals:
			case <-ctx.Done():
				return
			}
			select {
			case out <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// bearable is how long a voice has at least between two lines of progress.
func bearable() <-chan time.Time { return time.After(3 * time.Second) }
