package tui

import (
	"strings"

	"pooldeck/model"
	"pooldeck/proposal"
)

// undoing reviews what takes the last ended operation of a cluster, or of an
// app's dynos, back, or says why nothing does.
func (s scene) undoing(target model.ID, name string) intent {
	if open := s.fleet.Open(target); open != nil {
		return s.notYet(open)
	}
	last := proposal.LastEnded(s.fleet, target)
	if last == nil {
		return open{notice{"Undo", "Nothing has ended on " + clean(name) + " lately. J shows the journal, where u takes back any entry."}}
	}
	return s.undo(last.TargetName, last.Words, last.Undo)
}

// undo reviews the changes that take something back. They are planned on the
// fleet as it is now, like any others.
func (s scene) undo(target string, words []string, changes model.Changes) intent {
	rest, err := proposal.Undo(s.fleet, s.catalog.Specs, clean(target), words, changes)
	if err != nil {
		return open{notice{"Undo", sentence(clean(err.Error()))}}
	}
	return open{newReviewAside(s, rest)}
}

// notYet says of what is under way that it is cancelled, not taken back.
func (s scene) notYet(o *model.Operation) intent {
	text := "Under way on " + clean(o.TargetName) + ": " + clean(strings.Join(o.Does(), ", ")) + "."
	if err := proposal.Cancellable(o); err != nil {
		return open{notice{"Undo", text + " " + sentence(clean(err.Error()))}}
	}
	return open{notice{"Undo", text + " c cancels it and takes back what it has done; u undoes it once it has ended."}}
}
