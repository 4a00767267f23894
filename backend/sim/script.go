package sim

import (
	"time"

	"pooldeck/model"
)

// script says what happens in the world of a seed. The cluster value is the
// world: what happens next follows from what is wanted, what is there and
// since when, and the seed. Nothing else is remembered, so a cluster that was
// written down and read again goes on as if nothing had been.
type script struct{ seed uint64 }

// step carries a cluster to an instant, every event at the instant at which
// it happens, and says what went wrong or came right on the way.
func (s script) step(c *model.Cluster, now time.Time) (*model.Cluster, []model.Happening) {
	var happened []model.Happening
	for at := s.read(c).next(); !at.IsZero() && !at.After(now); at = s.read(c).next() {
		var more []model.Happening
		c, more = s.turn(c, at)
		happened = append(happened, more...)
	}
	return c, happened
}

// turn makes happen what happens at an instant: what is over by then ends,
// and what can begin begins. Asked twice at one instant, it does nothing the
// second time.
func (s script) turn(c *model.Cluster, at time.Time) (*model.Cluster, []model.Happening) {
	n := s.scene(c, at)
	n.turn()
	return n.over()
}

// grow gives a new cluster the rate at which its data grows.
func (n *scene) grow() {
	if n.Storage.PerDay > 0 {
		return
	}
	n.Storage = model.Storage{Bytes: n.Storage.Used(n.at), At: n.at, PerDay: n.growth(n.ID)}
}

func (s script) growth(cluster model.ID) int64 {
	return growthLeast + int64(roll(s.seed, string(cluster), "growth")%(growthMost-growthLeast+1))
}

// What a cluster's data grows by in a day, in bytes. An assumption.
const (
	growthLeast = 50 * megabyte
	growthMost  = 500 * megabyte
)
