package sim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pooldeck/model"
)

// Fleet is the demo fleet with as many clusters as asked for, and its ledger.
// Those of Demo come first, so that what is written about them stays true;
// there are never fewer. The others are as varied as those that people have,
// all settled, and the same for the same seed.
func Fleet(seed uint64, clusters int) (*model.Fleet, []model.Span) {
	f, ledger := Demo(seed), DemoSpans(seed)
	var pasts []past
	e := estate{seed: seed, used: map[string]bool{}}
	for n := 0; len(f.Clusters)+len(pasts) < clusters; n++ {
		app := e.app(n)
		ledger = append(ledger, form(app, e.formation(app.Name))...)
		f.Apps = append(f.Apps, app)
		room := clusters - len(f.Clusters) - len(pasts)
		pasts = append(pasts, e.clusters(app.Name, room)...)
	}
	slices.SortFunc(f.Apps, func(a, b *model.App) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(pasts, func(a, b past) int { return strings.Compare(a.app, b.app) })
	var lessons []lesson
	for _, p := range demoPasts() {
		c, _ := p.play(seed)
		lessons = append(lessons, p.teach(seed, c)...)
	}
	for _, p := range pasts {
		c, spans := p.play(seed)
		f.Clusters, ledger = append(f.Clusters, c), append(ledger, spans...)
		lessons = append(lessons, p.teach(seed, c)...)
	}
	f.Learnt = learn(lessons)
	return f, ledger
}

// estate makes up apps with clusters. All that it chooses follows from the
// seed and a name.
type estate struct {
	seed uint64
	used map[string]bool // names of clusters
}

// upTo picks a number from 0 to most; smaller ones are likelier.
func (e estate) upTo(most int, of ...string) int {
	n := roll(e.seed, of...)
	return int(min(n>>32%uint64(most+1), n&0xffff_ffff%uint64(most+1)))
}

// app makes the app of a number. All names come after those of the demo's own
// apps, which stay at the top of a list.
func (e estate) app(n int) *model.App {
	subjects := strings.Fields(`fares fleet forms freight gateway geo gifts graph guests help hotels identity images
		invoices jobs journeys kiosk labels ledger loans loyalty mail maps media menus metrics notes offers orders
		parcels payments photos points profiles queues quotes ratings refunds reports returns rooms routes rules sales
		search seats sessions shipping signup stock stores surveys tasks taxes tickets tours tracking trips users vaults
		video visits vouchers wallet warehouse weather wiki yard zones`)
	parts := strings.Fields("api app web admin worker sync core feed")
	stages := []string{"", "-eu", "-staging", "-us", "-apac", "-review"}
	next := func(words []string) string {
		word := words[n%len(words)]
		n /= len(words)
		return word
	}
	name := next(subjects) + "-" + next(parts) + next(stages)
	if n > 0 {
		name += "-" + strconv.Itoa(n+1)
	}
	return &model.App{ID: uuid(e.seed, "app", name), Name: name, Release: 1 + e.upTo(400, "release", name), Space: e.space(name)}
}

// clusters makes the clusters of an app, at least one and at most so many, in
// the order of their creation.
func (e *estate) clusters(app string, most int) []past {
	colours := strings.Fields("COBALT AMBER PURPLE COPPER CRIMSON GRAY GREEN IVORY")
	created := time.Date(2023, time.February, 1, 9, 0, 0, 0, time.UTC)
	list := make([]past, 0, 8)
	for n := range min(most, 1+e.upTo(7, "clusters", app)) {
		nth := strconv.Itoa(n)
		created = created.Add(time.Duration(1+e.upTo(120, "created", app, nth)) * 27 * time.Hour)
		p := past{
			name: e.name(app, nth), app: app, created: created,
			// From 1 GB to 2 TB, every doubling as likely as the next.
			gigabytes: 1 << e.upTo(11, "size", app, nth),
		}
		p.gigabytes += int64(roll(e.seed, "odd", p.name) % uint64(p.gigabytes))
		prefix := ""
		if n > 0 {
			prefix = colours[n] + "_"
			p.attached = []pastAttachment{{"HEROKU_POSTGRESQL_" + colours[n], model.LeaderName}}
		} else {
			p.attached = []pastAttachment{{"DATABASE", model.LeaderName}}
		}
		e.fill(&p, prefix)
		list = append(list, p)
	}
	return list
}

// name is one that no other cluster has.
func (e *estate) name(app, nth string) string {
	shapes := strings.Fields(`acute angular circular clear conical convex cubic curved cylindrical deep elliptical even
		flat flexible globular horizontal infinite metric oblong octagonal open oval parallel pentagonal polished regular
		rigid round shaped sinuous slender solid spherical spiral symmetrical tall tapered triangular vertical wavy`)
	for again := 0; ; again++ {
		n := roll(e.seed, "name", app, nth, strconv.Itoa(again))
		name := fmt.Sprintf("postgresql-%s-%05d", shapes[n>>32%uint64(len(shapes))], n%100_000)
		if !e.used[name] {
			e.used[name] = true
			return name
		}
	}
}

// fill gives a cluster its pools and attachments.
func (e estate) fill(p *past, prefix string) {
	levels := strings.Fields("4G 8G 16G 32G 64G 128G 256G 384G 512G")
	level := func(of string) string { return levels[e.upTo(len(levels)-1, "level", p.name, of)] + "-Performance" }
	leader := pastPool{name: model.LeaderName, lives: []life{{model.RoleLeader, level(model.LeaderName), p.created, time.Time{}}}}
	if roll(e.seed, "HA", p.name)%4 > 0 {
		leader.lives = append(leader.lives, life{model.RoleStandby, leader.lives[0].level, p.created.Add(2 * time.Minute), time.Time{}})
	}
	p.pools = append(p.pools, leader)
	names := strings.Fields("analytics reporting batch exports search dashboards etl web-readers warehouse-sync audit")
	for n := range e.upTo(4, "pools", p.name) {
		nth := strconv.Itoa(n)
		// Two names in a row differ, and those of four pools as well.
		name := names[(roll(e.seed, "first pool", p.name)+uint64(n))%uint64(len(names))]
		since := p.created.Add(time.Duration(e.upTo(300, "since", p.name, nth)) * time.Hour)
		pool := pastPool{name: name}
		for k := range 1 + e.upTo(2, "count", p.name, nth) {
			pool.lives = append(pool.lives, life{model.RoleFollower, level(nth), since.Add(time.Duration(k) * 41 * time.Hour), time.Time{}})
		}
		if first := &pool.lives[0]; roll(e.seed, "extra", p.name, nth)%9 == 0 {
			// Needed for some days of this month only; without others, the pool
			// is empty by now.
			first.from = time.Date(2026, time.June, 2, 8, 10, 0, 0, time.UTC)
			first.to = first.from.Add(time.Duration(1+e.upTo(8, "days", p.name, nth)) * 24 * time.Hour)
		}
		p.pools = append(p.pools, pool)
		if roll(e.seed, "attached", p.name, nth)%8 > 0 {
			p.attached = append(p.attached, pastAttachment{prefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_")), name})
		}
	}
}
