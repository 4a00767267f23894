package model_test

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

const (
	horizontal  = modeltest.Horizontal
	rectangular = modeltest.Rectangular
	cubic       = modeltest.Cubic
)

// plan makes a plan that is legal.
func plan(t *testing.T, f *model.Fleet, changes ...model.Change) model.Plan {
	t.Helper()
	p, err := model.NewPlan(f, modeltest.Specs(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// after is the fleet with changes made.
func after(t *testing.T, changes ...model.Change) *model.Fleet {
	t.Helper()
	return plan(t, modeltest.Fleet(), changes...).After
}

// filled has follower pools of these counts in Cubic: p0, p1 and so on.
func filled(t *testing.T, counts ...int) *model.Fleet {
	t.Helper()
	f := modeltest.Fleet()
	for i, n := range counts {
		f = plan(t, f, add(poolN(i), n)).After
	}
	return f
}

func poolN(i int) string { return fmt.Sprintf("pool%d", i) }

func add(name string, count int) model.Change {
	return model.AddPool{Cluster: cubic, Name: name, Level: "4G-Performance", Count: count}
}

func count(pool string, n int) model.Change {
	return model.SetCount{Cluster: cubic, Pool: pool, Count: n}
}

// wantInvalid compares a refusal as "field: reason"; empty means accepted.
func wantInvalid(t *testing.T, err error, want string) {
	t.Helper()
	var got string
	if invalid := (*model.Invalid)(nil); errors.As(err, &invalid) {
		got = invalid.Field + ": " + invalid.Error()
	} else if err != nil {
		t.Fatalf("a refusal is an *Invalid; got %T: %v", err, err)
	}
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestLimits(t *testing.T) {
	tests := map[string]struct {
		counts []int // of the follower pools that are there
		change model.Change
		want   string
	}{
		"a leader without HA":                       {nil, model.SetCount{Cluster: horizontal, Pool: "leader", Count: 1}, ""},
		"a leader with HA":                          {nil, count("leader", 2), ""},
		"a leader pool of nothing":                  {nil, count("leader", 0), "count: the leader pool has 1 instance, or 2 with its standby; not 0"},
		"a third leader instance":                   {nil, count("leader", 3), "count: the leader pool has 1 instance, or 2 with its standby; not 3"},
		"a leader pool of less than nothing":        {nil, count("leader", -1), "count: the leader pool has 1 instance, or 2 with its standby; not -1"},
		"the leader pool destroyed":                 {nil, model.DestroyPool{Cluster: cubic, Pool: "leader"}, "pool: the leader pool cannot be destroyed; destroying the cluster takes it along"},
		"five follower pools":                       {[]int{1, 1, 1, 1}, add("fifth", 1), ""},
		"a sixth follower pool":                     {[]int{1, 1, 1, 1, 1}, add("sixth", 1), "pool: a cluster has at most 5 follower pools; postgresql-cubic-54321 has 5"},
		"a sixth follower pool without instances":   {[]int{1, 1, 1, 1, 0}, add("sixth", 0), "pool: a cluster has at most 5 follower pools; postgresql-cubic-54321 has 5"},
		"13 followers in one pool":                  {nil, add("all", 13), ""},
		"13 followers as 3, 3, 3, 2 and 2":          {[]int{3, 3, 3, 2}, add("fifth", 2), ""},
		"14 followers in one pool":                  {nil, add("all", 14), "count: a cluster has at most 13 follower instances; this makes 14"},
		"a 14th follower in a new pool":             {[]int{3, 3, 3, 2}, add("fifth", 3), "count: a cluster has at most 13 follower instances; this makes 14"},
		"a 14th follower in a pool that grows":      {[]int{12, 1}, count("pool1", 2), "count: a cluster has at most 13 follower instances; this makes 14"},
		"a pool that takes the other's place":       {[]int{12, 1}, count("pool0", 1), ""},
		"13 for one when the other has none":        {[]int{12, 0}, count("pool0", 13), ""},
		"the leader's instances are not followers":  {[]int{13}, count("leader", 2), ""},
		"a follower pool scaled to zero":            {[]int{1}, count("pool0", 0), ""},
		"a new follower pool without instances":     {nil, add("cold", 0), ""},
		"a follower pool of less than nothing":      {[]int{1}, count("pool0", -1), "count: a follower pool has 0 or more instances; not -1"},
		"a new follower pool of less than nothing":  {nil, add("cold", -3), "count: a follower pool has 0 or more instances; not -3"},
		"a count that runs over with the others":    {[]int{1}, add("huge", math.MaxInt), fmt.Sprintf("count: a cluster has at most 13 follower instances; this makes %d", math.MaxInt)},
		"the count that it has":                     {[]int{3}, count("pool0", 3), "count: pool0 has 3 instances already"},
		"the single instance that it has":           {[]int{1}, count("pool0", 1), "count: pool0 has 1 instance already"},
		"another cluster's followers do not count":  {[]int{13}, model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 13}, ""},
		"another cluster's pools do not count":      {[]int{1, 1, 1, 1, 1}, model.AddPool{Cluster: horizontal, Name: "second", Level: "4G-Performance", Count: 1}, ""},
		"a cluster created with a sixth pool":       {nil, created(1, 1, 1, 1, 1, 1), "pool: a cluster has at most 5 follower pools; new-cluster has 5"},
		"a cluster created with five pools":         {nil, created(3, 3, 3, 2, 2), ""},
		"a cluster created with 14 followers":       {nil, created(7, 7), "count: a cluster has at most 13 follower instances; this makes 14"},
		"a cluster created with less than nothing":  {nil, created(-1), "count: a follower pool has 0 or more instances; not -1"},
		"a cluster created with a pool of 0":        {nil, created(0), ""},
		"a cluster created with 13 that run over":   {nil, created(math.MaxInt, math.MaxInt), fmt.Sprintf("count: a cluster has at most 13 follower instances; this makes %d", math.MaxInt)},
		"a cluster created without follower pools":  {nil, created(), ""},
		"a leader level is checked, not its amount": {nil, model.SetLevel{Cluster: cubic, Pool: "leader", Level: "1536G-Performance"}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := model.NewPlan(filled(t, tt.counts...), modeltest.Specs(), tt.change)
			wantInvalid(t, err, tt.want)
		})
	}
}

// created is a new cluster with follower pools of these counts.
func created(counts ...int) model.CreateCluster {
	c := model.CreateCluster{ID: "c9", Name: "new-cluster", App: "example-app", Level: "4G-Performance", HA: true}
	for i, n := range counts {
		c.Followers = append(c.Followers, model.NewPool{Name: poolN(i), Level: "4G-Performance", Count: n})
	}
	return c
}

func TestADestroyingPoolGivesBack(t *testing.T) {
	destroy := model.DestroyPool{Cluster: cubic, Pool: "pool0"}
	tests := map[string]struct {
		counts []int
		change model.Change
	}{
		"its name":      {[]int{1}, add("pool0", 1)},
		"its instances": {[]int{13}, add("other", 13)},
		"its place":     {[]int{1, 1, 1, 1, 1}, add("sixth", 1)},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			plan(t, filled(t, tt.counts...), destroy, tt.change)
		})
	}
}

