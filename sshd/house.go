package sshd

import (
	"fmt"
	"sync"
)

// house is all sessions that there are.
type house struct {
	limits Limits

	mu     sync.Mutex
	visits map[*visit]struct{}
	closed error         // why nobody is let in any more
	empty  chan struct{} // closed when the house is closed and everybody has left
}

func newHouse(l Limits) *house {
	return &house{limits: l, visits: map[*visit]struct{}{}, empty: make(chan struct{})}
}

// enter lets a session in, unless there are too many.
func (h *house) enter(v *visit) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed != nil {
		return h.closed
	}
	ofKey, ofConnection := 0, 0
	for o := range h.visits {
		if o.guest.print == v.guest.print {
			ofKey++
		}
		if o.caller == v.caller {
			ofConnection++
		}
	}
	switch {
	case len(h.visits) >= h.limits.Sessions:
		return fmt.Errorf("there are %d sessions, which is as many as there may be", h.limits.Sessions)
	case ofKey >= h.limits.PerKey:
		return fmt.Errorf("this key has %d sessions, which is as many as it may have", h.limits.PerKey)
	case ofConnection >= h.limits.PerConnection:
		return fmt.Errorf("this connection has %d sessions, which is as many as it may have", h.limits.PerConnection)
	}
	h.visits[v] = struct{}{}
	return nil
}

func (h *house) leave(v *visit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.visits, v)
	h.settle()
}

// settle says when the last one has left.
func (h *house) settle() {
	if h.closed != nil && len(h.visits) == 0 {
		select {
		case <-h.empty:
		default:
			close(h.empty)
		}
	}
}

// all lists who is there.
func (h *house) all() []*visit {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := make([]*visit, 0, len(h.visits))
	for v := range h.visits {
		list = append(list, v)
	}
	return list
}

// alone is whether no other session of the connection is still going on.
func (h *house) alone(v *visit) bool {
	for _, o := range h.all() {
		if o != v && o.caller == v.caller && o.ctx.Err() == nil {
			return false
		}
	}
	return true
}

// close ends every session and lets no more in.
func (h *house) close(why error) {
	h.mu.Lock()
	if h.closed == nil {
		h.closed = why
	}
	h.settle()
	h.mu.Unlock()
	for _, v := range h.all() {
		v.end(why)
	}
}
