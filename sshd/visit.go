package sshd

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// visit is one session: a channel on a connection, and whose it is. It ends
// with the first cause that anybody gives, and is over when nothing runs in
// it any more.
type visit struct {
	guest  guest
	from   netip.AddrPort
	caller *caller
	client string // what the client says it is

	ctx context.Context // ends when the session is to end
	end context.CancelCauseFunc
	// severed ends when nobody waits for the client any more: writes come back
	// at once, whether they have been taken or not.
	severed context.Context
	sever   context.CancelFunc

	sizes chan size     // the newest window that was not drawn yet
	begun atomic.Bool   // the handler runs, or has run
	over  chan struct{} // closed when the handler has returned

	silent, closing *time.Timer // see open
	broke           sync.Once
	frames, bytes   atomic.Int64 // written
}

// Why a session ends. The words are the client's to read.
var (
	errLeft    = errors.New("the session was left")
	errGone    = errors.New("the client is gone")
	errStalled = errors.New("the client did not read")
	errSilent  = errors.New("the client did not say what the session is for")
	errGarbled = errors.New("the terminal sent what no terminal sends")
	errIdle    = errors.New("nobody pressed a key")
	errOld     = errors.New("the session lasted as long as one may; connect again")
	errRevoked = errors.New("this key may not come in any more")
	errChanged = errors.New("your name or role was changed; connect again")
	errStop    = errors.New("the server is being stopped; what was accepted goes on when it runs again")
	errBroken  = errors.New("a fault in the program ended this session; what was accepted goes on")
)

// why is the cause of a session's end.
func (v *visit) why() error {
	switch err := context.Cause(v.ctx); err {
	case context.Canceled: // with the connection
		return errGone
	default:
		return err
	}
}

// left is how long the session may still last. It is counted from the
// connection's beginning: when that ends, nothing is told to anybody.
func (v *visit) left(life time.Duration) time.Duration {
	return max(0, life-time.Since(v.caller.since))
}

// unheard is whether nobody is there to be told why a session ends.
func unheard(why error) bool {
	return errors.Is(why, errGone) || errors.Is(why, errStalled)
}

// sessionContext is the connection's context as one of its sessions sees it:
// it ends with the session and knows which one it is.
type sessionContext struct {
	ssh.Context
	visit *visit
}

type visitKey struct{}

func (c sessionContext) Deadline() (time.Time, bool) { return c.visit.ctx.Deadline() }
func (c sessionContext) Done() <-chan struct{}       { return c.visit.ctx.Done() }
func (c sessionContext) Err() error                  { return c.visit.ctx.Err() }

func (c sessionContext) Value(key any) any {
	if key == (visitKey{}) {
		return c.visit
	}
	return c.visit.ctx.Value(key)
}

// SetValue keeps the library from remembering one session of a connection
// after its end.
func (c sessionContext) SetValue(key, value any) {
	if key != ssh.ContextKeySession {
		c.Context.SetValue(key, value)
	}
}

func visitOf(s ssh.Session) *visit { return s.Context().Value(visitKey{}).(*visit) }

// entrance is a channel that a client offers, with the gate and the line that
// the library sees in place of the channel itself.
type entrance struct {
	gossh.NewChannel
	visit  *visit
	gate   gate
	opened func(gossh.Channel) gossh.Channel
	odd    func(kind string) // told of a request that was refused
}

func (e entrance) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	channel, requests, err := e.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	line := e.opened(channel)
	through := make(chan *gossh.Request)
	go e.sift(requests, through)
	return line, through, nil
}

// sift lets those requests through that the gate admits.
func (e entrance) sift(requests <-chan *gossh.Request, through chan<- *gossh.Request) {
	defer close(through)
	for r := range requests {
		verdict, payload, s := e.gate.admit(r.Type, r.Payload)
		switch verdict {
		case refused:
			e.odd(r.Type)
			if r.WantReply {
				_ = r.Reply(false, nil)
			}
		case deaf:
			// OpenSSH closes the channel much later: when anything else happens.
			e.visit.end(errGone)
		case resized:
			e.visit.resize(s)
			if r.WantReply {
				_ = r.Reply(true, nil)
			}
		case passed:
			if e.gate.begun {
				e.visit.begun.Store(true)
			}
			r.Payload = payload
			through <- r
		}
	}
}

// resize keeps the newest size until it is drawn.
func (v *visit) resize(s size) {
	select {
	case <-v.sizes:
	default:
	}
	v.sizes <- s // sift alone sends, so that there is room
}