func TestCountRange(t *testing.T) {
	tests := map[string]struct {
		counts      []int
		pool        string
		least, most int
	}{
		"the leader has 1 or 2":                         {[]int{13}, "leader", 1, 2},
		"the only pool has 0 to 13":                     {[]int{1}, "pool0", 0, 13},
		"a pool of 13 can still have 0 to 13":           {[]int{13}, "pool0", 0, 13},
		"a pool's own instances are counted in":         {[]int{1, 2}, "pool0", 0, 11},
		"a pool of 0 beside 13 has nowhere to grow":     {[]int{13, 0}, "pool1", 0, 0},
		"a new pool gets what is left":                  {[]int{3, 3}, "", 0, 7},
		"a new pool in a cluster that has 13 is only 0": {[]int{13}, "", 0, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := filled(t, tt.counts...).Cluster(cubic)
			p, _ := c.PoolNamed(tt.pool)
			if least, most := c.CountRange(p); least != tt.least || most != tt.most {
				t.Errorf("got %d to %d, want %d to %d", least, most, tt.least, tt.most)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	cluster := "postgresql-horizontal-12345"
	tests := map[string]struct {
		changes []model.Change
		want    string
	}{
		"nothing at all":                    {nil, "changes: there is nothing to change"},
		"a level of a cluster that is gone": {list(model.SetLevel{Cluster: "c8", Pool: "leader", Level: "8G-Performance"}), "cluster: there is no such cluster any more"},
		"a count of a cluster that is gone": {list(model.SetCount{Cluster: "c8", Pool: "leader", Count: 1}), "cluster: there is no such cluster any more"},
		"a pool in a cluster that is gone":  {list(model.AddPool{Cluster: "c8", Name: "reporting", Level: "4G-Performance", Count: 1}), "cluster: there is no such cluster any more"},
		"a destroyed pool of a gone cluster": {
			list(model.DestroyPool{Cluster: "c8", Pool: "analytics"}), "cluster: there is no such cluster any more",
		},
		"a gone cluster destroyed":          {list(model.DestroyCluster{Cluster: "c8"}), "cluster: there is no such cluster any more"},
		"a gone cluster attached":           {list(model.Attach{Cluster: "c8", Pool: "leader", App: "example-app", Name: "X"}), "cluster: there is no such cluster any more"},
		"a gone cluster detached":           {list(model.Detach{Cluster: "c8", App: "example-app", Name: "DATABASE"}), "cluster: there is no such cluster any more"},
		"a pool that is not there":          {list(model.SetLevel{Cluster: horizontal, Pool: "nope", Level: "8G-Performance"}), "pool: " + cluster + " has no pool nope"},
		"a count of a pool that is not":     {list(model.SetCount{Cluster: horizontal, Pool: "nope", Count: 1}), "pool: " + cluster + " has no pool nope"},
		"a pool that is not there, gone":    {list(model.DestroyPool{Cluster: horizontal, Pool: "nope"}), "pool: " + cluster + " has no pool nope"},
		"a pool that is not there, opened":  {list(model.Attach{Cluster: horizontal, Pool: "nope", App: "example-app", Name: "X"}), "pool: " + cluster + " has no pool nope"},
		"a pool destroyed twice":            {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}, model.DestroyPool{Cluster: horizontal, Pool: "analytics"}), "pool: " + cluster + " has no pool analytics"},
		"a level of a destroyed pool":       {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}, model.SetLevel{Cluster: horizontal, Pool: "analytics", Level: "8G-Performance"}), "pool: " + cluster + " has no pool analytics"},
		"a destroyed cluster destroyed":     {list(model.DestroyCluster{Cluster: horizontal}, model.DestroyCluster{Cluster: horizontal}), "cluster: " + cluster + " is being destroyed"},
		"a destroyed cluster scaled":        {list(model.DestroyCluster{Cluster: horizontal}, model.SetCount{Cluster: horizontal, Pool: "leader", Count: 1}), "cluster: " + cluster + " is being destroyed"},
		"a level that is not there":         {list(model.SetLevel{Cluster: horizontal, Pool: "leader", Level: "5G-Performance"}), "level: there is no level 5G-Performance"},
		"the level that it is at":           {list(model.SetLevel{Cluster: horizontal, Pool: "leader", Level: "4G-Performance"}), "level: leader is at 4G-Performance already"},
		"a new pool at no level":            {list(model.AddPool{Cluster: horizontal, Name: "reporting", Level: "", Count: 1}), "level: there is no level "},
		"a pool's name taken":               {list(model.AddPool{Cluster: horizontal, Name: "analytics", Level: "4G-Performance", Count: 1}), "name: analytics is taken in this cluster"},
		"a pool's name taken, folded":       {list(model.AddPool{Cluster: horizontal, Name: " Analytics ", Level: "4G-Performance", Count: 1}), "name: analytics is taken in this cluster"},
		"a pool called leader":              {list(model.AddPool{Cluster: horizontal, Name: "Leader", Level: "4G-Performance", Count: 1}), "name: the name leader belongs to the leader pool"},
		"a cluster's name taken":            {list(model.CreateCluster{ID: "c9", Name: "PostgreSQL-Horizontal-12345", App: "example-app", Level: "4G-Performance"}), "name: postgresql-horizontal-12345 is taken"},
		"a cluster's ID taken":              {list(model.CreateCluster{ID: horizontal, Name: "other", App: "example-app", Level: "4G-Performance"}), "cluster: a new cluster needs an ID of its own"},
		"a cluster without an ID":           {list(model.CreateCluster{Name: "other", App: "example-app", Level: "4G-Performance"}), "cluster: a new cluster needs an ID of its own"},
		"a cluster for no app":              {list(model.CreateCluster{ID: "c9", Name: "other", App: "third-app", Level: "4G-Performance"}), "app: there is no app third-app"},
		"a cluster at no level":             {list(model.CreateCluster{ID: "c9", Name: "other", App: "example-app", Level: "4G"}), "level: there is no level 4G"},
		"a cluster whose pool has no level": {list(model.CreateCluster{ID: "c9", Name: "other", App: "example-app", Level: "4G-Performance", Followers: []model.NewPool{{Name: "batch", Level: "4G", Count: 1}}}), "level: there is no level 4G"},
		"a cluster with two pools of a name": {
			list(model.CreateCluster{ID: "c9", Name: "other", App: "example-app", Level: "4G-Performance", Followers: []model.NewPool{{"batch", "4G-Performance", 1}, {"Batch", "4G-Performance", 1}}}), "name: batch is taken in this cluster",
		},
		"a pool attached to no app":        {list(model.Attach{Cluster: horizontal, Pool: "analytics", App: "third-app", Name: "READER"}), "app: there is no app third-app"},
		"a config var that is taken":       {list(model.Attach{Cluster: horizontal, Pool: "analytics", App: "example-app", Name: "DATABASE"}), "name: example-app has a config var DATABASE_URL already: it opens " + cluster},
		"a config var another cluster has": {list(model.Attach{Cluster: rectangular, Pool: "analytics", App: "example-app", Name: "analytics-url"}), "name: example-app has a config var ANALYTICS_URL already: it opens " + cluster},
		"a config var that is not there":   {list(model.Detach{Cluster: horizontal, App: "example-app", Name: "READER"}), "name: example-app has no config var READER_URL that opens " + cluster},
		"a config var of another cluster":  {list(model.Detach{Cluster: rectangular, App: "example-app", Name: "DATABASE"}), "name: example-app has no config var DATABASE_URL that opens postgresql-rectangular-12345"},
		"a config var of another app":      {list(model.Detach{Cluster: horizontal, App: "second-app", Name: "DATABASE"}), "name: second-app has no config var DATABASE_URL that opens " + cluster},
		"a config var detached twice":      {list(model.Detach{Cluster: horizontal, App: "example-app", Name: "DATABASE"}, model.Detach{Cluster: horizontal, App: "example-app", Name: "DATABASE_URL"}), "name: example-app has no config var DATABASE_URL that opens " + cluster},
		"a config var gone with its pool":  {list(model.DestroyPool{Cluster: horizontal, Pool: "analytics"}, model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"}), "name: example-app has no config var ANALYTICS_URL that opens " + cluster},
		"a second change that cannot be":   {list(model.SetCount{Cluster: cubic, Pool: "leader", Count: 2}, add("reporting", 14)), "count: a cluster has at most 13 follower instances; this makes 14"},
		"a pool used before it is added":   {list(count("reporting", 2), add("reporting", 1)), "pool: postgresql-cubic-54321 has no pool reporting"},
		"a config var freed too late":      {list(model.Attach{Cluster: rectangular, Pool: "leader", App: "example-app", Name: "DATABASE"}, model.Detach{Cluster: horizontal, App: "example-app", Name: "DATABASE"}), "name: example-app has a config var DATABASE_URL already: it opens " + cluster},
		"a limit broken on the way":        {list(add("one", 13), add("two", 1), count("one", 12)), "count: a cluster has at most 13 follower instances; this makes 14"},
		"room made after it is needed":     {list(add("one", 13), add("two", 13), model.DestroyPool{Cluster: cubic, Pool: "one"}), "count: a cluster has at most 13 follower instances; this makes 26"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := model.NewPlan(modeltest.Fleet(), modeltest.Specs(), tt.changes...)
			wantInvalid(t, err, tt.want)
		})
	}
}

