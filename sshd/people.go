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
	news  int            // rises with every change
	round bool           // somebody does not know the newest yet
	next  int            // the seat whose turn it is
	lists [][]tui.Person // see others; nil after a change
}

// How often people are told about each other at most, and how many of them at
// once: all of them draw their screens then. A full house is told bit by bit,
// so that somebody's walk through the tree neither keeps it busy nor holds up
// anybody's keys.
const (
	tellEvery  = time.Second / 4
	tellPause  = time.Second / 40
	toldAtOnce = 5
)

// seat is one console's place among the people.
type seat struct {
	people *people
	person tui.Person
	slots  []chan []tui.Person
	knows  int       // the news that were told last
	told   time.Time // and when
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

// changed lets everybody be told: some of them now.
func (p *people) changed() {
	p.news++
	p.lists = nil
	if !p.round {
		p.tell()
	}
}

// tell tells some of those who do not know the newest, and later the others.
func (p *people) tell() {
	now := time.Now()
	told, first, count := 0, p.next, len(p.seats)
	p.round = false
	for n := range count {
		at := (first + n) % count
		s := p.seats[at]
		if s.knows == p.news || len(s.slots) == 0 {
			continue
		}
		if told == toldAtOnce || now.Sub(s.told) < tellEvery {
			p.round = true
			continue
		}
		s.hear(p.others()[at])
		s.knows, s.told = p.news, now
		p.next = at + 1
		told++
	}
	if p.round {
		time.AfterFunc(tellPause, func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.tell()
		})
	}
}

// hear puts a list in the place of one that was not taken.
func (s *seat) hear(list []tui.Person) {
	for _, slot := range s.slots {
		select {
		case <-slot:
		default:
		}
		slot <- list
	}
}

// others lists for every seat who has the other ones. All lists are parts of
// one ring, as five hundred lists of five hundred people would be a lot.
func (p *people) others() [][]tui.Person {
	if p.lists != nil {
		return p.lists
	}
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
	p.lists = lists
	return lists
}
