package control_test

import (
	"context"
	"errors"

	"pgregory.net/rapid"

	"pooldeck/backend"
	"pooldeck/model"
)

// offered are all faults that can be made now, in their order. One that keeps
// an answer back is left out: nobody else would let the time pass meanwhile.
func (r *rig) offered() []backend.Fault {
	f := r.plane.Fleet()
	var list []backend.Fault
	add := func(c, pool, instance model.ID) {
		for _, fault := range r.plane.Offered(f, c, pool, instance) {
			if fault.Kind != backend.FaultDelay {
				list = append(list, fault)
			}
		}
	}
	for _, c := range f.Clusters {
		add(c.ID, "", "")
		for _, p := range c.Pools() {
			add(c.ID, p.ID, "")
			for _, i := range p.Instances {
				add(c.ID, p.ID, i.ID)
			}
		}
	}
	return list
}

// fault makes one of the faults that are offered.
func (h *chronicle) fault(t *rapid.T) {
	offered := h.offered()
	if len(offered) == 0 {
		t.Skip("everything is destroyed")
	}
	f := offered[rapid.IntRange(0, len(offered)-1).Draw(t, "fault")]
	before := h.plane.Fleet().JournalSeq
	if err := h.plane.Inject(context.Background(), ada(), f); err != nil {
		t.Fatalf("%s was offered: %v", f.Words, err)
	}
	if after := h.plane.Fleet().JournalSeq; after == before {
		t.Fatalf("%s is not in the journal", f.Words)
	}
}

// retry asks again for an operation, which need not have failed.
func (h *chronicle) retry(t *rapid.T) {
	f := h.plane.Fleet()
	if len(f.Operations) == 0 {
		t.Skip("there is no operation")
	}
	o := rapid.SampledFrom(f.Operations).Draw(t, "operation")
	receipt, err := h.plane.Retry(context.Background(), ada(), o.ID)
	var stale *backend.Stale
	var invalid *model.Invalid
	switch {
	case err == nil && o.State != model.OpFailed:
		t.Fatalf("it has retried %+v", o)
	case err == nil:
		h.note(receipt)
	case !errors.Is(err, backend.ErrNotFailed) && !errors.As(err, &stale) && !errors.As(err, &invalid):
		t.Fatal(err)
	}
}

// mend ends all faults.
func (h *chronicle) mend() {
	for _, f := range h.offered() {
		if f.Kind == backend.FaultMend {
			// The end of one may be that of another one, which is then refused.
			_ = h.plane.Inject(context.Background(), ada(), f)
		}
	}
}

// again asks again for what has failed.
func (h *chronicle) again() {
	for _, o := range h.plane.Fleet().Operations {
		receipt, err := h.plane.Retry(context.Background(), ada(), o.ID)
		if err == nil {
			h.note(receipt)
		}
	}
}

// leaders counts those of a cluster.
func leaders(c *model.Cluster) int {
	n := 0
	for _, p := range c.Pools() {
		for _, i := range p.Instances {
			if i.Role == model.RoleLeader {
				n++
			}
		}
	}
	return n
}
