package pricing

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"pooldeck/model"
)

// when is an instant of 2026, in UTC: "05-18 14:03:00".
func when(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04:05", "2026-"+s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// life is a span of the instance a/2/i in the pool a/2.
type life struct{ level, from, to string }

func spans(t testing.TB, lives ...life) []model.Span {
	t.Helper()
	var list []model.Span
	for _, l := range lives {
		s := model.Span{Instance: "a/2/i", Pool: "a/2", Cluster: "a", App: "example-app", Level: l.level, From: when(t, l.from)}
		if l.to != "" {
			s.To = when(t, l.to)
		}
		list = append(list, s)
	}
	return list
}

func TestAccrueAnInstance(t *testing.T) {
	for name, c := range map[string]struct {
		lives           []life
		at              string
		soFar, forecast string
	}{
		"half of a month of 30 days is half of the price": {
			[]life{{"16G-Performance", "04-01 00:00:00", ""}}, "04-16 00:00:00", "$250", "$500",
		},
		"31 days cost no more than the month": {
			[]life{{"16G-Performance", "05-01 00:00:00", ""}}, "05-31 23:59:59", "$500", "$500",
		},
		"in a month of 31 days a day costs a thirtieth": {
			[]life{{"16G-Performance", "05-01 00:00:00", ""}}, "05-04 00:00:00", "$50", "$500",
		},
		"28 days cost less than the month": {
			[]life{{"4G-Performance", "02-01 00:00:00", ""}}, "02-15 00:00:00", "$70", "$140",
		},
		"what was before the month is not counted again": {
			[]life{{"16G-Performance", "01-01 00:00:00", ""}}, "04-16 00:00:00", "$250", "$500",
		},
		"what began in the month counts from then": {
			[]life{{"16G-Performance", "04-16 00:00:00", ""}}, "04-19 00:00:00", "$50", "$250",
		},
		"what is gone costs no more": {
			[]life{{"16G-Performance", "04-01 00:00:00", "04-04 00:00:00"}}, "04-16 00:00:00", "$50", "$50",
		},
		"what was gone before the month costs nothing": {
			[]life{{"16G-Performance", "03-01 00:00:00", "03-31 00:00:00"}}, "04-16 00:00:00", "$0", "$0",
		},
		"a second costs a second's part": {
			[]life{{"32G-Performance", "04-01 00:00:00", "04-01 00:04:48"}}, "04-16 00:00:00", "$0.10", "$0.10",
		},
		"half a cent is rounded up": {
			[]life{{"32G-Performance", "04-01 00:00:00", "04-01 00:00:15"}}, "04-16 00:00:00", "$0.01", "$0.01",
		},
		"less than half a cent is rounded down": {
			[]life{{"32G-Performance", "04-01 00:00:00", "04-01 00:00:14"}}, "04-16 00:00:00", "$0", "$0",
		},
		"each level counts for its time": {
			[]life{{"4G-Performance", "04-01 00:00:00", "04-11 00:00:00"}, {"8G-Performance", "04-11 00:00:00", ""}},
			"04-21 00:00:00", "$150", "$250",
		},
		"the cap is the highest price that applied": {
			[]life{{"8G-Performance", "05-01 00:00:00", "05-31 00:00:00"}, {"4G-Performance", "05-31 00:00:00", ""}},
			"05-31 12:00:00", "$300", "$300",
		},
		"a level that was raised late is not capped at the lower price": {
			[]life{{"4G-Performance", "05-01 00:00:00", "05-31 00:00:00"}, {"8G-Performance", "05-31 00:00:00", ""}},
			"05-31 12:00:00", "$155", "$160",
		},
		"spans in any order are the same instance": {
			[]life{{"8G-Performance", "04-11 00:00:00", ""}, {"4G-Performance", "04-01 00:00:00", "04-11 00:00:00"}},
			"04-21 00:00:00", "$150", "$250",
		},
		"an unpublished price has accrued something": {
			[]life{{"64G-Performance", "04-01 00:00:00", ""}}, "04-16 00:00:00", "not published", "not published",
		},
		"an unpublished price that just began has accrued nothing yet": {
			[]life{{"64G-Performance", "04-16 00:00:00", ""}}, "04-16 00:00:00", "$0", "not published",
		},
		"an unpublished price of last month does not open this one": {
			[]life{{"64G-Performance", "03-01 00:00:00", "04-01 00:00:00"}, {"16G-Performance", "04-01 00:00:00", ""}},
			"04-16 00:00:00", "$250", "$500",
		},
		"what was known before it became unpublished is the least": {
			[]life{{"16G-Performance", "04-01 00:00:00", "04-04 00:00:00"}, {"64G-Performance", "04-04 00:00:00", ""}},
			"04-16 00:00:00", "$50+", "$50+",
		},
		"the first instant of a month has accrued nothing": {
			[]life{{"16G-Performance", "03-01 00:00:00", ""}}, "04-01 00:00:00", "$0", "$500",
		},
		"what begins later has accrued nothing yet": {
			[]life{{"16G-Performance", "04-16 00:00:00", ""}}, "04-11 00:00:00", "$0", "$250",
		},
		"December ends with the year": {
			[]life{{"16G-Performance", "12-01 00:00:00", ""}}, "12-04 00:00:00", "$50", "$500",
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := Accrue(catalog(t), spans(t, c.lives...), nil, nil, when(t, c.at))
			for what, both := range map[string]func() (Amount, Amount){
				"pool":    func() (Amount, Amount) { return a.Pool("a/2") },
				"cluster": func() (Amount, Amount) { return a.Cluster("a") },
				"app":     func() (Amount, Amount) { return a.App("example-app") },
				"fleet":   a.Fleet,
			} {
				soFar, forecast := both()
				if soFar.Monthly() != c.soFar || forecast.Monthly() != c.forecast {
					t.Errorf("%s: %s so far, %s in all; want %s and %s", what, soFar.Monthly(), forecast.Monthly(), c.soFar, c.forecast)
				}
			}
		})
	}
}

