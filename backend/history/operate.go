package history

import (
	"errors"

	"pooldeck/backend"
	"pooldeck/model"
)

func (s Cancel) do(r *run) {
	f := r.plane.Fleet()
	if len(r.book.entries) == 0 {
		return
	}
	id := r.book.entries[s.Number%uint64(len(r.book.entries))].Operation
	if len(f.Operations) > 0 && s.Number%4 > 0 {
		id = f.Operations[s.Number/4%uint64(len(f.Operations))].ID
	}
	r.gate.crash = s.Crash
	behind := r.gate.behind
	_, err := r.plane.Cancel(ctx(), r.who(s.Who), id)
	if r.gate.dead {
		r.crashed(s.Crash)
		return
	}
	o := f.Operation(id)
	var invalid *model.Invalid
	switch {
	case behind, errors.Is(err, errFull):
	case err == nil && (o == nil || o.State.Final() || o.Irreversible):
		r.fail("%s was cancelled: %+v", id, o)
	case err == nil:
		r.check()
		if e, over := r.book.ended[id]; !over || e.Kind != model.EntryCancelled {
			r.fail("%s was cancelled, and the journal has %q", id, e.Kind)
		}
	case errors.Is(err, backend.ErrEnded) && (o == nil || o.State.Final()):
	case errors.Is(err, backend.ErrIrreversible) && o != nil && o.Irreversible:
	case errors.As(err, &invalid) && (o == nil || !o.State.Final()):
	default:
		r.fail("%s (%+v) is not cancelled: %v", id, o, err)
	}
	r.check()
}

func (s Retry) do(r *run) {
	f := r.plane.Fleet()
	if len(f.Operations) == 0 {
		return
	}
	r.retry(s.Who, f.Operations[s.Number%uint64(len(f.Operations))], s.Crash)
}

func (r *run) retry(who int, o *model.Operation, c Crash) {
	r.gate.crash = c
	behind := r.gate.behind
	receipt, err := r.plane.Retry(ctx(), r.who(who), o.ID)
	if r.gate.dead {
		r.crashed(c)
		return
	}
	var stale *backend.Stale
	var invalid *model.Invalid
	switch {
	case behind, errors.Is(err, errFull):
	case err == nil && o.State != model.OpFailed:
		r.fail("%s was retried: %+v", o.ID, o)
	case err == nil:
		r.check()
		if e := r.book.accepted[receipt.Operations[0]]; e.Target != o.Target || len(e.Changes) > 0 {
			r.fail("%s was retried, and the journal has %+v", o.ID, e)
		}
	case errors.Is(err, backend.ErrNotFailed) && o.State != model.OpFailed:
	case (errors.As(err, &stale) || errors.As(err, &invalid)) && o.State == model.OpFailed:
	default:
		r.fail("%s (%s) is not retried: %v", o.ID, o.State, err)
	}
	r.check()
}

func (s Fault) do(r *run) {
	offered := r.offered()
	if len(offered) == 0 {
		return
	}
	r.inject(offered[s.Number%uint64(len(offered))], s.Crash)
}

// offered are all faults that can be made on what is shown.
func (r *run) offered() []backend.Fault {
	f := r.plane.Fleet()
	var list []backend.Fault
	for _, a := range f.Apps {
		list = append(list, r.plane.Offered(f, a.ID, "", "")...)
		for _, p := range a.Processes {
			for _, d := range p.Dynos {
				list = append(list, r.plane.Offered(f, a.ID, a.ProcessID(p.Type), d.ID)...)
			}
		}
	}
	for _, c := range f.Clusters {
		list = append(list, r.plane.Offered(f, c.ID, "", "")...)
		for _, p := range c.Pools() {
			list = append(list, r.plane.Offered(f, c.ID, p.ID, "")...)
			for _, i := range p.Instances {
				list = append(list, r.plane.Offered(f, c.ID, p.ID, i.ID)...)
			}
		}
	}
	return list
}

func (r *run) inject(f backend.Fault, c Crash) {
	r.gate.crash = c
	before, behind := r.plane.Fleet().JournalSeq, r.gate.behind
	err := r.plane.Inject(ctx(), backend.Actor{Name: "ada", Role: backend.Admin}, f)
	switch {
	case r.gate.dead:
		r.crashed(c)
		return
	case behind, errors.Is(err, errFull):
	case err != nil:
		r.fail("%s was offered: %v", f.Words, err)
	case r.plane.Fleet().JournalSeq == before:
		r.fail("%s is not in the journal", f.Words)
	}
	r.check()
}
