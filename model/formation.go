package model

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Process is a process type of an app: the dynos that run one command. Size,
// Quantity, Connections, Autoscale and Restarts are what the operator asked
// for; Dynos is what is there now. It is settled when the two agree.
type Process struct {
	Type     string // web, worker, …
	Command  string
	Size     string
	Quantity int
	// Connections are how many one dyno may take of the pool that the app is
	// attached to; see Budget.
	Connections int
	Autoscale   *Autoscale `json:",omitempty"` // nil while it is off
	// Restarts counts those that were asked for. A dyno that came with an
	// earlier one is to be replaced.
	Restarts int    `json:",omitempty"`
	Dynos    []Dyno `json:",omitempty"` // by their numbers
}

// WebType is the process type that takes requests, and the only one that can
// be autoscaled. https://devcenter.heroku.com/articles/scaling#autoscaling
const WebType = "web"

// DefaultConnections is what a dyno may take where nobody has said otherwise. An
// assumption: four processes of five threads, a connection each.
const DefaultConnections = 20

// Autoscale keeps the 95th percentile of the response times at a target by
// the number of dynos, between Min and Max.
// https://devcenter.heroku.com/articles/scaling#autoscaling
type Autoscale struct {
	P95      time.Duration
	Min, Max int
	Notify   bool `json:",omitempty"` // at the maximum, at most once a day
	// Shadow decides and records what it would do, and does nothing. What is
	// said of the range then binds nobody.
	Shadow bool `json:",omitempty"`
}

// Dyno is one container of a process type as it was last seen. Its ID is that
// of its place, which its successor takes over.
type Dyno struct {
	ID    ID
	Name  string // web.1
	Size  string // what it runs on, which differs from its process type's until it was replaced
	State DynoState
	Since time.Time // when the state began
	// Release and Restart are what its app and its process type had when it
	// started.
	Release int
	Restart int `json:",omitempty"`
}

// DynoState is where a dyno is between being asked for and being gone.
type DynoState string

// The states of a dyno. https://devcenter.heroku.com/articles/dyno-states
const (
	DynoStarting DynoState = "starting" // boots; serves nobody
	DynoUp       DynoState = "up"
	DynoCrashed  DynoState = "crashed"  // its process has ended by itself; it is started again after a while
	DynoDraining DynoState = "draining" // takes nothing new, ends what it has
)

// Space is what kind of space an app runs in; empty for the Common Runtime.
type Space string

// The kinds of spaces.
const (
	PrivateSpace Space = "private"
	ShieldSpace  Space = "shield"
)

// Formation finds an app by its ID; nil when there is none. Changes of a
// formation have the app's ID as their target.
func (f *Fleet) Formation(id ID) *App {
	if at, known := f.Index.apps[id]; known && at < len(f.Apps) && f.Apps[at].ID.is(id) {
		return f.Apps[at]
	}
	if _, cluster := f.Index.last(id); cluster && f.Index.places != nil {
		return nil // an ID is never used again
	}
	for _, a := range f.Apps {
		if a.ID.is(id) {
			return a
		}
	}
	return nil
}

// WithApp returns the fleet with a in the place of the app of the same ID.
func (f *Fleet) WithApp(a *App) *Fleet {
	at := slices.IndexFunc(f.Apps, func(b *App) bool { return b.ID.is(a.ID) })
	if at < 0 {
		return f
	}
	next := *f
	next.Apps = slices.Clone(f.Apps)
	next.Apps[at] = a
	return &next
}

// Process finds a process type by its name.
func (a *App) Process(name string) (Process, bool) {
	if at := a.place(name); at >= 0 {
		return a.Processes[at], true
	}
	return Process{}, false
}

func (a *App) place(name string) int {
	return slices.IndexFunc(a.Processes, func(p Process) bool { return p.Type == name })
}

// ProcessID names a process type of the app for good.
func (a *App) ProcessID(name string) ID { return a.ID + ID("/"+name) }

// DynoID names the place of a dyno for good.
func (a *App) DynoID(dyno string) ID { return a.ID + ID("/"+dyno) }

// Quantity is how many dynos are wanted in all.
func (a *App) Quantity() int {
	n := 0
	for _, p := range a.Processes {
		n += p.Quantity
	}
	return n
}

// Settled is whether what is there of the formation is what is wanted.
func (a *App) Settled() bool {
	return !slices.ContainsFunc(a.Processes, func(p Process) bool { return !p.Settled(a.Release) })
}

// Settled is whether what is there is what is wanted, at the app's release.
func (p Process) Settled(release int) bool {
	return len(p.Dynos) == p.Quantity && p.Ready(release) == p.Quantity
}

// Ready counts the dynos that are up as they are wanted.
func (p Process) Ready(release int) int {
	n := 0
	for _, d := range p.Dynos {
		if d.State == DynoUp && p.Current(d, release) {
			n++
		}
	}
	return n
}

// Current is whether a dyno runs on what is wanted: the size, the app's
// release, and after the last restart that was asked for.
func (p Process) Current(d Dyno, release int) bool {
	return d.Size == p.Size && d.Release == release && d.Restart == p.Restarts
}

// In counts the dynos in a state.
func (p Process) In(state DynoState) int {
	n := 0
	for _, d := range p.Dynos {
		if d.State == state {
			n++
		}
	}
	return n
}

// Autoscaled is whether an autoscaler moves the quantity: one that is on and
// not a mere shadow.
func (p Process) Autoscaled() bool { return p.Autoscale != nil && !p.Autoscale.Shadow }

// Most is how many dynos there may be: the autoscaler's maximum, or else the
// quantity.
func (p Process) Most() int {
	if p.Autoscaled() {
		return max(p.Quantity, p.Autoscale.Max)
	}
	return p.Quantity
}

// DynoName is what the nth dyno of a process type is called, from 1.
func DynoName(process string, n int) string { return process + "." + strconv.Itoa(n) }

// Number is the dyno's among those of its process type, from 1; 0 where its
// name has none.
func (d Dyno) Number() int {
	_, digits, _ := strings.Cut(d.Name, ".")
	n, _ := strconv.Atoi(digits)
	return n
}

// clone copies the app as deep as changes reach.
func (a *App) clone() *App {
	next := *a
	next.Processes = slices.Clone(a.Processes)
	return &next
}
