package sshd

import (
	"net"
	"net/netip"
	"sync"
	"time"
)

// crowd counts the connections, and those that have not come in yet, in all
// and by where they come from.
type crowd struct {
	limits Limits

	mu      sync.Mutex
	callers map[*caller]struct{}
	waiting int
	places  map[netip.Prefix]place
	shut    bool
}

// place is how many connections come from an address.
type place struct{ all, waiting int }

func newCrowd(l Limits) *crowd {
	return &crowd{limits: l, callers: map[*caller]struct{}{}, places: map[netip.Prefix]place{}}
}

// caller is a connection that was counted. Closing it counts it out.
type caller struct {
	net.Conn
	crowd *crowd
	from  netip.AddrPort
	since time.Time
	place netip.Prefix

	// Guarded by the crowd.
	in    bool // has come in
	conn  asker
	asked time.Time // when it was asked last
	open  int       // questions that it has not answered
}

// asker is what of an SSH connection asks its other end.
type asker interface {
	SendRequest(name string, wantReply bool, payload []byte) (bool, []byte, error)
}

// reason is why something was refused; the counters know it by the word.
type reason string

const (
	tooMany      reason = "connections"
	tooManyThere reason = "connections of an address"
	tooManyWait  reason = "waiting connections"
	tooManyWaitT reason = "waiting connections of an address"
	stopping     reason = "stopping"
	badKey       reason = "keys"
	tooManySess  reason = "sessions"
	badRequest   reason = "requests"
)

// enter counts a connection in, unless there are too many.
func (c *crowd) enter(conn net.Conn) (*caller, reason) {
	from := addressOf(conn.RemoteAddr())
	at := placeOf(from.Addr())
	c.mu.Lock()
	defer c.mu.Unlock()
	p := c.places[at]
	switch {
	case c.shut:
		return nil, stopping
	case len(c.callers) >= c.limits.Connections:
		return nil, tooMany
	case p.all >= c.limits.PerAddress:
		return nil, tooManyThere
	case c.waiting >= c.limits.Waiting:
		return nil, tooManyWait
	case p.waiting >= c.limits.WaitingPerAddress:
		return nil, tooManyWaitT
	}
	k := &caller{Conn: conn, crowd: c, from: from, since: time.Now(), place: at}
	c.callers[k] = struct{}{}
	c.waiting++
	c.places[at] = place{p.all + 1, p.waiting + 1}
	return k, ""
}

// comeIn says that the connection has proved whose it is.
func (k *caller) comeIn() {
	c := k.crowd
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, here := c.callers[k]; here && !k.in {
		k.in = true
		c.stopWaiting(k)
	}
}

// talk says which SSH connection it has become.
func (k *caller) talk(conn asker) {
	k.crowd.mu.Lock()
	defer k.crowd.mu.Unlock()
	if k.conn == nil {
		k.conn, k.asked = conn, time.Now()
	}
}

// ask asks those who were not asked for a while whether they are still there,
// and closes the connections of those who do not answer. It also wakes
// OpenSSH's client, which closes a channel whose window was closed only when
// something else happens.
func (c *crowd) ask(now time.Time, every time.Duration) {
	const patience = 3
	c.mu.Lock()
	var asked, gone []*caller
	for k := range c.callers {
		switch {
		case k.conn == nil || now.Sub(k.asked) < every:
		case k.open >= patience:
			gone = append(gone, k)
		default:
			asked = append(asked, k)
			k.asked = now
			k.open++
		}
	}
	c.mu.Unlock()
	for _, k := range gone {
		_ = k.Close()
	}
	for _, k := range asked {
		go k.ask()
	}
}

func (k *caller) ask() {
	// That it knows no such request is an answer as well.
	if _, _, err := k.conn.SendRequest("keepalive@openssh.com", true, nil); err != nil {
		return
	}
	k.crowd.mu.Lock()
	defer k.crowd.mu.Unlock()
	k.open = 0
}

func (c *crowd) stopWaiting(k *caller) {
	p := c.places[k.place]
	p.waiting--
	c.places[k.place] = p
	c.waiting--
}

// Close closes the connection and counts it out.
func (k *caller) Close() error {
	c := k.crowd
	c.mu.Lock()
	if _, here := c.callers[k]; here {
		delete(c.callers, k)
		if !k.in {
			c.stopWaiting(k)
		}
		p := c.places[k.place]
		p.all--
		if c.places[k.place] = p; p.all == 0 {
			delete(c.places, k.place)
		}
	}
	c.mu.Unlock()
	return k.Conn.Close()
}

// count is how many connections there are, and how many of them wait.
func (c *crowd) count() (all, waiting int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.callers), c.waiting
}

// close lets nobody in any more and ends the connections: those that wait, or
// all.
func (c *crowd) close(all bool) {
	c.mu.Lock()
	c.shut = true
	var list []*caller
	for k := range c.callers {
		if all || !k.in {
			list = append(list, k)
		}
	}
	c.mu.Unlock()
	for _, k := range list {
		_ = k.Close()
	}
}

// addressOf is a connection's far end; the zero value where it has no address
// of IP.
func addressOf(a net.Addr) netip.AddrPort {
	t, ok := a.(*net.TCPAddr)
	if !ok {
		return netip.AddrPort{}
	}
	p := t.AddrPort()
	return netip.AddrPortFrom(p.Addr().Unmap().WithZone(""), p.Port())
}

// placeOf is what counts as one address. Who has an IPv6 address mostly has a
// network of 64 bits full of them.
func placeOf(a netip.Addr) netip.Prefix {
	bits := 64
	if a.Is4() {
		bits = 32
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

// listener counts what it accepts.
type listener struct {
	net.Listener
	crowd   *crowd
	refused func(net.Addr, reason)
}

// Accept returns the next connection that is not one too many.
func (l *listener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		caller, why := l.crowd.enter(conn)
		if why == "" {
			return caller, nil
		}
		l.refused(conn.RemoteAddr(), why)
		_ = conn.Close()
	}
}