func TestTheMonthIsUTC(t *testing.T) {
	east := time.FixedZone("east", 9*60*60)
	a := Accrue(catalog(t), nil, nil, nil, time.Date(2026, 5, 1, 3, 0, 0, 0, east))
	if !a.From.Equal(when(t, "04-01 00:00:00")) || !a.To.Equal(when(t, "05-01 00:00:00")) {
		t.Errorf("the month is %s to %s", a.From, a.To)
	}
}

// Nothing is wanted gone in the forecast of the one and all of it in that of
// the other.
func TestWhatLeavesIsNotForecast(t *testing.T) {
	pool := model.Pool{ID: "a/2", Name: "analytics", Level: "16G-Performance", Count: 1}
	drained := pool
	drained.Count = 0
	drained.Instances = []model.Instance{{ID: "a/2/i", Level: pool.Level, Phase: model.Draining}}
	up := pool
	up.Instances = []model.Instance{{ID: "a/2/i", Level: pool.Level, Phase: model.Up}}
	lowered := up
	lowered.Level = "8G-Performance"
	doubled := up
	doubled.Count = 2
	destroyed := pool
	destroyed.Destroying = true
	for name, c := range map[string]struct {
		cluster *model.Cluster
		want    string
	}{
		"an instance that stays goes on":         {&model.Cluster{ID: "a", Followers: []model.Pool{up}}, "$500"},
		"a lowered pool goes on as it is wanted": {&model.Cluster{ID: "a", Followers: []model.Pool{lowered}}, "$400"},
		"a doubled pool goes on as it is wanted": {&model.Cluster{ID: "a", Followers: []model.Pool{doubled}}, "$750"},
		"an instance that drains ends":           {&model.Cluster{ID: "a", Followers: []model.Pool{drained}}, "$250"},
		"a pool that is being destroyed ends":    {&model.Cluster{ID: "a", Followers: []model.Pool{destroyed}}, "$250"},
		"a cluster that is being destroyed ends": {&model.Cluster{ID: "a", Followers: []model.Pool{pool}, Destroying: true}, "$250"},
	} {
		t.Run(name, func(t *testing.T) {
			lives := spans(t, life{"16G-Performance", "04-01 00:00:00", ""})
			a := Accrue(catalog(t), lives, []*model.Cluster{c.cluster}, nil, when(t, "04-16 00:00:00"))
			soFar, forecast := a.Pool("a/2")
			if soFar.Monthly() != "$250" || forecast.Monthly() != c.want {
				t.Errorf("%s so far, %s in all; want $250 and %s", soFar.Monthly(), forecast.Monthly(), c.want)
			}
		})
	}
}

