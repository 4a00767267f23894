package plain

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/proposal"
)

// review says what changes cost and disturb before anything happens. What is
// applied is what was said: every risk is accepted by itself, and when a target
// moves meanwhile it is said again. Enter alone never applies anything.
type review struct {
	changes  model.Changes
	proposal proposal.Proposal
	problem  string // why the changes cannot be made (any more)
	applying bool   // Apply was chosen
	accepted int    // risks
	extra    []model.Risk
	told     []model.Risk // that nobody has to accept: more dynos do not help
}

func (r review) targets(scene) []model.ID { return model.Targets(r.changes) }

func (r review) opened(s scene) (page, []string) {
	if len(r.changes) == 0 {
		r.problem = "nothing is staged: what was chosen is what is wanted already"
		return r, []string{sentence(r.problem), "Enter goes back."}
	}
	p, err := proposal.New(s.world(), r.changes)
	if err != nil {
		r.problem = err.Error()
		return r, r.impossible()
	}
	r.proposal, r.problem, r.applying, r.accepted = p, "", false, 0
	r.told = p.Plan.Unhelpful(s.sample)
	for _, k := range r.extra {
		if !slices.ContainsFunc(p.Risks, func(old model.Risk) bool { return old.Kind == k.Kind }) {
			r.proposal.Risks = append(r.proposal.Risks, k)
		}
	}
	return r, append(r.lines(s), r.decisions(s)...)
}

func (r review) impossible() []string {
	lines := []string{"This cannot be done: " + spoken(r.problem) + "."}
	if len(r.changes) > 1 {
		for _, c := range r.changes {
			lines = append(lines, "Change: "+spoken(c.String())+".")
		}
		lines = append(lines, "2 keeps what fits staged.")
	}
	return append(lines, "Nothing was changed. Enter goes back.")
}

func (r review) decisions(s scene) []string {
	if !s.role.Changes() {
		return []string{"1. Cancel", "2. Keep staged", "A viewer looks and does not apply."}
	}
	return []string{"1. Cancel", "2. Keep staged", "3. " + r.verb()}
}

// verb is what applying is called.
func (r review) verb() string {
	if r.proposal.Owner() != "" {
		return "Destroy"
	}
	return "Apply"
}

func (r review) asks() string {
	switch {
	case r.problem != "":
		return "Enter goes back:"
	case !r.applying:
		return "1 to 3, Enter alone cancels:"
	case r.accepted < len(r.proposal.Risks):
		return "Accept this risk? yes or no, Enter alone is no:"
	}
	return "Type " + r.proposal.Owner() + " to destroy, Enter alone cancels:"
}

func (r review) take(s scene, answer string) (page, intent) {
	answer = strings.TrimSuffix(answer, ".")
	if r.problem == "" {
		if moved := r.proposal.Moved(s.fleet); len(moved) > 0 {
			for i, m := range moved {
				moved[i] = "Moved: " + spoken(m) + "."
			}
			return r, again{append(moved, "So here is what it is now.")}
		}
	}
	switch {
	case answer == "?":
		return r, again{}
	case r.applying:
		return r.acknowledge(answer)
	case answer == "2" || strings.EqualFold(answer, "keep"):
		fit, _ := proposal.Fitting(s.fleet, s.catalog.Specs, r.changes)
		return r, stage{fit}
	case (answer == "3" || strings.EqualFold(answer, r.verb()) || strings.EqualFold(answer, "apply")) && r.problem == "" && s.role.Changes():
		r.applying = true
		return r.onward()
	case answer == "" || answer == "1" || isBack(answer) || strings.EqualFold(answer, "cancel") || strings.EqualFold(answer, "back"):
		return r, goBack{}
	}
	if i, is := s.alone(strings.ToLower(answer)); is {
		return r, i
	}
	return r, says("Answer 1, 2 or 3; nothing was changed.")
}

// acknowledge takes an answer about a risk, or the name that is typed before
// something is lost.
func (r review) acknowledge(answer string) (page, intent) {
	if r.accepted < len(r.proposal.Risks) {
		switch strings.ToLower(answer) {
		case "yes", "y":
			r.accepted++
			return r.onward()
		}
		return r.withdrawn("Not accepted: nothing was changed.")
	}
	switch answer {
	case r.proposal.Owner():
		return r, apply{r.proposal, model.Kinds(r.proposal.Risks)}
	case "", "<":
		return r.withdrawn("Nothing was destroyed.")
	}
	return r, says(fmt.Sprintf("%s is not %s: nothing was destroyed.", answer, r.proposal.Owner()))
}

// onward asks about the next risk, then for the name, and then applies.
func (r review) onward() (page, intent) {
	n := len(r.proposal.Risks)
	switch {
	case r.accepted < n:
		k := r.proposal.Risks[r.accepted]
		return r, says(fmt.Sprintf("Risk %d of %d: %s.", r.accepted+1, n, spoken(r.proposal.Risk(k))))
	case r.proposal.Owner() != "":
		return r, says("This destroys what cannot come back as it was. The name of the app confirms it.")
	}
	return r, apply{r.proposal, model.Kinds(r.proposal.Risks)}
}

// withdrawn is back at the decision.
func (r review) withdrawn(why string) (page, intent) {
	r.applying, r.accepted = false, 0
	return r, says(why, "1. Cancel", "2. Keep staged", "3. "+r.verb())
}

// refused takes the backend's answer in: the page as it is then, and what is
// said before it comes up again.
func (r review) refused(err error) (review, []string) {
	var stale *backend.Stale
	var unseen *backend.Unacknowledged
	switch {
	case errors.As(err, &stale):
		return r, []string{"Moved: " + spoken(err.Error()) + "."}
	case errors.As(err, &unseen):
		r.extra = unseen.Risks
		return r, []string{"Not applied: there is a risk that was not said."}
	}
	return r, []string{problem(err), "Nothing was changed. Here it is again."}
}
