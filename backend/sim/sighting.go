package sim

import (
	"slices"
	"time"

	"pooldeck/model"
)

// outlook is what will happen when nothing else is wanted.
type outlook struct {
	settled time.Time              // when what is there will be what is wanted
	up      map[model.ID]time.Time // when an instance that is not up will be
}

// foresee plays a cluster to its end. It stays true until something else is
// wanted, since nothing is left to chance.
func (s script) foresee(c *model.Cluster) *outlook {
	o := &outlook{up: map[model.ID]time.Time{}}
	for at := s.next(c); !at.IsZero(); at = s.next(c) {
		c = s.turn(c, at)
		o.settled = at
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				// One that is needed for a switchover is up for no time at all.
				if _, known := o.up[i.ID]; !known && i.Phase != model.Queued && !building(i.Phase) {
					o.up[i.ID] = at
				}
			}
		}
	}
	return o
}

// sight is what is seen of a place.
func (p *place) sight(s script) model.Observed {
	p.news, p.told = false, p.at
	c := p.cluster
	if !p.next.IsZero() && p.outlook == nil {
		p.outlook = s.foresee(c)
	}
	o := model.Observed{Cluster: c.ID, Storage: c.Storage, Gone: gone(c)}
	for _, a := range c.Attachments {
		// One that is being removed is set until it is gone.
		if a.State != model.AttachmentSetting {
			o.Attachments = append(o.Attachments, a)
		}
	}
	if !p.next.IsZero() {
		o.Progress.Left = p.outlook.settled.Sub(p.at)
	}
	for _, pool := range c.Pools() {
		seen := model.ObservedPool{ID: pool.ID, Endpoint: pool.Endpoint, Instances: slices.Clone(pool.Instances)}
		for k := range seen.Instances {
			i := &seen.Instances[k]
			i.Progress = s.progress(c, pool, *i, p)
			o.Irreversible = o.Irreversible || inFlight(i.Phase)
		}
		o.Pools = append(o.Pools, seen)
	}
	return o
}

// gone is whether nothing is left of a cluster that is wanted gone.
func gone(c *model.Cluster) bool {
	there := slices.ContainsFunc(c.Pools(), func(p model.Pool) bool { return len(p.Instances) > 0 })
	return c.Destroying && !there && len(c.Attachments) == 0
}

// progress says how far an instance is. An instance that is up, or that
// failed, has none.
func (s script) progress(c *model.Cluster, p model.Pool, i model.Instance, at *place) model.Progress {
	now := at.at
	switch i.Phase {
	case model.Queued:
		return model.Progress{Left: at.outlook.up[i.ID].Sub(now)}
	case model.Creating, model.Restoring, model.CatchingUp:
		return s.built(c, i, now)
	case model.Draining:
		return model.Progress{Left: s.end(c, p, i).Sub(now)}
	case model.SwitchingOver, model.Restarting:
		end := s.end(c, p, i)
		return model.Progress{Permille: permille(now.Sub(i.Since), end.Sub(i.Since)), Left: end.Sub(now)}
	case model.Up, model.Failed:
	}
	return model.Progress{}
}

// built is the progress of an instance that is being built, in time of the
// whole way from the end of its queueing to being up.
func (s script) built(c *model.Cluster, i model.Instance, now time.Time) model.Progress {
	begin, end := s.begun(c, i), s.arrives(c, i)
	done := model.Progress{Permille: permille(now.Sub(begin), end.Sub(begin)), Left: end.Sub(now)}
	if i.Phase == model.Restoring {
		done.Total = c.Storage.Used(i.Since)
		length := s.phase(i.ID, i.Phase, i.Level, done.Total)
		share := float64(now.Sub(i.Since)) / float64(length)
		done.Done = min(done.Total, int64(share*float64(done.Total)))
	}
	return done
}

// begun is when an instance left the queue. The data grows so little while
// a backup is restored that its size at the end stands for the one at the
// beginning; the error makes progress jump ahead, never back.
func (s script) begun(c *model.Cluster, i model.Instance) time.Time {
	at := i.Since
	if i.Phase == model.CatchingUp {
		at = at.Add(-s.phase(i.ID, model.Restoring, i.Level, c.Storage.Used(i.Since)))
	}
	if i.Phase != model.Creating {
		at = at.Add(-s.phase(i.ID, model.Creating, i.Level, 0))
	}
	return at
}

// arrives is when an instance that is being built will be up.
func (s script) arrives(c *model.Cluster, i model.Instance) time.Time {
	at := i.Since
	for i.Phase != model.Up {
		at = at.Add(s.phase(i.ID, i.Phase, i.Level, c.Storage.Used(at)))
		i.Phase = after(i)
	}
	return at
}

func permille(part, whole time.Duration) int {
	return int(1000 * part / whole)
}
