package sshd

import (
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"
)

// from is a connection that comes from an address.
type from struct {
	net.Conn
	address string
	closed  int
}

func (f *from) RemoteAddr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(f.address))
}
func (f *from) Close() error { f.closed++; return nil }

func TestTooManyConnections(t *testing.T) {
	limits := Limits{Connections: 4, PerAddress: 3, Waiting: 3, WaitingPerAddress: 2}
	c := newCrowd(limits)
	enter := func(address string, want reason) *caller {
		t.Helper()
		k, why := c.enter(&from{address: address})
		if why != want {
			t.Errorf("from %s: %q and not %q", address, why, want)
		}
		return k
	}
	one := enter("10.0.0.1:1", "")
	two := enter("10.0.0.1:2", "")
	enter("10.0.0.1:3", tooManyWaitT)
	enter("[::ffff:10.0.0.1]:3", tooManyWaitT)
	one.comeIn()
	one.comeIn()
	three := enter("10.0.0.1:3", "")
	two.comeIn()
	three.comeIn()
	enter("10.0.0.1:4", tooManyThere)
	four := enter("[2001:db8::1]:1", "")
	enter("[2001:db9::1]:1", tooMany)
	_ = one.Close()
	_ = one.Close()
	one.comeIn()
	if all, waiting := c.count(); all != 3 || waiting != 1 {
		t.Errorf("%d connections, of which %d wait", all, waiting)
	}
	five := enter("[2001:db8::ffff]:1", "")
	_ = two.Close()
	enter("[2001:db8:0:0:1::]:1", tooManyWaitT) // the same network of 64 bits
	enter("[2001:db8:0:1::]:1", "")
	_ = four.Close()
	_ = three.Close()
	enter("10.0.0.9:1", "")
	enter("10.0.0.8:1", tooManyWait)
	_ = five.Close()
	c.close(false)
	enter("10.0.0.7:1", stopping)
	if all, waiting := c.count(); all != 0 || waiting != 0 || len(c.places) != 0 {
		t.Errorf("in the end: %d, %d, %v", all, waiting, c.places)
	}
}

// answers is a client that answers questions until it is dead.
type answers struct {
	asked chan struct{}
	dead  chan struct{}
}

func (a answers) SendRequest(string, bool, []byte) (bool, []byte, error) {
	a.asked <- struct{}{}
	select {
	case <-a.dead:
		<-make(chan struct{})
	default:
	}
	return false, nil, nil
}

func TestWhoDoesNotAnswerIsGone(t *testing.T) {
	c := newCrowd(DefaultLimits())
	conn := &from{address: "10.0.0.1:1"}
	k, _ := c.enter(conn)
	a := answers{make(chan struct{}), make(chan struct{})}
	k.talk(a)
	now := time.Now()
	for range 5 {
		now = now.Add(time.Minute)
		c.ask(now, time.Minute)
		<-a.asked
		eventually(t, "the answer was taken in", func() bool {
			c.mu.Lock()
			defer c.mu.Unlock()
			return k.open == 0
		})
	}
	c.ask(now.Add(time.Second), time.Minute)
	close(a.dead)
	for range 3 {
		now = now.Add(time.Minute)
		c.ask(now, time.Minute)
		<-a.asked
	}
	if conn.closed != 0 {
		t.Error("it is closed too early")
	}
	c.ask(now.Add(time.Minute), time.Minute)
	if all, _ := c.count(); conn.closed != 1 || all != 0 {
		t.Errorf("closed %d times; %d are left", conn.closed, all)
	}
}

func TestTooManySessions(t *testing.T) {
	h := newHouse(Limits{Sessions: 4, PerKey: 2, PerConnection: 1})
	one, two := &caller{}, &caller{}
	comes := func(print string, k *caller) *visit {
		v := &visit{guest: guest{print: print}, caller: k}
		v.ctx, v.end = withCause(t)
		return v
	}
	enter := func(v *visit, want string) *visit {
		t.Helper()
		got := ""
		if err := h.enter(v); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q and not %q", got, want)
		}
		return v
	}
	first := enter(comes("a", one), "")
	enter(comes("b", one), "this connection has 1 sessions, which is as many as it may have")
	enter(comes("a", two), "")
	enter(comes("a", &caller{}), "this key has 2 sessions, which is as many as it may have")
	enter(comes("b", &caller{}), "")
	enter(comes("c", &caller{}), "")
	enter(comes("d", &caller{}), "there are 4 sessions, which is as many as there may be")
	if !h.alone(first) {
		t.Error("another session of another connection is one of this one")
	}
	h.leave(first)
	last := enter(comes("d", &caller{}), "")
	h.close(errStop)
	enter(comes("e", &caller{}), errStop.Error())
	if !errors.Is(last.why(), errStop) {
		t.Errorf("the last one ends because %v", last.why())
	}
	for _, v := range h.all() {
		select {
		case <-h.empty:
			t.Fatal("the house is empty with somebody in it")
		default:
		}
		h.leave(v)
	}
	<-h.empty
}
