// Package proposal holds what an operator has to know before something is
// asked of a backend, in words: what a plan risks and allows, who moved its
// targets meanwhile, and what takes it back. It is pure; every front end that
// lets somebody decide says it with these words.
//
// Start with New.
package proposal

import (
	"fmt"
	"slices"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/pricing"
)

// Proposal is a plan with all that has to be seen before it is applied.
type Proposal struct {
	Plan  model.Plan
	Bill  pricing.Bill
	Risks []model.Risk // those for which clients lose their connection first
	Base  map[model.ID]model.Revision
	world World
}

// World is what proposals are made in: a fleet, what it costs and shows, and
// what its backend can do.
type World struct {
	Fleet   *model.Fleet
	Catalog pricing.Catalog
	Sample  model.Sample
	Able    backend.Abilities
}

// New plans changes. The error is a *model.Invalid.
func New(w World, changes model.Changes) (Proposal, error) {
	plan, err := model.NewPlan(w.Fleet, w.Catalog.Specs, changes...)
	if err != nil {
		return Proposal{}, err
	}
	return Proposal{
		Plan: plan, Bill: pricing.Cost(w.Catalog, plan), Base: plan.Base(), world: w,
		Risks: append(plan.Stranded(w.Catalog.Specs, w.Sample), plan.Risks...),
	}, nil
}

// Owner is the app whose name is typed before something is lost for good:
// that of the first cluster that loses something. Empty where nothing is lost.
func (p Proposal) Owner() string {
	for _, k := range p.Risks {
		if c := p.Plan.Before.Cluster(k.Cluster); c != nil && k.Kind.Loses() {
			return c.App
		}
	}
	return ""
}

// Risk is a risk in words, with its cluster where there are several.
func (p Proposal) Risk(k model.Risk) string {
	return p.of(k.Cluster) + k.Text + Interruption(p.world.Able, k)
}

// Restarts is whether an app restarts.
func (p Proposal) Restarts() bool {
	return slices.ContainsFunc(p.Risks, func(k model.Risk) bool { return k.Kind == model.AppRestarts })
}

// Interruption is how long writes stop, where the backend has a figure; empty
// for other risks.
func Interruption(able backend.Abilities, k model.Risk) string {
	if k.Kind != model.WritesInterrupted || able.Interruption == nil {
		return ""
	}
	lasts := able.Interruption.Restart
	if k.Switchover {
		lasts = able.Interruption.Switchover
	}
	text := fmt.Sprintf(", for %.0f to %.0f s", lasts.Least.Seconds(), lasts.Most.Seconds())
	if able.Simulated {
		text += " (simulated)"
	}
	return text
}

// Name is a cluster's name, or that of an app's formation; a cluster that is
// yet to be created has one too.
func (p Proposal) Name(id model.ID) string {
	for _, f := range []*model.Fleet{p.Plan.After, p.Plan.Before} {
		if c := f.Cluster(id); c != nil {
			return c.Name
		}
		if a := f.Formation(id); a != nil {
			return "the dynos of " + a.Name
		}
	}
	return ""
}

// of names a cluster before what is said of it, where there are several.
func (p Proposal) of(id model.ID) string {
	if len(p.Plan.Targets()) < 2 {
		return ""
	}
	return strings.TrimPrefix(p.Name(id), "postgresql-") + ": "
}

// Room is how many clients a pool accepts, before and after.
type Room struct {
	Pool          string
	Before, After int
	New           bool // the pool is: there is no before
	InUse         int  // -1 where nobody knows
}

// Capacity lists the pools that will accept another number of clients.
func (p Proposal) Capacity() []Room {
	var list []Room
	for _, id := range p.Plan.Targets() {
		for _, pair := range p.Plan.Pairs(id) {
			r := Room{
				Pool: p.of(id) + pair.Pool().Name, New: pair.Before.ID == "", InUse: -1,
				Before: p.world.Catalog.Wanted(pair.Before), After: p.world.Catalog.Wanted(pair.After),
			}
			if r.Before == r.After {
				continue
			}
			if used, known := p.world.Sample.Connections(pair.Before); known {
				r.InUse = used
			}
			list = append(list, r)
		}
	}
	return list
}

// Lines are the plan as pooldeck's commands, to be put into a shell.
func (p Proposal) Lines() []string { return Lines(p.Plan) }

// Lines are a plan as pooldeck's commands, to be put into a shell.
func Lines(p model.Plan) []string {
	var list []string
	for _, argv := range command.Lines(p) {
		list = append(list, command.Line(argv))
	}
	return list
}

// HerokuLines are the heroku commands that come nearest to a plan, each with
// what it does not do.
func HerokuLines(p model.Plan) []string {
	var list []string
	for _, n := range command.HerokuLines(p) {
		if len(n.Argv) == 0 {
			list = append(list, n.Notes...)
			continue
		}
		line := command.Line(n.Argv)
		if n.Interactive {
			line += "    (interactive)"
		}
		list = append(list, line)
		for _, note := range n.Notes {
			list = append(list, "  "+note)
		}
	}
	return list
}

// Moved says of the targets that moved since the proposal who moved them, and
// how.
func (p Proposal) Moved(f *model.Fleet) []string {
	var moved []string
	for _, id := range p.Plan.Targets() {
		base := p.Base[id]
		if now, there := f.Revision(id); !there && base > 0 || there && now != base {
			moved = append(moved, p.of(id)+movedBy(f, id))
		}
	}
	return moved
}

// movedBy says who changed a target last, and how.
func movedBy(f *model.Fleet, id model.ID) string {
	o := Last(f, id)
	if o == nil {
		return "it was changed meanwhile"
	}
	return fmt.Sprintf("changed by %s: %s", o.Actor, strings.Join(o.Words, ": "))
}
