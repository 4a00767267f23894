package control

import (
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
	steps     []autoscale.Decision // those of decisions that are steps
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

// question is what the autoscaler decides about, when it has been told these
// samples.
func (s *scaler) question(p model.Process, told []autoscale.Sample) autoscale.Question {
	return autoscale.Question{
		Rule: *p.Autoscale, Size: p.Size, Quantity: p.Quantity, Now: told[len(told)-1].At,
		History: told[max(0, len(told)-hour-1):], Last: s.steps,
	}
}

// told are the samples of the past day with the newest. The scaler's own do
// not change.
func (s *scaler) told(newest autoscale.Sample) []autoscale.Sample {
	old := newest.At.Add(-store.Kept)
	list := s.samples
	for len(list) > 0 && list[0].At.Before(old) {
		list = list[1:]
	}
	return append(list, newest)
}

// run is a decision as it is kept: one that holds for the same reason as the
// one before goes on with it, and so does a step that is not done.
func (s *scaler) run(d autoscale.Decision) (kept backend.Decided, news bool) {
	kept = backend.Decided{Decision: d, Until: d.At}
	if n := len(s.decisions); n > 0 && (!d.Step() || d.Shadow) {
		last := s.decisions[n-1]
		if last.From == d.From && last.Rule == d.Rule && last.To == d.To && last.Shadow == d.Shadow && last.Inputs.Target == d.Inputs.Target {
			kept.At = last.At
			return kept, false
		}
	}
	return kept, true
}

// decided keeps a decision, and forgets those of more than a day ago.
func (s *scaler) decided(d backend.Decided) {
	old := d.Until.Add(-store.Kept)
	for len(s.decisions) > 0 && s.decisions[0].Until.Before(old) {
		s.decisions = s.decisions[1:]
	}
	for len(s.steps) > 0 && s.steps[0].At.Before(old) {
		s.steps = s.steps[1:]
	}
	if n := len(s.decisions); n > 0 && s.decisions[n-1].At.Equal(d.At) {
		s.decisions[n-1] = d
		return
	}
	s.decisions = append(s.decisions, d)
	if d.Step() {
		s.steps = append(s.steps, d.Decision)
	}
}
