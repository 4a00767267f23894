package model

import (
	"slices"
	"time"
)

// OperationID names an operation.
type OperationID string

// Operation is one target's part of an accepted request being carried out.
// It ends when what is there equals what is wanted, or when it fails, is
// cancelled or is superseded by a later one on the same target.
type Operation struct {
	ID         OperationID
	Target     ID
	TargetName string
	App        string
	Actor      string
	Changes    Changes
	Words      []string // what was asked for, a line a pool: "analytics 1 → 3 instances"
	Carried    Changes  `json:",omitempty"` // what it finishes besides: what was left of the operations it superseded
	Undo       Changes  // what takes it back, as of its acceptance
	State      OperationState
	Accepted   time.Time
	Ended      time.Time
	Progress   Progress // of the whole
	// Work is what there was to do when it was accepted; see Cluster.Work.
	Work int `json:",omitempty"`
	// Kind is what it will teach when it is done, and what earlier ones have
	// taught; empty where they were different.
	Kind Step `json:",omitempty"`
	// Irreversible while a step is in flight that cannot be stopped, and for
	// good once something is gone that cannot come back.
	Irreversible bool
	Note         string // how it failed, or what superseded it
	// Moved is when anything about it moved last, as far as that was seen.
	Moved time.Time
	// Stuck is since when nothing has moved; zero while it is not stuck. An
	// operation is stuck when no phase has changed and no progress was made
	// for the time that the backend says.
	Stuck time.Time
	// Resumed is when it went on after it was stuck; zero when it never was.
	Resumed time.Time `json:",omitzero"`
}

// Does is what the operation brings about: what was asked for, then what it
// finishes besides.
func (o *Operation) Does() []string {
	list := slices.Clone(o.Words)
	for _, c := range o.Carried {
		list = append(list, "with "+c.String())
	}
	return list
}

// OperationState is how far an operation has come.
type OperationState string

// The states of an operation.
const (
	OpRunning    OperationState = "running"
	OpDone       OperationState = "done"
	OpFailed     OperationState = "failed"
	OpCancelled  OperationState = "cancelled"
	OpSuperseded OperationState = "superseded"
)

// Final is whether the operation has ended.
func (s OperationState) Final() bool { return s != OpRunning }

// Entry is one fact of the journal: who did what, when, to what, and how it
// ended. Entries are numbered from 1 without a gap and never changed, which
// their hashes bear witness to; see After and Verify.
type Entry struct {
	Seq        int64
	At         time.Time
	Actor      string
	Via        string // how the actor came: a key's fingerprint and an address; empty at the machine itself
	Kind       EntryKind
	Target     ID
	TargetName string
	Operation  OperationID
	Changes    Changes // with Accepted
	Words      []string
	Undo       Changes // with Accepted: what takes it back
	Note       string  // the reason of a refusal or failure
	// With Accepted: the difference a month, in US cents. CostOpen says that
	// something that changes has no published price: CostCents is then the part
	// that is known.
	CostCents int64
	CostOpen  bool
	Previous  string // the hash of the entry before; empty in the first one
	Hash      string // of all of this: SHA-256 in hexadecimal
}

// EntryKind is what an entry records.
type EntryKind string

// The kinds of journal entries.
const (
	EntryAccepted   EntryKind = "accepted"
	EntryDone       EntryKind = "done"
	EntryFailed     EntryKind = "failed"
	EntryCancelled  EntryKind = "cancelled"
	EntrySuperseded EntryKind = "superseded"
	EntryRestarted  EntryKind = "app restarted"
	EntryRefused    EntryKind = "refused"
	EntryFault      EntryKind = "fault"     // something went wrong
	EntryRecovered  EntryKind = "recovered" // a fault is over, or what it broke is mended
	EntryStuck      EntryKind = "stuck"     // an operation makes no progress; the note says since when
	EntryDecided    EntryKind = "decided"   // by an autoscaler, and nothing is changed; the note says why
	EntryNote       EntryKind = "note"      // words of a drill, for whoever is watching
)

// Span is the ledger's record of one instance at one level, or of one dyno at
// one size: from when it existed to when it was gone; a zero To means that it
// exists still. A dyno's place is its instance, its process type's ID the pool,
// its app's the cluster, its size the level; Process is then its process type,
// and empty for an instance.
type Span struct {
	Instance ID
	Pool     ID
	Cluster  ID
	App      string
	Process  string
	Level    string
	From, To time.Time
}