func list(changes ...model.Change) []model.Change { return changes }

// What is wanted after a change, as lines that are new and lines that are gone.
func TestApplied(t *testing.T) {
	tests := map[string]struct {
		change    model.Change
		gone, new string
	}{
		"a level":                     {model.SetLevel{Cluster: horizontal, Pool: "leader", Level: "8G-Performance"}, "leader 2 × 4G-Performance", "leader 2 × 8G-Performance"},
		"a count":                     {model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 3}, "analytics 1 × 16G-Performance", "analytics 3 × 16G-Performance"},
		"a count of 0":                {model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 0}, "analytics 1 × 16G-Performance", "analytics 0 × 16G-Performance"},
		"HA off":                      {model.SetCount{Cluster: horizontal, Pool: "leader", Count: 1}, "leader 2 × 4G-Performance", "leader 1 × 4G-Performance"},
		"a new pool":                  {model.AddPool{Cluster: horizontal, Name: "Reporting", Level: "4G-Performance", Count: 2}, "", "reporting 2 × 4G-Performance"},
		"a pool gone":                 {model.DestroyPool{Cluster: horizontal, Pool: "analytics"}, "analytics 1 × 16G-Performance; example-app ANALYTICS_URL opens analytics", ""},
		"a config var":                {model.Attach{Cluster: horizontal, Pool: "analytics", App: "second-app", Name: "reader-url"}, "", "second-app READER_URL opens analytics"},
		"a config var for the leader": {model.Attach{Cluster: horizontal, Pool: "leader", App: "example-app", Name: "WRITER"}, "", "example-app WRITER_URL opens leader"},
		"a config var gone":           {model.Detach{Cluster: horizontal, App: "example-app", Name: "database_url"}, "example-app DATABASE_URL opens leader", ""},
		"a cluster gone": {
			model.DestroyCluster{Cluster: horizontal},
			"analytics 1 × 16G-Performance; example-app ANALYTICS_URL opens analytics; example-app DATABASE_URL opens leader; leader 2 × 4G-Performance", "",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := modeltest.Fleet()
			was := modeltest.Wanted(before.Cluster(horizontal))
			is := modeltest.Wanted(plan(t, before, tt.change).After.Cluster(horizontal))
			if gone := missing(was, is); gone != tt.gone {
				t.Errorf("gone: %q, want %q", gone, tt.gone)
			}
			if fresh := missing(is, was); fresh != tt.new {
				t.Errorf("new: %q, want %q", fresh, tt.new)
			}
		})
	}
}

