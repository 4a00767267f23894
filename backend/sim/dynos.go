package sim

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/sim/traffic"
	"pooldeck/model"
)

// formation is an app at the instant of an event: a copy of its own.
type formation struct {
	script
	*model.App
	at       time.Time
	memo     appMemo
	happened []model.Happening
}

// appMemo is what the world knows of an app that cannot be seen. It is kept with
// the app, so that a world that was lost goes on with it.
type appMemo struct {
	Spikes  []traffic.Spike `json:",omitempty"` // of traffic, that are not over
	Crashed []model.ID      `json:",omitempty"` // dynos that are not up again since
}

// recallApp reads an app's memo. One that cannot be read is as good as none.
func recallApp(a *model.App) appMemo {
	var m appMemo
	if a.Memo != "" && json.Unmarshal([]byte(a.Memo), &m) != nil {
		return appMemo{}
	}
	return m
}

func (m appMemo) text() string {
	if len(m.Spikes)+len(m.Crashed) == 0 {
		return ""
	}
	body, _ := json.Marshal(m)
	return string(body)
}

// runDynos carries a formation to an instant, every event at the instant at
// which it happens.
func (s script) runDynos(a *model.App, now time.Time) (*model.App, []model.Happening) {
	var happened []model.Happening
	for at := s.nextDyno(a); !at.IsZero() && !at.After(now); at = s.nextDyno(a) {
		var more []model.Happening
		a, more = s.turnDynos(a, at)
		happened = append(happened, more...)
	}
	return a, happened
}

// turnDynos makes happen what happens to a formation at an instant. Asked twice
// at one instant, it does nothing the second time.
func (s script) turnDynos(a *model.App, at time.Time) (*model.App, []model.Happening) {
	return s.editDynos(a, at, func(*formation) {})
}

func (s script) editDynos(a *model.App, at time.Time, edit func(*formation)) (*model.App, []model.Happening) {
	next := *a
	next.Processes = slices.Clone(a.Processes)
	n := &formation{script: s, App: &next, at: at, memo: recallApp(a)}
	for i := range n.Processes {
		n.Processes[i].Dynos = slices.Clone(n.Processes[i].Dynos)
	}
	edit(n)
	for i := range n.Processes {
		n.end(&n.Processes[i])
		n.steer(&n.Processes[i])
	}
	n.calm()
	n.Memo = n.memo.text()
	return n.App, n.happened
}

// end ends the states that are over.
func (n *formation) end(p *model.Process) {
	p.Dynos = slices.DeleteFunc(p.Dynos, func(d model.Dyno) bool {
		return d.State == model.DynoDraining && n.over(d)
	})
	for i := range p.Dynos {
		d := &p.Dynos[i]
		switch {
		case !n.over(*d):
		case d.State == model.DynoStarting:
			d.State, d.Since = model.DynoUp, n.at
			n.recovered(d)
		case d.State == model.DynoCrashed:
			*d = n.boot(p, d.Name)
		}
	}
}

func (n *formation) over(d model.Dyno) bool {
	end := n.dynoEnd(d)
	return !end.IsZero() && !end.After(n.at)
}

// steer makes what is there into what is wanted: dynos start, are replaced at
// their places, or drain.
func (n *formation) steer(p *model.Process) {
	for i := range p.Dynos {
		switch d := &p.Dynos[i]; {
		case d.State == model.DynoDraining:
		case d.Number() > p.Quantity:
			if d.State == model.DynoUp {
				d.State, d.Since = model.DynoDraining, n.at
				continue
			}
			n.memo.Crashed = slices.DeleteFunc(n.memo.Crashed, func(id model.ID) bool { return id == d.ID })
			d.State = "" // it serves nobody: there is nothing to wait for
		case !p.Current(*d, n.Release):
			*d = n.boot(p, d.Name)
		}
	}
	p.Dynos = slices.DeleteFunc(p.Dynos, func(d model.Dyno) bool { return d.State == "" })
	for k := 1; k <= p.Quantity; k++ {
		name := model.DynoName(p.Type, k)
		if !slices.ContainsFunc(p.Dynos, func(d model.Dyno) bool { return d.Name == name }) {
			p.Dynos = append(p.Dynos, n.boot(p, name))
		}
	}
	slices.SortFunc(p.Dynos, func(a, b model.Dyno) int { return a.Number() - b.Number() })
}

