package tui

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/backend/sim"
	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// Whatever happens to a fleet and to the look at it, the rows are those that
// would be made of both anew, and as many as were counted.
func TestForestFollowsItsFleet(t *testing.T) {
	catalog := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		fleet, _ := sim.Fleet(7, rapid.IntRange(3, 40).Draw(t, "clusters"))
		s := scene{catalog: catalog, fleet: fleet}
		look := firstLook(fleet)
		look.order = rapid.SampledFrom([]order{byName, byCost, byConnections, byLag}).Draw(t, "first order")
		forest := forest{}.on(fleet, look, s.measures(), nil)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			var turned []model.ID
			switch rapid.SampledFrom([]string{"change", "change", "time", "turn", "turn", "type", "type", "type", "order", "sample"}).Draw(t, "step") {
			case "change":
				if p, err := model.NewPlan(s.fleet, catalog.Specs, modeltest.AnyChange(t, s.fleet)); err == nil {
					s.fleet = p.After
				}
			case "time":
				next := *s.fleet
				next.At = next.At.Add(time.Duration(rapid.IntRange(1, 20_000).Draw(t, "hours")) * time.Hour)
				s.fleet = &next
			case "turn":
				if r := anyRow(t, forest); r.branch {
					look, turned = look.turn(r.app.ID, r.id, !r.folded), []model.ID{r.app.ID}
				}
			case "type":
				look.filter = newFilter(edited(t, look.filter.text))
			case "order":
				look.order = look.order.next()
			case "sample":
				s.sample, s.samples = sampleOf(t, s.fleet), s.samples+1
			}
			forest = forest.on(s.fleet, look, s.measures(), turned)
			checkForest(t, forest, s)
		}
	})
}

// checkForest compares a forest with one that is made anew.
func checkForest(t *rapid.T, f forest, s scene) {
	anew := forest{}.on(s.fleet, f.look, s.measures(), nil)
	rows := f.rows(0, f.size())
	if len(rows) != f.size() {
		t.Fatalf("%d rows were counted, and there are %d", f.size(), len(rows))
	}
	lines := func(rows []row) (list []row) {
		for _, r := range rows {
			list = append(list, row{kind: r.kind, id: r.id, parent: r.parent, folded: r.folded, branch: r.branch})
		}
		return list
	}
	if diff := cmp.Diff(lines(anew.rows(0, anew.size())), lines(rows), cmp.AllowUnexported(row{})); diff != "" {
		t.Fatalf("%q by %s, anew and as it is:\n%s", f.look.filter.text, f.look.order, diff)
	}
	finds := 0
	for i, r := range rows {
		if r.kind.depth() < 3 && f.look.filter.matches(r) {
			finds++
		}
		if at := f.index(r.spot()); at != i {
			t.Fatalf("%s stands in line %d and is looked for in line %d", r.id, i, at)
		}
		if one := f.rows(i, i+1); len(one) != 1 || one[0] != r {
			t.Fatalf("line %d alone is %+v, among the others %+v", i, one, r)
		}
	}
	if finds != f.finds {
		t.Fatalf("%d finds were counted, and there are %d", f.finds, finds)
	}
}

func anyRow(t *rapid.T, f forest) row {
	if f.size() == 0 {
		return row{}
	}
	at := rapid.IntRange(0, f.size()-1).Draw(t, "row")
	return f.rows(at, at+1)[0]
}

// edited is a filter after another key or two.
func edited(t *rapid.T, text string) string {
	switch rapid.SampledFrom([]string{"more", "more", "more", "less", "new"}).Draw(t, "typed") {
	case "more":
		return text + rapid.SampledFrom([]string{"a", "1", "g", "p", "!", " ", " !h", " 4G", "vail", "w", "dynos"}).Draw(t, "letter")
	case "less":
		return text[:max(0, len(text)-1)]
	}
	return rapid.SampledFrom([]string{"", "leader", "POSTGRESQL", "!l", "!a", "we", "available", "billing !w", "modifying", "  "}).Draw(t, "new")
}

func sampleOf(t *rapid.T, f *model.Fleet) model.Sample {
	sample := model.Sample{At: f.At, Instances: map[model.ID]model.Measure{}}
	n := rapid.IntRange(0, 1000).Draw(t, "sample")
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				n = (n*31 + 7) % 1009
				sample.Instances[i.ID] = model.Measure{Connections: n % 4, Lag: time.Duration(n%3) * time.Second}
			}
		}
	}
	return sample
}

// Data cost more as they grow: what is sorted by cost changes places without
// anybody changing anything.
func TestForestIsSortedByCostAsDataGrow(t *testing.T) {
	const gigabyte = 1_000_000_000
	at := time.Date(2026, time.June, 12, 14, 3, 0, 0, time.UTC)
	cluster := func(name string, size, growth int64) *model.Cluster {
		return &model.Cluster{
			ID: model.ID(name), Name: name, App: "app", Storage: model.Storage{Bytes: size * gigabyte, At: at, PerDay: growth * gigabyte},
		}
	}
	now := &model.Fleet{
		At: at, Apps: []*model.App{{ID: "app", Name: "app"}},
		Clusters: []*model.Cluster{cluster("grows", 140, 10), cluster("stays", 150, 0)},
	}
	later := *now
	later.At = at.Add(48 * time.Hour)
	s := scene{catalog: catalog(t), fleet: now}
	f := forest{}.on(now, look{order: byCost}, s.measures(), nil)
	if got := f.rows(1, 2)[0].id; got != "stays" {
		t.Errorf("%s is first at first", got)
	}
	s.fleet = &later
	f = f.on(&later, look{order: byCost}, s.measures(), nil)
	if got := f.rows(1, 2)[0].id; got != "grows" {
		t.Errorf("%s is first two days later", got)
	}
}
