package plain

import (
	"pooldeck/model"
	"pooldeck/proposal"
)

// asides change nothing that is wanted.
func (s scene) asides(target, part model.ID) []choice {
	list := []choice{{"Hear the details", "", "info endpoint storage dynos", describe{target, part}}}
	if s.breaks() {
		list = append(list, choice{"Make something fail (simulator)", "", "fault kill crash spike", open{faults{target: target, part: part}}})
	}
	return list
}

// afterwards is what can be done about what was done to a target. It comes
// last, since it comes and goes while the numbers of other choices stay.
func (s scene) afterwards(target model.ID) []choice {
	var list []choice
	if proposal.Cancellable(s.fleet.Open(target)) == nil {
		list = append(list, choice{"Cancel what is under way", "", "stop abort", s.cancelling(target)})
	}
	if o := proposal.Failed(s.fleet, target); o != nil {
		list = append(list, choice{"Retry what failed", does(o), "again", retry{o.ID}})
	}
	if o := proposal.LastEnded(s.fleet, target); o != nil {
		list = append(list, choice{"Undo the last operation", does(o), "revert rollback", s.undoing(target)})
	}
	return list
}

// undoing reviews what takes the last ended operation of a target back, or
// says why nothing does.
func (s scene) undoing(target model.ID) intent {
	if open := s.fleet.Open(target); open != nil {
		return says("Under way on " + open.TargetName + ": " + does(open) + ". It is cancelled, not taken back: cancel does that.")
	}
	o := proposal.LastEnded(s.fleet, target)
	if o == nil {
		return says("Nothing has ended on " + s.nameOf(target) + " lately. journal lists what did, and takes any of it back.")
	}
	return s.undo(o.TargetName, o.Words, o.Undo)
}

func (s scene) undo(target string, what []string, changes model.Changes) intent {
	rest, err := proposal.Undo(s.fleet, s.catalog.Specs, target, what, changes)
	if err != nil {
		return says(problem(err))
	}
	return open{review{changes: rest}}
}

// cancelling asks before an operation is cancelled, and says what stays.
func (s scene) cancelling(target model.ID) intent {
	o := s.fleet.Open(target)
	if err := proposal.Cancellable(o); err != nil {
		return says(problem(err))
	}
	m := menu{name: "Cancel", head: []string{"Under way on " + o.TargetName + ": " + does(o) + "."}}
	m.head = append(m.head, "Cancelling takes back what is being made, and this is wanted again:")
	for _, change := range o.Undo {
		m.head = append(m.head, "Wanted: "+spoken(change.String())+".")
	}
	m.items = []choice{{does: "Let it go on", intent: goBack{}}, {does: "Cancel it", intent: cancel{o.ID}}}
	return open{asked{m}}
}

// retrying asks for the last failed operation of a target again.
func (s scene) retrying(target model.ID) intent {
	o := proposal.Failed(s.fleet, target)
	if o == nil {
		return says("Nothing has failed on " + s.nameOf(target) + " that is still to be had.")
	}
	return retry{o.ID}
}
