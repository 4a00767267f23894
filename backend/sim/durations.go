package sim

import (
	"strconv"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// How long things take. Heroku publishes no durations for these databases:
// every figure is an assumption, listed in docs/simulator.md, which a test
// compares with this file.
const (
	// An instance restores its base backup at its level's throughput, give or
	// take restoreSpread percent, and never faster than restoreLeast.
	restoreSpread = 15
	restoreLeast  = 5 * time.Second
	// Catching up takes longer where there is more data: more was written.
	catchUpPerGB = 500 * time.Millisecond

	gigabyte = 1_000_000_000
	megabyte = 1_000_000
)

// lasting is the range of a phase's duration; zero where it does not end by
// itself or is computed from bytes.
func lasting(p model.Phase) backend.Range {
	switch p {
	case model.Creating:
		return backend.Range{Least: 60 * time.Second, Most: 120 * time.Second}
	case model.CatchingUp:
		return backend.Range{Least: 20 * time.Second, Most: 60 * time.Second}
	case model.SwitchingOver:
		return backend.Range{Least: 10 * time.Second, Most: 30 * time.Second}
	case model.Restarting:
		return backend.Range{Least: 60 * time.Second, Most: 180 * time.Second}
	case model.Draining:
		return backend.Range{Least: 20 * time.Second, Most: 60 * time.Second}
	case model.Queued, model.Restoring, model.Up, model.Failed:
	}
	return backend.Range{}
}

// dynoLasting is the range of a dyno's state; zero where it does not end by
// itself.
func dynoLasting(s model.DynoState) backend.Range {
	switch s {
	case model.DynoStarting:
		return backend.Range{Least: 20 * time.Second, Most: 60 * time.Second}
	case model.DynoCrashed:
		return backend.Range{Least: 30 * time.Second, Most: 90 * time.Second}
	case model.DynoDraining:
		return backend.Range{Least: 5 * time.Second, Most: 30 * time.Second}
	case model.DynoUp:
	}
	return backend.Range{}
}

// How long it takes until something is done about what was lost.

// takingOver is how long nobody writes until the standby takes over from a
// leader that was killed.
func takingOver() backend.Range {
	return backend.Range{Least: 15 * time.Second, Most: 45 * time.Second}
}

// crashing is how long a leader that was killed takes to restart.
func crashing() backend.Range { return backend.Range{Least: 45 * time.Second, Most: 75 * time.Second} }

// missing is how long it takes until any other instance that was killed is
// missed, and replaced.
func missing() backend.Range { return backend.Range{Least: 10 * time.Second, Most: 30 * time.Second} }

// How long faults last that end by themselves, and what they do meanwhile.
const (
	slowFor    = 30 * time.Minute
	slowFactor = 3 // of every duration, of load and of lag
	lagFor     = 10 * time.Minute
)

// lagging is how far a pool's replicas fall behind at the worst.
func lagging() backend.Range { return backend.Range{Least: 30 * time.Second, Most: 90 * time.Second} }

// tryAgain is how long after a replacement could not be created the next one
// is asked for.
const tryAgain = 2 * time.Minute

// attaching is how long it takes to set or take away a config var and to
// restart the app.
func attaching() backend.Range {
	return backend.Range{Least: 5 * time.Second, Most: 15 * time.Second}
}

// Interruption is how long nobody can write during a change of the leader's
// level.
func Interruption() backend.Interruption {
	return backend.Interruption{Switchover: lasting(model.SwitchingOver), Restart: lasting(model.Restarting)}
}

// restoring says how many bytes of a base backup an instance reads in a
// second: from MemoryGB up, until the next row.
type restoring struct{ memoryGB, perSecond int64 }

func throughputs() []restoring {
	return []restoring{
		{4, 150 * megabyte},
		{8, 200 * megabyte},
		{16, 250 * megabyte},
		{32, 350 * megabyte},
		{64, 500 * megabyte},
	}
}

// throughput goes by the memory that a level has in its name: a driver is
// told names only. A level named otherwise restores like the smallest.
func throughput(level string) int64 {
	memory, _, _ := strings.Cut(level, "G")
	gb, err := strconv.ParseInt(memory, 10, 64)
	rows := throughputs()
	best := rows[0].perSecond
	for _, row := range rows {
		if err == nil && gb >= row.memoryGB {
			best = row.perSecond
		}
	}
	return best
}

// phase is how long an instance stays in a phase that begins with so many
// bytes in the cluster's storage; 0 for one that does not end by itself.
func (s script) phase(id model.ID, p model.Phase, level string, data int64) time.Duration {
	draw := func() uint64 { return roll(s.seed, string(id), string(p), level) }
	switch p {
	case model.Restoring:
		percent := 100 - restoreSpread + int64(draw()%(2*restoreSpread+1))
		// By the millisecond first: a hundred terabytes times 1000 and 115
		// would not fit.
		ms := data / (throughput(level) / 1000) * percent / 100
		return max(restoreLeast, time.Duration(ms)*time.Millisecond)
	case model.CatchingUp:
		return within(lasting(p), draw()) + time.Duration(data/gigabyte)*catchUpPerGB
	case model.Creating, model.SwitchingOver, model.Restarting, model.Draining:
		return within(lasting(p), draw())
	case model.Queued, model.Up, model.Failed:
	}
	return 0
}

// attachment is how long it takes to set or take away a config var.
func (s script) attachment(cluster model.ID, a model.Attachment) time.Duration {
	return within(attaching(), roll(s.seed, string(cluster), a.App, a.Name, string(a.Pool), string(a.State)))
}
