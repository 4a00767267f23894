// Package model holds what a fleet is and which changes to it are legal.
// It is pure: no clock, no I/O, no goroutine, no money. Every function
// returns a new value and leaves its arguments alone, so a published fleet
// can be read from anywhere without a lock.
//
// Start with Fleet, then Change and NewPlan.
package model

import (
	"slices"
	"sort"
	"time"
)

// ID names a thing for good: it is never used again, whatever the thing is
// called and wherever it stands on a screen.
type ID string

// Revision counts the accepted changes of a target's wanted state.
type Revision int64

// Fleet is everything one console sees at one instant. A published fleet is
// never modified: the next one shares whatever did not change.
type Fleet struct {
	At         time.Time // the backend's time, simulated or real
	JournalSeq int64     // the newest journal entry this fleet includes
	// JournalHash is that entry's; what is recorded next carries it.
	JournalHash string
	Apps        []*App       // by name
	Clusters    []*Cluster   // by app, then in the order of their creation
	Operations  []*Operation // open and lately ended, oldest first
	Learnt      Learnt       `json:",omitempty"` // from what was seen so far
	Halt        *Halt        `json:"-"`          // nil while everything can be recorded
	Index       Index        `json:"-"`
}

// Journal is the end of the journal that this fleet includes.
func (f *Fleet) Journal() Link { return Link{f.JournalSeq, f.JournalHash} }

// App owns clusters and a formation, and carries config vars. Release counts
// its configurations: each new one restarts the app.
type App struct {
	ID      ID
	Name    string
	Release int
	Space   Space `json:",omitempty"`
	// Revision counts the accepted changes of the formation.
	Revision  Revision  `json:",omitempty"`
	Processes []Process `json:",omitempty"` // the formation, in the order of the Procfile
	// Memo is the driver's own, as that of a cluster is.
	Memo string `json:",omitempty"`
}

// Cluster is one Postgres Advanced database: a leader pool and follower
// pools over shared storage. What is wanted and what is there stand side by
// side; the cluster is settled when they agree.
type Cluster struct {
	ID          ID
	Name        string
	App         string // the owning app's name
	Revision    Revision
	Leader      Pool
	Followers   []Pool
	Attachments []Attachment
	Storage     Storage
	Version     string
	Region      string
	Created     time.Time
	Serial      int  // pools and instances made so far: the next one's ID
	Destroying  bool // wanted gone; it vanishes with its last instance
	// Memo is the driver's own, so that it forgets nothing when the process
	// ends. Nobody else reads it.
	Memo string `json:",omitempty"`
}

// Pool is a set of instances of one level behind one endpoint. Level and
// Count are what the operator asked for; Instances is what is there now. A
// pool is settled when the two agree.
type Pool struct {
	ID         ID
	Name       string
	Level      string
	Count      int
	Instances  []Instance
	Endpoint   Endpoint
	Destroying bool // wanted gone; it vanishes with its last instance
}

// LeaderName is what every leader pool is called; no follower pool may be.
const LeaderName = "leader"

// Endpoint is where clients connect; Host is empty until there is one.
type Endpoint struct {
	Host string
	Port int
}

// Instance is one server of a pool as it was last seen.
type Instance struct {
	ID       ID
	Role     Role
	Level    string // what it runs on, which differs from its pool's during a change
	Phase    Phase
	Since    time.Time // when the phase began
	Progress Progress  `json:",omitzero"`
}

// Progress says how far a piece of work is. Zero fields are not known. How
// long it still takes is nothing that can be seen; see Fleet.Arrival.
type Progress struct {
	Permille    int   // of the whole way to Up, never falling
	Done, Total int64 // bytes, in phases that move bytes
}

// Attachment binds a pool to an app: the app's config var Var holds the
// pool's endpoint.
type Attachment struct {
	Name  string // ANALYTICS for the config var ANALYTICS_URL; unique in its app
	App   string
	Pool  ID
	State AttachmentState
	Since time.Time
}

// Var is the config var that the app reads.
func (a Attachment) Var() string { return a.Name + "_URL" }

// Storage is a cluster's shared data: Bytes at the instant At, growing by
// PerDay.
type Storage struct {
	Bytes  int64
	At     time.Time
	PerDay int64
}

