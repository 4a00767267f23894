package backend

import (
	"context"
	"time"

	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// Autoscalers tells what autoscalers are told and what they decide.
type Autoscalers interface {
	// Samples are what was measured of a process type in each minute of a
	// stretch of the past day, oldest first. Where nobody recorded it, it is
	// reckoned from the ledger.
	Samples(ctx context.Context, app model.ID, process string, from, to time.Time) ([]autoscale.Sample, error)
	// Decisions are what its autoscaler decided in that time, oldest first,
	// shadow mode included. The past day is kept.
	Decisions(ctx context.Context, app model.ID, process string, from, to time.Time) ([]Decided, error)
}

// Decided is a decision of an autoscaler, or a run of equal ones that hold: At
// is then when it was decided so first, Until when it was last, and the inputs
// are those of then.
type Decided struct {
	autoscale.Decision
	Until time.Time
}

// Autoscaler is the actor of changes that an autoscaler makes. Nobody else may
// have that name.
const Autoscaler = "autoscaler"

// Gauge measures what the users of apps do. It is asked from one goroutine at a
// time and never blocks; it answers by its arguments alone.
type Gauge interface {
	// Minute is what a process type showed in the minute that ends at the
	// fleet's instant. last is the sample of the minute before, and zero where
	// there is none.
	Minute(f *model.Fleet, app *model.App, process string, last autoscale.Sample) autoscale.Sample
	// Past is what it showed in each minute of a stretch that nobody recorded,
	// oldest first, with the dynos that the ledger's spans of the app have.
	Past(f *model.Fleet, app *model.App, process string, spans []model.Span, from, to time.Time) []autoscale.Sample
}
