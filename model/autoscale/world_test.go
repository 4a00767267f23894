package autoscale_test

import (
	"fmt"
	"slices"
	"time"

	"pooldeck/backend/sim/traffic"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// world is an app on simulated traffic whose web dynos follow what is decided.
type world struct {
	app      traffic.App
	size     model.Size
	rule     model.Autoscale
	pool     float64
	failing  float64
	spikes   []traffic.Spike
	quantity int
	up       int
	now      time.Time
	queue    float64
	history  []autoscale.Sample
	last     []autoscale.Decision // steps
	all      []autoscale.Decision
}

func performanceM() model.Size {
	return model.Size{Name: "Performance-M", Family: model.Performance, ComputeLeast: 12, ComputeMost: 12}
}

func thursday() time.Time { return time.Date(2026, 6, 11, 0, 0, 0, 0, time.UTC) }

// minute lets a minute pass and carries out what is decided at its end.
func (w *world) minute() autoscale.Decision {
	w.now = w.now.Add(time.Minute)
	w.serve()
	d := autoscale.Decide(autoscale.Question{
		Rule: w.rule, Size: w.size.Name, Quantity: w.quantity, History: w.history, Last: w.last, Now: w.now,
	})
	w.all = append(w.all, d)
	if d.Step() {
		w.last = append(w.last, d)
	}
	// One that is taken away serves nobody any more; one that is new boots for
	// most of a minute.
	to := w.quantity
	if d.Acts() {
		to = d.To
	}
	w.up, w.quantity = min(w.quantity, to), to
	return d
}

func (w *world) serve() {
	at := w.situation(w.up)
	at.Queue, at.Spikes, at.Failing = w.queue, w.spikes, w.failing
	s := w.app.Web(w.now, at)
	w.queue = s.Queue
	w.history = append(w.history, s)
}

func (w *world) situation(n int) traffic.Situation {
	return traffic.Situation{Dynos: n, Size: w.size, Pool: w.pool}
}

func (w *world) pass(d time.Duration) {
	w.history, w.all = slices.Grow(w.history, int(d/time.Minute)), slices.Grow(w.all, int(d/time.Minute))
	for end := w.now.Add(d); w.now.Before(end); {
		w.minute()
	}
}

func (w *world) String() string {
	return fmt.Sprintf("%+v, %s, pool %.0f %%, rule %s", w.app, w.size.Name, 100*w.pool, w.rule)
}
