package sim

import (
	"time"

	"pooldeck/model"
)

// stand is a cluster as it stands at no instant in particular: what is wanted,
// what is there, and what is remembered.
type stand struct {
	script
	*model.Cluster
	memo *memo // nil where nothing is remembered
}

func (s script) read(c *model.Cluster) stand { return stand{s, c, recall(c)} }

// next is the instant of the next event; zero when the cluster stays as it is.
func (n stand) next() time.Time { return first(n.work(), n.faultsEnd()) }

// work is when something ends that is under way; zero when nothing is.
func (n stand) work() time.Time {
	end := n.poolWork(n.Leader)
	for _, p := range n.Followers {
		end = first(end, n.poolWork(p))
	}
	for _, a := range n.Attachments {
		if ready(n.Cluster, a) {
			end = first(end, n.attached(a))
		}
	}
	return end
}

func (n stand) poolWork(p model.Pool) time.Time {
	var end time.Time
	for k := range p.Instances {
		if i := &p.Instances[k]; timed(i.Phase) || i.Phase == model.Failed {
			end = first(end, n.end(p, *i))
		}
	}
	return end
}

// first is the earlier one of two instants, of which zero is none.
func first(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// end is when the instance's phase ends by itself; zero when it does not.
func (n stand) end(p model.Pool, i model.Instance) time.Time {
	i = working(p, i)
	length := n.length(i)
	if length == 0 {
		return time.Time{}
	}
	return n.memo.tempo(i.ID).after(i.Since, length)
}

// working is whose time an instance's phase takes: leader and standby switch
// over together, in the leader's.
func working(p model.Pool, i model.Instance) model.Instance {
	if i.Phase == model.SwitchingOver {
		return p.Instances[leaderOf(p)]
	}
	return i
}

// length is how much work there is in an instance's phase; 0 in one that does
// not end by itself.
func (n stand) length(i model.Instance) time.Duration {
	switch {
	case i.Phase == model.Failed:
		return n.missed(i)
	case !timed(i.Phase):
		return 0
	case i.Phase == model.Restarting && n.memo.crashed(i.ID):
		return within(crashing(), roll(n.seed, string(i.ID), "crash"))
	}
	return n.phase(i.ID, i.Phase, i.Level, n.data(i.ID, i.Since))
}

// data is how many bytes there are for an instance to work on. It goes by the
// clock of its work, so that slowness and hangs change how long a piece of work
// takes but never how much of it there is.
func (n stand) data(id model.ID, at time.Time) int64 {
	return n.Storage.Used(n.memo.tempo(id).clock(at))
}
