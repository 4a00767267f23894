package tui

import (
	"strings"

	"pooldeck/model"
	"pooldeck/proposal"
)

// choose is what a picker does with the setting under its cursor: it opens
// the review, or keeps the setting for later. A setting that is wanted anyway
// takes back what is staged of it, or is a problem in words.
func (s scene) choose(c model.Change, keep bool) (intent, string) {
	merged := model.Stage(s.fleet, s.staged, model.Changes{c})
	if s.fleet.Wants(c) && len(merged) < len(s.staged) {
		return stage{model.Changes{c}}, ""
	}
	if s.fleet.Wants(c) {
		merged = append(merged, c)
	}
	if _, err := model.NewPlan(s.fleet, s.catalog.Specs, merged...); err != nil {
		return nil, err.Error()
	}
	if keep {
		return stage{model.Changes{c}}, ""
	}
	return s.review(c), ""
}

// misfits tells, of several changes that do not go together, those that can be
// kept from those that cannot.
func (r review) misfits(s scene, width int) []string {
	if len(r.changes) < 2 {
		return nil
	}
	fit, out := proposal.Fitting(s.fleet, s.catalog.Specs, r.changes)
	lines := []string{""}
	for _, c := range fit {
		lines = append(lines, s.block("✓", "fits: "+r.worded(s, c), s.styles.Text.Render, width)...)
	}
	for _, m := range out {
		lines = append(lines, s.block("✗", "does not: "+r.worded(s, m.Change), s.styles.Bad.Render, width)...)
	}
	return lines
}

// worded is a change with what it is about.
func (r review) worded(s scene, c model.Change) string {
	for _, f := range []*model.Fleet{s.fleet, r.plan.After} {
		if f == nil {
			continue
		}
		if on := f.Cluster(c.Target()); on != nil {
			return clean(c.String() + " on " + on.Name)
		}
		if app := f.Formation(c.Target()); app != nil {
			return clean(c.String() + " on " + app.Name)
		}
	}
	return clean(c.String())
}

// leftOut says which changes were not kept, and why; empty where all were.
func (s scene) leftOut(kept restage) cell {
	if len(kept.out) == 0 {
		return cell{}
	}
	words := make([]string, 0, len(kept.out))
	for _, m := range kept.out {
		words = append(words, m.Change.String())
	}
	return cell{
		"! left out: " + clean(strings.Join(words, ", ")+": "+kept.out[0].Why.Error()), s.styles.Bad,
	}
}

// keep stages what is reviewed, all of it. Of changes that no longer fit
// together, those that the review says do. Where they do not go with what is
// staged, nothing is kept.
func (r review) keep(s scene) (overlay, intent) {
	fit, out := proposal.Fitting(s.fleet, s.catalog.Specs, r.changes)
	if !r.aside {
		return r, restage{fit, out}
	}
	merged := model.Stage(s.fleet, s.staged, fit)
	if _, err := model.NewPlan(s.fleet, s.catalog.Specs, merged...); err != nil {
		r.declined, r.scroll = "this does not go with what is staged: "+err.Error(), 0
		return r, nil
	}
	return r, restage{merged, out}
}
