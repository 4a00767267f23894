package sim

import (
	"strconv"
	"time"

	"pooldeck/model"
)

// Demo is the fleet of a first start: two apps with their formations, three
// clusters, all settled,
// at 14:03 on 12 June 2026. IDs follow from the seed, everything else is the
// same for all of them.
func Demo(seed uint64) *model.Fleet {
	f := &model.Fleet{At: demoStart(), Apps: demoApps(seed)}
	for _, app := range f.Apps {
		form(app, formations(app.Name))
	}
	var lessons []lesson
	for _, past := range demoPasts() {
		c, _ := past.play(seed)
		f.Clusters, lessons = append(f.Clusters, c), append(lessons, past.teach(seed, c)...)
	}
	f.Learnt = learn(lessons)
	return f
}

// DemoSpans is the ledger of the demo fleet up to its start: what existed
// since some time before the month and within it.
func DemoSpans(seed uint64) []model.Span {
	var spans []model.Span
	for _, past := range demoPasts() {
		_, lived := past.play(seed)
		spans = append(spans, lived...)
	}
	for _, app := range demoApps(seed) {
		spans = append(spans, form(app, formations(app.Name))...)
	}
	return spans
}

func demoApps(seed uint64) []*model.App {
	return []*model.App{
		{ID: uuid(seed, "billing-api"), Name: "billing-api", Release: 17},
		{ID: uuid(seed, "example-app"), Name: "example-app", Release: 41},
	}
}

func demoStart() time.Time { return time.Date(2026, time.June, 12, 14, 3, 0, 0, time.UTC) }

// past is how a cluster came to be what it is when the demo starts.
type past struct {
	name, app string
	created   time.Time
	gigabytes int64
	pools     []pastPool // the leader pool first
	attached  []pastAttachment
}

type pastPool struct {
	name  string
	lives []life
	// earlier lives ended before the ledger begins. They have taught how long
	// things take, and cost nothing any more.
	earlier []life
}

// life is an instance from when it was asked for to when it was gone; with
// no end it is there when the demo starts.
type life struct {
	role     model.Role
	level    string
	from, to time.Time
}

type pastAttachment struct{ name, pool string }

func demoPasts() []past {
	const (
		leader, standby, follower = model.RoleLeader, model.RoleStandby, model.RoleFollower
		small, middle, large      = "4G-Performance", "8G-Performance", "16G-Performance"
	)
	var still time.Time
	june := func(day, hour, minute int) time.Time {
		return time.Date(2026, time.June, day, hour, minute, 0, 0, time.UTC)
	}
	before := func(m time.Month, day, hour, minute int) time.Time {
		return time.Date(2026, m, day, hour, minute, 0, 0, time.UTC)
	}
	return []past{{
		name: "postgresql-octagonal-30518", app: "billing-api", created: before(time.January, 19, 9, 12), gigabytes: 140,
		pools: []pastPool{
			{name: model.LeaderName, lives: []life{
				// Moved from 4G to 8G in the first days of June.
				{leader, small, before(time.January, 19, 9, 12), june(3, 22, 31)},
				{standby, small, before(time.January, 19, 9, 14), june(3, 22, 14)},
				{leader, middle, june(3, 22, 0), still},
				{standby, middle, june(3, 22, 17), still},
			}},
			{name: "reporting", lives: []life{
				{follower, small, before(time.April, 7, 6, 40), still},
				{follower, small, before(time.May, 21, 13, 5), still},
				// A third one over the first of the month, when invoices go out.
				{follower, small, before(time.May, 31, 20, 0), june(2, 7, 30)},
			}},
			{name: "search", lives: []life{{follower, middle, before(time.May, 27, 14, 20), still}}},
		},
		attached: []pastAttachment{{"DATABASE", model.LeaderName}, {"REPORTING", "reporting"}, {"SEARCH", "search"}},
	}, {
		name: "postgresql-horizontal-12345", app: "example-app", created: before(time.February, 2, 10, 3), gigabytes: 29,
		pools: []pastPool{
			{name: model.LeaderName, lives: []life{
				{leader, small, before(time.February, 2, 10, 3), still},
				{standby, small, before(time.February, 2, 10, 5), still},
			}},
			{name: "analytics", lives: []life{
				{follower, large, before(time.May, 18, 8, 30), still},
				// Two were needed for three days.
				{follower, large, june(2, 8, 10), june(5, 17, 45)},
			}, earlier: []life{
				// And now and then for a day.
				{follower, large, before(time.May, 20, 7, 55), before(time.May, 20, 19, 10)},
				{follower, large, before(time.May, 26, 8, 5), before(time.May, 27, 18, 30)},
				{follower, large, before(time.May, 28, 8, 0), before(time.May, 28, 20, 40)},
			}},
		},
		attached: []pastAttachment{{"DATABASE", model.LeaderName}, {"ANALYTICS", "analytics"}},
	}, {
		name: "postgresql-rectangular-12345", app: "example-app", created: before(time.March, 24, 15, 47), gigabytes: 12,
		pools: []pastPool{
			{name: model.LeaderName, lives: []life{
				{leader, small, before(time.March, 24, 15, 47), still},
				{standby, small, before(time.March, 24, 15, 49), still},
			}},
			{name: "analytics", lives: []life{
				{follower, small, before(time.April, 29, 11, 15), june(8, 9, 36)},
				{follower, large, june(8, 9, 30), still},
			}},
		},
		attached: []pastAttachment{{"HEROKU_POSTGRESQL_COBALT", model.LeaderName}, {"COBALT_ANALYTICS", "analytics"}},
	}}
}

// play turns a past into the cluster at the demo's start and the spans that
// led to it.
func (p past) play(seed uint64) (*model.Cluster, []model.Span) {
	s := script{seed}
	c := &model.Cluster{
		ID: uuid(seed, p.name), Name: p.name, App: p.app, Revision: 1, Version: "17.5", Region: "us", Created: p.created,
		Storage: model.Storage{Bytes: p.gigabytes * gigabyte, At: demoStart(), PerDay: s.growth(uuid(seed, p.name))},
	}
	var spans []model.Span
	for k, was := range p.pools {
		pool := model.Pool{ID: c.NextID(), Name: was.name}
		for n, l := range was.lives {
			i := model.Instance{
				ID: instanceID(seed, string(pool.ID), strconv.Itoa(n)), Role: l.role, Level: l.level, Phase: model.Creating, Since: l.from,
			}
			spans = append(spans, model.Span{
				Instance: i.ID, Pool: pool.ID, Cluster: c.ID, App: p.app, Level: l.level, From: l.from, To: l.to,
			})
			pool.Level = l.level
			if l.to.IsZero() {
				i.Phase, i.Since = model.Up, s.read(c).arrives(i)
				pool.Instances, pool.Count = append(pool.Instances, i), pool.Count+1
			}
		}
		pool.Endpoint = endpoint(c, pool)
		for _, a := range p.attached {
			if a.pool == was.name {
				c.Attachments = append(c.Attachments, model.Attachment{
					Name: a.name, App: p.app, Pool: pool.ID, State: model.AttachmentSet, Since: was.lives[0].from,
				})
			}
		}
		if k == 0 {
			c.Leader = pool
		} else {
			c.Followers = append(c.Followers, pool)
		}
	}
	return c, spans
}
