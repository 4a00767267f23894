package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/model"
)

func start() time.Time { return time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC) }

func cluster(id model.ID, app string) *model.Cluster {
	return &model.Cluster{
		ID: id, Name: "postgresql-" + string(id), App: app, Revision: 3, Created: start().AddDate(0, -1, 0),
		Leader: model.Pool{ID: id + "/1", Name: model.LeaderName, Level: "4G-Performance", Count: 1, Instances: []model.Instance{
			{ID: id + "/2", Role: model.RoleLeader, Level: "4G-Performance", Phase: model.Up, Since: start()},
		}},
		Attachments: []model.Attachment{{Name: "DATABASE", App: app, Pool: id + "/1", State: model.AttachmentSet, Since: start()}},
		Storage:     model.Storage{Bytes: 5e9, At: start(), PerDay: 1e6},
	}
}

func span(c *model.Cluster) model.Span {
	i := c.Leader.Instances[0]
	return model.Span{Instance: i.ID, Pool: c.Leader.ID, Cluster: c.ID, App: c.App, Level: i.Level, From: c.Created}
}

// create fills a store with one cluster in each of two apps.
func create(t *testing.T, s store.Store) {
	t.Helper()
	c2, c1 := cluster("c2", "zebra"), cluster("c1", "aardvark")
	first := &model.Fleet{
		At: start(), Apps: []*model.App{{ID: "a1", Name: "aardvark", Release: 4}, {ID: "a2", Name: "zebra"}},
		Clusters: []*model.Cluster{c1, c2},
	}
	if err := s.Create(first, []model.Span{span(c1), span(c2)}, 1<<63+7); err != nil {
		t.Fatal(err)
	}
}

