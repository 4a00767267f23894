package model

import "slices"

// Size is a dyno type. What it costs is in the catalog.
type Size struct {
	Name     string // Standard-1X
	Family   Family
	MemoryMB int
	Share    string // of the CPU, as Heroku says it: 1x, 2x, 100%
	// Compute is what the size gives in units of Heroku's smallest dyno, at
	// least and at most. https://devcenter.heroku.com/articles/dyno-types
	ComputeLeast, ComputeMost int
	// Estimate says that sources differ about the price, so that every sum of
	// it is an estimate.
	Estimate bool
}

// Family groups sizes that the same rules hold for.
type Family string

// The families.
const (
	Eco         Family = "eco"
	Basic       Family = "basic"
	Standard    Family = "standard"
	Performance Family = "performance"
	Private     Family = "private"
	Shield      Family = "shield"
)

// Families are all of them, from the smallest up.
func Families() []Family { return []Family{Eco, Basic, Standard, Performance, Private, Shield} }

// Shared is whether dynos of the family share a machine with others, so that
// their performance varies. https://www.heroku.com/dynos/scaling
func (f Family) Shared() bool { return f == Eco || f == Basic || f == Standard }

// ScalesOut is whether a process type may have more than one dyno of the
// family. Same page.
func (f Family) ScalesOut() bool { return f != Eco && f != Basic }

// Autoscales is whether web dynos of the family can be autoscaled. Same page.
func (f Family) Autoscales() bool { return f == Performance || f == Private || f == Shield }

// Space is what kind of space dynos of the family run in; empty for the
// Common Runtime. https://devcenter.heroku.com/articles/private-spaces
func (f Family) Space() Space {
	switch f {
	case Private:
		return PrivateSpace
	case Shield:
		return ShieldSpace
	case Eco, Basic, Standard, Performance:
	}
	return ""
}

// Most is how many dynos of one process type there may be in the family.
// https://devcenter.heroku.com/articles/dyno-scaling-and-process-limits
func (f Family) Most() int {
	switch f {
	case Eco, Basic:
		return 1
	case Standard:
		return MaxDynos
	case Performance, Private, Shield:
	}
	return maxDedicated
}

// Sizes are ordered by family, then from the smallest up.
type Sizes []Size

// Find finds a size by its exact name.
func (s Sizes) Find(name string) (Size, bool) {
	at := slices.IndexFunc(s, func(size Size) bool { return size.Name == name })
	if at < 0 {
		return Size{}, false
	}
	return s[at], true
}
