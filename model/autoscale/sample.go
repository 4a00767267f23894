// Package autoscale decides how many web dynos an app should have. It reads
// samples that any source of metrics could give and answers with a decision
// that says why. It is pure: what it knows is what it is handed.
//
// Start with Decide. Suggest proposes a target, Backtest replays a day.
package autoscale

import "time"

// Sample is what was measured of a process type in the minute that ended at
// At. A minute that nobody measured has no sample.
type Sample struct {
	At    time.Time
	Size  string // what the dynos ran on
	Dynos int    // that were up
	// Throughput is how many requests came in a second, those that failed
	// included; of a worker, how many jobs were done.
	Throughput float64
	P50, P95   time.Duration // response times; of a worker, how long a job waited
	Errors     float64       // the part of the requests that failed, 0 to 1
	Load       float64       // how busy the dynos were, 0 to 1
	Queue      float64       // requests, or jobs, that waited at the end of the minute
	Pool       float64       // the load of the attached pool, 0 to 1
}
