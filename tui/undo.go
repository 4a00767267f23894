package tui

import (
	"strings"

	"pooldeck/model"
)

// undoing reviews what takes the last ended operation of a cluster back, or
// says why nothing does.
func (s scene) undoing(c *model.Cluster) intent {
	var last *model.Operation
	for _, o := range s.fleet.Operations {
		if o.Target == c.ID && (o.State == model.OpDone || o.State == model.OpFailed) {
			last = o
		}
	}
	if last == nil {
		return open{notice{"Undo", "Nothing has ended on " + c.Name + " lately. J shows the journal, where u takes back any entry."}}
	}
	return s.undo(last.TargetName, last.Words, last.Undo)
}

// undo reviews the changes that take something back. They are planned on the
// fleet as it is now, like any others.
func (s scene) undo(target string, words []string, changes model.Changes) intent {
	what := clean(strings.Join(words, "; "))
	if len(changes) == 0 {
		return open{notice{"Undo", "There is no way back on " + clean(target) + " from: " + what + "."}}
	}
	merged := model.Stage(s.fleet, nil, changes)
	if len(merged) == 0 {
		return open{notice{"Undo", "What was before is wanted again already: " + what + "."}}
	}
	if _, err := model.NewPlan(s.fleet, s.catalog.Specs, merged...); err != nil {
		return open{notice{"Undo", "This cannot be taken back as things are now: " + err.Error() + "."}}
	}
	return open{newReview(s, merged)}
}