func TestAccrueStorage(t *testing.T) {
	mid := when(t, "04-16 00:00:00")
	for name, c := range map[string]struct {
		cluster         model.Cluster
		soFar, forecast string
	}{
		"what is included costs nothing": {
			model.Cluster{Storage: model.Storage{Bytes: 100 * gigabyte, At: mid}}, "$0", "$0",
		},
		"half of the month is half of the price": {
			model.Cluster{Storage: model.Storage{Bytes: 200 * gigabyte, At: mid}}, "$10", "$20",
		},
		"a cluster that was created in the month counts from then": {
			model.Cluster{Created: when(t, "04-13 00:00:00"), Storage: model.Storage{Bytes: 200 * gigabyte, At: mid}}, "$2", "$12",
		},
		"a cluster that is created later has accrued nothing yet": {
			model.Cluster{Created: when(t, "04-28 00:00:00"), Storage: model.Storage{Bytes: 200 * gigabyte, At: mid}}, "$0", "$2",
		},
		"growth counts with its mean, before and after it was measured": {
			// 170 GB on the 1st, 200 on the 16th, 230 on the 1st of May.
			model.Cluster{Storage: model.Storage{Bytes: 200 * gigabyte, At: mid, PerDay: 2 * gigabyte}}, "$8.50", "$20",
		},
		"growth that was measured before the month goes on in it": {
			// 140 GB on the 1st, 170 on the 16th, 200 on the 1st of May.
			model.Cluster{Storage: model.Storage{Bytes: 120 * gigabyte, At: when(t, "03-22 00:00:00"), PerDay: 2 * gigabyte}}, "$5.50", "$14",
		},
		"data was never less than nothing": {
			// The line would begin at -100 GB.
			model.Cluster{Storage: model.Storage{Bytes: 200 * gigabyte, At: mid, PerDay: 20 * gigabyte}}, "$0", "$30",
		},
		"a cluster that is being destroyed is not forecast": {
			model.Cluster{Destroying: true, Storage: model.Storage{Bytes: 200 * gigabyte, At: mid}}, "$10", "$10",
		},
	} {
		t.Run(name, func(t *testing.T) {
			cluster := c.cluster
			cluster.ID, cluster.App = "a", "example-app"
			a := Accrue(catalog(t), nil, []*model.Cluster{&cluster}, nil, mid)
			for what, both := range map[string]func() (Amount, Amount){
				"storage": func() (Amount, Amount) { return a.Storage("a") },
				"cluster": func() (Amount, Amount) { return a.Cluster("a") },
				"app":     func() (Amount, Amount) { return a.App("example-app") },
				"fleet":   a.Fleet,
			} {
				soFar, forecast := both()
				if soFar.Monthly() != c.soFar || forecast.Monthly() != c.forecast {
					t.Errorf("%s: %s so far, %s in all; want %s and %s", what, soFar.Monthly(), forecast.Monthly(), c.soFar, c.forecast)
				}
			}
		})
	}
}

func TestStorageOf31DaysCostsNoMoreThanTheMonth(t *testing.T) {
	cluster := &model.Cluster{ID: "a", Storage: model.Storage{Bytes: 200 * gigabyte, At: when(t, "05-01 00:00:00")}}
	a := Accrue(catalog(t), nil, []*model.Cluster{cluster}, nil, when(t, "05-31 12:00:00"))
	if soFar, forecast := a.Storage("a"); soFar.Monthly() != "$20" || forecast.Monthly() != "$20" {
		t.Errorf("%s so far, %s in all; want $20 and $20", soFar.Monthly(), forecast.Monthly())
	}
}

func TestInstancesAreCappedOneByOne(t *testing.T) {
	var list []model.Span
	for i := range 3 {
		list = append(list, model.Span{
			Instance: model.ID(fmt.Sprint("a/2/", i)), Pool: "a/2", Cluster: "a", App: "example-app",
			Level: "16G-Performance", From: when(t, "05-01 00:00:00"),
		})
	}
	list[2].From = when(t, "05-29 00:00:00")
	a := Accrue(catalog(t), list, nil, nil, when(t, "05-31 12:00:00"))
	// The two that ran all month are at their price; the third is at 2.5 days.
	if soFar, forecast := a.Pool("a/2"); soFar.Monthly() != "$1,041.67" || forecast.Monthly() != "$1,050" {
		t.Errorf("%s so far, %s in all", soFar.Monthly(), forecast.Monthly())
	}
}

// anyLife draws the spans of one instance: levels one after another.
func anyLife(t *rapid.T, c Catalog, id model.ID, month time.Time) []model.Span {
	day := 24 * 60 * 60
	at := month.Add(time.Duration(rapid.IntRange(-40*day, 31*day).Draw(t, "from")) * time.Second)
	var list []model.Span
	for i := range rapid.IntRange(1, 4).Draw(t, "spans") {
		s := model.Span{
			Instance: id, Pool: id[:3], Cluster: id[:1], App: "app-" + string(id[:1]),
			Level: rapid.SampledFrom(c.Levels).Draw(t, "level").Name, From: at,
		}
		at = at.Add(time.Duration(rapid.IntRange(0, 20*day*1000).Draw(t, "for")) * time.Millisecond)
		if i < 3 && rapid.Bool().Draw(t, "closed") {
			s.To = at
			list = append(list, s)
			continue
		}
		return append(list, s)
	}
	return list
}

