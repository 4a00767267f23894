package history

import (
	"errors"
	"time"
)

func (s Restart) do(r *run) {
	behind := r.gate.behind // then what is saved now was not shown
	err := r.plane.Close()
	switch {
	case r.gate.behind:
		if err != nil && !errors.Is(err, errFull) {
			r.fail("%v", err)
		}
		r.crashed(Crash{})
		return
	case err != nil:
		r.fail("%v", err)
	}
	before := *r.plane.Fleet()
	before.At = r.plane.Now() // which may not have been shown
	if r.disk != nil {
		r.must(r.disk.restart())
		r.kept = r.disk.kept
	}
	r.compare()
	r.open()
	if after := r.plane.Fleet(); !behind && !same(&before, after) {
		r.fail("the process ended in order, and the next one has another fleet:\n%s", difference(&before, after))
	}
	r.check()
	r.audit()
}

func (Kill) do(r *run) {
	before := r.plane.Fleet()
	r.crashed(Crash{})
	after := r.plane.Fleet()
	if lost := before.At.Sub(after.At); lost < 0 || lost >= time.Minute {
		r.fail("%v are lost", lost)
	}
	if !same(still(before), still(after)) {
		r.fail("the process was killed, and the next one has another fleet:\n%s", difference(still(before), still(after)))
	}
}

func (s Full) do(r *run) { r.gate.full = s.Commits }
