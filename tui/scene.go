package tui

import (
	"fmt"
	"hash/fnv"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// scene is everything that can be seen: overlays and panes read it and have
// no other way to the world.
type scene struct {
	fleet   *model.Fleet
	totals  totals
	budgets budgets
	catalog pricing.Catalog
	sample  model.Sample
	samples int // so far
	// sampleOf are the apps with a cluster that the sample is of; nil: all.
	sampleOf map[string]bool
	accrual  pricing.Accrual
	able     backend.Abilities
	staged   model.Changes
	people   []Person // at other consoles
	role     backend.Role
	tree     tree
	styles   styles
	keys     *KeyMap // never changed: behind a pointer because a scene is handed on by value all the time
	manners  Manners
	past     past // what was measured lately
	seed     uint64
	speed    int
	width    int
	height   int
}

// plan plans changes on top of what is staged.
func (s scene) plan(more ...model.Change) (model.Plan, error) {
	return model.NewPlan(s.fleet, s.catalog.Specs, model.Stage(s.fleet, s.staged, more)...)
}

// risks are all that an operator must see before a plan is applied.
func (s scene) risks(p model.Plan) []model.Risk {
	return append(p.Stranded(s.catalog.Specs, s.sample), p.Risks...)
}

// stagedOn counts the staged changes of a pool.
func (s scene) stagedOn(cluster model.ID, pool string) int {
	n := 0
	for _, c := range s.staged {
		if name, ok := model.PoolOf(c); ok && c.Target() == cluster && name == pool {
			n++
		}
	}
	return n
}

// number is a number for generated names and IDs: another one after every
// fact of the journal, and the same again for the same seed.
func (s scene) number() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d/%d/%d", s.seed, s.fleet.JournalSeq, len(s.staged))
	return h.Sum64()
}
