package model

import "time"

// Sample is what was measured at one instant, by instance and by process type.
// It is never part of a fleet: a fleet changes when somebody changes it,
// metrics all the time.
type Sample struct {
	At        time.Time
	Instances map[ID]Measure
	Processes map[ID]Traffic // by App.ProcessID
}

// Traffic is what a process type showed in the minute before the sample.
type Traffic struct {
	Throughput float64       // requests a second; of a worker, jobs
	P50, P95   time.Duration // response times; of a worker, how long a job waited
	Errors     float64       // the part that failed, 0 to 1
	Load       float64       // of its dynos, 0 to 1
	Queue      float64       // requests, or jobs, that wait
	Pool       float64       // the load of the attached pool, 0 to 1
	// Floor is the p95 that no number of dynos goes below, and Bound what
	// keeps it there, in words: the attached pool, long requests. Empty and 0
	// where nothing of the kind is known.
	Floor time.Duration
	Bound string
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
	for i := range p.Instances {
		if seen, ok := m.Instances[p.Instances[i].ID]; ok {
			used += seen.Connections
			known = true
		}
	}
	return used, known
}

// Lag is the largest of a pool's instances.
func (m Sample) Lag(p Pool) (lag time.Duration, known bool) {
	for at := range p.Instances {
		i := &p.Instances[at]
		if seen, ok := m.Instances[i.ID]; ok && i.Role != RoleLeader {
			lag, known = max(lag, seen.Lag), true
		}
	}
	return lag, known
}
