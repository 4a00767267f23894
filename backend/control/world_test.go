package control_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// world is a driver that is small enough to be seen through: every phase
// lasts as long as the table says, and levels change one instance at a time.
type world struct {
	clusters map[model.ID]*site
	failing  map[model.ID]string // clusters that it gives up on, and why
}

func newWorld() *world {
	return &world{clusters: map[model.ID]*site{}, failing: map[model.ID]string{}}
}

func lasts(p model.Phase) time.Duration {
	return map[model.Phase]time.Duration{
		model.Queued: 5 * time.Second, model.Creating: 40 * time.Second, model.Restoring: 90 * time.Second,
		model.CatchingUp: 15 * time.Second, model.Restarting: 50 * time.Second, model.SwitchingOver: 20 * time.Second,
		model.Draining: 30 * time.Second,
	}[p]
}

const setting = 10 * time.Second

// site is what is there of a cluster.
type site struct {
	want        *model.Cluster
	pools       []model.ObservedPool
	attachments []model.Attachment // setting and removing too
	reported    string
}

func (w *world) Want(now time.Time, c *model.Cluster) {
	s, known := w.clusters[c.ID]
	if !known {
		s = &site{want: c, attachments: c.Attachments}
		for _, p := range c.Pools() {
			s.pools = append(s.pools, model.ObservedPool{ID: p.ID, Instances: p.Instances, Endpoint: p.Endpoint})
		}
		s.reported = s.look(now, w.failing).text()
		w.clusters[c.ID] = s
	}
	s.want = c
	s.attachments = slices.Clone(c.Attachments)
	s.reconcile(now)
}

func (w *world) Advance(now time.Time) []model.Observed {
	var seen []model.Observed
	for _, id := range slices.Sorted(maps.Keys(w.clusters)) {
		s := w.clusters[id]
		for due := s.due(); !due.IsZero() && !due.After(now); due = s.due() {
			s.turn(due)
		}
		o := s.look(now, w.failing)
		if text := o.text(); text != s.reported {
			s.reported = text
			seen = append(seen, o.Observed)
		}
		if o.Gone {
			delete(w.clusters, id)
		}
	}
	return seen
}

func (w *world) Next() time.Time {
	var next time.Time
	for _, s := range w.clusters {
		if due := s.due(); !due.IsZero() && (next.IsZero() || due.Before(next)) {
			next = due
		}
	}
	return next
}

// due is when the next phase ends.
func (s *site) due() time.Time {
	var next time.Time
	note := func(t time.Time) {
		if next.IsZero() || t.Before(next) {
			next = t
		}
	}
	for _, p := range s.pools {
		for _, i := range p.Instances {
			if d := lasts(i.Phase); d > 0 {
				note(i.Since.Add(d))
			}
		}
	}
	for _, a := range s.attachments {
		if a.State != model.AttachmentSet {
			note(a.Since.Add(setting))
		}
	}
	return next
}

// turn ends the phases that are over.
func (s *site) turn(now time.Time) {
	for k := range s.pools {
		p := &s.pools[k]
		p.Instances = slices.Clone(p.Instances)
		p.Instances = slices.DeleteFunc(p.Instances, func(i model.Instance) bool {
			return i.Phase == model.Draining && over(i, now)
		})
		for n := range p.Instances {
			s.after(&p.Instances[n], *p, now)
		}
	}
	s.attachments = slices.DeleteFunc(slices.Clone(s.attachments), func(a model.Attachment) bool {
		return a.State == model.AttachmentRemoving && !a.Since.Add(setting).After(now)
	})
	for i := range s.attachments {
		if a := &s.attachments[i]; a.State == model.AttachmentSetting && !a.Since.Add(setting).After(now) {
			a.State = model.AttachmentSet
		}
	}
	s.reconcile(now)
}

func over(i model.Instance, now time.Time) bool {
	d := lasts(i.Phase)
	return d > 0 && !i.Since.Add(d).After(now)
}

func (s *site) after(i *model.Instance, p model.ObservedPool, now time.Time) {
	if !over(*i, now) {
		return
	}
	next := map[model.Phase]model.Phase{
		model.Queued: model.Creating, model.Creating: model.Restoring, model.Restoring: model.CatchingUp,
		model.CatchingUp: model.Up, model.Restarting: model.Up, model.SwitchingOver: model.Up,
	}
	switch i.Phase {
	case model.Restarting:
		wanted, _ := s.want.Pool(p.ID)
		i.Level = wanted.Level
	case model.SwitchingOver:
		if i.Role == model.RoleLeader {
			i.Role = model.RoleStandby
		} else {
			i.Role = model.RoleLeader
		}
	case model.Queued, model.Creating, model.Restoring, model.CatchingUp, model.Up, model.Draining, model.Failed:
	}
	i.Phase, i.Since = next[i.Phase], now
}

