package sshd

import (
	"bytes"
	"io"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

// line is a session's channel. A client that does not take what is written
// ends its own session and holds up nothing else: the library below waits for
// ever.
type line struct {
	gossh.Channel
	visit *visit
	stall time.Duration
	// stalled is called once, when a write was not taken in time.
	stalled func()
	wrote   func(bytes int)
}

func (l *line) Write(p []byte) (int, error) { return l.write(l.Channel, p) }

// Stderr shares the client's window with what Write writes.
func (l *line) Stderr() io.ReadWriter {
	e := l.Channel.Stderr()
	return struct {
		io.Reader
		io.Writer
	}{e, writerFunc(func(p []byte) (int, error) { return l.write(e, p) })}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// write writes and waits until it has been taken, the client has stalled, or
// nobody waits for it any more. A write that is left behind ends with the
// channel; it keeps a copy, since its caller may go on with the buffer.
func (l *line) write(to io.Writer, p []byte) (int, error) {
	if l.visit.severed.Err() != nil {
		return 0, l.visit.lost()
	}
	type result struct {
		n   int
		err error
	}
	p = bytes.Clone(p)
	taken := make(chan result, 1)
	go func() {
		n, err := to.Write(p)
		taken <- result{n, err}
	}()
	limit := time.NewTimer(l.stall)
	defer limit.Stop()
	select {
	case r := <-taken:
		l.wrote(r.n)
		return r.n, r.err
	case <-limit.C:
		l.visit.end(errStalled)
		l.visit.sever()
		l.stalled()
		return 0, errStalled
	case <-l.visit.severed.Done():
		return 0, l.visit.lost()
	}
}

// lost is what a write says that nobody waited for.
func (v *visit) lost() error {
	if v.ctx.Err() == nil {
		return io.ErrClosedPipe
	}
	return v.why()
}
