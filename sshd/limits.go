package sshd

import (
	"fmt"
	"time"
)

// Limits are how much the server lets happen. Every one of them is positive.
type Limits struct {
	// Handshake is how long a connection may take to come in, and a channel to
	// say what it is for.
	Handshake time.Duration
	// Tries is how many keys a client may offer in vain.
	Tries int
	// Connections in all, and from one address; an IPv6 network of 64 bits is
	// one address.
	Connections, PerAddress int
	// Waiting connections have not come in yet, in all and from one address.
	Waiting, WaitingPerAddress int
	// Sessions in all, of one key, and on one connection.
	Sessions, PerKey, PerConnection int
	// Idle is how long a console may stay without a key press, and Warning how
	// long before its end it says so.
	Idle, Warning time.Duration
	// Life is how long a session may last.
	Life time.Duration
	// Stall is how long a client may not take what is written to it.
	Stall time.Duration
	// Alive is how often clients are asked whether they are still there. One
	// that has not answered three times is not.
	Alive time.Duration
	// Drain is how long sessions have to end when the server stops.
	Drain time.Duration
	// Columns and Rows are the largest window; larger ones are drawn smaller.
	Columns, Rows int
}

// DefaultLimits are for a team of some dozens on one machine.
func DefaultLimits() Limits {
	return Limits{
		Handshake:         10 * time.Second,
		Tries:             3,
		Connections:       512,
		PerAddress:        64,
		Waiting:           64,
		WaitingPerAddress: 16,
		Sessions:          200,
		PerKey:            16,
		PerConnection:     10,
		Idle:              30 * time.Minute,
		Warning:           time.Minute,
		Life:              12 * time.Hour,
		Stall:             10 * time.Second,
		Alive:             30 * time.Second,
		Drain:             5 * time.Second,
		Columns:           300,
		Rows:              120,
	}
}

func (l Limits) check() error {
	for _, n := range []int{
		l.Tries, l.Connections, l.PerAddress, l.Waiting, l.WaitingPerAddress,
		l.Sessions, l.PerKey, l.PerConnection, l.Columns, l.Rows,
	} {
		if n < 1 {
			return fmt.Errorf("a limit is at least 1; this is %d", n)
		}
	}
	for _, d := range []time.Duration{l.Handshake, l.Idle, l.Warning, l.Life, l.Stall, l.Alive, l.Drain} {
		if d <= 0 {
			return fmt.Errorf("a limit of time is more than nothing; this is %s", d)
		}
	}
	if l.Warning >= l.Idle {
		return fmt.Errorf("the warning of %s comes before the %s without a key are over", l.Warning, l.Idle)
	}
	return nil
}
