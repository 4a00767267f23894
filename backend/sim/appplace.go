package sim

import (
	"slices"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// appPlace is where an app's formation stands.
type appPlace struct {
	app      *model.App // never modified
	at, next time.Time
	told     time.Time // how far its sightings reach
	news     bool      // something has not been told
	happened []model.Happening
}

// WantApp hands over an app with its formation.
func (w *World) WantApp(now time.Time, a *model.App) {
	now = now.UTC()
	at, known := w.apps[a.ID]
	if !known {
		if len(a.Processes) == 0 {
			return
		}
		at = &appPlace{app: a, at: now, told: now}
		w.apps[a.ID] = at
		if a.Memo == "" && a.Settled() {
			return // as the world would have left it
		}
	}
	at.carry(w.script, now)
	wanted := a
	if known {
		// What is wanted is the caller's to say, what is there the world's.
		seen := at.sight()
		seen.Memo = at.app.Memo
		wanted = a.Observe(seen)
	}
	at.news = known || !a.Settled()
	at.turn(w.script, wanted)
	if at.news || !at.next.IsZero() {
		w.mindApp(at)
	}
}

// AdvanceApps carries formations to an instant and returns what was seen of
// those where something has happened, in the order of their IDs.
func (w *World) AdvanceApps(now time.Time) []model.ObservedApp {
	now = now.UTC()
	var seen []model.ObservedApp
	rest := w.busyApps[:0]
	for _, at := range w.busyApps {
		worked := !at.app.Settled()
		at.carry(w.script, now)
		if at.news || worked && at.at.After(at.told) {
			o := at.sight()
			o.Happened, at.happened, at.news, at.told = at.happened, nil, false, at.at
			seen = append(seen, o)
		}
		if !at.next.IsZero() {
			rest = append(rest, at)
		}
	}
	clear(w.busyApps[len(rest):])
	w.busyApps = rest
	return seen
}

func (w *World) mindApp(p *appPlace) {
	at, there := slices.BinarySearchFunc(w.busyApps, p, func(a, b *appPlace) int {
		return strings.Compare(string(a.app.ID), string(b.app.ID))
	})
	if !there {
		w.busyApps = slices.Insert(w.busyApps, at, p)
	}
}

// carry takes a formation to an instant; time does not run back.
func (p *appPlace) carry(s script, now time.Time) {
	if now.Before(p.at) {
		return
	}
	if p.next.IsZero() {
		p.next = s.nextDyno(p.app)
	}
	if !p.next.IsZero() && !p.next.After(now) {
		var happened []model.Happening
		p.app, happened = s.runDynos(p.app, now)
		p.happened, p.news = append(p.happened, happened...), true
		p.next = s.nextDyno(p.app)
	}
	p.at = now
}

// turn makes happen what happens to the formation where the place is.
func (p *appPlace) turn(s script, a *model.App) {
	var happened []model.Happening
	p.app, happened = s.turnDynos(a, p.at)
	p.happened = append(p.happened, happened...)
	p.next = s.nextDyno(p.app)
}

// sight is what is seen of a place.
func (p *appPlace) sight() model.ObservedApp {
	o := model.ObservedApp{App: p.app.ID, Memo: p.app.Memo}
	for _, process := range p.app.Processes {
		o.Processes = append(o.Processes, model.ObservedProcess{Type: process.Type, Dynos: process.Dynos})
	}
	return o
}

// breakApp makes a fault on a formation.
func (w *World) breakApp(now time.Time, f backend.Fault) (model.Happening, error) {
	at := w.apps[f.Cluster]
	at.carry(w.script, now)
	offered := formationOffers(at.app, f.Pool, f.Instance)
	if !slices.ContainsFunc(offered, func(o backend.Fault) bool { return o.Kind == f.Kind }) {
		return model.Happening{}, &model.Invalid{Field: "fault", Reason: "as things are now, there is nothing to " + string(f.Kind) + " here"}
	}
	var happening model.Happening
	var happened []model.Happening
	at.app, happened = w.script.editDynos(at.app, at.at, func(n *formation) { happening = n.strikeDynos(f) })
	at.happened, at.news = append(at.happened, happened...), true
	at.next = w.script.nextDyno(at.app)
	w.mindApp(at)
	return happening, nil
}
