package sim

import (
	"fmt"
	"slices"
	"time"

	"pooldeck/model"
)

// faultsEnd is when the next one of the faults that stand is over; zero when
// none ends by itself.
func (n stand) faultsEnd() time.Time {
	var end time.Time
	if n.memo.empty() {
		return end
	}
	if s := n.memo.slow(); s != nil {
		end = s.To
	}
	for _, l := range n.memo.Lags {
		end = first(end, l.To)
	}
	return end
}

// endFaults ends the faults that are over by now.
func (n *scene) endFaults() {
	if s := n.memo.slow(); s != nil && !s.To.After(n.at) {
		s.Over = true
		n.happened = append(n.happened, model.Happening{
			Kind: model.EntryRecovered, Region: n.Region, Words: []string{"everything takes as long as before"},
		})
	}
	n.memo.Lags = slices.DeleteFunc(n.memo.Lags, func(l lag) bool {
		if l.To.After(n.at) {
			return false
		}
		p, _ := n.Pool(l.Pool)
		n.happens(model.EntryRecovered, "%s: replicas keep up again, after %s", p.Name, clock(l.To.Sub(l.From)))
		return true
	})
}

// supersede ends what lasts until something else is wanted, which is hangs and
// instances that could not be created.
func (n *scene) supersede() {
	if n.memo.empty() {
		return
	}
	for k := range n.memo.Hangs {
		if h := &n.memo.Hangs[k]; h.open() && h.Revision < n.Revision {
			n.release(h)
		}
	}
	for k := range n.memo.Doomed {
		if d := &n.memo.Doomed[k]; d.Revision < n.Revision {
			d.wanted = wanted{n.Revision, n.at}
		}
	}
	stale := func(i model.Instance) bool {
		b, failed := n.memo.failure(i.ID)
		return failed && b.Revision < n.Revision
	}
	for _, p := range n.pools() {
		p.Instances = slices.DeleteFunc(p.Instances, stale)
	}
}

// release ends a hang.
func (n *scene) release(h *hang) {
	h.To = n.at
	for _, p := range n.pools() {
		if k := indexOf(*p, h.Instance); k >= 0 {
			n.happens(model.EntryRecovered, "%s: %s moves again, after %s", p.Name, spoken(p.Instances[k]), clock(n.at.Sub(h.From)))
		}
	}
}

// forgetHangs is for an instance that has other troubles now.
func (n *scene) forgetHangs(id model.ID) {
	n.memo.Hangs = slices.DeleteFunc(n.memo.Hangs, func(h hang) bool { return h.Instance == id })
}

// takeStock says which pools have all again, and forgets what nothing is left
// of.
func (n *scene) takeStock() {
	if n.memo.empty() {
		return
	}
	there := map[model.ID]model.Instance{}
	for _, p := range n.pools() {
		for _, i := range p.Instances {
			there[i.ID] = i
		}
	}
	m := n.memo
	m.Hangs = slices.DeleteFunc(m.Hangs, func(h hang) bool { return !timed(there[h.Instance].Phase) })
	m.Lost = slices.DeleteFunc(m.Lost, func(l lost) bool { return there[l.Instance].Phase != model.Failed })
	m.Broken = slices.DeleteFunc(m.Broken, func(b broken) bool { return there[b.Instance].Phase != model.Failed })
	m.Crash = slices.DeleteFunc(m.Crash, func(id model.ID) bool { return there[id].Phase != model.Restarting })
	leaves := func(pool model.ID) bool {
		p, there := n.Pool(pool)
		return !there || p.Destroying
	}
	m.Doomed = slices.DeleteFunc(m.Doomed, func(d doom) bool { return leaves(d.Pool) })
	m.Lags = slices.DeleteFunc(m.Lags, func(l lag) bool { return leaves(l.Pool) })
	m.Short = slices.DeleteFunc(m.Short, n.whole)
	open := slices.ContainsFunc(m.Hangs, hang.open)
	m.Slow = slices.DeleteFunc(m.Slow, func(s slowness) bool { return s.Over && !open && n.work().IsZero() })
}

// whole is whether a pool has all that is wanted again, which is told.
func (n *scene) whole(s short) bool {
	p, there := n.Pool(s.Pool)
	switch {
	case !there || p.Destroying:
		return true
	case !p.Settled():
		return false
	}
	n.happens(model.EntryRecovered, "%s: %d/%d up, after %s", p.Name, p.Ready(), p.Count, clock(n.at.Sub(s.Since)))
	return true
}

// timed is whether a phase takes a time of its own.
func timed(p model.Phase) bool { return building(p) || inFlight(p) || p == model.Draining }

func (n *scene) happens(kind model.EntryKind, format string, args ...any) {
	n.happened = append(n.happened, model.Happening{Kind: kind, Words: []string{fmt.Sprintf(format, args...)}})
}

// spoken is what an operator calls an instance.
func spoken(i model.Instance) string { return string(i.Role) + "." + string(i.ID) }

// clock is a length of time in minutes and seconds.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second).Seconds())
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
