package sshd

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	gossh "golang.org/x/crypto/ssh"
)

func withCause(t testing.TB) (context.Context, context.CancelCauseFunc) {
	return context.WithCancelCause(t.Context())
}

// window is a channel that takes a write when the test lets it.
type window struct {
	gossh.Channel
	takes chan struct{}
	got   []byte
}

func (w *window) Write(p []byte) (int, error) {
	<-w.takes
	w.got = append(w.got, p...)
	return len(p), nil
}

func (w *window) Stderr() io.ReadWriter { return struct{ io.ReadWriter }{writes{w}} }

type writes struct{ *window }

func (writes) Read([]byte) (int, error) { return 0, io.EOF }

func newLine(t *testing.T) (*line, *window, *int) {
	v := &visit{}
	v.ctx, v.end = withCause(t)
	v.severed, v.sever = context.WithCancel(context.Background())
	w, stalls := &window{takes: make(chan struct{}, 10)}, new(int)
	return &line{Channel: w, visit: v, stall: 10 * time.Second, stalled: func() { *stalls++ }, wrote: func(int) {}}, w, stalls
}

func TestAWriteIsTakenInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, w, stalls := newLine(t)
		go func() { time.Sleep(9 * time.Second); w.takes <- struct{}{} }()
		if n, err := l.Write([]byte("frame")); n != 5 || err != nil || *stalls != 0 {
			t.Errorf("%d, %v, %d stalls", n, err, *stalls)
		}
		w.takes <- struct{}{}
		if n, err := l.Stderr().Write([]byte("words")); n != 5 || err != nil || string(w.got) != "framewords" {
			t.Errorf("%d, %v: %q", n, err, w.got)
		}
	})
}

func TestAWriteThatIsNotTakenEndsTheSession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, w, stalls := newLine(t)
		began := time.Now()
		frame := []byte("frame")
		if n, err := l.Write(frame); n != 0 || !errors.Is(err, errStalled) || time.Since(began) != 10*time.Second {
			t.Errorf("%d, %v after %s", n, err, time.Since(began))
		}
		if *stalls != 1 || !errors.Is(l.visit.why(), errStalled) || l.visit.severed.Err() == nil {
			t.Errorf("%d stalls; it ends because %v", *stalls, l.visit.why())
		}
		// The next ones do not wait, and the first keeps what it was given.
		copy(frame, "other")
		if _, err := l.Write(frame); !errors.Is(err, errStalled) || time.Since(began) != 10*time.Second {
			t.Errorf("the next write: %v after %s", err, time.Since(began))
		}
		w.takes <- struct{}{}
		synctest.Wait()
		if string(w.got) != "frame" || *stalls != 1 {
			t.Errorf("written late: %q", w.got)
		}
	})
}

func TestNobodyWaitsForAClientThatIsGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, w, stalls := newLine(t)
		began := time.Now()
		go func() { time.Sleep(time.Second); l.visit.end(errGone); l.visit.sever() }()
		if _, err := l.Write([]byte("frame")); !errors.Is(err, errGone) || time.Since(began) != time.Second || *stalls != 0 {
			t.Errorf("%v after %s, %d stalls", err, time.Since(began), *stalls)
		}
		w.takes <- struct{}{}
	})
}
