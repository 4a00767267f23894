// Package drill reads incidents to train on: what is made to fail, and when. A
// drill is text, a line for each thing that happens; docs/drills.md has the form.
// It makes nothing fail itself: a control plane plays it.
//
// Start with Read, then Cue.
package drill

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// Cue is one thing that happens in a drill. What its verb needs is there, and
// nothing else.
type Cue struct {
	Where   string        // the line that says it: "lost-leader.drill:4"
	After   time.Duration // since the beginning, in simulated time, whole seconds
	Verb    Verb
	Cluster string // by name; empty with Note
	Pool    string // by name
	Role    model.Role
	Count   int    // with Scale: how many instances are wanted
	Words   string // with Note
}

// Verb is what a cue does: it makes a fault, or is Note or Scale.
type Verb string

// The verbs that make no fault.
const (
	Note  Verb = "note"  // says something to whoever is watching
	Scale Verb = "scale" // asks for another number of instances
)

// Newest is the role of the instance of a pool that was asked for last.
const Newest model.Role = "newest"

// form is how a verb is used: with a cluster and at least and at most so many
// of the words after it.
type form struct {
	verb        Verb
	kind        backend.FaultKind // empty where it makes no fault
	words       []string
	least, most int
}

func forms() []form {
	where := []string{"POOL", "ROLE"}
	return []form{
		{"kill", backend.FaultKill, where, 2, 2},
		{"hang", backend.FaultHang, where, 2, 2},
		{"fail", backend.FaultFailNext, where, 1, 1},
		{"lag", backend.FaultLag, where, 1, 1},
		{"slow", backend.FaultSlow, where, 0, 0},
		{"refuse", backend.FaultRefuse, where, 0, 0},
		{"delay", backend.FaultDelay, where, 0, 0},
		{"lose", backend.FaultLose, where, 0, 0},
		{"mend", backend.FaultMend, where, 0, 2},
		{Scale, "", []string{"POOL", "COUNT"}, 2, 2},
	}
}

// usage is how the verb is written: "kill CLUSTER POOL ROLE".
func (f form) usage() string {
	text := string(f.verb) + " CLUSTER"
	for n, word := range f.words[:f.most] {
		if n >= f.least {
			word = "[" + word + "]"
		}
		text += " " + word
	}
	return text
}

// Fault is the fault that the cue makes as things are: which instance is meant
// is settled then. The error says why it makes none.
func (c Cue) Fault(f *model.Fleet, offered func(cluster, pool, instance model.ID) []backend.Fault) (backend.Fault, error) {
	cluster := f.Named(c.Cluster)
	if cluster == nil {
		return backend.Fault{}, fmt.Errorf("there is no cluster %s any more", c.Cluster)
	}
	fault := backend.Fault{Kind: c.kind(), Cluster: cluster.ID}
	if c.Pool == "" {
		return fault, nil
	}
	pool, there := cluster.PoolNamed(c.Pool)
	if !there {
		return backend.Fault{}, fmt.Errorf("%s has no pool %s any more", c.Cluster, c.Pool)
	}
	fault.Pool = pool.ID
	if c.Role == "" {
		return fault, nil
	}
	// The oldest one that fits, or the newest.
	for _, i := range pool.Instances {
		if i.Role != c.Role && c.Role != Newest {
			continue
		}
		for _, o := range offered(cluster.ID, pool.ID, i.ID) {
			if o.Kind == fault.Kind && (fault.Instance == "" || c.Role == Newest) {
				fault.Instance = i.ID
			}
		}
	}
	if fault.Instance == "" {
		return backend.Fault{}, fmt.Errorf("there is no %s of %s on %s to %s", c.Role, c.Pool, c.Cluster, c.Verb)
	}
	return fault, nil
}

func (c Cue) kind() backend.FaultKind {
	for _, f := range forms() {
		if f.verb == c.Verb {
			return f.kind
		}
	}
	return ""
}

// String is the line that says the cue.
func (c Cue) String() string {
	words := []string{clock(c.After), string(c.Verb), c.Cluster, c.Pool, string(c.Role), c.Words}
	if c.Verb == Scale {
		words = append(words, strconv.Itoa(c.Count))
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}

func clock(d time.Duration) string {
	s := int(d / time.Second)
	if s < 3600 {
		return fmt.Sprintf("%d:%02d", s/60, s%60)
	}
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}
