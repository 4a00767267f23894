package plain

import (
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/proposal"
)

// page is one question of the dialogue. It has no backend and no context, so
// it cannot do anything: an answer gives the page as it is then, and an intent
// for the session to carry out. Pages lie on each other; going back shows the
// one below.
type page interface {
	// opened is the page as of now, and what is said when it comes up.
	opened(s scene) (page, []string)
	// asks is what stands before the answer.
	asks() string
	// take takes an answer in.
	take(s scene, answer string) (page, intent)
}

// looking is a page that is about clusters and formations: they are measured
// before it comes up.
type looking interface {
	targets(s scene) []model.ID
}

// intent is what an operator wants done, as a value; nil is nothing.
//
//sumtype:decl
type intent interface{ isIntent() }

type (
	// goBack shows the page below.
	goBack struct{}
	// goHome shows the first page.
	goHome struct{}
	// open shows a page above this one.
	open struct{ page page }
	// again says something and then what the page says when it comes up.
	again struct{ first []string }
	// tell says something.
	tell struct{ lines []string }
	// stage keeps changes for later, in the place of what is staged.
	stage struct{ changes model.Changes }
	// apply hands a proposal that was reviewed to the backend.
	apply struct {
		proposal     proposal.Proposal
		acknowledged []model.RiskKind
	}
	// cancel ends an operation.
	cancel struct{ operation model.OperationID }
	// retry asks for what failed again.
	retry struct{ operation model.OperationID }
	// inject makes something fail.
	inject struct{ fault backend.Fault }
	// steer sets the speed of the simulated clock.
	steer struct{ speed int }
	// hear says how much of the feed is said.
	hear struct{ loudness loudness }
	// watch says the feed live.
	watch struct{}
	// wait lets time pass: so much of the backend's, or, with 0, until nothing
	// is under way.
	wait struct{ time time.Duration }
	// readJournal opens the journal, searched for words.
	readJournal struct{ search string }
	// learn says what there is to know of a topic.
	learn struct{ topic topic }
	// describe says all that is known of a target or, with a part, of its pool
	// or process type.
	describe struct{ target, part model.ID }
	// lookBack reads the past day of a process type and shows a page about it.
	lookBack struct {
		app     model.ID
		process string
		show    func(scene, record) page
	}
	// rehearse replays a past day with another rule and shows what came of it.
	rehearse struct {
		past record
		rule model.Autoscale
	}
	// quit ends the session.
	quit struct{}
)

func (goBack) isIntent()      {}
func (goHome) isIntent()      {}
func (open) isIntent()        {}
func (again) isIntent()       {}
func (tell) isIntent()        {}
func (stage) isIntent()       {}
func (apply) isIntent()       {}
func (cancel) isIntent()      {}
func (retry) isIntent()       {}
func (inject) isIntent()      {}
func (steer) isIntent()       {}
func (hear) isIntent()        {}
func (watch) isIntent()       {}
func (wait) isIntent()        {}
func (readJournal) isIntent() {}
func (describe) isIntent()    {}
func (lookBack) isIntent()    {}
func (rehearse) isIntent()    {}
func (learn) isIntent()       {}
func (quit) isIntent()        {}

// says is an intent to say lines.
func says(lines ...string) intent { return tell{lines} }

// isBack is whether an answer goes back. In what asks for a text only < does:
// no name has it.
func isBack(answer string) bool { return answer == "<" }
