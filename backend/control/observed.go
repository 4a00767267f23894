package control

import (
	"fmt"
	"slices"
	"time"

	"pooldeck/model"
)

// observed is an input: time has passed, and the driver has seen something on
// the way, or nothing.
type observed struct {
	seen []model.Observed
	// asked are targets to be looked at even if nothing moved there: what is
	// wanted may be there already.
	asked []model.ID
}

func (o observed) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	for _, seen := range o.seen {
		t.see(seen)
	}
	for _, target := range o.asked {
		t.settle(target)
	}
	return t.done()
}

// see merges one sighting.
func (t *turn) see(o model.Observed) {
	before := t.fleet
	was := before.Cluster(o.Cluster)
	if was == nil {
		return
	}
	t.fleet = before.Observe(o)
	is := t.fleet.Cluster(o.Cluster)
	t.spans = append(t.spans, ledger(was, is, t.fleet.At)...)
	t.moved = t.moved || shape(was) != shape(is)

	op := t.fleet.Open(o.Cluster)
	t.restarts(before.Apps, was, op)
	switch {
	case op == nil:
		return
	case o.Failure != "":
		t.end(op, model.OpFailed, op.Actor, o.Failure)
		return
	}
	t.moved = t.moved || op.Irreversible != o.Irreversible
	t.replace(progressed(op, o, t.fleet.At))
	t.settle(o.Cluster)
}

// settle ends the operation on a target where what is there is what is
// wanted, which for a cluster that is wanted gone is nothing.
func (t *turn) settle(target model.ID) {
	op, c := t.fleet.Open(target), t.fleet.Cluster(target)
	if op != nil && (c == nil || c.Settled()) {
		t.end(op, model.OpDone, op.Actor, "")
	}
}

// progressed is the operation after a sighting. Its share of the way is that
// of the time; the estimate of what is left may grow, so the share could fall
// and is held.
func progressed(o *model.Operation, seen model.Observed, now time.Time) *model.Operation {
	next := *o
	next.Irreversible = seen.Irreversible
	next.Progress = model.Progress{
		Permille: o.Progress.Permille, Done: seen.Progress.Done, Total: seen.Progress.Total, Left: seen.Progress.Left,
	}
	spent, left := now.Sub(o.Accepted).Seconds(), seen.Progress.Left.Seconds()
	if left > 0 {
		next.Progress.Permille = min(999, max(o.Progress.Permille, int(1000*spent/(spent+left))))
	}
	return &next
}

// restarts records the apps that have a new release.
func (t *turn) restarts(before []*model.App, c *model.Cluster, op *model.Operation) {
	e := model.Entry{Kind: model.EntryRestarted, Target: c.ID, TargetName: c.Name}
	if op != nil {
		e.Actor, e.Operation = op.Actor, op.ID
	}
	for i, app := range t.fleet.Apps {
		if app.Release != before[i].Release {
			e.Words = []string{fmt.Sprintf("%s restarted: release v%d", app.Name, app.Release)}
			t.record(e)
		}
	}
}

// shape is what of a cluster's looks must not be lost: everything but how
// far things are.
func shape(c *model.Cluster) string {
	if c == nil {
		return ""
	}
	text := fmt.Sprint(c.Attachments)
	for _, p := range c.Pools() {
		text += fmt.Sprint("|", p.ID, p.Endpoint)
		for _, i := range p.Instances {
			text += fmt.Sprint(" ", i.ID, i.Role, i.Level, i.Phase)
		}
	}
	return text
}

// ledger says which spans close and open when a cluster looks like this after
// it looked like that. An instance exists, and is paid for, from the moment
// it leaves the queue.
func ledger(was, is *model.Cluster, now time.Time) []model.Span {
	before, after := spans(was), spans(is)
	var list []model.Span
	for _, s := range before {
		if !slices.Contains(after, s) {
			s.To = now
			list = append(list, s)
		}
	}
	for _, s := range after {
		if !slices.Contains(before, s) {
			s.From = now
			list = append(list, s)
		}
	}
	return list
}

// spans are the open spans that a cluster's looks call for, without their
// beginning.
func spans(c *model.Cluster) []model.Span {
	if c == nil {
		return nil
	}
	var list []model.Span
	for _, p := range c.Pools() {
		for _, i := range p.Instances {
			if i.Phase != model.Queued {
				list = append(list, model.Span{Instance: i.ID, Pool: p.ID, Cluster: c.ID, App: c.App, Level: i.Level})
			}
		}
	}
	return list
}
