package model

import "slices"

// Specs is what the rules need to know of the catalog: what a level or a size
// gives, not what it costs.
type Specs struct {
	Levels Levels
	Sizes  Sizes
}

// Level is a compute level of an instance.
type Level struct {
	Name        string
	VCPU        int
	MemoryGB    int
	Connections int  // what one instance accepts
	Priced      bool // a price is published
}

// Levels are ordered from the smallest up.
type Levels []Level

// Find finds a level by its exact name.
func (l Levels) Find(name string) (Level, bool) {
	at := l.index(name)
	if at < 0 {
		return Level{}, false
	}
	return l[at], true
}

// Lower is whether level a comes before level b.
func (l Levels) Lower(a, b string) bool { return l.index(a) < l.index(b) }

func (l Levels) index(name string) int {
	return slices.IndexFunc(l, func(level Level) bool { return level.Name == name })
}

// Connections is how many clients a pool of n instances at a level accepts.
// The leader pool accepts what its leader does: a standby serves nobody.
// Source: the Dev Center's connection limits of Postgres Advanced, 2026-05-18.
func (s Specs) Connections(leader bool, level string, n int) int {
	l, _ := s.Levels.Find(level)
	if leader {
		n = min(n, 1)
	}
	return l.Connections * n
}

// Wanted is how many clients the pool accepts once it is settled.
func (s Specs) Wanted(p Pool) int {
	if p.Destroying {
		return 0
	}
	return s.Connections(p.IsLeader(), p.Level, p.Count)
}

// There is how many clients the pool accepts now.
func (s Specs) There(p Pool) int {
	n := 0
	for _, i := range p.Instances {
		if i.Phase == Up && i.Role != RoleStandby {
			n += s.Connections(false, i.Level, 1)
		}
	}
	return n
}
