package tui

import (
	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// Messages say what happened.
type (
	// fleetArrived carries the newest fleet.
	fleetArrived struct {
		fleet *model.Fleet
		next  <-chan *model.Fleet
	}
	// watchClosed says that no more fleets come from this watch.
	watchClosed struct{}
	// sampled carries metrics and what has accrued.
	sampled struct {
		sample  model.Sample
		of      occasion
		accrual pricing.Accrual
	}
	// journaled carries facts that are new since the last ones.
	journaled struct{ entries []model.Entry }
	// journalOpened carries the journal for whoever wants to read it.
	journalOpened struct{ entries []model.Entry }
	// accepted says that the backend took a request.
	accepted struct {
		receipt backend.Receipt
		changes model.Changes
		again   bool // it had taken it before, and nobody had heard
		aside   bool // nothing of it was staged
	}
	// refused says why it did not.
	refused struct{ err error }
	// steered says that the clock runs at another speed.
	steered struct{ speed int }
	// failed says that something else went wrong.
	failed struct{ err error }
)