func anyMonth(t *rapid.T) (month, at time.Time) {
	month = time.Date(2026, time.Month(rapid.IntRange(1, 12).Draw(t, "month")), 1, 0, 0, 0, 0, time.UTC)
	return month, month.Add(time.Duration(rapid.IntRange(0, 28*24*60*60-1).Draw(t, "at")) * time.Second)
}

func TestAnInstanceNeverCostsMoreThanItsMonth(t *testing.T) {
	c := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		month, at := anyMonth(t)
		life := anyLife(t, c, "a/2/i", month)
		highest := int64(0)
		for _, s := range life {
			highest = max(highest, c.Instance(s.Level).Cents)
		}
		soFar, forecast := Accrue(c, life, nil, nil, at).Fleet()
		if soFar.Cents < 0 || soFar.Cents > highest || forecast.Cents > highest {
			t.Errorf("%s so far and %s in all; the month costs at most %d cents", soFar.Monthly(), forecast.Monthly(), highest)
		}
		if soFar.Cents > forecast.Cents || soFar.Open && !forecast.Open {
			t.Errorf("%s so far is more than the %s in all", soFar.Monthly(), forecast.Monthly())
		}
	})
}

func TestASpanInTwoPartsCostsTheSame(t *testing.T) {
	c := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		month, at := anyMonth(t)
		life := anyLife(t, c, "a/2/i", month)
		i := rapid.IntRange(0, len(life)-1).Draw(t, "which")
		cut := life[i].From.Add(time.Duration(rapid.Int64Range(0, int64(30*24*time.Hour)).Draw(t, "cut")))
		if !life[i].To.IsZero() && cut.After(life[i].To) {
			cut = life[i].To
		}
		first, second := life[i], life[i]
		first.To, second.From = cut, cut
		cutLife := slices.Concat(life[:i], []model.Span{second, first}, life[i+1:])
		soFar, forecast := Accrue(c, life, nil, nil, at).Fleet()
		gotSoFar, gotForecast := Accrue(c, cutLife, nil, nil, at).Fleet()
		if gotSoFar != soFar || gotForecast != forecast {
			t.Errorf("in two parts %+v and %+v, in one %+v and %+v", gotSoFar, gotForecast, soFar, forecast)
		}
	})
}

func TestEveryAccrualAddsUp(t *testing.T) {
	c := catalog(t)
	rapid.Check(t, func(t *rapid.T) {
		month, at := anyMonth(t)
		var all []model.Span
		for _, id := range []model.ID{"a/1/i", "a/1/j", "a/2/i", "b/1/i", "b/1/j"} {
			all = append(all, anyLife(t, c, id, month)...)
		}
		clusters := []*model.Cluster{{ID: "a", App: "app-a", Storage: model.Storage{
			Bytes: rapid.Int64Range(0, 1000*gigabyte).Draw(t, "bytes"), At: at, PerDay: rapid.Int64Range(0, 10*gigabyte).Draw(t, "growth"),
		}}}
		a := Accrue(c, all, clusters, nil, at)
		sum := func(parts ...accrued) (total accrued) {
			for _, p := range parts {
				total = total.plus(p)
			}
			return total
		}
		if got := sum(a.pools["a/1"], a.pools["a/2"], a.storage["a"]); got != a.clusters["a"] {
			t.Errorf("the pools and the storage of a come to %+v, a to %+v", got, a.clusters["a"])
		}
		if got := sum(a.clusters["a"], a.clusters["b"]); got != a.fleet {
			t.Errorf("the clusters come to %+v, the fleet to %+v", got, a.fleet)
		}
		if got := sum(a.apps["app-a"], a.apps["app-b"]); got != a.fleet {
			t.Errorf("the apps come to %+v, the fleet to %+v", got, a.fleet)
		}
	})
}

func BenchmarkAccrue(b *testing.B) {
	c := catalog(b)
	f := large(10_000)
	var all []model.Span
	for _, cluster := range f.Clusters {
		for _, p := range cluster.Pools() {
			for i := range p.Count {
				all = append(all, model.Span{
					Instance: model.ID(fmt.Sprint(p.ID, "/", i)), Pool: p.ID, Cluster: cluster.ID, App: cluster.App,
					Level: p.Level, From: f.At.AddDate(0, 0, -40),
				})
			}
		}
	}
	for b.Loop() {
		Accrue(c, all, f.Clusters, nil, f.At)
	}
}
