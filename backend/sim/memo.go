package sim

import (
	"encoding/json"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// memo is what the world knows of a cluster that cannot be seen: the faults
// that stand, and what they began. It is kept with the cluster, so that a
// world that was lost goes on with it. A cluster without faults has none.
type memo struct {
	Slow   []slowness        `json:",omitempty"` // of the region, in their order
	Hangs  []hang            `json:",omitempty"`
	Lags   []lag             `json:",omitempty"`
	Doomed []doom            `json:",omitempty"`
	Trap   backend.FaultKind `json:",omitempty"` // for the next request
	Lost   []lost            `json:",omitempty"` // instances that were killed and are still to be seen
	Broken []broken          `json:",omitempty"` // instances that could not be created
	Crash  []model.ID        `json:",omitempty"` // leaders that restart because they were killed
	Short  []short           `json:",omitempty"` // pools that lost something
	// Healing is the revision at which all was there when a fault was made:
	// what is built at it replaces what was lost.
	Healing model.Revision `json:",omitempty"`
}

// slowness is a time in which everything is slow. It is remembered after its
// end while something is under way that it slowed down.
type slowness struct {
	stretch
	Over bool `json:",omitempty"`
}

// hang is a time in which an instance makes no progress. It ends when somebody
// ends it or when something else is wanted; then it is remembered while the
// instance is at work.
type hang struct {
	stretch
	Instance model.ID
	Revision model.Revision // what is wanted meanwhile
}

func (h hang) open() bool { return h.To.IsZero() }

// lag is a time in which a pool's replicas fall behind.
type lag struct {
	Pool     model.ID
	From, To time.Time
}

// lost is an instance that was killed: it has failed until it is missed.
type lost struct {
	Instance model.ID
	Office   bool `json:",omitempty"` // it was the leader and had come up
}

// doom is for a pool: its next instance cannot be created.
type doom struct {
	Pool model.ID
	wanted
}

// wanted is a revision, and an instant from which on it was wanted.
type wanted struct {
	Revision model.Revision
	Wanted   time.Time
}

// broken is an instance that could not be created. It stays, for all to see,
// until something else is wanted; one that was to replace a lost one is tried
// again by itself.
type broken struct {
	Instance model.ID
	wanted
	Heals bool `json:",omitempty"`
}

// short is a pool that lost an instance, or could not get one, and since when.
type short struct {
	Pool  model.ID
	Since time.Time
}

// recall reads a cluster's memo; nil where there is none, which is an empty one
// to whoever only asks. One that cannot be read is as good as none.
func recall(c *model.Cluster) *memo {
	if c.Memo == "" {
		return nil
	}
	m := new(memo)
	if json.Unmarshal([]byte(c.Memo), m) != nil {
		return nil
	}
	return m
}

// text is the memo to be kept; empty where there is nothing to be remembered.
func (m *memo) text() string {
	if m.empty() {
		return ""
	}
	body, _ := json.Marshal(m)
	return string(body)
}

// empty is whether no fault stands and nothing is left of one.
func (m *memo) empty() bool {
	return m == nil || len(m.Slow)+len(m.Hangs)+len(m.Lags)+len(m.Doomed)+len(m.Lost)+len(m.Broken)+len(m.Crash)+len(m.Short) == 0 && m.Trap == ""
}

// hung is whether an instance makes no progress for now.
func (m *memo) hung(id model.ID) bool {
	return m != nil && slices.ContainsFunc(m.Hangs, func(h hang) bool { return h.Instance == id && h.open() })
}

// slow is the slowness that is not over; nil where there is none.
func (m *memo) slow() *slowness {
	if m == nil {
		return nil
	}
	for i := range m.Slow {
		if !m.Slow[i].Over {
			return &m.Slow[i]
		}
	}
	return nil
}

func (m *memo) lagging(pool model.ID) bool {
	return m != nil && slices.ContainsFunc(m.Lags, func(l lag) bool { return l.Pool == pool })
}

// doomed finds a pool among those whose next instance cannot be created; -1
// where it is not.
func (m *memo) doomed(pool model.ID) int {
	if m == nil {
		return -1
	}
	return slices.IndexFunc(m.Doomed, func(d doom) bool { return d.Pool == pool })
}

// trap is what was set for the next request.
func (m *memo) trap() backend.FaultKind {
	if m == nil {
		return ""
	}
	return m.Trap
}

// crashed is whether an instance restarts because it was killed.
func (m *memo) crashed(id model.ID) bool { return m != nil && slices.Contains(m.Crash, id) }

func (m *memo) killed(id model.ID) (lost, bool) {
	if m == nil {
		return lost{}, false
	}
	at := slices.IndexFunc(m.Lost, func(l lost) bool { return l.Instance == id })
	if at < 0 {
		return lost{}, false
	}
	return m.Lost[at], true
}

func (m *memo) failure(id model.ID) (broken, bool) {
	if m == nil {
		return broken{}, false
	}
	at := slices.IndexFunc(m.Broken, func(b broken) bool { return b.Instance == id })
	if at < 0 {
		return broken{}, false
	}
	return m.Broken[at], true
}

// tempo of an instance's work; of no instance's, that of the cluster.
func (m *memo) tempo(id model.ID) tempo {
	if m == nil {
		return nil
	}
	var t tempo
	for _, h := range m.Hangs {
		if h.Instance == id {
			t = append(t, h.stretch)
		}
	}
	for _, s := range m.Slow {
		t = append(t, s.stretch)
	}
	return t
}
