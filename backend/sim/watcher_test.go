package sim

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"pooldeck/model"
)

// event is what a watcher notes: an instance begins a phase or is gone.
type event struct {
	At       time.Time
	Instance model.ID
	Role     model.Role
	Level    string
	Phase    model.Phase // empty when it is gone
}

// watcher sees all that a console sees and checks that it may be so.
type watcher struct {
	s      *console
	last   map[model.ID]model.Instance
	gone   map[model.ID]bool
	events []event
	led    bool // a leader was up, and the cluster was not destroyed since
	fail   func(format string, args ...any)
	// faulty is for good once something was made to fail: nothing has its
	// usual length then.
	faulty bool
}

func watch(s *console) *watcher {
	w := &watcher{
		s: s, last: map[model.ID]model.Instance{}, gone: map[model.ID]bool{},
		fail: func(string, ...any) {},
	}
	for _, p := range s.cluster().Pools() {
		for _, i := range p.Instances {
			w.last[i.ID] = i
		}
	}
	s.seen = w.see
	return w
}

func (w *watcher) see(o model.Observed) {
	now, there := w.s.now, map[model.ID]bool{}
	busy := 0
	w.faulty = w.faulty || o.Memo != ""
	for _, p := range o.Pools {
		for _, i := range p.Instances {
			there[i.ID] = true
			w.instance(p.ID, i)
			if building(i.Phase) {
				busy++
			}
			if wanted := inFlight(i.Phase); wanted && !o.Irreversible {
				w.fail("%s is %s and the sighting says that it can be stopped", i.ID, i.Phase)
			}
		}
	}
	if busy > maxBuilding {
		w.fail("%d instances are built at a time", busy)
	}
	for _, id := range slices.Sorted(maps.Keys(w.last)) {
		if !there[id] {
			w.note(event{At: now, Instance: id})
			w.over(w.last[id], now)
			delete(w.last, id)
			w.gone[id] = true
		}
	}
	for _, a := range o.Attachments {
		if a.State == model.AttachmentSetting {
			w.fail("%s is seen before it is set", a.Var())
		}
	}
	w.leader(o)
	if place := w.s.world.places[o.Cluster]; place != nil {
		if again, _ := w.s.world.script.turn(place.cluster, now); !reflect.DeepEqual(again, place.cluster) {
			w.fail("an instant that is asked for twice does more: %s", shown(again))
		}
	}
}

// instance follows one instance.
func (w *watcher) instance(pool model.ID, i model.Instance) {
	was, known := w.last[i.ID]
	w.last[i.ID] = i
	if w.gone[i.ID] {
		w.fail("%s was gone and is back", i.ID)
	}
	if follower := i.Role == model.RoleFollower; follower != (pool != "c/1") {
		w.fail("%s is a %s in pool %s", i.ID, i.Role, pool)
	}
	if known && i.Progress.Permille < was.Progress.Permille && building(i.Phase) {
		w.fail("%s fell from %d to %d permille", i.ID, was.Progress.Permille, i.Progress.Permille)
	}
	if i.Progress.Permille < 0 || i.Progress.Permille > 1000 || i.Progress.Done > i.Progress.Total {
		w.fail("%s is %s with the progress %v", i.ID, i.Phase, i.Progress)
	}
	if known && was.Phase == i.Phase && was.Since.Equal(i.Since) {
		return
	}
	w.note(event{i.Since, i.ID, i.Role, i.Level, i.Phase})
	if known {
		w.over(was, i.Since)
	}
}

// over checks how long a phase took that has just ended.
func (w *watcher) over(i model.Instance, at time.Time) {
	took := at.Sub(i.Since)
	if w.faulty {
		return
	}
	switch i.Phase {
	case model.SwitchingOver, model.Restarting, model.Draining:
		if r := lasting(i.Phase); took < r.Least || took > r.Most {
			w.fail("%s was %s for %s", i.ID, i.Phase, took)
		}
	case model.Creating:
		if r := lasting(i.Phase); took > r.Most {
			w.fail("%s was %s for %s", i.ID, i.Phase, took)
		}
	case model.Queued, model.Restoring, model.CatchingUp, model.Up, model.Failed:
	}
}

// leader checks that there are never two, and one from the first on.
func (w *watcher) leader(o model.Observed) {
	c := w.s.cluster()
	if c == nil || c.Destroying {
		w.led = false
	}
	leaders, serving, switching, lost := 0, 0, 0, 0
	for _, p := range o.Pools {
		for _, i := range p.Instances {
			if i.Role == model.RoleLeader {
				leaders++
				if cameUp(i.Phase) {
					serving++
				}
				if i.Phase == model.Failed {
					lost++
				}
			}
			if i.Phase == model.SwitchingOver {
				switching++
			}
		}
	}
	w.led = w.led || serving > 0 && c != nil && !c.Destroying
	if leaders > 1 || w.led && serving+lost != 1 || w.led && lost > 0 && !w.faulty {
		w.fail("%d leaders, %d of them in office", leaders, serving)
	}
	if switching != 0 && switching != 2 {
		w.fail("%d instances switch over", switching)
	}
}

func (w *watcher) note(e event) { w.events = append(w.events, e) }
