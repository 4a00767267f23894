package sim

import (
	"encoding/json"
	"fmt"
	"slices"
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
