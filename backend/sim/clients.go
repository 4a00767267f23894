package sim

import (
	"math"
	"slices"
	"strconv"
	"time"

	"pooldeck/model"
)

// What clients and replicas do. All of it is an assumption, made so that the
// demo fleet is busy in the afternoon and quiet at night.
const (
	// Clients of a pool: a few always, and more where there is more data.
	leaderClients, leaderClientsPerRootGB     = 40, 15
	followerClients, followerClientsPerRootGB = 20, 35
	clientsSpread                             = 0.05 // give or take, by pool
	clientsNoise                              = 0.03 // give or take, over time
	clientsAtNight                            = 0.4  // of what there are at the peak
	peakHour                                  = 14   // UTC

	warmUp       = 10 * time.Minute // until a new follower has its share of clients
	coldShare    = 0.02             // its share before that, of a warm one's
	balanceNoise = 0.05             // give or take, by instance and over time

	idleLoad      = 20 // permille
	catchUpLoad   = 600
	replayPercent = 20 // of the leader's load
	loadNoise     = 0.08

	standbyLag  = 100 * time.Millisecond
	followerLag = 200 * time.Millisecond
	lagNoise    = 0.4

	// Noise has a new value each noiseStep and glides from one to the next.
	noiseStep = 15 * time.Minute
)

// demand is how many clients want to use a pool. Nobody knows its endpoint
// before an app has it in a config var.
func (m meter) demand(p model.Pool) int {
	attached := slices.ContainsFunc(m.Attachments, func(a model.Attachment) bool {
		return a.Pool == p.ID && a.State != model.AttachmentSetting
	})
	if !attached {
		return 0
	}
	root := math.Sqrt(float64(m.Storage.Used(m.minute)) / gigabyte)
	peak := followerClients + followerClientsPerRootGB*root
	if p.ID == m.Leader.ID {
		peak = leaderClients + leaderClientsPerRootGB*root
	}
	own := 1 + clientsSpread*signed(roll(m.seed, string(p.ID), "clients"))
	return int(peak * own * day(m.minute) * m.wobble(clientsNoise, string(p.ID), "clients"))
}

// day is the share of the peak's clients at an hour: a cosine from the peak
// to the night and back.
func day(at time.Time) float64 {
	hour := float64(at.Hour()) + float64(at.Minute())/60
	height := (1 + math.Cos(2*math.Pi*(hour-peakHour)/24)) / 2
	return clientsAtNight + (1-clientsAtNight)*height
}

// clients spreads a pool's clients over its instances, as the endpoint does:
// the leader has those of the leader pool, warm followers share alike, cold
// ones start with few, draining ones lose theirs bit by bit. No instance has
// more than its level accepts; who finds no room is not connected.
func (m meter) clients(p model.Pool) []int {
	demand := m.demand(p)
	n := len(p.Instances)
	used, limits, weights := make([]int, n), make([]int, n), make([]float64, n)
	serving := count(p, func(i model.Instance) bool { return m.serves(i) })
	rest := demand
	for k, i := range p.Instances {
		limits[k] = m.specs.Connections(false, i.Level, 1)
		switch {
		case !m.serves(i):
		case i.Phase == model.Draining:
			used[k] = min(limits[k], int(float64(demand)/float64(serving)*m.left(i)))
			rest -= used[k]
		default:
			weights[k] = m.warmth(i) * m.wobble(balanceNoise, string(i.ID), "balance")
		}
	}
	share(used, rest, weights, limits)
	return used
}

// serves is whether clients are connected to an instance.
func (m meter) serves(i model.Instance) bool {
	return i.Role != model.RoleStandby && (i.Phase == model.Up || i.Phase == model.Draining)
}

// warmth is an instance's claim to clients beside others.
func (m meter) warmth(i model.Instance) float64 {
	if i.Role == model.RoleLeader {
		return 1
	}
	return max(coldShare, glide(float64(m.minute.Sub(i.Since))/float64(warmUp)))
}

// share gives n clients to those with a weight, up to their limits: who is
// full is set aside and the others share what is left.
func share(used []int, n int, weights []float64, limits []int) {
	for {
		sum, full := 0.0, -1
		for _, w := range weights {
			sum += w
		}
		if sum == 0 {
			return
		}
		for k, w := range weights {
			if w > 0 && float64(n)*w/sum > float64(limits[k]) {
				full = k
				break
			}
		}
		if full >= 0 {
			used[full], weights[full] = limits[full], 0
			n -= limits[full]
			continue
		}
		// Rounding the running total loses nobody.
		total, given := 0.0, 0
		for k, w := range weights {
			if w == 0 {
				continue
			}
			total += float64(n) * w / sum
			used[k] = min(limits[k], int(total+0.5)-given)
			given += used[k]
		}
		return
	}
}

// wobble is a factor around 1 that changes smoothly in time, by the minute;
// everything has one of its own for each kind of thing it does.
func (m meter) wobble(by float64, id, kind string) float64 {
	step := m.minute.Unix() / int64(noiseStep/time.Second)
	into := float64(m.minute.Unix()%int64(noiseStep/time.Second)) / noiseStep.Seconds()
	a, b := m.knot(id, kind, step), m.knot(id, kind, step+1)
	return 1 + by*(a+(b-a)*glide(into))
}

// knot is between which a wobble glides.
func (m meter) knot(id, kind string, at int64) float64 {
	var digits [20]byte
	return signed(roll(m.seed, id, kind, string(strconv.AppendInt(digits[:0], at, 10))))
}

// signed is a number from -1 to 1.
func signed(n uint64) float64 { return 2*float64(n>>11)/(1<<53) - 1 }

// glide goes from 0 to 1 without a kink at either end, and stays there.
func glide(x float64) float64 {
	x = min(1, max(0, x))
	return x * x * (3 - 2*x)
}