// missing are the lines of a that b has not, in their order.
func missing(a, b map[string]bool) string {
	var lines []string
	for line := range a {
		if !b[line] {
			lines = append(lines, line)
		}
	}
	return strings.Join(sorted(lines), "; ")
}

func TestCreate(t *testing.T) {
	f := after(t, model.CreateCluster{
		ID: "c9", Name: "Billing", App: "example-app", Level: "8G-Performance", HA: true,
		Followers: []model.NewPool{{"Batch", "4G-Performance", 0}, {"search", "16G-Performance", 3}},
	})
	c := f.Cluster("c9")
	want := map[string]bool{
		"leader 2 × 8G-Performance": true, "batch 0 × 4G-Performance": true, "search 3 × 16G-Performance": true,
		"example-app HEROKU_POSTGRESQL_AMBER_URL opens leader": true,
	}
	if diff := cmp.Diff(want, modeltest.Wanted(c)); diff != "" {
		t.Error(diff)
	}
	if c.Name != "billing" || c.App != "example-app" || c.Revision != 0 || !c.Created.Equal(modeltest.Start()) {
		t.Errorf("created as %q of %s at revision %d on %v", c.Name, c.App, c.Revision, c.Created)
	}
	if ids := distinct(c); ids != 3 {
		t.Errorf("3 pools have %d IDs", ids)
	}
	if c.Settled() || c.Status() != model.Provisioning {
		t.Errorf("a cluster without an instance is %s", c.Status())
	}
}

