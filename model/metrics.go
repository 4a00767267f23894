package model

import "time"

// Sample is what was measured at one instant, by instance. It is never part
// of a fleet: a fleet changes when somebody changes it, metrics all the time.
type Sample struct {
	At        time.Time
	Instances map[ID]Measure
}

// Measure is what one instance showed.
type Measure struct {
	Connections int
	Load        int // permille of its compute
	Lag         time.Duration
}

// Connections in use on a pool's endpoint. Unknown when none of its
// instances was measured.
func (m Sample) Connections(p Pool) (used int, known bool) {
	for _, i := range p.Instances {
		if seen, ok := m.Instances[i.ID]; ok {
			used += seen.Connections
			known = true
		}
	}
	return used, known
}

// Lag is the largest of a pool's instances.
func (m Sample) Lag(p Pool) (lag time.Duration, known bool) {
	for _, i := range p.Instances {
		if seen, ok := m.Instances[i.ID]; ok && i.Role != RoleLeader {
			lag, known = max(lag, seen.Lag), true
		}
	}
	return lag, known
}
