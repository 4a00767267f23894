package plain

import (
	"fmt"
	"hash/fnv"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
	"pooldeck/proposal"
)

// scene is everything that can be asked about: pages read it and have no
// other way to the world.
type scene struct {
	fleet    *model.Fleet
	catalog  pricing.Catalog
	sample   model.Sample
	accrual  pricing.Accrual
	able     backend.Abilities
	staged   model.Changes
	role     backend.Role
	seed     uint64
	speed    int
	loudness loudness
}

// world is what proposals are made in.
func (s scene) world() proposal.World {
	return proposal.World{Fleet: s.fleet, Catalog: s.catalog, Sample: s.sample, Able: s.able}
}

// steers is whether the clock and the faults are offered.
func (s scene) steers() bool { return s.able.Clock != nil && s.role.Steers() }

// breaks is whether faults are offered.
func (s scene) breaks() bool { return s.able.Faults != nil && s.role.Steers() }

// plan checks changes on top of what is staged.
func (s scene) plan(more ...model.Change) error {
	_, err := model.NewPlan(s.fleet, s.catalog.Specs, model.Stage(s.fleet, s.staged, more)...)
	return err
}

// review opens the review of changes on top of what is staged.
func (s scene) review(more ...model.Change) intent {
	return open{review{changes: model.Stage(s.fleet, s.staged, more)}}
}

// choose opens the review of a setting. One that is wanted anyway takes back
// what is staged of it, or is no change.
func (s scene) choose(c model.Change) (intent, error) {
	rest := model.Stage(s.fleet, s.staged, model.Changes{c})
	if s.fleet.Wants(c) && len(rest) < len(s.staged) {
		return stage{rest}, nil
	}
	if s.fleet.Wants(c) {
		rest = append(rest, c) // for the rules to say so
	}
	if _, err := model.NewPlan(s.fleet, s.catalog.Specs, rest...); err != nil {
		return nil, err
	}
	return open{review{changes: rest}}, nil
}

// wanted is a cluster as it would be with what is staged.
func (s scene) wanted(c *model.Cluster) *model.Cluster {
	if len(s.staged) == 0 {
		return c
	}
	plan, err := model.NewPlan(s.fleet, s.catalog.Specs, s.staged...)
	if err != nil {
		return c
	}
	if after := plan.After.Cluster(c.ID); after != nil {
		return after
	}
	return c
}

// find finds a pool that may have gone since it was asked about.
func (s scene) find(cluster, pool model.ID) (*model.Cluster, model.Pool, bool) {
	c := s.fleet.Cluster(cluster)
	if c == nil || c.Destroying {
		return c, model.Pool{}, false
	}
	p, there := c.Pool(pool)
	return c, p, there && !p.Destroying
}

// number is a number for generated names and IDs: another one after every
// fact of the journal, and the same again for the same seed.
func (s scene) number() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d/%d/%d", s.seed, s.fleet.JournalSeq, len(s.staged))
	return h.Sum64()
}

// running lists the operations under way.
func running(f *model.Fleet) []*model.Operation {
	var list []*model.Operation
	for _, o := range f.Operations {
		if !o.State.Final() {
			list = append(list, o)
		}
	}
	return list
}
