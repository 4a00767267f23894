package traffic

import (
	"math"
	"time"

	"pooldeck/model/autoscale"
)

// Worker is what a minute's metrics say of the dynos of a process type that
// takes no requests but does the jobs they leave; at is the minute's end. The
// backlog is the sample's Queue and belongs into the next minute's Situation.
// A job waits until those before it are done; none is ever given up.
func (a App) Worker(at time.Time, s Situation) autoscale.Sample {
	arriving := a.Requests(at, s.Spikes) * a.Jobs
	capacity := float64(max(0, s.Dynos)) * a.jobs(at, s)
	done, backlog, _ := flow(arriving, capacity, s.Queue, math.Inf(1))
	seen := autoscale.Sample{
		At: at, Size: s.Size.Name, Dynos: s.Dynos, Throughput: round(done, 100), Pool: round(s.Pool, 1000),
		Queue: math.Round(backlog), Errors: s.Failing,
	}
	if capacity > 0 {
		seen.Load = round(done/capacity, 1000)
		seen.P50 = waits((s.Queue + backlog) / 2 / capacity)
		seen.P95 = waits(math.Max(s.Queue, backlog) / capacity)
	}
	return seen
}

// jobs is how many jobs a second a dyno does at most.
func (a App) jobs(at time.Time, s Situation) float64 {
	job := a.Job.Seconds() * (jobComputes/a.speed(at, s.Size) + (1-jobComputes)/(1-min(max(s.Pool, 0), fullPool)))
	return float64(workers(s.Size)) / job
}

func waits(seconds float64) time.Duration {
	return time.Duration(math.Round(seconds*1000)) * time.Millisecond
}
