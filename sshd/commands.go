package sshd

import (
	"context"
	"fmt"
	"time"

	"charm.land/ssh"
	"github.com/anmitsu/go-shlex"

	"pooldeck/cli"
	"pooldeck/pricing"
)

// noCommand is what a shell ends with that does not find a command.
const noCommand = 127

// commands runs those that a client sends. They are the ones of the program
// itself, with the same words, and revoke; there is no shell that could run any
// other.
func (s *Server) commands(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		if sess.RawCommand() == "" {
			next(sess)
			return
		}
		s.counters.commands.Add(1)
		v := visitOf(sess)
		old := time.AfterFunc(v.left(s.options.Limits.Life), func() { v.end(errOld) })
		defer old.Stop()
		s.exit(sess, v, s.run(sess, v))
	}
}

func (s *Server) run(sess ssh.Session, v *visit) int {
	// Not what the library makes of it: that drops what it does not understand.
	args, err := shlex.Split(sess.RawCommand(), true)
	if err == nil && len(args) > 0 && args[0] == "revoke" {
		return s.revokes(sess, v.guest, args[1:])
	}
	if err != nil || !cli.Knows(args) {
		fmt.Fprintln(sess.Stderr(), "pooldeck: there is no such command here; `help` lists what there is")
		return noCommand
	}
	if s.options.AnyKey {
		fmt.Fprintln(sess.Stderr(), "pooldeck: any key is let in here, as admin")
	}
	session, seed := numbers()
	return cli.Run(v.ctx, args, cli.Options{
		Version: s.options.Version,
		Out:     sess,
		Err:     sess.Stderr(),
		Remote:  true,
		Open: func(context.Context, bool) (cli.Access, error) {
			return cli.Access{
				Backend: s.options.Backend, Actor: v.guest.actor(v.from), Session: session, Number: seed,
				Close: func() error { return nil },
			}, nil
		},
		Catalog: func(context.Context) (pricing.Catalog, error) { return s.options.Catalog, nil },
	})
}
