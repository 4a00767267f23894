// Package drill reads incidents to train on: what is made to fail, and when. A
// drill is text, a line for each thing that happens; docs/drills.md has the form.
// It makes nothing fail itself: a control plane plays it.
//
// Start with Read, then Cue.
package drill

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// Cue is one thing that happens in a drill. What its verb needs is there, and
// nothing else.
type Cue struct {
	Where  string        // the line that says it: "lost-leader.drill:4"
	After  time.Duration // since the beginning, in simulated time, whole seconds
	Verb   Verb
	Target string     // by name: a cluster, or an app for its dynos; empty with Note
	Part   string     // by name: a pool, a process type or a dyno; where a dyno is meant, a process type is its first one that is up
	Role   model.Role // of an instance
	Count  int        // with Scale: how many instances or dynos are wanted
	Rule   model.Autoscale
	Words  string // with Note
}

// Verb is what a cue does: it makes a fault, or is Note, Scale or Autoscale.
type Verb string

// The verbs that make no fault.
const (
	Note      Verb = "note"      // says something to whoever is watching
	Scale     Verb = "scale"     // asks for another number of instances or dynos
	Autoscale Verb = "autoscale" // switches the autoscaler of an app's web dynos on, with Rule
)

// crash is the verb whose part is a dyno.
const crash Verb = "crash"

// Newest is the role of the instance of a pool that was asked for last.
const Newest model.Role = "newest"

// form is one way in which a verb is written: with a cluster or an app, and at
// least so many of the words after it.
type form struct {
	verb  Verb
	kind  backend.FaultKind // empty where it makes no fault
	on    kind
	words []string
	least int
}

// kind is what a target is.
type kind string

const (
	onCluster kind = "CLUSTER"
	onApp     kind = "APP"
)

func forms() []form {
	where := []string{"POOL", "ROLE"}
	return []form{
		{"kill", backend.FaultKill, onCluster, where, 2},
		{"hang", backend.FaultHang, onCluster, where, 2},
		{"fail", backend.FaultFailNext, onCluster, where[:1], 1},
		{"lag", backend.FaultLag, onCluster, where[:1], 1},
		{"slow", backend.FaultSlow, onCluster, nil, 0},
		{"refuse", backend.FaultRefuse, onCluster, nil, 0},
		{"delay", backend.FaultDelay, onCluster, nil, 0},
		{"lose", backend.FaultLose, onCluster, nil, 0},
		{crash, backend.FaultCrash, onApp, []string{"DYNO"}, 1},
		{"spike", backend.FaultSpike, onApp, nil, 0},
		{"mend", backend.FaultMend, onCluster, where, 0},
		{"mend", backend.FaultMend, onApp, nil, 0},
		{Scale, "", onCluster, []string{"POOL", "COUNT"}, 2},
		{Scale, "", onApp, []string{"PROCESS", "COUNT"}, 2},
		{Autoscale, "", onApp, []string{"MIN", "MAX", "P95"}, 3},
	}
}

// formsOf are the ways in which a verb is written; none for what is none.
func formsOf(v Verb) []form {
	return slices.DeleteFunc(forms(), func(f form) bool { return f.verb != v })
}

// ways are those in which the cue may have been written.
func (c Cue) ways() []form {
	n := 0
	for _, is := range []bool{c.Part != "", c.Role != "", c.Verb == Scale, c.Rule.Min > 0, c.Rule.Max > 0, c.Rule.P95 > 0} {
		if is {
			n++
		}
	}
	return slices.DeleteFunc(formsOf(c.Verb), func(f form) bool { return !f.takes(n) })
}

// takes is whether so many words may follow the target.
func (f form) takes(n int) bool { return f.least <= n && n <= len(f.words) }

// usage is how the verb is written: "kill CLUSTER POOL ROLE".
func (f form) usage() string {
	text := string(f.verb) + " " + string(f.on)
	for n, word := range f.words {
		if n >= f.least {
			word = "[" + word + "]"
		}
		text += " " + word
	}
	return text
}

// String is the line that says the cue.
func (c Cue) String() string {
	words := []string{clock(c.After), string(c.Verb), c.Target, c.Part, string(c.Role), c.Words}
	if c.Verb == Scale {
		words = append(words, strconv.Itoa(c.Count))
	}
	if c.Verb == Autoscale {
		words = append(words, strconv.Itoa(c.Rule.Min), strconv.Itoa(c.Rule.Max), fmt.Sprintf("%dms", c.Rule.P95.Milliseconds()))
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