// boot is a dyno that begins.
func (n *formation) boot(p *model.Process, name string) model.Dyno {
	return model.Dyno{
		ID: n.DynoID(name), Name: name, Size: p.Size, State: model.DynoStarting, Since: n.at, Release: n.Release, Restart: p.Restarts,
	}
}

// recovered tells that a dyno is back that had crashed.
func (n *formation) recovered(d *model.Dyno) {
	if at := slices.Index(n.memo.Crashed, d.ID); at >= 0 {
		n.memo.Crashed = slices.Delete(n.memo.Crashed, at, at+1)
		n.happens(model.EntryRecovered, "%s is up again", d.Name)
	}
}

// calm ends spikes of traffic.
func (n *formation) calm() {
	n.memo.Spikes = slices.DeleteFunc(n.memo.Spikes, func(s traffic.Spike) bool {
		over := !s.To.After(n.at)
		if over {
			n.happens(model.EntryRecovered, "the traffic is as usual again")
		}
		return over
	})
}

func (n *formation) happens(kind model.EntryKind, format string, args ...any) {
	n.happened = append(n.happened, model.Happening{Kind: kind, Words: []string{fmt.Sprintf(format, args...)}})
}

// dynoEnd is when a dyno's state ends by itself; zero where it does not.
func (s script) dynoEnd(d model.Dyno) time.Time {
	r := dynoLasting(d.State)
	if r == (backend.Range{}) {
		return time.Time{}
	}
	return d.Since.Add(within(r, roll(s.seed, string(d.ID), string(d.State), d.Since.UTC().Format(time.RFC3339Nano))))
}

// nextDyno is the next event of a formation; zero where there is none.
func (s script) nextDyno(a *model.App) time.Time {
	var next time.Time
	for _, p := range a.Processes {
		for _, d := range p.Dynos {
			next = first(next, s.dynoEnd(d))
		}
	}
	if a.Memo == "" {
		return next
	}
	for _, spike := range recallApp(a).Spikes {
		next = first(next, spike.To)
	}
	return next
}

// strikeDynos makes a fault and says what happened.
func (n *formation) strikeDynos(f backend.Fault) model.Happening {
	switch f.Kind {
	case backend.FaultCrash:
		for i := range n.Processes {
			for k := range n.Processes[i].Dynos {
				if d := &n.Processes[i].Dynos[k]; d.ID == f.Instance {
					d.State, d.Since = model.DynoCrashed, n.at
					n.memo.Crashed = append(n.memo.Crashed, d.ID)
					return model.Happening{Kind: model.EntryFault, Words: []string{d.Name + " has crashed; it is started again after a while"}}
				}
			}
		}
	case backend.FaultSpike:
		spike := character(n.seed, n.App).NewSpike(n.at)
		n.memo.Spikes = append(n.memo.Spikes, spike)
		words := fmt.Sprintf("the traffic rises to %.1f times as much, for %g minutes", spike.Factor, spike.To.Sub(spike.From).Minutes())
		return model.Happening{Kind: model.EntryFault, Words: []string{words}}
	case backend.FaultMend:
		n.memo.Spikes = nil
		return model.Happening{Kind: model.EntryRecovered, Words: []string{"the traffic is as usual again"}}
	case backend.FaultKill, backend.FaultHang, backend.FaultFailNext, backend.FaultLag, backend.FaultSlow, backend.FaultRefuse, backend.FaultDelay, backend.FaultLose:
	}
	panic("sim: a fault that no formation has: " + string(f.Kind))
}

// formationOffers are the faults that can be made on an app, a process type or
// a dyno.
func formationOffers(a *model.App, process, dyno model.ID) []backend.Fault {
	o := offering{fault: backend.Fault{Cluster: a.ID, Pool: process, Instance: dyno}}
	if process == "" {
		spikes := len(recallApp(a).Spikes) > 0
		o.add(!spikes && len(a.Processes) > 0, backend.FaultSpike, "Spike: far more people use %s for a while", a.Name)
		o.add(spikes, backend.FaultMend, "Mend: the traffic is as usual again")
		return o.list
	}
	for _, p := range a.Processes {
		for _, d := range p.Dynos {
			if a.ProcessID(p.Type) == process && d.ID == dyno {
				o.add(d.State == model.DynoUp, backend.FaultCrash, "Crash %s: it is started again after a while", d.Name)
			}
		}
	}
	return o.list
}

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
