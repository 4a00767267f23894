package sim

import (
	"slices"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

var _ backend.Breaker = (*World)(nil)

// Offered lists what can be made to fail; see backend.Faults. It looks at the
// fleet only, so it may be called from anywhere.
func (w *World) Offered(f *model.Fleet, cluster, pool, instance model.ID) []backend.Fault {
	c := f.Cluster(cluster)
	if app := f.Formation(cluster); app != nil {
		return formationOffers(app, pool, instance)
	}
	if c == nil {
		return nil
	}
	return w.script.read(c).offers(pool, instance)
}

// Break makes a fault and says what happened; see backend.Breaker.
func (w *World) Break(now time.Time, f backend.Fault) (model.Happening, error) {
	now = now.UTC()
	if w.apps[f.Cluster] != nil {
		return w.breakApp(now, f)
	}
	at, known := w.places[f.Cluster]
	if !known {
		return model.Happening{}, &model.Invalid{Field: "fault", Reason: "the cluster is not there"}
	}
	at.carry(w.script, now)
	offered := w.script.read(at.cluster).offers(f.Pool, f.Instance)
	if !slices.ContainsFunc(offered, func(o backend.Fault) bool { return o.Kind == f.Kind }) {
		return model.Happening{}, &model.Invalid{Field: "fault", Reason: "as things are now, there is nothing to " + string(f.Kind) + " here"}
	}
	var happening model.Happening
	for _, p := range w.struck(f, at) {
		w.edit(p, now, func(n *scene) { happening = n.strike(f) })
	}
	return happening, nil
}

// struck are the places where a fault makes a difference, in the order of
// their IDs; the one that it was made at comes last.
func (w *World) struck(f backend.Fault, at *place) []*place {
	var list []*place
	for _, p := range w.places {
		if f.Pool != "" || p == at || p.cluster.Region != at.cluster.Region {
			continue
		}
		slow := recall(p.cluster).slow() != nil
		if f.Kind == backend.FaultSlow && !slow || f.Kind == backend.FaultMend && slow {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, byID)
	return append(list, at)
}

// edit changes what is remembered of a cluster, or what is there, and lets
// happen what follows from it.
func (w *World) edit(p *place, now time.Time, edit func(*scene)) {
	p.carry(w.script, now)
	n := w.script.scene(p.cluster, p.at)
	edit(n)
	c, happened := n.over()
	p.happened, p.news = append(p.happened, happened...), true
	p.turn(w.script, c)
	w.mind(p)
}

// Trap is what was set for the next request; see backend.Breaker.
func (w *World) Trap(clusters []model.ID) backend.FaultKind {
	for _, kind := range []backend.FaultKind{backend.FaultRefuse, backend.FaultLose, backend.FaultDelay} {
		if slices.ContainsFunc(clusters, func(id model.ID) bool { return w.trapped(id, kind) }) {
			return kind
		}
	}
	return ""
}

func (w *World) trapped(cluster model.ID, kind backend.FaultKind) bool {
	at, known := w.places[cluster]
	return known && recall(at.cluster).trap() == kind
}

// Spring takes what was set for the next request on clusters away.
func (w *World) Spring(now time.Time, clusters []model.ID) {
	for _, id := range clusters {
		if at, known := w.places[id]; known && recall(at.cluster).trap() != "" {
			w.edit(at, now.UTC(), (*scene).spring)
		}
	}
}

func (n *scene) spring() {
	n.memo.Trap = ""
	n.happens(model.EntryRecovered, "changes are answered as usual")
}

// settleIn makes new clusters as slow as their region is.
func (w *World) settleIn() {
	for _, at := range w.busy {
		if !at.fresh {
			continue
		}
		at.fresh = false
		if s := w.slowness(at); s != nil {
			n := w.script.scene(at.cluster, at.at)
			n.memo.Slow = []slowness{*s}
			at.cluster, _ = n.over()
			at.news = true
			at.foretell(w.script)
		}
	}
}

// slowness that the other clusters of a region have now, which is the same one
// for all of them; nil where there is none.
func (w *World) slowness(fresh *place) *slowness {
	for _, p := range w.places {
		if p.cluster.Region != fresh.cluster.Region {
			continue
		}
		if s := recall(p.cluster).slow(); s != nil && s.holds(fresh.at) {
			return s
		}
	}
	return nil
}

// once leaves out what was told of a region already.
func once(happened, told []model.Happening) (kept, all []model.Happening) {
	for _, h := range happened {
		known := func(t model.Happening) bool {
			return t.Kind == h.Kind && t.Region == h.Region && slices.Equal(t.Words, h.Words)
		}
		if h.Region != "" && slices.ContainsFunc(told, known) {
			continue
		}
		if h.Region != "" {
			told = append(told, h)
		}
		kept = append(kept, h)
	}
	return kept, told
}

func byID(a, b *place) int { return strings.Compare(string(a.cluster.ID), string(b.cluster.ID)) }
