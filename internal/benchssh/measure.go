package main

import (
	"math/rand/v2"
	"slices"
	"time"
)

// result is what was found out about one server.
type result struct {
	sessions             int
	empty, natural, lean float64         // MB resident: without sessions, with them, and after a collection
	opening              float64         // seconds until all sessions are drawn
	idle, changing       float64         // share of a core
	bytes                float64         // a session and change
	took                 []time.Duration // from a key to its frame, in order
	left                 int             // goroutines after the close
	after                float64         // MB resident then
}

// perSession is the memory of one session, before and after a collection.
func (r result) perSession() (natural, lean float64) {
	n := float64(r.sessions)
	return (r.natural - r.empty) / n, (r.lean - r.empty) / n
}

// quantile is the time within which that part of the keys were drawn.
func (r result) quantile(part float64) time.Duration {
	return r.took[min(int(part*float64(len(r.took))), len(r.took)-1)]
}

// middle is the median of every figure of some rounds, the most goroutines
// that any of them left, and the keys of all.
func middle(found []result) result {
	r := result{sessions: found[0].sessions}
	for _, figure := range []func(*result) *float64{
		func(r *result) *float64 { return &r.empty },
		func(r *result) *float64 { return &r.natural },
		func(r *result) *float64 { return &r.lean },
		func(r *result) *float64 { return &r.opening },
		func(r *result) *float64 { return &r.idle },
		func(r *result) *float64 { return &r.changing },
		func(r *result) *float64 { return &r.bytes },
		func(r *result) *float64 { return &r.after },
	} {
		var values []float64
		for n := range found {
			values = append(values, *figure(&found[n]))
		}
		slices.Sort(values)
		*figure(&r) = values[len(values)/2]
	}
	for _, f := range found {
		r.left = max(r.left, f.left)
		r.took = append(r.took, f.took...)
	}
	slices.Sort(r.took)
	return r
}

// measure starts a server and puts it under load.
func measure(server string, sessions int) (r result, err error) {
	p, err := start(server)
	if err != nil {
		return result{}, err
	}
	defer func() {
		if ended := p.end(); err == nil {
			err = ended
		}
	}()
	r.sessions = sessions
	before, err := p.ask("quiet")
	if err != nil {
		return result{}, err
	}
	if r.empty, err = p.resident(); err != nil {
		return result{}, err
	}
	began := time.Now()
	crowd, err := connect(p.address, sessions)
	if err != nil {
		return result{}, err
	}
	r.opening = time.Since(began).Seconds()
	if err := r.load(p, crowd); err != nil {
		return result{}, err
	}
	for _, c := range crowd {
		_ = c.conn.Close()
	}
	for deadline := time.Now().Add(15 * time.Second); ; {
		now, err := p.ask("quiet")
		if err != nil {
			return result{}, err
		}
		if r.left = now - before; r.left <= 0 || time.Now().After(deadline) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	// What the last of them held is collected only now.
	if _, err = p.ask("quiet"); err != nil {
		return result{}, err
	}
	r.after, err = p.resident()
	return r, err
}

// load measures with all sessions open.
func (r *result) load(p *process, crowd []*client) (err error) {
	if r.natural, err = p.resident(); err != nil {
		return err
	}
	if _, err = p.ask("quiet"); err != nil {
		return err
	}
	if r.lean, err = p.resident(); err != nil {
		return err
	}
	if r.idle, err = p.busy(idleFor); err != nil {
		return err
	}
	if r.took, err = latency(crowd[0]); err != nil {
		return err
	}
	if _, err = p.ask("change"); err != nil {
		return err
	}
	time.Sleep(warmFor)
	sent := received(crowd)
	if r.changing, err = p.busy(changingFor); err != nil {
		return err
	}
	r.bytes = float64(received(crowd)-sent) / float64(len(crowd)) / (rate * changingFor.Seconds())
	_, err = p.ask("rest")
	return err
}

// latency presses keys that move the cursor, at no regular interval.
func latency(c *client) (took []time.Duration, err error) {
	chance := rand.New(rand.NewPCG(1, 2))
	for n := range keys {
		time.Sleep(time.Duration(30+chance.IntN(20)) * time.Millisecond)
		c.forget()
		began := time.Now()
		if err := c.types([]string{"j", "k"}[n%2]); err != nil {
			return nil, err
		}
		if err := c.waits(); err != nil {
			return nil, err
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	return took, nil
}

func received(crowd []*client) (n int64) {
	for _, c := range crowd {
		n += c.bytes.Load()
	}
	return n
}
