package model

import (
	"slices"
	"time"
)

// Estimate is what earlier steps of the same kind say of one that is under
// way. The zero value says nothing: fewer than three earlier ones are known.
//
// About, Least and Most are what is left of the median, the shortest and the
// longest of those that took longer than this one has taken already. When it
// has taken longer than all of them, it is Overdue, and nobody knows more.
type Estimate struct {
	About, Least, Most time.Duration
	From               int // so many earlier ones
	Overdue            bool
	Spent, Longest     time.Duration // when it is overdue: what it has taken, and the longest earlier one
}

// Known is whether the estimate says anything.
func (e Estimate) Known() bool { return e.From > 0 }

// estimate is for a step that has taken some time already.
func (l Learnt) estimate(s Step, spent time.Duration) Estimate {
	all := slices.Sorted(slices.Values(l[s]))
	if s == "" || len(all) < leastLearnt {
		return Estimate{}
	}
	at, _ := slices.BinarySearch(all, spent+1)
	longer := all[at:]
	if len(longer) == 0 {
		return Estimate{From: len(all), Overdue: true, Spent: spent, Longest: all[len(all)-1]}
	}
	median := (longer[(len(longer)-1)/2] + longer[len(longer)/2]) / 2
	return Estimate{About: median - spent, Least: longer[0] - spent, Most: longer[len(longer)-1] - spent, From: len(all)}
}

// then is one estimate and, after it, another one. What is late by less than
// the other one may differ is not overdue yet: it will hardly be noticed in
// the end.
func (e Estimate) then(next Estimate) Estimate {
	switch {
	case !e.Known() || !next.Known():
		return Estimate{}
	case e.Overdue && e.Spent-e.Longest > next.Most-next.Least:
		return e
	}
	return Estimate{About: e.About + next.About, Least: e.Least + next.Least, Most: e.Most + next.Most, From: min(e.From, next.From)}
}

// beside is one estimate and, at the same time, another one.
func (e Estimate) beside(other Estimate) Estimate {
	switch {
	case !e.Known() || !other.Known():
		return Estimate{}
	case e.Overdue:
		return e
	case other.Overdue:
		return other
	}
	return Estimate{
		About: max(e.About, other.About), Least: max(e.Least, other.Least), Most: max(e.Most, other.Most),
		From: min(e.From, other.From),
	}
}

// Arrival is when an instance will have come to the end of its way, which is
// to be up or to be gone. How long it waits in the queue nobody can tell.
func (f *Fleet) Arrival(c *Cluster, i Instance) Estimate {
	is := f.Learnt.estimate(c.Step(i, i.Phase, i.Since), f.At.Sub(i.Since))
	var ahead Estimate
	first := true
	for p := i.then(); p != "" && p != Up; p = i.then() {
		i.Phase = p
		e := f.Learnt.estimate(c.Step(i, p, f.At), 0)
		if !first {
			e = ahead.then(e)
		}
		ahead, first = e, false
	}
	if first {
		return is
	}
	return is.then(ahead)
}

// Ending is when an operation will be done. Once all that is left of it can be
// seen under way, the instances tell; until then, the earlier operations of
// its kind. One that is stuck has no end that could be told.
func (f *Fleet) Ending(o *Operation) Estimate {
	c := f.Cluster(o.Target)
	if c == nil || o.State.Final() || !o.Stuck.IsZero() {
		return Estimate{}
	}
	if e := f.slowest(c); e.Known() && c.underWay() {
		return e
	}
	return f.Learnt.estimate(o.Kind, f.At.Sub(o.Accepted))
}

// slowest is the estimate for the last one of a cluster's instances to arrive.
func (f *Fleet) slowest(c *Cluster) Estimate {
	var all Estimate
	first := true
	for _, p := range c.Pools() {
		for _, i := range p.Instances {
			if i.Phase == Up {
				continue
			}
			e := f.Arrival(c, i)
			if !first {
				e = all.beside(e)
			}
			all, first = e, false
		}
	}
	return all
}

// underWay is whether nothing more has to begin until the cluster is settled.
func (c *Cluster) underWay() bool {
	for _, p := range c.Pools() {
		wanted := 0
		for _, i := range p.Instances {
			switch {
			case i.Phase == Queued, i.Phase == Failed:
				return false
			case i.Phase == Draining:
			case i.Level != p.Level || p.Destroying || c.Destroying:
				return false
			default:
				wanted++
			}
		}
		if !p.Destroying && !c.Destroying && wanted != p.Count {
			return false
		}
	}
	return !slices.ContainsFunc(c.Attachments, func(a Attachment) bool { return a.State != AttachmentSet })
}
