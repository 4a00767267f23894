package tui

import (
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// watch begins to watch the fleet.
func (c Console) watch() tea.Cmd {
	return func() tea.Msg {
		fleets, err := c.backend.Watch(c.ctx)
		if err != nil {
			return failed{err}
		}
		return next(fleets)
	}
}

// listen waits for the next fleet.
func listen(fleets <-chan *model.Fleet) tea.Cmd {
	return func() tea.Msg { return next(fleets) }
}

func next(fleets <-chan *model.Fleet) tea.Msg {
	fleet, open := <-fleets
	if !open {
		return watchClosed{}
	}
	return fleetArrived{fleet, fleets}
}

// measure samples the clusters that are on the screen and reads what has
// accrued this month.
func (c Console) measure() tea.Cmd {
	fleet, catalog, able, ctx := c.fleet, c.catalog, c.able, c.ctx
	ids, of := c.visible(), c.measured
	return func() tea.Msg {
		s := sampled{of: of}
		var err error
		if able.Metrics != nil {
			if s.sample, err = able.Metrics.Sample(ctx, ids); err != nil {
				return failed{err}
			}
		}
		if able.Ledger != nil {
			spans, err := able.Ledger.Spans(ctx, month(fleet.At), fleet.At, nil)
			if err != nil {
				return failed{err}
			}
			s.accrual = pricing.Accrue(catalog, spans, fleet.Clusters, fleet.Apps, fleet.At)
		}
		return s
	}
}

// month is the first instant of an instant's calendar month.
func month(at time.Time) time.Time {
	at = at.UTC()
	return time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// read reads the journal from where this console has read it.
func (c Console) read() tea.Cmd {
	after := c.journal
	return func() tea.Msg {
		entries, err := c.backend.Journal(c.ctx, backend.Query{After: after})
		if err != nil {
			return failed{err}
		}
		return journaled{entries}
	}
}

// open reads the newest entries of the journal to show them.
func (c Console) open() tea.Cmd {
	const most = 1000
	return func() tea.Msg {
		entries, err := c.backend.Journal(c.ctx, backend.Query{Last: most})
		if err != nil {
			return failed{err}
		}
		return journalOpened{entries}
	}
}

// ask hands a request to the backend. Where no answer comes, it asks once more
// with the same key, which does nothing twice. What is asked for aside of what is
// staged leaves that alone.
func (c Console) ask(r backend.Request, aside bool) tea.Cmd {
	return func() tea.Msg {
		receipt, err := c.backend.Apply(c.ctx, r)
		again := errors.Is(err, backend.ErrNoAnswer)
		if again {
			receipt, err = c.backend.Apply(c.ctx, r)
		}
		if err != nil {
			return refused{err}
		}
		return accepted{receipt, r.Changes, again, aside}
	}
}

// stop cancels an operation.
func (c Console) stop(id model.OperationID) tea.Cmd {
	return func() tea.Msg {
		if _, err := c.backend.Cancel(c.ctx, c.actor, id); err != nil {
			return failed{err}
		}
		return nil
	}
}

// again retries an operation.
func (c Console) again(id model.OperationID) tea.Cmd {
	return func() tea.Msg {
		if _, err := c.backend.Retry(c.ctx, c.actor, id); err != nil {
			return failed{err}
		}
		return nil
	}
}

// wreck makes something fail.
func (c Console) wreck(f backend.Fault) tea.Cmd {
	return func() tea.Msg {
		if err := c.able.Faults.Inject(c.ctx, c.actor, f); err != nil {
			return failed{err}
		}
		return nil
	}
}

// steer sets the speed of the simulated clock.
func (c Console) steer(speed int) tea.Cmd {
	return func() tea.Msg {
		if err := c.able.Clock.SetSpeed(c.actor, speed); err != nil {
			return failed{err}
		}
		return steered{speed}
	}
}
