package model_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

const (
	creating   model.Step = "creating at 16G-Performance"
	restoring  model.Step = "restoring at 16G-Performance, 16 to 32 GB"
	catchingUp model.Step = "catching up at 16G-Performance, 16 to 32 GB"
)

func seconds(list ...int) []time.Duration {
	var durations []time.Duration
	for _, s := range list {
		durations = append(durations, time.Duration(s)*time.Second)
	}
	return durations
}

func TestTimeLeftIsWhatEarlierOnesSay(t *testing.T) {
	known := model.Learnt{creating: seconds(70, 60, 100), restoring: seconds(110, 130, 120, 125), catchingUp: seconds(30, 40, 50)}
	s := time.Second
	for name, test := range map[string]struct {
		learnt model.Learnt
		phase  model.Phase
		role   model.Role
		spent  time.Duration
		want   model.Estimate
	}{
		"nothing is known":                    {nil, model.Creating, model.RoleFollower, 0, model.Estimate{}},
		"two earlier ones say nothing":        {model.Learnt{catchingUp: seconds(30, 40)}, model.CatchingUp, model.RoleFollower, 0, model.Estimate{}},
		"a phase that follows is not known":   {model.Learnt{creating: seconds(60, 70, 80), restoring: seconds(1, 2, 3)}, model.Creating, model.RoleFollower, 0, model.Estimate{}},
		"the last phase alone":                {known, model.CatchingUp, model.RoleFollower, 10 * s, model.Estimate{About: 30 * s, Least: 20 * s, Most: 40 * s, From: 3}},
		"the whole way":                       {known, model.Creating, model.RoleFollower, 0, model.Estimate{About: 70*s + 122*s + 500*time.Millisecond + 40*s, Least: 200 * s, Most: 280 * s, From: 3}},
		"a leader catches up with nobody":     {known, model.Restoring, model.RoleLeader, 0, model.Estimate{About: 122*s + 500*time.Millisecond, Least: 110 * s, Most: 130 * s, From: 4}},
		"those that were quicker say no more": {known, model.CatchingUp, model.RoleFollower, 45 * s, model.Estimate{About: 5 * s, Least: 5 * s, Most: 5 * s, From: 3}},
		"longer than all of them":             {known, model.CatchingUp, model.RoleFollower, 50 * s, model.Estimate{From: 3, Overdue: true, Spent: 50 * s, Longest: 50 * s}},
		"a little late on the way":            {known, model.Creating, model.RoleFollower, 140 * s, model.Estimate{About: 122*s + 500*time.Millisecond + 40*s, Least: 140 * s, Most: 180 * s, From: 3}},
		"overdue on the way":                  {known, model.Creating, model.RoleFollower, 141 * s, model.Estimate{From: 3, Overdue: true, Spent: 141 * s, Longest: 100 * s}},
		"nobody knows when its turn comes":    {known, model.Queued, model.RoleFollower, 0, model.Estimate{}},
		"up is the end":                       {known, model.Up, model.RoleFollower, 0, model.Estimate{}},
	} {
		t.Run(name, func(t *testing.T) {
			f := modeltest.Fleet()
			f.Learnt = test.learnt
			i := model.Instance{ID: "i", Role: test.role, Level: "16G-Performance", Phase: test.phase, Since: f.At.Add(-test.spent)}
			if diff := cmp.Diff(test.want, f.Arrival(f.Cluster(modeltest.Horizontal), i)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// scaling is the fleet while a pool of one instance is being made one of three,
// with instances in phases.
func scaling(phases ...model.Phase) (*model.Fleet, *model.Operation) {
	f := modeltest.Fleet()
	f.Learnt = model.Learnt{
		creating: seconds(60, 70, 100), restoring: seconds(110, 120, 130), catchingUp: seconds(30, 40, 50),
		"operation: +2 follower at 16G-Performance, 16 to 32 GB": seconds(400, 500, 600),
	}
	plan, err := model.NewPlan(f, modeltest.Specs(), model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 3})
	if err != nil {
		panic(err)
	}
	c := *plan.After.Cluster(modeltest.Horizontal)
	c.Followers = slices.Clone(c.Followers)
	for n, phase := range phases {
		c.Followers[0].Instances = append(slices.Clone(c.Followers[0].Instances), model.Instance{
			ID: model.ID('a' + rune(n)), Role: model.RoleFollower, Level: "16G-Performance", Phase: phase, Since: f.At.Add(-10 * time.Second),
		})
	}
	o := &model.Operation{Target: c.ID, State: model.OpRunning, Accepted: f.At.Add(-time.Minute), Kind: plan.Kind(c.ID)}
	next := f.With(&c)
	next.Operations = []*model.Operation{o}
	return next, o
}

func TestEndOfAnOperation(t *testing.T) {
	s := time.Second
	byKind := model.Estimate{About: 440 * s, Least: 340 * s, Most: 540 * s, From: 3}
	for name, test := range map[string]struct {
		phases []model.Phase
		edit   func(*model.Operation)
		want   model.Estimate
	}{
		"the slowest instance tells":             {[]model.Phase{model.CatchingUp, model.Creating}, nil, model.Estimate{About: 220 * s, Least: 190 * s, Most: 270 * s, From: 3}},
		"while one waits the earlier ones tell":  {[]model.Phase{model.Creating, model.Queued}, nil, byKind},
		"before anything has begun":              {nil, nil, byKind},
		"one has failed and the rest is open":    {[]model.Phase{model.Creating, model.Failed}, nil, byKind},
		"another kind of operation says nothing": {[]model.Phase{model.Queued}, func(o *model.Operation) { o.Kind = "" }, model.Estimate{}},
		"what is stuck has no end":               {[]model.Phase{model.CatchingUp, model.Creating}, func(o *model.Operation) { o.Stuck = o.Accepted }, model.Estimate{}},
		"what has ended has no end to come":      {nil, func(o *model.Operation) { o.State = model.OpDone }, model.Estimate{}},
		"it takes longer than all of them":       {nil, func(o *model.Operation) { o.Accepted = o.Accepted.Add(-time.Hour) }, model.Estimate{From: 3, Overdue: true, Spent: 3660 * s, Longest: 600 * s}},
	} {
		t.Run(name, func(t *testing.T) {
			f, o := scaling(test.phases...)
			if test.edit != nil {
				test.edit(o)
			}
			if diff := cmp.Diff(test.want, f.Ending(o)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKindsOfOperations(t *testing.T) {
	level := func(pool, to string) model.Change { return model.SetLevel{Cluster: "c1", Pool: pool, Level: to} }
	count := func(pool string, n int) model.Change { return model.SetCount{Cluster: "c1", Pool: pool, Count: n} }
	for name, test := range map[string]struct {
		changes model.Changes
		want    model.Step
	}{
		"more instances":             {model.Changes{count("analytics", 3)}, "operation: +2 follower at 16G-Performance, 16 to 32 GB"},
		"a new pool is more as well": {model.Changes{model.AddPool{Cluster: "c1", Name: "x-pool", Level: "16G-Performance", Count: 2}}, "operation: +2 follower at 16G-Performance, 16 to 32 GB"},
		"fewer instances":            {model.Changes{count("analytics", 0)}, "operation: −1 follower"},
		"no standby":                 {model.Changes{count("leader", 1)}, "operation: −1 leader"},
		"another level":              {model.Changes{level("leader", "8G-Performance")}, "operation: 2× leader from 4G-Performance to 8G-Performance, 16 to 32 GB"},
		"a config var":               {model.Changes{model.Detach{Cluster: "c1", App: "example-app", Name: "ANALYTICS"}}, "operation: config vars"},
		"everything goes":            {model.Changes{model.DestroyCluster{Cluster: "c1"}}, "operation: cluster destroyed"},
		"many things at once":        {model.Changes{level("leader", "8G-Performance"), count("analytics", 2), model.Detach{Cluster: "c1", App: "example-app", Name: "ANALYTICS"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			plan, err := model.NewPlan(modeltest.Fleet(), modeltest.Specs(), test.changes...)
			if err != nil {
				t.Fatal(err)
			}
			if got := plan.Kind("c1"); got != test.want {
				t.Errorf("%q", got)
			}
		})
	}
	f, _ := scaling(model.Creating)
	plan, err := model.NewPlan(f, modeltest.Specs(), count("analytics", 5))
	if err != nil {
		t.Fatal(err)
	}
	if kind := plan.Kind("c1"); kind != "" {
		t.Errorf("what begins in the middle of something is of the kind %q", kind)
	}
}

func TestLessons(t *testing.T) {
	f := modeltest.Fleet()
	began, now := f.At.Add(-time.Minute), f.At
	with := func(list ...model.Instance) *model.Cluster {
		c := *f.Cluster(modeltest.Cubic)
		c.Leader.Instances = list
		return &c
	}
	is := func(role model.Role, p model.Phase, since time.Time) model.Instance {
		return model.Instance{ID: model.ID(role), Role: role, Level: "4G-Performance", Phase: p, Since: since}
	}
	for name, test := range map[string]struct {
		was, is *model.Cluster
		tainted time.Time
		want    []model.Lesson
	}{
		"a phase that ends": {
			with(is(model.RoleStandby, model.Creating, began)), with(is(model.RoleStandby, model.Restoring, now)),
			time.Time{},
			[]model.Lesson{{Step: "creating at 4G-Performance", Took: time.Minute}},
		},
		"a phase that goes on": {with(is(model.RoleStandby, model.Creating, began)), with(is(model.RoleStandby, model.Creating, began)), time.Time{}, nil},
		"an instance that is gone": {
			with(is(model.RoleStandby, model.Draining, began)), with(), time.Time{}, []model.Lesson{{Step: "draining at 4G-Performance", Took: time.Minute}},
		},
		"a cluster that is gone": {
			with(is(model.RoleLeader, model.Draining, began)), nil, time.Time{}, []model.Lesson{{Step: "draining at 4G-Performance", Took: time.Minute}},
		},
		"an instance that is lost":      {with(is(model.RoleStandby, model.Creating, began)), with(is(model.RoleStandby, model.Failed, now)), time.Time{}, nil},
		"an instance that is given up":  {with(is(model.RoleStandby, model.Creating, began)), with(), time.Time{}, nil},
		"a phase that was not seen":     {with(is(model.RoleStandby, model.Creating, began)), with(is(model.RoleStandby, model.CatchingUp, now)), time.Time{}, nil},
		"a phase in which it hung":      {with(is(model.RoleStandby, model.Creating, began)), with(is(model.RoleStandby, model.Restoring, now)), now, nil},
		"a phase that began afterwards": {with(is(model.RoleStandby, model.Creating, began)), with(is(model.RoleStandby, model.Restoring, now)), began, []model.Lesson{{Step: "creating at 4G-Performance", Took: time.Minute}}},
		"two switch over in one step": {
			with(is(model.RoleLeader, model.SwitchingOver, began), is(model.RoleStandby, model.SwitchingOver, began)),
			with(is(model.RoleLeader, model.Up, now), is(model.RoleStandby, model.Up, now)),
			time.Time{},
			[]model.Lesson{{Step: "switching over at 4G-Performance", Took: time.Minute}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, model.Lessons(test.was, test.is, now, test.tainted)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOldLessonsAreForgotten(t *testing.T) {
	var l model.Learnt
	for n := range 30 {
		before := len(l[creating])
		next := l.With(model.Lesson{Step: creating, Took: time.Duration(n)})
		if len(l[creating]) != before {
			t.Fatal("it changed what was known before")
		}
		l = next
	}
	if all := l[creating]; len(all) != 20 || all[0] != 10 || all[19] != 29 {
		t.Errorf("it knows %v", all)
	}
}
