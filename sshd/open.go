package sshd

import (
	"context"
	"errors"
	"runtime/debug"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// open takes a session that a client offers, from the channel's opening until
// nothing of it is left.
func (s *Server) open(library *ssh.Server, conn *gossh.ServerConn, offered gossh.NewChannel, ctx ssh.Context) {
	callerOf(ctx).talk(conn)
	v, err := s.visit(ctx)
	if err == nil {
		err = s.house.enter(v)
	}
	if err != nil {
		s.counters.refuse(tooManySess)
		s.options.Log.Warn("a session was refused", "from", callerOf(ctx).from.String(), "because", err)
		_ = offered.Reject(gossh.ResourceShortage, err.Error())
		return
	}
	defer s.house.leave(v)
	defer v.sever()
	ssh.DefaultSessionHandler(library, conn, entrance{
		NewChannel: offered,
		visit:      v,
		gate:       gate{widest: s.options.Limits.Columns, highest: s.options.Limits.Rows},
		opened:     func(c gossh.Channel) gossh.Channel { return s.opened(v, c) },
		odd: func(kind string) {
			s.counters.refuse(badRequest)
			s.options.Log.Debug("a request was refused", "key", v.guest.print, "request", kind)
		},
	}, sessionContext{ctx, v})
	// The client has closed the channel, or its connection is gone.
	v.end(errGone)
	if v.begun.Load() {
		<-v.over
	}
	for _, t := range []*time.Timer{v.silent, v.closing} {
		if t != nil {
			t.Stop()
		}
	}
}

// visit finds out whose session it is: of the key that signed.
func (s *Server) visit(ctx ssh.Context) (*visit, error) {
	caller := callerOf(ctx)
	key, _ := ctx.Value(ssh.ContextKeyPublicKey).(ssh.PublicKey)
	who, err := s.door.who(key, caller.from.Addr())
	if err != nil {
		return nil, errors.Join(errRevoked, err)
	}
	v := &visit{
		guest: who, from: caller.from, caller: caller, client: ctx.ClientVersion(),
		sizes: make(chan size, 1), over: make(chan struct{}),
	}
	v.ctx, v.end = context.WithCancelCause(ctx)
	v.severed, v.sever = context.WithCancel(context.Background())
	return v, nil
}

// opened makes a session's line of its channel. A client has as long to say
// what the session is for as it had to come in.
func (s *Server) opened(v *visit, c gossh.Channel) gossh.Channel {
	v.silent = time.AfterFunc(s.options.Limits.Handshake, func() {
		if !v.begun.Load() {
			v.end(errSilent)
			_ = c.Close()
			s.giveUp(v)
		}
	})
	return &line{
		Channel: c, visit: v, stall: s.options.Limits.Stall,
		stalled: func() {
			s.counters.stalled.Add(1)
			s.giveUp(v)
		},
		wrote: func(n int) {
			v.bytes.Add(int64(n))
			s.counters.bytes.Add(int64(n))
		},
	}
}

// giveUp closes the connection of a client that does not answer, unless
// another session of it goes on.
func (s *Server) giveUp(v *visit) {
	if s.house.alone(v) {
		_ = v.caller.Close()
	}
}

// exit says how a session has ended. When that cannot even be written, the
// whole connection is stuck.
func (s *Server) exit(sess ssh.Session, v *visit, code int) {
	v.end(errLeft)
	stuck := time.AfterFunc(s.options.Limits.Stall, func() { _ = v.caller.Close() })
	defer stuck.Stop()
	_ = sess.Exit(code)
}

// received is around every session: it counts, logs and contains what breaks.
func (s *Server) received(next ssh.Handler) ssh.Handler {
	return func(sess ssh.Session) {
		v := visitOf(sess)
		defer close(v.over)
		began := time.Now()
		pty, _, terminal := sess.Pty()
		s.counters.sessions.Add(1)
		log := s.options.Log.With("name", v.guest.name, "key", v.guest.print, "from", v.from.String())
		opened := []any{"role", string(v.guest.role), "client", v.client}
		if terminal {
			opened = append(opened, "terminal", pty.Term, "columns", pty.Window.Width, "rows", pty.Window.Height)
		}
		if c := sess.RawCommand(); c != "" {
			opened = append(opened, "command", c)
		}
		log.Info("session opened", opened...)
		defer func() {
			if value := recover(); value != nil {
				s.broken(v, value, debug.Stack())
				s.exit(sess, v, 1)
			}
			v.closing = time.AfterFunc(s.options.Limits.Stall, func() { s.giveUp(v) })
			log.Info("session ended", "because", v.why().Error(), "after", time.Since(began).Round(time.Millisecond).String(),
				"frames", v.frames.Load(), "bytes", v.bytes.Load())
		}()
		next(sess)
	}
}

// broken ends a session that a fault of the program's is in.
func (s *Server) broken(v *visit, value any, stack []byte) {
	v.broke.Do(func() {
		s.counters.faults.Add(1)
		s.options.Log.Error("a fault in the program", "name", v.guest.name, "fault", value, "stack", string(stack))
		v.end(errBroken)
	})
}
