// Package store keeps what a control plane must not forget: what is wanted,
// what was last seen, operations, the journal, the ledger and the receipts.
// It decides nothing. There are two of it: SQLite on disk and Memory.
//
// Start with Store and Batch.
package store

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// Store is where a control plane keeps its state. All of its methods may be
// called from any goroutine; only one caller commits.
type Store interface {
	// Seed is what the simulated world was made from; ErrNew before Create.
	Seed() (uint64, error)
	// Create puts the first fleet into a new store, with the ledger of what
	// exists already: an open span for each instance that has left the queue.
	// The journal starts empty.
	// What the fleet has learnt goes along.
	Create(first *model.Fleet, ledger []model.Span, seed uint64) error
	// Load reads the fleet as it was committed last; ErrNew before Create.
	Load() (*model.Fleet, error)
	// Commit makes a batch durable as a whole, or not at all. With
	// *Unwritable, the same batch may be committed later.
	Commit(Batch) error
	// Journal lists entries, oldest first.
	Journal(Query) ([]model.Entry, error)
	// Spans lists the ledger of a stretch of time, in the order in which the
	// instances came into being: spans that overlap it, of the clusters asked
	// for or, with none, of all.
	Spans(from, to time.Time, clusters []model.ID) ([]model.Span, error)
	// Samples lists what an autoscaler was told about a stretch of the past
	// day, oldest first, both ends included.
	Samples(app model.ID, process string, from, to time.Time) ([]autoscale.Sample, error)
	// Decisions lists what an autoscaler decided in a stretch of the past day,
	// oldest first: those whose time overlaps it.
	Decisions(app model.ID, process string, from, to time.Time) ([]backend.Decided, error)
	// Receipt finds what was accepted under a key.
	Receipt(key string) (Receipt, bool, error)
	// Obstacle is why nothing can be written since the store was opened, an
	// *Unwritable; nil where something can, as far as is known.
	Obstacle() error
	// Close gives the store up. What was committed stays.
	Close() error
}

// Batch is what one step of a control plane changes. Clusters, apps and
// operations replace those of the same ID.
type Batch struct {
	At         time.Time // the clock; it never goes back
	Apps       []*model.App
	Clusters   []*model.Cluster
	Operations []*model.Operation
	Removed    []model.ID          // clusters
	Forgotten  []model.OperationID // operations that ended long ago
	Entries    []model.Entry       // go on where the journal ends
	// Spans in the order in which they happened: one without To opens, one
	// with To closes what is open of its instance.
	Spans     []model.Span
	Samples   []Sample
	Decisions []Decided
	Receipt   *Receipt
	Learnt    model.Learnt // replaces what was known of the same kinds of steps
}

// Sample is what the autoscaler of a process type was told.
type Sample struct {
	App     model.ID
	Process string
	autoscale.Sample
}

// Decided is what it decided. One that goes on replaces the one of the same
// instant.
type Decided struct {
	App     model.ID
	Process string
	backend.Decided
}

// Kept is how long samples and decisions are kept.
const Kept = 24 * time.Hour

// Receipt is what was accepted under a key, and the request it answers.
type Receipt struct {
	Key        string
	Request    string // tells this request from every other one
	Operations []model.OperationID
	JournalSeq int64
}

// Query chooses journal entries; its zero value means all.
type Query struct {
	After  int64
	Target model.ID
	Actor  string
	Kind   model.EntryKind
	First  int // at most that many, the oldest ones; 0 for all
	Last   int // at most that many, the newest ones; 0 for all; not with First
}

// ErrNew says that nothing was created yet.
var ErrNew = errors.New("the state is new: it holds no fleet")

var errCreated = errors.New("the state holds a fleet already")

func errNotOpen(s model.Span) error {
	return fmt.Errorf("the ledger has no open span of %s that could close", s.Instance)
}

func errOpen(s model.Span) error {
	return fmt.Errorf("the ledger has an open span of %s already", s.Instance)
}

// complete checks that a first ledger has what a first fleet has.
func complete(first *model.Fleet, ledger []model.Span) error {
	level := map[model.ID]string{}
	for _, s := range ledger {
		if s.To.IsZero() {
			level[s.Instance] = s.Level
		}
	}
	for _, a := range first.Apps {
		for _, p := range a.Processes {
			for _, d := range p.Dynos {
				if level[d.ID] != d.Size {
					return fmt.Errorf("the ledger has no open span of %s at %s", d.ID, d.Size)
				}
			}
		}
	}
	for _, c := range first.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				if i.Phase.Exists() && level[i.ID] != i.Level {
					return fmt.Errorf("the ledger has no open span of %s at %s", i.ID, i.Level)
				}
			}
		}
	}
	return nil
}

// follows checks that entries go on where the journal ends, and returns where
// it ends then.
func follows(end model.Link, entries []model.Entry) (model.Link, error) {
	for _, e := range entries {
		if e.Seq != end.Seq+1 {
			return end, fmt.Errorf("the journal's next entry is number %d, not %d", end.Seq+1, e.Seq)
		}
		if e.Previous != end.Hash || e.Hash == "" {
			return end, fmt.Errorf("entry %d is not sealed onto the journal's last one", e.Seq)
		}
		end = e.Link()
	}
	return end, nil
}

// byApp puts clusters in a fleet's order: they come in that of their
// creation.
func byApp(list []*model.Cluster) {
	slices.SortStableFunc(list, func(a, b *model.Cluster) int { return cmp.Compare(a.App, b.App) })
}
