// Package traffic makes up what an app's users do and what it does to the
// app's dynos: requests, response times, failures, jobs. It is pure: a minute
// follows from the seed, the app, the time and what serves it. Every figure is
// an assumption, listed in docs/simulator.md, which a test compares with this
// package.
//
// Start with New and App.Web.
package traffic

import (
	"math"
	"time"

	"pooldeck/model"
)

// Minute is how long a sample measures, and how far apart two are.
const Minute = time.Minute

// App is what is peculiar to an app: how many ask for it and what a request
// takes. New draws it; whoever wants another app changes its fields.
type App struct {
	Peak     float64 // requests a second at the busiest hour of a usual day
	PeakHour float64 // UTC
	Noise    float64 // how far chance moves the traffic and what is measured, 1 as usual; 0 is none

	// A request computes for Compute and waits for the pool for Query. The part
	// Long of the requests waits for LongFor besides, for something else.
	Compute time.Duration // by a worker that has its machine for itself
	Query   time.Duration // by a pool without load
	Long    float64
	LongFor time.Duration

	// Jobs is how many jobs a request leaves for each worker process type, and
	// Job how long one takes.
	Jobs float64
	Job  time.Duration

	flat bool // the same at any time of the week
	key  uint64
}

// What is drawn for an app, at least and at most.
const (
	peakLeast, peakMost         = 20, 160 // requests a second, evenly by their logarithm
	peakHourLeast, peakHourMost = 12, 18
	computeLeast, computeMost   = 30, 70 // ms
	queryLeast, queryMost       = 10, 30 // ms
	longLeast, longMost         = 0.5, 2 // percent
	longForLeast, longForMost   = 800, 2000
	jobsLeast, jobsMost         = 5, 15 // percent of the requests
	jobLeast, jobMost           = 200, 600
	jobComputes                 = 0.5 // the part of a job that computes; the rest queries
	longSeldom, longOften       = 8, 7.5
	busy                        = 0.5 // what an app that suits its dynos has at the peak
	nightShare, weekendShare    = 0.4, 0.7
	slowNoise, slowStep         = 0.05, 15 * time.Minute
	neighboursStep              = 15 * time.Minute
)

// New draws an app.
func New(seed uint64, app model.ID) App {
	a := App{key: key(seed, string(app)), Noise: 1}
	a.Peak = math.Round(peakLeast * math.Pow(float64(peakMost)/peakLeast, a.draw(drawPeak, 0)))
	a.PeakHour = math.Round(a.between(drawHour, peakHourLeast, peakHourMost))
	a.Compute = milliseconds(a.between(drawCompute, computeLeast, computeMost))
	a.Query = milliseconds(a.between(drawQuery, queryLeast, queryMost))
	a.Long = math.Round(10*a.between(drawLong, longLeast, longMost)) / 1000
	if a.draw(drawOften, 0) < 1./longSeldom {
		a.Long = longOften / 100
	}
	a.LongFor = milliseconds(a.between(drawLongFor, longForLeast, longForMost))
	a.Jobs = math.Round(a.between(drawJobs, jobsLeast, jobsMost)) / 100
	a.Job = milliseconds(a.between(drawJob, jobLeast, jobMost))
	return a
}

// Suiting is the app with as much traffic as so many dynos of a size serve
// well: at the peak of a usual day they are half busy.
func (a App) Suiting(dynos int, size model.Size) App {
	a.Peak = math.Max(1, math.Round(busy*float64(dynos)*a.Capacity(Situation{Size: size})))
	return a
}

// Steady is the app with the traffic of its peak at any time.
func (a App) Steady() App {
	a.flat = true
	return a
}

// Requests is how many requests a second come in the minute that ends at an
// instant.
func (a App) Requests(at time.Time, spikes []Spike) float64 {
	at = at.UTC()
	rate := a.Peak
	if !a.flat {
		rate *= day(at, a.PeakHour) * week(at)
	}
	for _, s := range spikes {
		rate *= s.factor(at)
	}
	if a.Noise == 0 || rate == 0 {
		return rate
	}
	rate *= 1 + a.Noise*slowNoise*a.drift(drawSlow, at)
	// Requests come one by one: of n, about √n more or fewer come in a minute.
	minute := rate * Minute.Seconds()
	return rate * math.Max(0, 1+a.Noise*a.wave(drawCount, at)*math.Sqrt(3/minute))
}

// day is the hour's part of the peak.
func day(at time.Time, peak float64) float64 {
	hour := float64(at.Hour()) + float64(at.Minute())/60
	return nightShare + (1-nightShare)*(1+math.Cos(2*math.Pi*(hour-peak)/24))/2
}

// week is the day's part of a working day's traffic.
func week(at time.Time) float64 {
	if d := at.Weekday(); d == time.Saturday || d == time.Sunday {
		return weekendShare
	}
	return 1
}
