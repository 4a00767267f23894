package tui

import "pooldeck/model"

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
