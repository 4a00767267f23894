package backend

import (
	"time"

	"pooldeck/model"
)

// Driver makes the world match what is wanted. It is level-triggered: it is
// told the whole wanted state of a cluster and reports the whole state that
// is there, so that a retry, a resume after a crash, a superseding change and
// a change from outside are one code path. It is called from one goroutine
// at a time and never blocks.
type Driver interface {
	// Want hands over a cluster: what is wanted, and what was last seen of
	// it. A driver that knows the cluster keeps its own view of what is
	// there; one that does not goes on from what was last seen.
	Want(now time.Time, c *model.Cluster)
	// WantApp hands over an app with its formation, likewise: also when it has
	// a new release, for which its dynos have to restart.
	WantApp(now time.Time, a *model.App)
	// Advance carries the world to an instant and returns what was seen on
	// the way: at most one sighting a cluster, the newest, and none of
	// clusters where nothing moved. Clusters come in the order of their IDs.
	Advance(now time.Time) []model.Observed
	// AdvanceApps does so with the formations of apps.
	AdvanceApps(now time.Time) []model.ObservedApp
	// Next is the instant at which one of the two will report something by
	// itself, other than progress; zero when nothing is under way.
	Next() time.Time
}
