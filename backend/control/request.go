package control

import (
	"errors"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// requested is an input: somebody asks for changes. What is known besides
// the state comes with it.
type requested struct {
	backend.Request
	taken  bool                     // another request has the key
	sample model.Sample             // of the targets; empty where nothing is measured
	last   map[model.ID]model.Entry // what was accepted last for the targets in doubt
}

func (r requested) handle(s state, now time.Time) (state, effects) {
	t := begin(s, now)
	plan, err := r.plan(t.fleet, s.catalog.Specs)
	if err != nil {
		t.refuse(r.refused(t.fleet, err), err)
		return t.done()
	}
	t.accept(plan, r.Actor, model.OpSuperseded)
	return t.done()
}

// plan plans the request again. Staleness comes first: that somebody else has
// done the same explains more than that it cannot be done twice.
func (r requested) plan(f *model.Fleet, s model.Specs) (model.Plan, error) {
	switch {
	case !r.Actor.Role.Changes():
		return model.Plan{}, backend.ErrDenied
	case r.taken:
		return model.Plan{}, backend.ErrKeyTaken
	case r.Key == "":
		return model.Plan{}, &model.Invalid{Field: "key", Reason: "a request needs a key of its own"}
	}
	for _, id := range inDoubt(f, r.Request) {
		if now, there := f.Revision(id); there {
			return model.Plan{}, r.stale(f, id, now)
		}
		if _, used := r.last[id]; used && r.creates(id) {
			return model.Plan{}, &model.Invalid{Field: "cluster", Reason: "a new cluster needs an ID that no other one had"}
		}
	}
	if slices.ContainsFunc(r.Changes, automatic) {
		return model.Plan{}, &model.Invalid{Field: "changes", Reason: "only the autoscaler asks as the autoscaler"}
	}
	plan, err := model.NewPlan(f, s, r.Changes...)
	if err != nil {
		return model.Plan{}, err
	}
	unseen := slices.Concat(plan.Risks, plan.Stranded(s, r.sample))
	unseen = slices.DeleteFunc(unseen, func(risk model.Risk) bool { return slices.Contains(r.Acknowledged, risk.Kind) })
	if len(unseen) > 0 {
		return model.Plan{}, &backend.Unacknowledged{Risks: unseen}
	}
	return plan, nil
}

// inDoubt lists the targets whose wanted state is not the one that the
// request was planned on, and those that are not there.
func inDoubt(f *model.Fleet, r backend.Request) []model.ID {
	return slices.DeleteFunc(model.Targets(r.Changes), func(id model.ID) bool {
		now, there := f.Revision(id)
		base, planned := r.Base[id]
		return there && planned && base == now
	})
}

// automatic is whether a change is one that only an autoscaler may ask for.
func automatic(c model.Change) bool {
	scale, is := c.(model.ScaleProcess)
	return is && scale.Auto
}

func (r requested) creates(id model.ID) bool {
	return slices.ContainsFunc(r.Changes, func(c model.Change) bool {
		create, ok := c.(model.CreateCluster)
		return ok && create.ID == id
	})
}

func (r requested) stale(f *model.Fleet, target model.ID, now model.Revision) *backend.Stale {
	last := r.last[target]
	return &backend.Stale{
		Target: target, Name: nameOf(f, target), Base: r.Base[target], Now: now,
		By: last.Actor, At: last.At, Words: last.Words,
	}
}

// refused is the journal's entry for a request that was refused: it stands
// with the target at fault or, where that cannot be told, with the first.
func (r requested) refused(f *model.Fleet, reason error) model.Entry {
	e := model.Entry{Actor: r.Actor.Name, Via: r.Actor.Via}
	for _, c := range r.Changes {
		e.Words = append(e.Words, c.String())
	}
	if ids := model.Targets(r.Changes); len(ids) > 0 {
		e.Target = ids[0]
	}
	var stale *backend.Stale
	var unseen *backend.Unacknowledged
	switch {
	case errors.As(reason, &stale):
		e.Target = stale.Target
	case errors.As(reason, &unseen):
		e.Target = unseen.Risks[0].Cluster
	}
	e.TargetName = targetName(f, r.Changes, e.Target)
	return e
}

func targetName(f *model.Fleet, changes []model.Change, target model.ID) string {
	if name := nameOf(f, target); name != "" {
		return name
	}
	for _, c := range changes {
		if create, ok := c.(model.CreateCluster); ok && create.ID == target {
			return create.Name
		}
	}
	return ""
}
