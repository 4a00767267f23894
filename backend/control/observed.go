package control

import (
	"fmt"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// observed is an input: time has passed, and the driver has seen something on
// the way, or nothing.
type observed struct {
	seen []model.Observed
	apps []model.ObservedApp
	// asked are targets to be looked at even if nothing moved there: what is
	// wanted may be there already.
	asked []model.ID
}

func (o observed) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	if len(o.seen) > 0 {
		t.seeAll(o.seen)
	}
	for _, seen := range o.apps {
		t.seeApp(seen)
	}
	for _, target := range o.asked {
		if op := t.fleet.Open(target); op != nil {
			there, settled := standing(t.fleet, target)
			t.settle(op, settled || !there)
		}
	}
	t.stick()
	return t.done()
}

// seeAll merges sightings. Among thousands of clusters, copying the list takes
// longest, so it is done once for all of them.
func (t *turn) seeAll(seen []model.Observed) {
	clusters, gone := slices.Clone(t.fleet.Clusters), false
	for _, o := range seen {
		if at := t.fleet.Place(o.Cluster); at >= 0 {
			clusters[at] = t.see(clusters[at], o)
			gone = gone || clusters[at] == nil
		}
	}
	if gone {
		clusters = slices.DeleteFunc(clusters, func(c *model.Cluster) bool { return c == nil })
	}
	t.fleet.Clusters = clusters
}

// see merges one sighting and returns the cluster as it is then; nil when it
// is gone.
func (t *turn) see(was *model.Cluster, o model.Observed) (is *model.Cluster) {
	before := model.Fleet{At: t.fleet.At, Apps: t.fleet.Apps, Clusters: []*model.Cluster{was}}
	after := before.Observe(o)
	is = after.Cluster(o.Cluster)
	t.fleet.Apps = after.Apps
	op := t.fleet.Open(o.Cluster)
	if !alikeProgressApart(was, is) {
		t.moved = true
		t.spans = append(t.spans, ledger(was, is, t.fleet.At)...)
		t.learn(was, is, op)
	}

	for _, h := range o.Happened {
		t.happened(was.ID, was.Name, backend.Actor{}, h)
	}
	t.restarts(before.Apps, was, op)
	switch {
	case op == nil:
		return is
	case o.Failure != "":
		t.end(op, model.OpFailed, op.Actor, o.Failure)
		return is
	}
	t.moved = t.moved || op.Irreversible != o.Irreversible
	if is != nil {
		op = moved(op, was, is, t.fleet.At)
		op = progressed(op, is.Work())
	}
	op = steered(op, o)
	t.replace(op)
	t.settle(op, is == nil || is.Settled())
	return is
}

// learn takes in how long the steps took that have ended. op is what is under
// way; nil where nothing is.
func (t *turn) learn(was, is *model.Cluster, op *model.Operation) {
	var tainted time.Time
	switch {
	case op == nil:
	case op.Stuck.IsZero():
		tainted = op.Resumed
	default:
		tainted = t.fleet.At
	}
	t.fleet.Learnt = t.fleet.Learnt.With(model.Lessons(was, is, t.fleet.At, tainted)...)
}

// settle ends an operation where what is there is what is wanted, which for a
// cluster that is wanted gone is nothing.
func (t *turn) settle(o *model.Operation, settled bool) {
	if settled {
		t.end(o, model.OpDone, o.Actor, "")
	}
}

// progressed is the operation with its share of the way: that of the work.
// There may be more to do than there was, when something is lost; then the
// share could fall and is held.
func progressed(o *model.Operation, left int) *model.Operation {
	if o.Work == 0 {
		return o
	}
	next := *o
	next.Progress.Permille = min(999, max(o.Progress.Permille, 1000-1000*left/o.Work))
	return &next
}

// steered is the operation with whether it can be stopped.
func steered(o *model.Operation, seen model.Observed) *model.Operation {
	if o.Irreversible == seen.Irreversible {
		return o
	}
	next := *o
	next.Irreversible = seen.Irreversible
	return &next
}

// restarts records the apps that have a new release.
func (t *turn) restarts(before []*model.App, c *model.Cluster, op *model.Operation) {
	e := model.Entry{Kind: model.EntryRestarted, Target: c.ID, TargetName: c.Name}
	if op != nil {
		e.Actor, e.Operation = op.Actor, op.ID
	}
	if len(before) == 0 || &before[0] == &t.fleet.Apps[0] {
		return // the list is the same one: nothing in it has changed
	}
	for i, app := range t.fleet.Apps {
		if app.Release != before[i].Release {
			t.apps = append(t.apps, app)
			e.Words = []string{fmt.Sprintf("%s restarted: release v%d", app.Name, app.Release)}
			t.record(e)
		}
	}
}

// alikeProgressApart is whether two looks of a cluster differ in nothing but
// how far things are and how large they have grown.
func alikeProgressApart(was, is *model.Cluster) bool {
	if is == nil {
		return false
	}
	return was.Memo == is.Memo && slices.Equal(was.Attachments, is.Attachments) &&
		slices.EqualFunc(was.Pools(), is.Pools(), func(a, b model.Pool) bool {
			return a.ID == b.ID && a.Endpoint == b.Endpoint && slices.EqualFunc(a.Instances, b.Instances, sameStage)
		})
}

func sameStage(a, b model.Instance) bool {
	return a.ID == b.ID && a.Role == b.Role && a.Level == b.Level && a.Phase == b.Phase
}

// ledger says which spans close and open when a cluster looks like this after
// it looked like that. An instance exists, and is paid for, from the moment
// it leaves the queue until it has failed.
func ledger(was, is *model.Cluster, now time.Time) []model.Span {
	return turnover(spans(was), spans(is), now)
}

func turnover(before, after []model.Span, now time.Time) []model.Span {
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
			if i.Phase.Exists() {
				list = append(list, model.Span{Instance: i.ID, Pool: p.ID, Cluster: c.ID, App: c.App, Level: i.Level})
			}
		}
	}
	return list
}
