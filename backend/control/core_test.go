package control

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestProgressIsTheShareOfTheWork(t *testing.T) {
	c := *modeltest.Fleet().Cluster(modeltest.Horizontal)
	at := func(missing, permille int) *model.Cluster {
		next := c
		next.Followers = slices.Clone(c.Followers)
		p := &next.Followers[0]
		p.Count += missing
		if permille > 0 {
			p.Instances = append(slices.Clone(p.Instances), model.Instance{
				ID: "new", Level: p.Level, Phase: model.Creating, Progress: model.Progress{Permille: permille},
			})
		}
		return &next
	}
	for name, test := range map[string]struct {
		work, before int
		is           *model.Cluster
		want         int
	}{
		"nothing has begun":                   {2000, 0, at(2, 0), 0},
		"one of two is halfway":               {2000, 0, at(2, 500), 250},
		"one of one is halfway":               {1000, 0, at(1, 500), 500},
		"something is lost and it stands":     {2000, 600, at(2, 500), 600},
		"there is more to do than there was":  {1000, 300, at(3, 0), 300},
		"all is there and the end is not yet": {1000, 0, at(0, 0), 999},
		"what there was to do is not known":   {0, 300, at(1, 500), 300},
	} {
		o := &model.Operation{Work: test.work, Progress: model.Progress{Permille: test.before}}
		if got := progressed(o, test.is.Work()).Progress.Permille; got != test.want {
			t.Errorf("%s: %d", name, got)
		}
		if o.Progress.Permille != test.before {
			t.Errorf("%s: it changed the older operation", name)
		}
	}
}

// A driver says nothing of a cluster that has not moved, and what is wanted
// may be there already.
func TestWhatIsThereAlreadyIsDoneAtOnce(t *testing.T) {
	f := modeltest.Fleet()
	f.Operations = []*model.Operation{{ID: "op-1", Target: modeltest.Horizontal, State: model.OpRunning, Actor: "ada"}}
	f.JournalSeq = 1
	next, e := observed{asked: []model.ID{modeltest.Horizontal, modeltest.Cubic}}.handle(state{fleet: f}, f.At)
	if o := next.fleet.Operation("op-1"); o.State != model.OpDone || o.Progress.Permille != 1000 {
		t.Errorf("the operation is %+v", o)
	}
	if len(e.entries) != 1 || e.entries[0].Kind != model.EntryDone || e.entries[0].Seq != 2 {
		t.Errorf("the journal has %+v", e.entries)
	}
	if f.Operations[0].State != model.OpRunning || f.JournalSeq != 1 {
		t.Error("it changed the older fleet")
	}
}

// Whether an operation can still be cancelled must not be forgotten.
func TestPointOfNoReturnIsKept(t *testing.T) {
	f := modeltest.Fleet()
	seen := modeltest.Seen(f.Cluster(modeltest.Horizontal))
	p, err := model.NewPlan(f, modeltest.Specs(), model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 2})
	if err != nil {
		t.Fatal(err)
	}
	wanted := *p.After
	wanted.Operations = []*model.Operation{{ID: "op-1", Target: modeltest.Horizontal, State: model.OpRunning}}
	for _, irreversible := range []bool{false, true} {
		seen.Irreversible = irreversible
		next, e := observed{seen: []model.Observed{seen}}.handle(state{fleet: &wanted}, f.At)
		if e.due() != irreversible || next.fleet.Operation("op-1").Irreversible != irreversible {
			t.Errorf("irreversible %v: to be kept %v, and the operation is %+v", irreversible, e.due(), next.fleet.Operation("op-1"))
		}
	}
}

func TestLedgerFollowsEveryInstance(t *testing.T) {
	now := modeltest.Start()
	cluster := func(instances ...model.Instance) *model.Cluster {
		return &model.Cluster{ID: "c", App: "a", Leader: model.Pool{ID: "p", Instances: instances}}
	}
	is := func(id model.ID, level string, phase model.Phase) model.Instance {
		return model.Instance{ID: id, Level: level, Phase: phase}
	}
	opens := func(id model.ID, level string) model.Span {
		return model.Span{Instance: id, Pool: "p", Cluster: "c", App: "a", Level: level, From: now}
	}
	closes := func(id model.ID, level string) model.Span {
		return model.Span{Instance: id, Pool: "p", Cluster: "c", App: "a", Level: level, To: now}
	}
	for name, test := range map[string]struct {
		was, is *model.Cluster
		want    []model.Span
	}{
		"nothing has changed":          {cluster(is("i", "4G", model.Up)), cluster(is("i", "4G", model.Draining)), nil},
		"one is queued":                {cluster(), cluster(is("i", "4G", model.Queued)), nil},
		"one leaves the queue":         {cluster(is("i", "4G", model.Queued)), cluster(is("i", "4G", model.Creating)), []model.Span{opens("i", "4G")}},
		"one comes and was not queued": {cluster(), cluster(is("i", "4G", model.Up)), []model.Span{opens("i", "4G")}},
		"one leaves the queue for good": {
			cluster(is("i", "4G", model.Queued)), cluster(), nil,
		},
		"one is gone": {cluster(is("i", "4G", model.Draining)), cluster(), []model.Span{closes("i", "4G")}},
		"one changes its level": {
			cluster(is("i", "4G", model.Restarting)), cluster(is("i", "8G", model.Up)),
			[]model.Span{closes("i", "4G"), opens("i", "8G")},
		},
		"the cluster is gone": {
			cluster(is("i", "4G", model.Draining), is("k", "4G", model.Up)), nil,
			[]model.Span{closes("i", "4G"), closes("k", "4G")},
		},
	} {
		if diff := cmp.Diff(test.want, ledger(test.was, test.is, now)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestDifferenceOfTwoLists(t *testing.T) {
	type item struct{ id string }
	a, b, c, d := &item{"a"}, &item{"b"}, &item{"c"}, &item{"d"}
	newB := &item{"b"}
	for name, test := range map[string]struct {
		from, to, put []*item
		gone          []string
	}{
		"the same":                    {[]*item{a, b}, []*item{a, b}, nil, nil},
		"one is changed":              {[]*item{a, b, c}, []*item{a, newB, c}, []*item{newB}, nil},
		"one is added in the middle":  {[]*item{a, c}, []*item{a, b, c}, []*item{b}, nil},
		"one is gone from the middle": {[]*item{a, b, c}, []*item{a, c}, nil, []string{"b"}},
		"all are gone":                {[]*item{a, b}, nil, nil, []string{"a", "b"}},
		"all are new":                 {nil, []*item{a, b}, []*item{a, b}, nil},
		"one goes, one comes, one is changed": {
			[]*item{a, b, c}, []*item{newB, c, d}, []*item{newB, d}, []string{"a"},
		},
	} {
		put, gone := differ(test.from, test.to, func(i *item) string { return i.id })
		if !slices.Equal(put, test.put) || !slices.Equal(gone, test.gone) {
			t.Errorf("%s: put %v, gone %v", name, put, gone)
		}
	}
}
