package backend

import (
	"context"
	"time"

	"pooldeck/model"
)

// Faults makes things go wrong on purpose, in a simulated world. Every fault
// stands in the journal, with who made it, and so does its end.
type Faults interface {
	// Offered lists the faults that can be made on a target now, each with
	// its words: on a cluster where pool and instance are empty, on a pool
	// where only instance is, or else on the instance. Of a formation these are
	// the app, the process type and the dyno. It depends on nothing
	// but its arguments, takes no time and may be called from anywhere.
	Offered(f *model.Fleet, cluster, pool, instance model.ID) []Fault
	// Standing says which faults stand on a cluster or an app now, each in words
	// that say until when, where that is known. It depends on nothing but its
	// arguments, as Offered does.
	Standing(f *model.Fleet, target model.ID) []string
	// Inject makes one of the faults that are offered now, whatever its Words
	// say. Errors: ErrDenied without a role that steers, *model.Invalid with
	// the reason why it cannot be made any more.
	Inject(ctx context.Context, a Actor, f Fault) error
}

// Fault is something that can be made to go wrong, and where. Pool and
// Instance are empty where it is not about one.
type Fault struct {
	Kind     FaultKind
	Cluster  model.ID
	Pool     model.ID
	Instance model.ID
	Words    string // "Kill the leader: the standby takes over"
}

// FaultKind is what goes wrong.
type FaultKind string

// The kinds of faults.
const (
	FaultKill     FaultKind = "kill"      // an instance is lost
	FaultHang     FaultKind = "hang"      // an instance makes no progress
	FaultFailNext FaultKind = "fail next" // a pool's next instance cannot be created
	FaultLag      FaultKind = "lag"       // a pool's replicas fall behind for a while
	FaultSlow     FaultKind = "slow"      // everything in the cluster's region is slow for a while
	FaultRefuse   FaultKind = "refuse"    // the next request on a cluster is refused
	FaultDelay    FaultKind = "delay"     // the answer to the next request comes late
	FaultLose     FaultKind = "lose"      // the answer to the next request never comes
	FaultCrash    FaultKind = "crash"     // a dyno's process ends
	FaultSpike    FaultKind = "spike"     // an app has far more traffic for a while
	FaultMend     FaultKind = "mend"      // no fault: it ends those that stand on a target
)

// AnswerDelay is how late an answer comes with FaultDelay, in the backend's
// time.
const AnswerDelay = 30 * time.Second

// Breaker is a driver that can make things go wrong on purpose. What it is
// told and what comes of it is part of its world, and outlives the process
// in the memos of the clusters.
type Breaker interface {
	Driver
	// Offered is Faults.Offered.
	Offered(f *model.Fleet, cluster, pool, instance model.ID) []Fault
	// Standing is Faults.Standing.
	Standing(f *model.Fleet, target model.ID) []string
	// Break makes a fault and says what happened, for the journal. What is
	// seen of it then comes with Advance. The error is a *model.Invalid.
	Break(now time.Time, f Fault) (model.Happening, error)
	// Trap is what was set for the next request on one of the clusters, which
	// is FaultRefuse, FaultDelay or FaultLose; empty where nothing was.
	Trap(clusters []model.ID) FaultKind
	// Spring ends what was set: the request was made.
	Spring(now time.Time, clusters []model.ID)
}
