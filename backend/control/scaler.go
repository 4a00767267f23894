package control

import (
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// scaler is an autoscaler's memory: what it was told and what it decided, of
// the past day.
type scaler struct {
	app       model.ID
	process   string
	samples   []autoscale.Sample
	decisions []backend.Decided
}

// scalers are those that are on, shadows included, and the apps of which that
// was found out.
type scalers struct {
	apps []*model.App
	on   []*scaler
}

// current is whether they are those of these apps.
func (s scalers) current(apps []*model.App) bool {
	return len(s.apps) == len(apps) && (len(apps) == 0 || &s.apps[0] == &apps[0])
}

func (s scalers) find(app model.ID, process string) *scaler {
	for _, one := range s.on {
		if one.app == app && one.process == process {
			return one
		}
	}
	return nil
}

// next is when the autoscaler measures again: once a minute.
func (s *scaler) next() time.Time {
	if n := len(s.samples); n > 0 {
		return minute(s.samples[n-1].At).Add(time.Minute)
	}
	return time.Time{}
}

// hour is how many samples an autoscaler learns from, besides the newest.
const hour = 60

// question is what the autoscaler decides about, with the newest sample.
func (s *scaler) question(p model.Process, newest autoscale.Sample) autoscale.Question {
	q := autoscale.Question{
		Rule: *p.Autoscale, Size: p.Size, Quantity: p.Quantity, Now: newest.At,
		History: append(slices.Clone(s.samples[max(0, len(s.samples)-hour):]), newest),
	}
	for _, d := range s.decisions {
		if d.Step() {
			q.Last = append(q.Last, d.Decision)
		}
	}
	return q
}

// told keeps a sample.
func (s *scaler) told(newest autoscale.Sample) {
	old := newest.At.Add(-store.Kept)
	for len(s.samples) > 0 && s.samples[0].At.Before(old) {
		s.samples = s.samples[1:]
	}
	for len(s.decisions) > 0 && s.decisions[0].Until.Before(old) {
		s.decisions = s.decisions[1:]
	}
	s.samples = append(s.samples, newest)
}

// run is a decision as it is kept: one that holds for the same reason as the
// one before goes on with it.
func (s *scaler) run(d autoscale.Decision) (kept backend.Decided, news bool) {
	kept = backend.Decided{Decision: d, Until: d.At}
	if n := len(s.decisions); n > 0 && !d.Step() {
		last := s.decisions[n-1]
		if !last.Step() && last.Rule == d.Rule && last.To == d.To && last.Shadow == d.Shadow && last.Inputs.Target == d.Inputs.Target {
			kept.At = last.At
			return kept, false
		}
	}
	return kept, true
}

func (s *scaler) decided(d backend.Decided) {
	if n := len(s.decisions); n > 0 && s.decisions[n-1].At.Equal(d.At) {
		s.decisions = append(s.decisions[:n-1:n-1], d)
		return
	}
	s.decisions = append(s.decisions, d)
}
