package sim

import (
	"context"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// Metrics samples a simulated fleet at the fleet's own time. It holds no
// state of its own, so it may be asked from any goroutine.
type Metrics struct {
	seed    uint64
	specs   model.Specs
	watched func() Watched
}

// Watched is what is measured: the fleet as it is now, and the ledger of what
// was there before.
type Watched interface {
	Fleet() *model.Fleet
	Spans(ctx context.Context, from, to time.Time, targets []model.ID) ([]model.Span, error)
}

var _ backend.Metrics = Metrics{}

// NewMetrics measures whatever fleet is the current one when it is asked.
func NewMetrics(seed uint64, specs model.Specs, watched func() Watched) Metrics {
	return Metrics{seed, specs, watched}
}

// Sample measures the clusters and formations asked for; those that are not
// there any more are left out.
func (m Metrics) Sample(ctx context.Context, targets []model.ID) (model.Sample, error) {
	now := m.watched()
	f := now.Fleet()
	sample := model.Sample{At: f.At, Instances: map[model.ID]model.Measure{}}
	for _, id := range targets {
		if err := ctx.Err(); err != nil {
			return model.Sample{}, err
		}
		if c := f.Cluster(id); c != nil {
			newMeter(m.seed, m.specs, c, f.At).read(sample.Instances)
			continue
		}
		if app := f.Formation(id); app != nil {
			if sample.Processes == nil {
				sample.Processes = map[model.ID]model.Traffic{}
			}
			if err := m.formation(ctx, now, f, app, sample.Processes); err != nil {
				return model.Sample{}, err
			}
		}
	}
	return sample, nil
}

// Measure is what the instances of a cluster show at an instant, a pure
// function of its arguments. Clients come and go by the minute; what a phase
// under way decides, such as the lag of an instance that is catching up,
// follows the instant itself. Instances that do not run yet are left out.
func Measure(seed uint64, specs model.Specs, c *model.Cluster, at time.Time) map[model.ID]model.Measure {
	seen := map[model.ID]model.Measure{}
	newMeter(seed, specs, c, at).read(seen)
	return seen
}

// meter reads one cluster at one instant.
type meter struct {
	stand
	specs  model.Specs
	at     time.Time
	minute time.Time // at, cut to the minute
}

func newMeter(seed uint64, specs model.Specs, c *model.Cluster, at time.Time) meter {
	at = at.UTC()
	return meter{script{seed}.read(c), specs, at, at.Truncate(time.Minute)}
}

func (m meter) read(seen map[model.ID]model.Measure) {
	writes := m.writes()
	for _, p := range m.Pools() {
		m.pool(p, writes, func(i model.Instance, read model.Measure) { seen[i.ID] = read })
	}
}

// writes is the leader's load, part of which every replica repeats.
func (m meter) writes() int {
	lead := leaderOf(m.Leader)
	if lead < 0 {
		return 0
	}
	return m.load(m.Leader.Instances[lead], m.clients(m.Leader)[lead])
}

// pool reads the instances of one pool.
func (m meter) pool(p model.Pool, writes int, seen func(model.Instance, model.Measure)) {
	used := m.clients(p)
	for k, i := range p.Instances {
		if !runs(i.Phase) {
			continue
		}
		read := model.Measure{Connections: used[k], Load: m.load(i, used[k])}
		if i.Role != model.RoleLeader {
			read.Load = min(1000, read.Load+m.replay(i, writes))
			read.Lag = m.lag(p, i)
		}
		seen(i, read)
	}
}

// runs is whether an instance has a server to be asked.
func runs(p model.Phase) bool {
	switch p {
	case model.CatchingUp, model.Up, model.Restarting, model.SwitchingOver, model.Draining:
		return true
	case model.Queued, model.Creating, model.Restoring, model.Failed:
	}
	return false
}

// load is what clients take of an instance's compute, in permille: it fills
// up with them.
func (m meter) load(i model.Instance, clients int) int {
	limit := m.specs.Connections(false, i.Level, 1)
	if clients == 0 || limit == 0 {
		return 0
	}
	load := float64(idleLoad+1000*clients/limit) * m.wobble(loadNoise, string(i.ID), "load")
	return min(1000, int(load)*m.drag())
}

// replay is what repeating the leader's writes takes of a replica's compute.
func (m meter) replay(i model.Instance, writes int) int {
	if i.Phase == model.CatchingUp {
		return catchUpLoad
	}
	return idleLoad + writes*replayPercent/100
}

// lag is how far a replica is behind. What was written while it restored its
// base backup is behind it when it begins to catch up.
func (m meter) lag(p model.Pool, i model.Instance) time.Duration {
	usual := followerLag
	if i.Role == model.RoleStandby {
		usual = standbyLag
	}
	lag := time.Duration(float64(usual)*m.wobble(lagNoise, string(i.ID), "lag"))*time.Duration(m.drag()) + m.spike(p)
	if i.Phase == model.CatchingUp {
		missed := m.phase(i.ID, model.Restoring, i.Level, m.data(i.ID, i.Since))
		left := m.left(i)
		lag += time.Duration(left*left*float64(missed)) + m.hungFor(i)
	}
	return lag.Truncate(time.Millisecond)
}

// left is the part of an instance's phase that is still to come, from 1 to 0.
func (m meter) left(i model.Instance) float64 {
	length := m.length(i)
	return min(1, max(0, float64(length-m.memo.tempo(i.ID).done(i.Since, m.at))/float64(length)))
}

// drag is the factor by which everything is slow.
func (m meter) drag() int {
	if m.memo.empty() {
		return 1
	}
	for _, s := range m.memo.Slow {
		if s.holds(m.at) {
			return s.Factor
		}
	}
	return 1
}

// spike is how much more a pool's replicas lag because they were made to: it
// comes and goes within a fifth of its time each.
func (m meter) spike(p model.Pool) time.Duration {
	var spike time.Duration
	if m.memo.empty() {
		return 0
	}
	for _, l := range m.memo.Lags {
		if l.Pool != p.ID || m.at.Before(l.From) || !m.at.Before(l.To) {
			continue
		}
		whole := float64(l.To.Sub(l.From))
		begun, left := float64(m.at.Sub(l.From))/whole, float64(l.To.Sub(m.at))/whole
		peak := within(lagging(), roll(m.seed, string(l.Pool), l.From.UTC().Format(time.RFC3339Nano), "lag"))
		spike += time.Duration(float64(peak) * glide(5*begun) * glide(5*left))
	}
	return spike
}

// hungFor is how long an instance that was to catch up has not done so.
func (m meter) hungFor(i model.Instance) time.Duration {
	if !m.memo.hung(i.ID) {
		return 0
	}
	at := slices.IndexFunc(m.memo.Hangs, func(h hang) bool { return h.Instance == i.ID && h.open() })
	return max(0, m.at.Sub(m.memo.Hangs[at].From))
}
