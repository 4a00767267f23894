package model

import (
	"fmt"
	"slices"
)

// Mark says what happens to a thing: it is added, changed or removed.
type Mark rune

// The marks, as people know them from plans of other tools.
const (
	Added   Mark = '+'
	Changed Mark = '~'
	Removed Mark = '-'
)

// Line is the net effect of a plan on one pool, process type, attachment or
// cluster, in words. Several changes to one pool make one line.
type Line struct {
	Mark   Mark
	Target ID
	Pool   ID     // or process type; empty for a line about an attachment
	Name   string // the pool's, process type's, config var's or cluster's
	Words  string // "4G-Performance → 8G-Performance"
}

func (l Line) String() string { return l.Name + " " + l.Words }

// Lines says what the plan does to one of its targets: its pools in their
// order, then its attachments; or, of an app, its process types.
func (p Plan) Lines(target ID) []Line {
	lines := p.formationLines(target)
	for _, pair := range p.Pairs(target) {
		if !pair.Same() {
			lines = append(lines, pair.line(target))
		}
	}
	return append(lines, attachmentLines(target, p.Before.Cluster(target), p.After.Cluster(target))...)
}

func (p Pair) line(target ID) Line {
	line := Line{Target: target, Pool: p.Pool().ID, Name: p.Pool().Name}
	b, a := p.Before, p.After
	switch {
	case b.ID == "":
		line.Mark, line.Words = Added, newPool(a)
	case a.ID == "":
		line.Mark, line.Words = Removed, fmt.Sprintf("%d × %s destroyed", b.Count, b.Level)
	case b.Level == a.Level && a.IsLeader():
		line.Mark, line.Words = Changed, standby(a)
	case b.Level == a.Level:
		line.Mark, line.Words = Changed, fmt.Sprintf("%d → %s", b.Count, plural(a.Count, "instance"))
	case b.Count == a.Count:
		line.Mark, line.Words = Changed, b.Level+" → "+a.Level
	default:
		line.Mark, line.Words = Changed, fmt.Sprintf("%d × %s → %d × %s", b.Count, b.Level, a.Count, a.Level)
	}
	return line
}

func newPool(p Pool) string {
	if p.IsLeader() && p.HA() {
		return "new leader pool, " + p.Level + " with a standby"
	}
	if p.IsLeader() {
		return "new leader pool, " + p.Level
	}
	return fmt.Sprintf("new follower pool, %d × %s", p.Count, p.Level)
}

func standby(p Pool) string {
	if p.HA() {
		return "a standby is added (HA)"
	}
	return "the standby is removed (HA is lost)"
}

func attachmentLines(target ID, before, after *Cluster) []Line {
	was, is := attachments(before), attachments(after)
	var lines []Line
	for _, a := range is {
		if holds(was, a) {
			continue
		}
		pool, _ := after.Pool(a.Pool)
		line := Line{Mark: Added, Target: target, Name: a.Var(), Words: "attached to " + a.App + ": opens " + pool.Name}
		if at := slices.IndexFunc(was, a.sameVar); at >= 0 {
			old, _ := before.Pool(was[at].Pool)
			line.Mark, line.Words = Changed, "on "+a.App+" opens "+pool.Name+" instead of "+old.Name
		}
		lines = append(lines, line)
	}
	for _, a := range was {
		if !slices.ContainsFunc(is, a.sameVar) {
			lines = append(lines, Line{Mark: Removed, Target: target, Name: a.Var(), Words: "detached from " + a.App})
		}
	}
	return lines
}

// attachments lists those that are wanted.
func attachments(c *Cluster) []Attachment {
	if c == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Attachments), func(a Attachment) bool { return a.State == AttachmentRemoving })
}

// holds is whether the list has the attachment: the same config var of the
// same app, opening the same pool.
func holds(list []Attachment, a Attachment) bool {
	return slices.ContainsFunc(list, a.same)
}

func (a Attachment) same(b Attachment) bool { return a.sameVar(b) && a.Pool == b.Pool }

// sameVar is whether both are one config var of one app.
func (a Attachment) sameVar(b Attachment) bool { return a.App == b.App && a.Name == b.Name }
