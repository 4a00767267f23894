package sim

import (
	"slices"
	"time"

	"pooldeck/model"
)

// sight is what is seen of a place.
func (p *place) sight(s script) model.Observed {
	c, n := p.cluster, s.read(p.cluster)
	o := model.Observed{
		Cluster: c.ID, Storage: c.Storage, Gone: gone(c), Failure: n.failure(), Memo: c.Memo, Happened: p.happened,
	}
	p.news, p.told, p.happened = false, p.at, nil
	for _, a := range c.Attachments {
		// One that is being removed is set until it is gone.
		if a.State != model.AttachmentSetting {
			o.Attachments = append(o.Attachments, a)
		}
	}
	for _, pool := range c.Pools() {
		seen := model.ObservedPool{ID: pool.ID, Endpoint: pool.Endpoint, Instances: slices.Clone(pool.Instances)}
		for k := range seen.Instances {
			i := &seen.Instances[k]
			i.Progress = n.progress(pool, *i, p.at)
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

// progress says how far an instance is. One that waits, is up, goes or could
// not be created has none.
func (n stand) progress(p model.Pool, i model.Instance, now time.Time) model.Progress {
	switch i.Phase {
	case model.Creating, model.Restoring, model.CatchingUp:
		return n.built(i, now)
	case model.SwitchingOver, model.Restarting:
		w := working(p, i)
		done := n.memo.tempo(w.ID).done(w.Since, now)
		return model.Progress{Permille: permille(done, n.length(w))}
	case model.Queued, model.Up, model.Draining, model.Failed:
	}
	return model.Progress{}
}

// built is the progress of an instance that is being built, in work of the
// whole way from the end of its queueing to being up.
func (n stand) built(i model.Instance, now time.Time) model.Progress {
	behind, ahead := n.way(i)
	length, done := n.length(i), n.memo.tempo(i.ID).done(i.Since, now)
	progress := model.Progress{Permille: permille(behind+done, behind+length+ahead)}
	if i.Phase == model.Restoring {
		progress.Total = n.data(i.ID, i.Since)
		share := float64(done) / float64(length)
		progress.Done = min(progress.Total, int64(share*float64(progress.Total)))
	}
	return progress
}

// way is the work of an instance's phases before and after the one it is in.
// The data grows so little while a backup is restored that its size at the end
// stands for the one at the beginning; the error makes progress jump ahead,
// never back.
func (n stand) way(i model.Instance) (behind, ahead time.Duration) {
	at := n.memo.tempo(i.ID).clock(i.Since)
	if i.Phase == model.CatchingUp {
		behind += n.phase(i.ID, model.Restoring, i.Level, n.Storage.Used(at))
	}
	if i.Phase != model.Creating {
		behind += n.phase(i.ID, model.Creating, i.Level, 0)
	}
	begin := at.Add(n.length(i))
	for i.Phase = after(i); i.Phase != model.Up; i.Phase = after(i) {
		ahead += n.phase(i.ID, i.Phase, i.Level, n.Storage.Used(begin.Add(ahead)))
	}
	return behind, ahead
}

// arrives is when an instance that is being built will be up; zero while that
// is not known.
func (n stand) arrives(i model.Instance) time.Time {
	_, ahead := n.way(i)
	return n.memo.tempo(i.ID).after(i.Since, n.length(i)+ahead)
}

func permille(part, whole time.Duration) int {
	return int(1000 * part / whole)
}
