package sshd

import (
	"context"
	"slices"
	"sync"
	"time"

	"pooldeck/backend"
	"pooldeck/tui"
)

// people are those who have a console open, in the order they came.
type people struct {
	mu    sync.Mutex
	seats []*seat
	told  time.Time // when they were told last
	later *time.Timer
}

// How often people are told about each other at most, and how many of them in
// a second: all of them draw their screens then, and somebody's walk through
// the tree must not keep a full house busy.
const (
	tellEvery   = time.Second / 4
	toldASecond = 200
)

// seat is one console's place among the people.
type seat struct {
	people *people
	person tui.Person
	slots  []chan []tui.Person
}

var _ tui.Presence = (*seat)(nil)

// sit adds somebody.
func (p *people) sit(name string, role backend.Role) *seat {
	s := &seat{people: p, person: tui.Person{Name: name, Role: role}}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seats = append(p.seats, s)
	p.changed()
	return s
}

// leave takes a seat away, and ends its watches.
func (s *seat) leave() {
	p := s.people
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := slices.Index(p.seats, s); n >= 0 {
		p.seats = slices.Delete(p.seats, n, n+1)
		s.close()
		p.changed()
	}
}

func (s *seat) close() {
	for _, slot := range s.slots {
		close(slot)
	}
	s.slots = nil
}

// Tell says where this console is; see tui.Presence.
func (s *seat) Tell(place tui.Place) {
	p := s.people
	p.mu.Lock()
	defer p.mu.Unlock()
	if place.Seq < s.person.Place.Seq {
		return
	}
	s.person.Place = place
	p.changed()
}

// Watch sends who else is there; see tui.Presence.
func (s *seat) Watch(ctx context.Context) <-chan []tui.Person {
	p := s.people
	slot := make(chan []tui.Person, 1)
	p.mu.Lock()
	defer p.mu.Unlock()
	n := slices.Index(p.seats, s)
	if n < 0 || ctx.Err() != nil {
		close(slot)
		return slot
	}
	slot <- p.others()[n]
	s.slots = append(s.slots, slot)
	context.AfterFunc(ctx, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if n := slices.Index(s.slots, slot); n >= 0 {
			s.slots = slices.Delete(s.slots, n, n+1)
			close(slot)
		}
	})
	return slot
}

// changed tells everybody, now or when they have not been told for a while.
func (p *people) changed() {
	if p.later != nil {
		return
	}
	every := max(tellEvery, time.Duration(len(p.seats))*time.Second/toldASecond)
	if wait := every - time.Since(p.told); wait > 0 {
		p.later = time.AfterFunc(wait, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.later = nil
			p.tell()
		})
		return
	}
	p.tell()
}

func (p *people) tell() {
	p.told = time.Now()
	others := p.others()
	for n, s := range p.seats {
		for _, slot := range s.slots {
			select {
			case <-slot:
			default:
			}
			slot <- others[n]
		}
	}
}

// others lists for every seat who has the other ones. All lists are parts of
// one ring, as five hundred lists of five hundred people would be a lot.
func (p *people) others() [][]tui.Person {
	n := len(p.seats)
	ring := make([]tui.Person, 0, 2*n)
	for range 2 {
		for _, s := range p.seats {
			ring = append(ring, s.person)
		}
	}
	lists := make([][]tui.Person, n)
	for i := range lists {
		lists[i] = ring[i+1 : i+n : i+n]
	}
	return lists
}