// reconcile begins what is wanted and not begun.
func (s *site) reconcile(now time.Time) {
	for _, p := range s.want.Pools() {
		if !slices.ContainsFunc(s.pools, func(o model.ObservedPool) bool { return o.ID == p.ID }) && !p.Destroying {
			s.pools = append(s.pools, model.ObservedPool{ID: p.ID})
		}
	}
	for k := range s.pools {
		p := &s.pools[k]
		wanted, _ := s.want.Pool(p.ID)
		p.Instances = slices.Clone(p.Instances)
		if !slices.ContainsFunc(p.Instances, in(model.SwitchingOver)) {
			s.count(p, wanted, now)
			level(p, wanted, now)
		}
	}
	s.pools = slices.DeleteFunc(s.pools, func(o model.ObservedPool) bool {
		wanted, known := s.want.Pool(o.ID)
		return (!known || wanted.Destroying) && len(o.Instances) == 0
	})
}

func in(phase model.Phase) func(model.Instance) bool {
	return func(i model.Instance) bool { return i.Phase == phase }
}

// count brings a pool to its number of instances.
func (s *site) count(p *model.ObservedPool, wanted model.Pool, now time.Time) {
	want := wanted.Count
	if wanted.Destroying {
		want = 0
	}
	staying := 0
	for _, i := range p.Instances {
		if i.Phase != model.Draining {
			staying++
		}
	}
	for ; staying > want; staying-- {
		at := last(p.Instances)
		if p.Instances[at].Phase == model.Queued {
			p.Instances = slices.Delete(p.Instances, at, at+1)
			continue
		}
		p.Instances[at].Phase, p.Instances[at].Since = model.Draining, now
	}
	for ; staying < want; staying++ {
		role := model.RoleFollower
		switch {
		case wanted.IsLeader() && staying == 0:
			role = model.RoleLeader
		case wanted.IsLeader():
			role = model.RoleStandby
		}
		p.Instances = append(p.Instances, model.Instance{
			ID:   model.ID(fmt.Sprintf("%s-%d-%d", p.ID, now.Unix(), len(p.Instances))),
			Role: role, Level: wanted.Level, Phase: model.Queued, Since: now,
		})
	}
}

// last is the newest instance that may go; the leader goes after all others.
func last(list []model.Instance) int {
	at := -1
	for n, i := range list {
		if i.Phase != model.Draining && (at < 0 || i.Role != model.RoleLeader) {
			at = n
		}
	}
	return at
}

// level begins the next step towards the wanted level.
func level(p *model.ObservedPool, wanted model.Pool, now time.Time) {
	if slices.ContainsFunc(p.Instances, in(model.Restarting)) {
		return
	}
	leader, next := -1, -1
	for n, i := range p.Instances {
		if i.Phase != model.Up || i.Level == wanted.Level {
			continue
		}
		if i.Role == model.RoleLeader {
			leader = n
		} else if next < 0 {
			next = n
		}
	}
	standby := slices.IndexFunc(p.Instances, func(i model.Instance) bool {
		return i.Role == model.RoleStandby && i.Phase == model.Up && i.Level == wanted.Level
	})
	begin := func(n int, phase model.Phase) { p.Instances[n].Phase, p.Instances[n].Since = phase, now }
	switch {
	case next >= 0:
		begin(next, model.Restarting)
	case leader >= 0 && standby >= 0:
		begin(leader, model.SwitchingOver)
		begin(standby, model.SwitchingOver)
	case leader >= 0 && len(p.Instances) == 1:
		begin(leader, model.Restarting)
	}
}

type sighting struct{ model.Observed }

func (o sighting) text() string {
	body, err := json.Marshal(o.Observed)
	if err != nil {
		panic(err)
	}
	return string(body)
}

// look is what can be seen of the site.
func (s *site) look(now time.Time, failing map[model.ID]string) sighting {
	o := model.Observed{Cluster: s.want.ID, Storage: s.want.Storage, Failure: failing[s.want.ID]}
	var left time.Duration
	for _, p := range s.pools {
		seen := model.ObservedPool{ID: p.ID, Endpoint: p.Endpoint}
		for _, i := range p.Instances {
			o.Irreversible = o.Irreversible || i.Phase == model.SwitchingOver
			if d := lasts(i.Phase); d > 0 {
				i.Progress = model.Progress{Permille: int(1000 * now.Sub(i.Since) / d), Left: i.Since.Add(d).Sub(now)}
				left = max(left, i.Progress.Left)
			} else {
				i.Progress = model.Progress{}
			}
			if i.Phase == model.Up && seen.Endpoint.Host == "" {
				seen.Endpoint = model.Endpoint{Host: string(p.ID) + ".test", Port: 5432}
			}
			seen.Instances = append(seen.Instances, i)
		}
		o.Pools = append(o.Pools, seen)
	}
	slices.SortFunc(o.Pools, func(a, b model.ObservedPool) int { return cmp.Compare(a.ID, b.ID) })
	for _, a := range s.attachments {
		if a.State != model.AttachmentSetting {
			o.Attachments = append(o.Attachments, a)
		}
	}
	o.Progress.Left = left
	o.Gone = s.want.Destroying && len(s.pools) == 0
	return sighting{o}
}

var _ backend.Driver = (*world)(nil)