func commit(t *testing.T, s store.Store, b store.Batch) {
	t.Helper()
	if b.At.IsZero() {
		b.At = start()
	}
	if err := s.Commit(b); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, s store.Store) *model.Fleet {
	t.Helper()
	f, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// each runs a test on both stores.
func each(t *testing.T, test func(t *testing.T, s store.Store)) {
	t.Run("memory", func(t *testing.T) { test(t, store.NewMemory()) })
	t.Run("disk", func(t *testing.T) { test(t, openDir(t, t.TempDir())) })
}

func openDir(t *testing.T, dir string) *store.SQLite {
	t.Helper()
	s, err := store.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestNewStoreHoldsNothing(t *testing.T) {
	each(t, func(t *testing.T, s store.Store) {
		_, seed := s.Seed()
		_, fleet := s.Load()
		for what, err := range map[string]error{"Seed": seed, "Load": fleet, "Commit": s.Commit(store.Batch{})} {
			if err != store.ErrNew {
				t.Errorf("%s of a new store: %v", what, err)
			}
		}
		create(t, s)
		if seed, err := s.Seed(); err != nil || seed != 1<<63+7 {
			t.Errorf("the seed is %d, %v", seed, err)
		}
		if err := s.Create(&model.Fleet{}, nil, 1); err == nil {
			t.Error("a second Create went through")
		}
	})
}

func TestCreateWantsTheLedgerOfTheFleet(t *testing.T) {
	each(t, func(t *testing.T, s store.Store) {
		err := s.Create(&model.Fleet{At: start(), Clusters: []*model.Cluster{cluster("c1", "a")}}, nil, 1)
		if err == nil {
			t.Fatal("an instance without a span went through")
		}
	})
}

func TestFleetComesBackInItsOrder(t *testing.T) {
	each(t, func(t *testing.T, s store.Store) {
		create(t, s)
		c1, c3 := cluster("c1", "aardvark"), cluster("c3", "aardvark")
		c1.Revision = 9
		done := sealed(model.Link{}, model.Entry{Kind: model.EntryDone})
		running := &model.Operation{
			ID: "op-1", Target: "c1", State: model.OpRunning, Accepted: start(), Words: []string{"x"},
			Changes: model.Changes{model.SetCount{Cluster: "c1", Pool: "analytics", Count: 2}},
		}
		over := &model.Operation{ID: "op-0", Target: "c2", State: model.OpDone, Changes: model.Changes{}, Undo: model.Changes{}}
		commit(t, s, store.Batch{Operations: []*model.Operation{over, running}})
		commit(t, s, store.Batch{
			At: start().Add(90 * time.Second), Clusters: []*model.Cluster{c3, c1}, Forgotten: []model.OperationID{"op-0"},
			Apps:    []*model.App{{ID: "a1", Name: "aardvark", Release: 5}},
			Entries: done,
		})
		running.Undo = model.Changes{}
		want := &model.Fleet{
			At: start().Add(90 * time.Second), JournalSeq: 1, JournalHash: done[0].Hash,
			Apps:       []*model.App{{ID: "a1", Name: "aardvark", Release: 5}, {ID: "a2", Name: "zebra"}},
			Clusters:   []*model.Cluster{c1, c3, cluster("c2", "zebra")},
			Operations: []*model.Operation{running},
		}
		if diff := cmp.Diff(want, load(t, s)); diff != "" {
			t.Error(diff)
		}
		commit(t, s, store.Batch{Removed: []model.ID{"c1"}})
		if f := load(t, s); len(f.Clusters) != 2 || f.Cluster("c1") != nil {
			t.Errorf("after c1 was removed: %d clusters", len(f.Clusters))
		}
	})
}

func TestBatchIsTakenAsAWhole(t *testing.T) {
	each(t, func(t *testing.T, s store.Store) {
		create(t, s)
		before := load(t, s)
		for name, b := range map[string]store.Batch{
			"an entry that leaves a gap":       {Entries: sealed(model.Link{Seq: 1}, model.Entry{})},
			"an entry that is there twice":     {Entries: append(sealed(model.Link{}, model.Entry{}), sealed(model.Link{}, model.Entry{})...)},
			"an entry that is not sealed":      {Entries: []model.Entry{{Seq: 1}}},
			"an entry sealed onto another one": {Entries: sealed(model.Link{Hash: "abc"}, model.Entry{})},
			"a span that closes and is closed": {Spans: []model.Span{{Instance: "c9/9", To: start()}}},
			"a span that opens twice":          {Spans: []model.Span{span(cluster("c1", "aardvark"))}},
			"a span that closes twice":         {Spans: []model.Span{{Instance: "c1/2", To: start()}, {Instance: "c1/2", To: start()}}},
		} {
			b.At = start().Add(time.Hour)
			b.Clusters = []*model.Cluster{cluster("c7", "aardvark")}
			b.Receipt = &store.Receipt{Key: name}
			if err := s.Commit(b); err == nil {
				t.Errorf("%s went through", name)
			}
			if diff := cmp.Diff(before, load(t, s)); diff != "" {
				t.Errorf("%s left something behind: %s", name, diff)
			}
			if _, found, _ := s.Receipt(name); found {
				t.Errorf("%s left a receipt behind", name)
			}
		}
	})
}

func TestJournalQueries(t *testing.T) {
	entries := []model.Entry{
		{At: start(), Actor: "ada", Kind: model.EntryAccepted, Target: "c1", Words: []string{"first"}},
		{At: start(), Actor: "bob", Kind: model.EntryAccepted, Target: "c2"},
		{At: start(), Actor: "ada", Kind: model.EntryDone, Target: "c1"},
		{At: start(), Actor: "ada", Kind: model.EntryAccepted, Target: "c2"},
		{At: start(), Actor: "bob", Kind: model.EntryRefused, Target: "c1", Note: "why"},
	}
	for i := range entries {
		entries[i].Changes, entries[i].Undo = model.Changes{}, model.Changes{}
	}
	sealed(model.Link{}, entries...)
	tests := map[string]struct {
		query store.Query
		want  []int64
	}{
		"all":                            {store.Query{}, []int64{1, 2, 3, 4, 5}},
		"after a number":                 {store.Query{After: 3}, []int64{4, 5}},
		"of a target":                    {store.Query{Target: "c1"}, []int64{1, 3, 5}},
		"of an actor":                    {store.Query{Actor: "bob"}, []int64{2, 5}},
		"of a kind":                      {store.Query{Kind: model.EntryAccepted, Target: "c2"}, []int64{2, 4}},
		"the oldest two":                 {store.Query{First: 2}, []int64{1, 2}},
		"the oldest of an actor":         {store.Query{First: 1, Actor: "bob", After: 2}, []int64{5}},
		"the newest two":                 {store.Query{Last: 2}, []int64{4, 5}},
		"the newest of a target":         {store.Query{Last: 1, Target: "c2"}, []int64{4}},
		"the newest after a number":      {store.Query{Last: 5, After: 4}, []int64{5}},
		"more of the newest than are so": {store.Query{Last: 9, Actor: "ada"}, []int64{1, 3, 4}},
		"of nobody":                      {store.Query{Actor: "eve"}, nil},
	}
	each(t, func(t *testing.T, s store.Store) {
		create(t, s)
		commit(t, s, store.Batch{Entries: entries[:2]})
		commit(t, s, store.Batch{Entries: entries[2:]})
		for name, test := range tests {
			list, err := s.Journal(test.query)
			if err != nil {
				t.Fatal(err)
			}
			var want []model.Entry
			for _, seq := range test.want {
				want = append(want, entries[seq-1])
			}
			if diff := cmp.Diff(want, list); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

func TestSpansOpenCloseAndOverlap(t *testing.T) {
	at := func(minutes int) time.Time { return start().Add(time.Duration(minutes) * time.Minute) }
	one := model.Span{Instance: "c1/5", Pool: "c1/1", Cluster: "c1", App: "aardvark", Level: "4G-Performance", From: at(10)}
	closed := one
	closed.To = at(20)
	risen := one
	risen.Level, risen.From = "8G-Performance", at(20)
	each(t, func(t *testing.T, s store.Store) {
		create(t, s)
		commit(t, s, store.Batch{Spans: []model.Span{one}})
		commit(t, s, store.Batch{Spans: []model.Span{closed, risen}})
		first, second := span(cluster("c1", "aardvark")), span(cluster("c2", "zebra"))
		for name, test := range map[string]struct {
			from, to int
			clusters []model.ID
			want     []model.Span
		}{
			"all that overlap":       {15, 25, nil, []model.Span{first, second, closed, risen}},
			"of a cluster":           {15, 25, []model.ID{"c1"}, []model.Span{first, closed, risen}},
			"of two":                 {15, 25, []model.ID{"c2", "c1"}, []model.Span{first, second, closed, risen}},
			"before one began":       {0, 10, []model.ID{"c1"}, []model.Span{first}},
			"after one was over":     {20, 30, []model.ID{"c1"}, []model.Span{first, risen}},
			"of a cluster not there": {15, 25, []model.ID{"c9"}, nil},
		} {
			list, err := s.Spans(at(test.from), at(test.to), test.clusters)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, list); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}

func TestReceiptIsFoundByItsKey(t *testing.T) {
	want := store.Receipt{Key: "k", Request: "abc", Operations: []model.OperationID{"op-1", "op-2"}, JournalSeq: 2}
	each(t, func(t *testing.T, s store.Store) {
		create(t, s)
		commit(t, s, store.Batch{Receipt: &want})
		got, found, err := s.Receipt("k")
		if err != nil || !found || cmp.Diff(want, got) != "" {
			t.Errorf("the receipt of k: %+v, %v, %v", got, found, err)
		}
		if _, found, err := s.Receipt("other"); found || err != nil {
			t.Errorf("the receipt of a key that nobody used: %v, %v", found, err)
		}
	})
}

// What was learnt is kept, the newer in the place of the older.
func TestLessonsAreKept(t *testing.T) {
	each(t, func(t *testing.T, s store.Store) {
		create(t, s)
		if f := load(t, s); f.Learnt != nil {
			t.Errorf("a new state knows %v", f.Learnt)
		}
		commit(t, s, store.Batch{Learnt: model.Learnt{"creating": {1, 2}, "draining": {3}}})
		commit(t, s, store.Batch{Learnt: model.Learnt{"creating": {2, 4}}})
		if diff := cmp.Diff(model.Learnt{"creating": {2, 4}, "draining": {3}}, load(t, s).Learnt); diff != "" {
			t.Error(diff)
		}
	})
}
