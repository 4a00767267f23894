// Package backend is the seam between the front ends and whatever carries
// changes out. It holds the contract and its words, no implementation: the
// control plane with the simulator is one, a client of an API will be
// another. backend/backendtest is the contract as a suite.
package backend

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"pooldeck/model"
	"pooldeck/pricing"
)

// Backend is a fleet that can be watched and changed. All of its methods may
// be called from any goroutine.
type Backend interface {
	// Catalog is what levels give and cost. It does not change while the
	// backend lives.
	Catalog(context.Context) (pricing.Catalog, error)
	// Watch sends the newest fleet at once and then whenever it has changed,
	// conflated: a slow reader skips fleets and never queues them. The channel
	// is closed when the context ends or the backend closes.
	Watch(context.Context) (<-chan *model.Fleet, error)
	// Apply plans the request's changes again on the newest fleet and accepts
	// them all or not at all. What is accepted is durable before Apply
	// returns. The same key again answers the same receipt and does nothing.
	// Errors: *model.Invalid, *Stale, *Unacknowledged, ErrDenied, ErrKeyTaken,
	// ErrUnavailable; with ErrNoAnswer the request may have been accepted.
	Apply(context.Context, Request) (Receipt, error)
	// Cancel ends a running operation and makes what was wanted before it
	// wanted again, as an operation of its own. Errors: ErrEnded,
	// ErrIrreversible, *model.Invalid.
	Cancel(context.Context, Actor, model.OperationID) (Receipt, error)
	// Retry carries a failed operation out again, as an operation of its own:
	// what is wanted stays as it is, and its revision is a new one. Errors:
	// ErrNotFailed, *Stale when something else was wanted since, ErrDenied,
	// *model.Invalid.
	Retry(context.Context, Actor, model.OperationID) (Receipt, error)
	// Journal lists facts, oldest first.
	Journal(context.Context, Query) ([]model.Entry, error)
	// Abilities says what else this backend can do.
	Abilities() Abilities
}

// Request asks for changes. It carries the changes, not their result.
type Request struct {
	Key          string // chosen by the caller, unique for this intent
	Actor        Actor
	Changes      model.Changes
	Base         map[model.ID]model.Revision // what the caller planned on, by target
	Acknowledged []model.RiskKind
}

// Actor is who asks. What a role may do is decided by the backend; a front
// end only spares its operator the refusal.
type Actor struct {
	Name string
	Role Role
	Via  string // how they came, for the journal: a key's fingerprint and an address
}

// Role is what an actor may do. The zero value may do nothing but look.
type Role string

// The roles; each may do what those before it may.
const (
	Viewer   Role = "viewer"   // sees all, changes nothing
	Operator Role = "operator" // changes clusters
	Admin    Role = "admin"    // steers the simulator
)

// Changes is whether the role may change clusters.
func (r Role) Changes() bool { return r == Operator || r == Admin }

// Steers is whether the role may steer the simulator.
func (r Role) Steers() bool { return r == Admin }

// Receipt says what was accepted: an operation for each target, in the order
// of the request.
type Receipt struct {
	Operations []model.OperationID
	JournalSeq int64
}

// Query chooses journal entries; its zero value means all.
type Query struct {
	After  int64 // entries with a larger Seq
	Target model.ID
	Actor  string
	First  int // at most that many, the oldest ones; 0 for all
	Last   int // at most that many, the newest ones; 0 for all; not with First
}

// Abilities are the optional parts of a backend. What is nil or false is not
// offered by a front end.
type Abilities struct {
	Metrics Metrics
	Ledger  Ledger
	Clock   Clock
	// Interruption is how long writes stop, where the backend has a figure.
	Interruption *Interruption
	// Faults makes things go wrong on purpose.
	Faults Faults
	// Autoscalers tells why formations are scaled.
	Autoscalers Autoscalers
	// Simulated says that the world behind this backend is made up.
	Simulated bool
}

// Metrics samples what is on the screen: clusters, and apps for their
// formations.
type Metrics interface {
	Sample(ctx context.Context, targets []model.ID) (model.Sample, error)
}

// Ledger lists what existed in a stretch of time: spans that overlap it, of
// the clusters and apps asked for or, with none, of all.
type Ledger interface {
	Spans(ctx context.Context, from, to time.Time, targets []model.ID) ([]model.Span, error)
}

// Clock is a time that can be steered.
type Clock interface {
	// Speed is how many seconds pass in one; 0 while paused.
	Speed() int
	// SetSpeed steers it, from 0 (paused) to MaxSpeed; the error names the
	// range. ErrDenied without the role for it.
	SetSpeed(Actor, int) error
}

// MaxSpeed is the fastest a simulated clock runs.
const MaxSpeed = 3600

// Interruption is how long nobody can write during a change of the leader's
// level.
type Interruption struct {
	Switchover Range // with a standby
	Restart    Range // without
}

// Range is a shortest and a longest duration.
type Range struct{ Least, Most time.Duration }

// Errors that carry no figure of their own.
var (
	ErrDenied       = errors.New("this role changes nothing")
	ErrKeyTaken     = errors.New("this request's key belongs to another request")
	ErrEnded        = errors.New("the operation has ended already")
	ErrIrreversible = errors.New("a step is in flight that cannot be stopped; try again when it is over")
	ErrNotFailed    = errors.New("the operation has not failed: there is nothing to retry")
	ErrUnavailable  = errors.New("the backend takes no request at the moment: nothing was accepted; try again")
	ErrNoAnswer     = errors.New("no answer came: it may have been accepted; the same request again, with its key, finds out")
	ErrClosed       = errors.New("the backend is closed")
)

// Stale says that a target moved since the request was planned.
type Stale struct {
	Target model.ID
	Name   string
	Base   model.Revision // what the request was planned on
	Now    model.Revision
	By     string // who changed it last
	At     time.Time
	Words  []string // what they changed
}

func (s *Stale) Error() string {
	text := fmt.Sprintf("%s was changed since this was planned", s.Name)
	if s.By != "" {
		text += fmt.Sprintf(", by %s: %s", s.By, strings.Join(s.Words, "; "))
	}
	return text + "; review it again"
}

// Unacknowledged says which risks the operator has not been shown.
type Unacknowledged struct{ Risks []model.Risk }

func (u *Unacknowledged) Error() string {
	words := make([]string, 0, len(u.Risks))
	for _, r := range u.Risks {
		words = append(words, r.Text)
	}
	return "not acknowledged: " + strings.Join(words, "; ")
}