// Used is the size of the data at an instant, in bytes.
func (s Storage) Used(at time.Time) int64 {
	if at.Before(s.At) {
		return s.Bytes
	}
	days := float64(at.Sub(s.At)) / float64(24*time.Hour)
	return s.Bytes + int64(days*float64(s.PerDay))
}

// Role is what an instance does in its cluster.
type Role string

// The roles. A cluster has exactly one leader: its only writer.
const (
	RoleLeader   Role = "leader"
	RoleStandby  Role = "standby"
	RoleFollower Role = "follower"
)

// Phase is where an instance is between being asked for and being gone.
type Phase string

// The phases, in the order of a life.
const (
	Queued        Phase = "queued"
	Creating      Phase = "creating"
	Restoring     Phase = "restoring"      // the base backup, in bytes
	CatchingUp    Phase = "catching up"    // replaying what was written since
	Up            Phase = "up"             // serves clients
	Restarting    Phase = "restarting"     // changing its level in place; serves nobody
	SwitchingOver Phase = "switching over" // leader and standby trade roles; nobody writes
	Draining      Phase = "draining"       // takes no new clients
	Failed        Phase = "failed"         // could not be created, or was lost; serves nobody and is not paid for
)

// Exists is whether an instance in this phase exists, and is therefore paid
// for: one that waits for its turn or could not be made does not.
func (p Phase) Exists() bool { return p != Queued && p != Failed }

// AttachmentState is where an attachment is between being asked for and
// being gone.
type AttachmentState string

// The states of an attachment.
const (
	AttachmentSetting  AttachmentState = "setting"
	AttachmentSet      AttachmentState = "set"
	AttachmentRemoving AttachmentState = "removing"
)

// Cluster finds a cluster by its ID; nil when there is none.
func (f *Fleet) Cluster(id ID) *Cluster {
	if at := f.Place(id); at >= 0 {
		return f.Clusters[at]
	}
	return nil
}

// App finds an app by its name; nil when there is none.
func (f *Fleet) App(name string) *App {
	if at := f.AppPlace(name); at >= 0 {
		return f.Apps[at]
	}
	return nil
}

// AppPlace is where the app of a name stands in the list; -1 when there is
// none.
func (f *Fleet) AppPlace(name string) int {
	at := sort.Search(len(f.Apps), func(i int) bool { return f.Apps[i].Name >= name })
	if at < len(f.Apps) && f.Apps[at].Name == name {
		return at
	}
	return slices.IndexFunc(f.Apps, func(a *App) bool { return a.Name == name })
}

// Operation finds an operation that is open or lately ended; nil when there
// is none.
func (f *Fleet) Operation(id OperationID) *Operation {
	for _, o := range f.Operations {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// Open is the operation under way on a target; nil when there is none. A
// target has at most one.
func (f *Fleet) Open(target ID) *Operation {
	for _, o := range f.Operations {
		if o.Target == target && !o.State.Final() {
			return o
		}
	}
	return nil
}

// Attached finds who holds a config var of an app: the attachment and its
// cluster, or nil.
func (f *Fleet) Attached(app, name string) (*Cluster, Attachment) {
	for _, c := range f.Clusters {
		for _, a := range c.Attachments {
			if a.App == app && a.Name == name && a.State != AttachmentRemoving {
				return c, a
			}
		}
	}
	return nil, Attachment{}
}

// With returns the fleet with c in the place of the cluster of the same ID,
// or added to it.
func (f *Fleet) With(c *Cluster) *Fleet {
	next := *f
	if at := f.Place(c.ID); at >= 0 {
		next.Clusters = slices.Clone(f.Clusters)
		next.Clusters[at] = c
		if f.Clusters[at].Name != c.Name {
			next.Index.names = nil
		}
		return &next
	}
	at := sort.Search(len(f.Clusters), func(i int) bool { return f.Clusters[i].App > c.App })
	next.Clusters = slices.Concat(f.Clusters[:at], []*Cluster{c}, f.Clusters[at:])
	if len(f.Index.added) == mostAdded {
		return next.Indexed()
	}
	next.Index = f.Index.with(c, at)
	return &next
}

// Without returns the fleet without the cluster of that ID.
func (f *Fleet) Without(id ID) *Fleet {
	next := *f
	next.Clusters = slices.DeleteFunc(slices.Clone(f.Clusters), func(c *Cluster) bool { return c.ID == id })
	return &next
}
