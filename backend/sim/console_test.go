package sim

import (
	"encoding/json"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// console is what a control plane does with a world: it keeps a fleet, folds
// into it what is seen and hands over what is wanted.
type console struct {
	seed  uint64
	world *World
	fleet *model.Fleet
	now   time.Time
	seen  func(model.Observed)
	told  func(model.Happening)
}

func newConsole(seed uint64, c *model.Cluster) *console {
	s := &console{
		seed: seed, world: New(seed), fleet: (&model.Fleet{}).With(c), now: noon(),
		seen: func(model.Observed) {}, told: func(model.Happening) {},
	}
	s.world.Want(s.now, c)
	s.advance(s.now)
	return s
}

// cluster is the only one of the fleet; nil once it is gone.
func (s *console) cluster() *model.Cluster { return s.fleet.Cluster("c") }

func (s *console) advance(to time.Time) {
	s.now = to
	for _, o := range s.world.Advance(to) {
		s.fleet = s.fleet.Observe(o)
		for _, h := range o.Happened {
			s.told(h)
		}
		s.seen(o)
	}
}

// stepTo advances from event to event.
func (s *console) stepTo(to time.Time) {
	for next := s.world.Next(); !next.IsZero() && !next.After(to); next = s.world.Next() {
		s.advance(next)
	}
	s.advance(to)
}

// want hands over an edited copy of the cluster.
func (s *console) want(e edit) { s.wantAs(e.apply) }

func (s *console) wantAs(edit func(*model.Cluster, time.Time)) {
	c := copied(s.cluster())
	c.Revision++
	edit(c, s.now)
	s.fleet = s.fleet.With(c)
	s.world.Want(s.now, c)
}

// offered are all faults that can be made now, in their order.
func (s *console) offered() []backend.Fault {
	c := s.cluster()
	if c == nil {
		return nil
	}
	faults := s.world.Offered(s.fleet, c.ID, "", "")
	for _, p := range c.Pools() {
		faults = append(faults, s.world.Offered(s.fleet, c.ID, p.ID, "")...)
		for _, i := range p.Instances {
			faults = append(faults, s.world.Offered(s.fleet, c.ID, p.ID, i.ID)...)
		}
	}
	return faults
}

// breaks makes a fault and looks at what comes of it.
func (s *console) breaks(f backend.Fault) error {
	h, err := s.world.Break(s.now, f)
	if err == nil {
		s.told(h)
	}
	return err
}

// mend ends every fault that stands.
func (s *console) mend() {
	for _, f := range s.offered() {
		if f.Kind == backend.FaultMend {
			_ = s.breaks(f) // the end of one may be that of another one
		}
	}
	s.advance(s.now)
}

// kill loses the world; the next one knows only what was written down.
func (s *console) kill() {
	s.world = New(s.seed)
	if c := s.cluster(); c != nil {
		s.fleet = s.fleet.With(copied(c))
		s.world.Want(s.now, s.cluster())
	}
}

// copied is the cluster after having been written down and read.
func copied(c *model.Cluster) *model.Cluster {
	text, err := json.Marshal(c)
	if err != nil {
		panic(err)
	}
	next := new(model.Cluster)
	if err := json.Unmarshal(text, next); err != nil {
		panic(err)
	}
	return next
}

func shown(c *model.Cluster) string {
	text, _ := json.MarshalIndent(c, "", " ")
	return string(text)
}
