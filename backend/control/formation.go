package control

import (
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// seeApp merges one sighting of a formation.
func (t *turn) seeApp(o model.ObservedApp) {
	was := t.fleet.Formation(o.App)
	if was == nil {
		return
	}
	is := was.Observe(o)
	t.fleet = t.fleet.WithApp(is)
	alike := was.Memo == is.Memo && slices.EqualFunc(was.Processes, is.Processes, func(a, b model.Process) bool {
		return slices.Equal(a.Dynos, b.Dynos)
	})
	if !alike {
		t.moved = true
		t.spans = append(t.spans, turnover(dynoSpans(was), dynoSpans(is), t.fleet.At)...)
	}
	for _, h := range o.Happened {
		t.happened(is.ID, is.Name, backend.Actor{}, h)
	}
	op := t.fleet.Open(is.ID)
	if op == nil {
		return
	}
	next := *progressed(op, is.Work())
	if !alike {
		next.Moved, next.Stuck = t.fleet.At, time.Time{}
	}
	t.replace(&next)
	t.settle(&next, is.Settled())
}

// dynoSpans are the open spans that a formation's looks call for, without their
// beginning. A dyno is paid for from the moment it starts until it is gone,
// also while it has crashed.
func dynoSpans(a *model.App) []model.Span {
	var list []model.Span
	for _, p := range a.Processes {
		for _, d := range p.Dynos {
			list = append(list, model.Span{
				Instance: d.ID, Pool: a.ProcessID(p.Type), Cluster: a.ID, App: a.Name, Process: p.Type, Level: d.Size,
			})
		}
	}
	return list
}
