package model

import "slices"

// Plan is changes with the fleet before and after them, and what an operator
// must have seen before they are made. Only NewPlan makes one, so a plan in
// hand is a plan that was legal on its Before.
type Plan struct {
	Before, After *Fleet
	Changes       []Change
	Risks         []Risk
}

// NewPlan checks changes as a whole, in order, and says what they risk. The
// error is an *Invalid and names the first change that cannot be made.
func NewPlan(f *Fleet, s Specs, changes ...Change) (Plan, error) {
	if len(changes) == 0 {
		return Plan{}, invalid("changes", "there is nothing to change")
	}
	after := f
	for _, c := range changes {
		next, err := c.apply(after, s)
		if err != nil {
			return Plan{}, err
		}
		after = next
	}
	for _, id := range Targets(changes) {
		if app := after.Formation(id); app != nil {
			if err := s.checkFormation(app); err != nil {
				return Plan{}, err
			}
		}
	}
	p := Plan{Before: f, After: after, Changes: slices.Clone(changes)}
	for _, target := range p.Targets() {
		p.Risks = append(p.Risks, risks(p, target, s)...)
	}
	return p, nil
}

// Targets are what the plan touches, in the order of its changes.
func (p Plan) Targets() []ID { return Targets(p.Changes) }

// Targets are what changes are about, each once, in their order.
func Targets(changes []Change) []ID {
	var ids []ID
	for _, c := range changes {
		if !slices.Contains(ids, c.Target()) {
			ids = append(ids, c.Target())
		}
	}
	return ids
}

// Base is the revision of each target that the plan was made on; 0 for a
// cluster that is yet to be created.
func (p Plan) Base() map[ID]Revision {
	base := map[ID]Revision{}
	for _, id := range p.Targets() {
		base[id] = 0
		if now, there := p.Before.Revision(id); there {
			base[id] = now
		}
	}
	return base
}

// Revision of a target: a cluster, or an app for its formation.
func (f *Fleet) Revision(target ID) (Revision, bool) {
	if c := f.Cluster(target); c != nil {
		return c.Revision, true
	}
	if a := f.Formation(target); a != nil {
		return a.Revision, true
	}
	return 0, false
}

// Pairs lists the target's pools before and after the plan: those of both in
// their order, then the new ones. A missing side is the zero Pool; a pool
// that is being destroyed counts as missing.
func (p Plan) Pairs(target ID) []Pair {
	return pairs(p.Before.Cluster(target), p.After.Cluster(target))
}

// Pair is one pool before and after a plan.
type Pair struct{ Before, After Pool }

// Pool is the side that exists, the later one first.
func (p Pair) Pool() Pool {
	if p.After.ID != "" {
		return p.After
	}
	return p.Before
}

// Same is whether the plan asks nothing new of the pool.
func (p Pair) Same() bool {
	return p.Before.ID == p.After.ID && p.Before.Level == p.After.Level && p.Before.Count == p.After.Count
}

func pairs(before, after *Cluster) []Pair {
	var list []Pair
	was, is := standing(before), standing(after)
	for _, b := range was {
		pair := Pair{Before: b}
		if at := slices.IndexFunc(is, func(a Pool) bool { return a.ID == b.ID }); at >= 0 {
			pair.After = is[at]
		}
		list = append(list, pair)
	}
	for _, a := range is {
		if !slices.ContainsFunc(was, func(b Pool) bool { return b.ID == a.ID }) {
			list = append(list, Pair{After: a})
		}
	}
	return list
}

// standing lists the pools that are wanted.
func standing(c *Cluster) []Pool {
	if c == nil {
		return nil
	}
	return slices.DeleteFunc(c.Pools(), func(p Pool) bool { return p.Destroying })
}
