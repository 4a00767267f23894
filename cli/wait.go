package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"pooldeck/backend"
	"pooldeck/model"
)

// wait says how far operations are until all of them have ended. The error
// says which ones did not end as they were meant to.
func (p *program) wait(ctx context.Context, b backend.Backend, r backend.Receipt) error {
	fleets, err := b.Watch(ctx)
	if err != nil {
		return err
	}
	said := map[model.OperationID]string{}
	for f := range fleets {
		open := false
		for _, id := range r.Operations {
			o := f.Operation(id)
			if o == nil {
				continue // ended so long ago that the fleet has forgotten it
			}
			open = open || !o.State.Final()
			if text := stage(o); said[id] != text {
				said[id] = text
				if e := f.Ending(o); e.Known() {
					text += "  " + left(e)
				}
				if _, err := fmt.Fprintln(p.Err, clean(text)); err != nil {
					return err
				}
			}
		}
		if !open {
			return p.ended(ctx, b, r)
		}
	}
	if ctx.Err() != nil {
		return Exit{Interrupted, errors.New("it waits no longer; the change was accepted and goes on when time passes")}
	}
	return backend.ErrClosed
}

// stage is how far an operation is, in tenths of the way: often enough to be
// read, and not more often.
func stage(o *model.Operation) string {
	mark, what, how := operation(o, model.Estimate{})
	if o.State == model.OpRunning {
		how = fmt.Sprintf("%d%%", o.Progress.Permille/100*10)
	}
	return fmt.Sprintf("%s %s  %s  %s", mark, o.TargetName, how, what)
}

// ended reads in the journal how operations ended.
func (p *program) ended(ctx context.Context, b backend.Backend, r backend.Receipt) error {
	entries, err := b.Journal(ctx, backend.Query{After: r.JournalSeq})
	if err != nil {
		return err
	}
	var failed []error
	for _, e := range entries {
		if !slices.Contains(r.Operations, e.Operation) {
			continue
		}
		switch e.Kind {
		case model.EntryFailed, model.EntryCancelled, model.EntrySuperseded:
			text := fmt.Sprintf("%s on %s is %s", e.Operation, e.TargetName, e.Kind)
			if e.Note != "" {
				text += ": " + e.Note
			}
			failed = append(failed, errors.New(text))
		case model.EntryAccepted, model.EntryDone, model.EntryRestarted, model.EntryRefused,
			model.EntryFault, model.EntryRecovered, model.EntryStuck, model.EntryNote, model.EntryDecided:
		}
	}
	return errors.Join(failed...)
}
