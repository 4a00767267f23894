package autoscale

import (
	"fmt"
	"time"
)

// helps is how much of the p95 more dynos must be predicted to take away to be
// worth anything.
const helps = 0.1

// Bound is what the p95 does not fall below by more dynos, as far as the past
// hour shows, and what keeps it there.
type Bound struct {
	P95   time.Duration // now
	Floor time.Duration // predicted for dynos without end
	// By and Words say what keeps it there; empty where more dynos help.
	By    Cause
	Words string
}

// MoreHelps is whether more dynos would shorten the response times. Where they
// would not, the bound says why; without samples they might.
func MoreHelps(history []Sample, size string, now time.Time) (Bound, bool) {
	s := Question{Size: size, History: history, Now: now}.survey()
	if s.recent == 0 || s.middle.P95 == 0 || s.curve.capacity == 0 || s.queued {
		return Bound{P95: s.inputs.P95}, true
	}
	floor := s.curve.moved(s.middle.P95, s.middle.Load, 0).Round(time.Millisecond)
	b := Bound{P95: s.middle.P95, Floor: floor}
	if float64(b.Floor) < (1-helps)*float64(b.P95) {
		return b, true
	}
	b.By = s.cause()
	s.inputs.By = b.By
	b.Words = fmt.Sprintf("more dynos will not help: the p95 is %s with dynos that are %s busy and would not fall below %s (estimate); %s",
		milliseconds(b.P95), percent(s.inputs.Load), milliseconds(b.Floor), s.inputs.bound())
	return b, false
}