func distinct(c *model.Cluster) int {
	ids := map[model.ID]bool{}
	for _, p := range c.Pools() {
		ids[p.ID] = true
	}
	return len(ids)
}

func TestTheFirstConfigVar(t *testing.T) {
	tests := map[string]struct {
		app    string
		before []model.Change
		want   string
	}{
		"DATABASE where it is free":         {"second-app", list(model.DestroyCluster{Cluster: cubic}), "DATABASE"},
		"a colour where DATABASE is taken":  {"second-app", nil, "HEROKU_POSTGRESQL_COBALT"},
		"the next colour where one is gone": {"example-app", nil, "HEROKU_POSTGRESQL_AMBER"},
		"DATABASE again once it was detached": {
			"example-app", list(model.Detach{Cluster: horizontal, App: "example-app", Name: "DATABASE"}), "DATABASE",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := modeltest.Fleet()
			if tt.before != nil {
				f = plan(t, f, tt.before...).After
			}
			if got := f.FreeAttachment(tt.app); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestConfigVarsNeverRunOut(t *testing.T) {
	f := modeltest.Fleet()
	seen := map[string]bool{}
	for range 60 {
		name := f.FreeAttachment("second-app")
		if seen[name] {
			t.Fatalf("%s is offered twice", name)
		}
		seen[name] = true
		f = plan(t, f, model.Attach{Cluster: cubic, Pool: "leader", App: "second-app", Name: name}).After
	}
}

func TestWords(t *testing.T) {
	tests := map[string]model.Change{
		"create billing at 8G-Performance":             model.CreateCluster{ID: "c9", Name: "billing", Level: "8G-Performance"},
		"destroy the cluster":                          model.DestroyCluster{Cluster: cubic},
		"leader to 8G-Performance":                     model.SetLevel{Cluster: cubic, Pool: "leader", Level: "8G-Performance"},
		"leader HA on":                                 count("leader", 2),
		"leader HA off":                                count("leader", 1),
		"analytics to 1 instance":                      count("analytics", 1),
		"analytics to 0 instances":                     count("analytics", 0),
		"add reporting, 2 × 4G-Performance":            add("reporting", 2),
		"destroy analytics":                            model.DestroyPool{Cluster: cubic, Pool: "analytics"},
		"attach analytics to second-app as READER_URL": model.Attach{Cluster: cubic, Pool: "analytics", App: "second-app", Name: "READER"},
		"detach READER_URL from second-app":            model.Detach{Cluster: cubic, App: "second-app", Name: "READER"},
	}
	for want, change := range tests {
		if got := change.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// A config var that is on its way out comes back instead of standing there
// twice.
func TestAConfigVarComesBack(t *testing.T) {
	f := after(t,
		model.Detach{Cluster: horizontal, App: "example-app", Name: "ANALYTICS"},
		model.Attach{Cluster: horizontal, Pool: "analytics", App: "example-app", Name: "ANALYTICS"},
	)
	if got, want := states(f.Cluster(horizontal)), "DATABASE set; ANALYTICS setting"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
