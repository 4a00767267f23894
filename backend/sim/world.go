// Package sim is a driver whose world is made up: instances come and go as
// docs/simulator.md says, and nothing but the seed, the clock and what is
// wanted decides how. The same three give the same world, whether the clock
// moves in one jump or in a thousand steps, and whether or not the process
// was killed in between.
//
// It knows no wall clock, runs no goroutine and keeps no file. Start with
// World, then script.step, which all of it follows from.
package sim

import (
	"slices"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// World is the simulated driver: the truth about what is there.
type World struct {
	script script
	places map[model.ID]*place
	// busy are the places where something is under way or has not been told,
	// by ID. All others cost nothing.
	busy []*place
	// apps and busyApps are the same for formations.
	apps     map[model.ID]*appPlace
	busyApps []*appPlace
}

var _ backend.Driver = (*World)(nil)

// place is where a cluster stands.
type place struct {
	cluster *model.Cluster // never modified
	at      time.Time      // how far the cluster was carried
	next    time.Time      // its next event; zero when there is none
	works   bool           // something is under way
	told    time.Time      // how far its sightings reach
	news    bool           // something has not been told
	fresh   bool           // it is new, and does not know yet how things are in its region
	// happened has not been told either.
	happened []model.Happening
}

// New makes an empty world.
func New(seed uint64) *World {
	return &World{script: script{seed}, places: map[model.ID]*place{}, apps: map[model.ID]*appPlace{}}
}

// Want hands over a cluster: what is wanted, and what was last seen of it.
// The world keeps its own view of the instances of a cluster that it knows.
// An unknown one that is settled as it stands is taken without a word.
func (w *World) Want(now time.Time, c *model.Cluster) {
	now = now.UTC()
	at, known := w.places[c.ID]
	if !known {
		at = &place{cluster: bare(c), at: now, told: now}
		w.places[c.ID] = at
	}
	at.carry(w.script, now)
	wanted := at.cluster
	if known {
		wanted = merge(at.cluster, c)
	}
	at.fresh = !known && c.Memo == "" && len(c.Leader.Instances) == 0
	at.news = known || !complete(at.cluster)
	at.turn(w.script, wanted)
	if at.news || !at.next.IsZero() {
		w.mind(at)
	}
}

// Advance carries the world to an instant and returns what was seen: of each
// cluster where something is under way or happened, all that is there, in the
// order of their IDs.
func (w *World) Advance(now time.Time) []model.Observed {
	now = now.UTC()
	w.settleIn()
	var seen []model.Observed
	var told []model.Happening
	rest := w.busy[:0]
	for _, at := range w.busy {
		worked := at.works
		at.carry(w.script, now)
		if at.news || worked && at.at.After(at.told) {
			o := at.sight(w.script)
			o.Happened, told = once(o.Happened, told)
			seen = append(seen, o)
			if o.Gone {
				delete(w.places, o.Cluster)
				continue
			}
		}
		if !at.next.IsZero() {
			rest = append(rest, at)
		}
	}
	clear(w.busy[len(rest):])
	w.busy = rest
	return seen
}

// Next is when Advance will report something other than progress; zero when
// nothing is under way.
func (w *World) Next() time.Time {
	var first time.Time
	for _, at := range w.busy {
		due := at.next
		if at.news {
			due = at.at
		}
		if first.IsZero() || due.Before(first) {
			first = due
		}
	}
	for _, at := range w.busyApps {
		due := at.next
		if at.news {
			due = at.at
		}
		if first.IsZero() || due.Before(first) {
			first = due
		}
	}
	return first
}

// complete is whether a cluster stands as the world would have left it with
// nothing to do.
func complete(c *model.Cluster) bool {
	opened := !slices.ContainsFunc(c.Pools(), func(p model.Pool) bool { return p.Endpoint.Host == "" })
	return c.Settled() && opened && c.Storage.PerDay > 0
}

// mind puts a place among the busy ones, where it belongs.
func (w *World) mind(p *place) {
	at, there := slices.BinarySearchFunc(w.busy, p, func(a, b *place) int {
		return strings.Compare(string(a.cluster.ID), string(b.cluster.ID))
	})
	if !there {
		w.busy = slices.Insert(w.busy, at, p)
	}
}

// carry takes a place to an instant; time does not run back.
func (p *place) carry(s script, now time.Time) {
	if now.Before(p.at) {
		return
	}
	if p.next.IsZero() {
		p.foretell(s)
	}
	if !p.next.IsZero() && !p.next.After(now) {
		var happened []model.Happening
		p.cluster, happened = s.step(p.cluster, now)
		p.happened, p.news = append(p.happened, happened...), true
		p.foretell(s)
	}
	p.at = now
}

// turn makes happen what happens to the cluster where the place is.
func (p *place) turn(s script, c *model.Cluster) {
	is, happened := s.turn(c, p.at)
	p.news = p.news || is.Memo != c.Memo || len(happened) > 0
	p.cluster, p.happened = is, append(p.happened, happened...)
	p.foretell(s)
}

// foretell finds out what is next.
func (p *place) foretell(s script) {
	n := s.read(p.cluster)
	work := n.work()
	p.next, p.works = first(work, n.faultsEnd()), !work.IsZero()
}
