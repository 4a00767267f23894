package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// record is what is known of the past day of a process type, oldest first.
type record struct {
	app       model.ID
	process   string
	to        time.Time // how far it reaches
	samples   []autoscale.Sample
	decisions []backend.Decided
}

// aDay is how far back a record reaches.
const aDay = 24 * time.Hour

// and is the record with what came after it. What went on is there twice: the
// newer one counts.
func (r record) and(next record) record {
	if next.app != r.app || next.process != r.process {
		return r
	}
	first := next.to.Add(-aDay)
	merged := record{app: r.app, process: r.process, to: next.to}
	newer := func(at time.Time) bool { return len(next.samples) > 0 && !at.Before(next.samples[0].At) }
	for _, s := range r.samples {
		if s.At.After(first) && !newer(s.At) {
			merged.samples = append(merged.samples, s)
		}
	}
	for _, d := range r.decisions {
		again := len(next.decisions) > 0 && !d.At.Before(next.decisions[0].At)
		if d.Until.After(first) && !again {
			merged.decisions = append(merged.decisions, d)
		}
	}
	merged.samples = append(merged.samples, next.samples...)
	merged.decisions = append(merged.decisions, next.decisions...)
	return merged
}

// recordOpened carries a record for whoever wants to look at it, recorded what
// has come since.
type (
	recordOpened struct{ record record }
	recorded     struct{ record record }
)

// lookBack reads the record of a process type to open its autoscaler.
func (c Console) lookBack(app model.ID, process string) tea.Cmd {
	read := c.recall(app, process, c.fleet.At.Add(time.Nanosecond-aDay))
	return func() tea.Msg {
		r, err := read()
		if err != nil {
			return failed{err}
		}
		return recordOpened{r}
	}
}

// followUp reads what has come since a record was read.
func (c Console) followUp(r record) tea.Cmd {
	from := r.to
	if n := len(r.decisions); n > 0 && r.decisions[n-1].At.Before(from) {
		from = r.decisions[n-1].At // it may have gone on
	}
	read := c.recall(r.app, r.process, from)
	return func() tea.Msg {
		next, err := read()
		if err != nil {
			return failed{err}
		}
		return recorded{next}
	}
}

// recall reads a record from an instant on.
func (c Console) recall(app model.ID, process string, from time.Time) func() (record, error) {
	able, ctx, to := c.able.Autoscalers, c.ctx, c.fleet.At
	return func() (record, error) {
		r := record{app: app, process: process, to: to}
		if able == nil {
			return r, nil
		}
		var err error
		if r.samples, err = able.Samples(ctx, app, process, from, to); err != nil {
			return r, err
		}
		r.decisions, err = able.Decisions(ctx, app, process, from, to)
		return r, err
	}
}

// rehearse replays the past day with another rule. That takes a while, so it is
// a command.
func rehearse(i rehearsal) tea.Cmd {
	return func() tea.Msg { return rehearsed{i, autoscale.Backtest(i.day, i.rule, i.size)} }
}

// rehearsal is a rule to be tried on a day.
type rehearsal struct {
	app  model.ID
	rule model.Autoscale
	size string
	day  []autoscale.Sample
}

func (r rehearsal) same(o rehearsal) bool {
	return r.app == o.app && r.rule == o.rule && r.size == o.size && len(r.day) == len(o.day)
}

// rehearsed carries what came of it.
type rehearsed struct {
	of     rehearsal
	result autoscale.Result
}

// autoscalerOpen finds the autoscaler among the overlays; -1 when none is open.
func (c Console) autoscalerOpen() (autoscaler, int) {
	for i, o := range c.overlays {
		if a, is := o.(autoscaler); is {
			return a, i
		}
	}
	return autoscaler{}, -1
}

// followed reads what a new minute has brought to an open autoscaler.
func (c Console) followed() (Console, tea.Cmd) {
	a, at := c.autoscalerOpen()
	if at < 0 || c.recalling || c.able.Autoscalers == nil || !c.fleet.At.Truncate(time.Minute).After(a.record.to) {
		return c, nil
	}
	c.recalling = true
	return c, c.followUp(a.record)
}

// took takes what was read into the open autoscaler.
func (c Console) took(next record) Console {
	c.recalling = false
	if a, at := c.autoscalerOpen(); at >= 0 {
		c.overlays = c.replaced(at, a.with(next))
	}
	return c
}

// tried takes in what came of a rehearsal; the newest one counts.
func (c Console) tried(r rehearsed) Console {
	if a, at := c.autoscalerOpen(); at >= 0 && a.trying.same(r.of) {
		a.result = &r.result
		c.overlays = c.replaced(at, a)
	}
	return c
}
