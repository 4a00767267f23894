package tui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/proposal"
)

// overlay is a dialog over the screen. It has no backend, no context and no
// command, so it cannot do anything: a key press gives the overlay as it is
// then, and an intent for the console to carry out.
type overlay interface {
	press(s scene, k tea.KeyPressMsg) (overlay, intent)
	draw(s scene) panel
}

// typed is an overlay with a text field: pasted text goes there.
type typed interface {
	paste(s scene, text string) overlay
}

// watching is an overlay that takes a new fleet in.
type watching interface {
	on(s scene) overlay
}

// intent is what an operator wants done, as a value; nil is nothing.
//
//sumtype:decl
type intent interface{ isIntent() }

type (
	// goBack closes the overlay and shows the one below it.
	goBack struct{}
	// leave closes all overlays.
	leave struct{}
	// open shows an overlay above this one.
	open struct{ overlay overlay }
	// instead shows an overlay in this one's place.
	instead struct{ overlay overlay }
	// stage keeps changes for later, on top of what is staged, and closes all
	// overlays.
	stage struct{ changes model.Changes }
	// restage keeps these changes in the place of what is staged, and says which
	// ones were left out.
	restage struct {
		changes model.Changes
		out     []proposal.Misfit
	}
	// drop forgets what is staged.
	drop struct{}
	// apply hands the changes of a reviewed plan to the backend.
	apply struct {
		plan         model.Plan
		acknowledged []model.RiskKind
		aside        bool // of what is staged, which stays
	}
	// cancel ends an operation.
	cancel struct{ operation model.OperationID }
	// readJournal opens the journal once it has been read.
	readJournal struct{}
	// visit closes the overlays and selects a cluster.
	visit struct{ target model.ID }
	// act closes the overlays and does what a key does on the tree.
	act struct{ key key.Binding }
	// copied puts a text on the clipboard.
	copied struct{ text string }
	// retry asks for what failed again.
	retry struct{ operation model.OperationID }
	// inject makes something fail.
	inject struct{ fault backend.Fault }
	// setSpeed steers the simulated clock.
	setSpeed struct{ speed int }
	// quit ends the console.
	quit struct{}
)

func (goBack) isIntent()      {}
func (leave) isIntent()       {}
func (open) isIntent()        {}
func (instead) isIntent()     {}
func (restage) isIntent()     {}
func (stage) isIntent()       {}
func (drop) isIntent()        {}
func (apply) isIntent()       {}
func (cancel) isIntent()      {}
func (readJournal) isIntent() {}
func (visit) isIntent()       {}
func (act) isIntent()         {}
func (copied) isIntent()      {}
func (retry) isIntent()       {}
func (inject) isIntent()      {}
func (setSpeed) isIntent()    {}
func (quit) isIntent()        {}

// review opens the review of changes on top of what is staged.
func (s scene) review(more ...model.Change) intent {
	return open{newReview(s, model.Stage(s.fleet, s.staged, more))}
}
