package model

import (
	"fmt"
	"maps"
	"math/bits"
	"slices"
	"strings"
	"time"
)

// Step is a kind of work that takes a time of its own: a phase of an instance
// at a level ("restoring at 4G-Performance, 128 to 256 GB") or an operation
// ("operation: +2 followers at 4G-Performance, 128 to 256 GB"). It is a name
// for people and a key at once; empty for what teaches nothing.
type Step string

// Learnt is how long steps took that have ended, by their kind, the latest
// last. It holds what was really seen and nothing else. It is never modified:
// With makes a new one. It stays small: there are as many kinds as there are
// phases, levels, classes of size and simple operations.
type Learnt map[Step][]time.Duration

// How many durations of a kind are kept, and how many make a range. With n of
// them, the next one takes longer than all of them once in n+1 times: with
// fewer than three, a range would be wrong every second or third time, and a
// median would be one of its ends.
const (
	mostLearnt  = 20
	leastLearnt = 3
)

// Lesson is one step that has ended.
type Lesson struct {
	Step Step
	Took time.Duration
}

// With is what is learnt with some more lessons; the oldest of a kind are
// forgotten.
func (l Learnt) With(lessons ...Lesson) Learnt {
	if len(lessons) == 0 {
		return l
	}
	next := maps.Clone(l)
	if next == nil {
		next = Learnt{}
	}
	for _, lesson := range lessons {
		all := append(slices.Clone(next[lesson.Step]), lesson.Took)
		next[lesson.Step] = all[max(0, len(all)-mostLearnt):]
	}
	return next
}

// Lessons are what a cluster teaches that looked like was and looks like is
// at an instant; is is nil when it is gone. A step that began before tainted
// teaches nothing: it hung.
func Lessons(was, is *Cluster, now, tainted time.Time) []Lesson {
	var list []Lesson
	there := map[ID]Instance{}
	if is != nil {
		for _, p := range is.Pools() {
			for _, i := range p.Instances {
				there[i.ID] = i
			}
		}
	}
	for _, p := range was.Pools() {
		for _, i := range p.Instances {
			after, stays := there[i.ID]
			ended := after.Since
			switch {
			case !stays && i.Phase == Draining:
				ended = now
			case !stays || after.Phase == i.Phase || after.Phase != i.then():
				continue // it goes on, or something else happened to it
			case i.Phase == SwitchingOver && i.Role != RoleLeader:
				continue // two switch over in one step
			}
			if step := was.Step(i, i.Phase, i.Since); step != "" && !i.Since.Before(tainted) {
				list = append(list, Lesson{step, ended.Sub(i.Since)})
			}
		}
	}
	return list
}

// then is the phase that follows in a life in which nothing goes wrong. A
// leader that is being built has nobody to catch up with.
func (i Instance) then() Phase {
	switch i.Phase {
	case Queued:
		return Creating
	case Creating:
		return Restoring
	case Restoring:
		if i.Role == RoleLeader {
			return Up
		}
		return CatchingUp
	case CatchingUp, Restarting, SwitchingOver:
		return Up
	case Up, Draining, Failed:
	}
	return ""
}

// Step is the kind of an instance's phase that begins at an instant; empty
// where how long it takes says nothing of the next one.
func (c *Cluster) Step(i Instance, p Phase, since time.Time) Step {
	switch p {
	case Creating, Restarting, SwitchingOver, Draining:
		return Step(fmt.Sprintf("%s at %s", p, i.Level))
	case Restoring, CatchingUp:
		return Step(fmt.Sprintf("%s at %s, %s", p, i.Level, sizeClass(c.Storage.Used(since))))
	case Queued, Up, Failed:
	}
	return ""
}

// sizeClass is a range of sizes in which one is at most twice another.
func sizeClass(bytes int64) string {
	gb := uint64(max(0, bytes) / 1_000_000_000)
	if gb == 0 {
		return "under 1 GB"
	}
	least := uint64(1) << (bits.Len64(gb) - 1)
	return fmt.Sprintf("%d to %d GB", least, 2*least)
}

// Kind is the kind of the operation that a plan makes for a target. Only what
// begins where all is settled has one: what is left of an earlier operation is
// work too.
func (p Plan) Kind(target ID) Step {
	before, after := p.Before.Cluster(target), p.After.Cluster(target)
	switch {
	case before != nil && !before.Settled(), after == nil:
		return ""
	case after.Destroying:
		return "operation: cluster destroyed"
	}
	var parts []string
	builds := before == nil
	if before == nil {
		parts = append(parts, "new cluster")
	}
	for _, pair := range p.Pairs(target) {
		part, more := pair.kind()
		parts, builds = append(parts, part...), builds || more
	}
	if !slices.Equal(attachments(before), attachments(after)) {
		parts = append(parts, "config vars")
	}
	// What does many things at once hardly comes again.
	if len(parts) == 0 || len(parts) > 2 {
		return ""
	}
	slices.Sort(parts)
	kind := "operation: " + strings.Join(parts, "; ")
	if builds {
		kind += ", " + sizeClass(after.Storage.Used(p.Before.At))
	}
	return Step(kind)
}

// kind says what a plan does to a pool, but for its name, and whether
// something is built for it. A new pool of two is two instances more.
func (p Pair) kind() (parts []string, builds bool) {
	role := RoleFollower
	if p.Pool().IsLeader() {
		role = RoleLeader
	}
	if p.Before.ID != "" && p.After.ID != "" && p.Before.Level != p.After.Level {
		parts = append(parts, fmt.Sprintf("%d× %s from %s to %s", p.After.Count, role, p.Before.Level, p.After.Level))
		builds = true
	}
	switch more := p.After.Count - p.Before.Count; {
	case more > 0:
		parts, builds = append(parts, fmt.Sprintf("+%d %s at %s", more, role, p.After.Level)), true
	case more < 0:
		parts = append(parts, fmt.Sprintf("−%d %s", -more, role))
	}
	return parts, builds
}
