// Package history makes up histories of a control plane over the simulated
// world and checks, after every event, what must be true of any of them. In a
// history several people who have not all seen the same ask for changes, take
// them back and cancel them; time passes; the disk is full; the process ends
// in order, is killed, or is killed in the middle of a commit, of which the
// disk may have got a part.
//
// One goroutine carries a history out, on a clock that it moves itself, and a
// seed says all of it: the same seed makes the same history. It is never part
// of the program.
//
// Start with Script, then Run and the file of a step.
package history

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// Script is a history as a list of what happens. A step names what it is about
// by a number, which chooses among what is there when its turn comes; so any
// part of a script is a script too, and one that fails can be cut down.
type Script struct {
	Seed  uint64 // of the world
	Disk  bool   // the state is kept on disk, not in memory
	Steps []Step
}

// Step is something that happens. The set is closed.
//
//sumtype:decl
type Step interface{ do(*run) }

// The steps. People are numbered from 0; each has seen the fleet as it was
// when they last looked.
type (
	// Look lets somebody see the newest fleet.
	Look struct{ Who int }
	// Ask is a request for changes, planned on what somebody has seen.
	Ask struct {
		Who    int
		Number uint64 // which changes
		Late   bool   // without another look at the fleet
		Blind  bool   // no risk is acknowledged
		Crash  Crash
	}
	// Form is a request for changes of formations.
	Form struct {
		Who    int
		Number uint64
		Late   bool
		Blind  bool
		Crash  Crash
	}
	// Again sends a request that was sent before.
	Again struct{ Number uint64 }
	// Undo asks for what takes an entry of the journal back.
	Undo struct {
		Who    int
		Number uint64
		Late   bool
		Crash  Crash
	}
	// Cancel cancels an operation.
	Cancel struct {
		Who    int
		Number uint64
		Crash  Crash
	}
	// Retry asks again for an operation.
	Retry struct {
		Who    int
		Number uint64
		Crash  Crash
	}
	// Fault makes something go wrong, of what can.
	Fault struct {
		Number uint64
		Crash  Crash
	}
	// Pass lets time pass, from event to event or in one go.
	Pass struct {
		Time  time.Duration
		Jump  bool
		Crash Crash
	}
	// Wait lets time pass up to the last of so many events.
	Wait struct {
		Events int
		Crash  Crash
	}
	// Restart ends the process in order and starts the next one.
	Restart struct{}
	// Kill ends the process with nothing said and starts the next one.
	Kill struct{}
	// Full lets the next commits fail: the disk is full.
	Full struct{ Commits int }
)

// Crash ends the process within a commit. The zero value is none.
type Crash struct {
	Commit int // which commit of the step, from 1
	Part   int // how much of it reaches the disk, in permille
	Rest   Rest
}

// Rest is what is on the disk after the part that was written.
type Rest int

// What a disk may hold in the place of what it was told to write.
const (
	Missing Rest = iota // the file ends there
	Zeros
	Noise
)

// String writes the script as Go, so that it can be kept as a case.
func (s Script) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "history.Script{Seed: %d, Disk: %v, Steps: []history.Step{\n", s.Seed, s.Disk)
	for _, step := range s.Steps {
		fmt.Fprintf(&b, "\t%s,\n", write(step))
	}
	return b.String() + "}}"
}

// write leaves out of a step what is zero.
func write(s Step) string {
	text := fmt.Sprintf("%#v", s)
	for _, zero := range []string{
		"Crash:history.Crash{Commit:0, Part:0, Rest:0}", "Late:false", "Blind:false", "Jump:false", "Who:0",
	} {
		for _, with := range []string{", " + zero, zero + ", ", zero} {
			text = strings.Replace(text, with, "", 1)
		}
	}
	return strings.ReplaceAll(text, ":", ": ")
}

// people is how many have a view of their own.
const people = 3

// New makes up the history of a number.
func New(number uint64) Script {
	r := rand.New(rand.NewPCG(number, 0x5eed))
	s := Script{Seed: r.Uint64(), Disk: r.IntN(onDisk) == 0}
	faults := r.IntN(2) == 0
	for range 4 + r.IntN(longest) {
		s.Steps = append(s.Steps, step(r, s.Disk, faults))
	}
	return s
}

// One in so many histories is kept on disk; a history has at most so many
// steps and four.
const (
	onDisk  = 20
	longest = 28
)

func step(r *rand.Rand, disk, faults bool) Step {
	who := r.IntN(people)
	switch n := r.IntN(100); {
	case n < 5:
		return Look{who}
	case n < 14:
		return Form{who, r.Uint64(), r.IntN(3) == 0, r.IntN(8) == 0, crash(r, disk)}
	case n < 40:
		return Ask{who, r.Uint64(), r.IntN(3) == 0, r.IntN(8) == 0, crash(r, disk)}
	case n < 45:
		return Again{r.Uint64()}
	case n < 52:
		return Undo{who, r.Uint64(), r.IntN(3) == 0, crash(r, disk)}
	case n < 57:
		return Cancel{who, r.Uint64(), crash(r, disk)}
	case n < 60:
		return Retry{who, r.Uint64(), crash(r, disk)}
	case faults && n < 67:
		return Fault{r.Uint64(), crash(r, disk)}
	case n < 76:
		return Wait{1 + r.IntN(5), crash(r, disk)}
	case n < 88:
		return Pass{passes(r), r.IntN(6) == 0, crash(r, disk)}
	case n < 91:
		return Restart{}
	case n < 96:
		return Kill{}
	}
	return Full{1 + r.IntN(3)}
}

// passes is short more often than long: most of what happens takes seconds or
// minutes. Now and then a month ends.
func passes(r *rand.Rand) time.Duration {
	most := []time.Duration{time.Second, 30 * time.Second, 3 * time.Minute, 3 * time.Minute, 10 * time.Minute, time.Hour, 25 * 24 * time.Hour}
	n := r.IntN(len(most) + 2)
	if n >= len(most) {
		n = 2
	}
	return time.Duration(r.Int64N(int64(most[n])))
}

func crash(r *rand.Rand, disk bool) Crash {
	c := Crash{Commit: 1 + r.IntN(3), Part: 1000 * r.IntN(2)}
	switch often := r.IntN(9); {
	case disk && often < 4:
		c.Part, c.Rest = r.IntN(1001), Rest(r.IntN(3))
		if r.IntN(4) == 0 {
			c.Part = 1000
		}
		return c
	case !disk && often == 0:
		return c
	}
	return Crash{}
}
