package autoscale

import (
	"fmt"
	"slices"
	"time"
)

// What a suggestion is made of. Heroku's dashboard suggests a target too, from
// the same day, but does not say how. All assumptions.
const (
	suggestFrom  = 24 * time.Hour
	suggestLeast = 60   // samples
	suggestPart  = 0.95 // of the minutes were at least as fast,
	suggestRoom  = 1.2  // with so much room
	suggestStep  = 10 * time.Millisecond
	// DefaultTarget is what Heroku's command takes where none is given.
	DefaultTarget = time.Second
)

// Suggestion is a target for the p95, and why.
type Suggestion struct {
	P95     time.Duration
	Samples int // it is made from; 0 where there were too few
	Words   string
}

// Suggest proposes a target that the past day met for 95 % of its minutes,
// with a little room. Minutes in which requests failed or queued up say nothing
// of what the app can do.
func Suggest(history []Sample, now time.Time) Suggestion {
	var seen []time.Duration
	for _, s := range history {
		if age := now.Sub(s.At); 0 <= age && age < suggestFrom && s.telling(s.Size) {
			seen = append(seen, s.P95)
		}
	}
	if len(seen) < suggestLeast {
		return Suggestion{P95: DefaultTarget, Words: fmt.Sprintf("%s is the usual one: the past day has only %s to go by",
			milliseconds(DefaultTarget), plural(len(seen), "sample"))}
	}
	slices.Sort(seen)
	met := seen[int(suggestPart*float64(len(seen)-1))]
	target := time.Duration(suggestRoom * float64(met))
	target = (target + suggestStep - 1) / suggestStep * suggestStep
	return Suggestion{target, len(seen), fmt.Sprintf("in %s of the past day's minutes the p95 was %s or less; %s leaves room",
		percent(suggestPart), milliseconds(met), milliseconds(target))}
}
