package store_test

import (
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// older is a directory with a state as an older version of the program left
// it: of version 1 with three operations that are done and one that is under
// way, of version 2 with one of each.
func older(t *testing.T, version int) string {
	t.Helper()
	script, err := os.ReadFile(fmt.Sprintf("testdata/version-%d.sql", version))
	must(t, err)
	dir := t.TempDir()
	edit(t, dir, string(script))
	return dir
}

// A state from before the journal had hashes is what it was, and its journal
// is sealed from the first entry on.
func TestStateOfVersion1(t *testing.T) {
	dir := older(t, 1)
	s := openDir(t, dir)
	f, journal := load(t, s), all(t, s)
	if len(journal) != 8 || journal[7].Kind != model.EntryAccepted || journal[7].Actor != "ada" || len(journal[7].Undo) != 1 {
		t.Errorf("the journal is %+v", journal)
	}
	end, err := model.Verify(model.Link{}, journal)
	if err != nil || end != f.Journal() || f.JournalSeq != 8 {
		t.Errorf("it ends with %+v, the fleet has %+v: %v", end, f.Journal(), err)
	}
	if len(f.Clusters) != 3 || f.Open(journal[7].Target) == nil {
		t.Errorf("the fleet is %+v", f)
	}
	commit(t, s, store.Batch{At: f.At, Entries: entries(f.Journal(), 1)})
	must(t, s.Close())
	again := openDir(t, dir)
	if diff := cmp.Diff(journal, all(t, again)[:8]); diff != "" {
		t.Errorf("the second start changed the journal: %s", diff)
	}
	ofOne, err := again.Journal(store.Query{Target: journal[0].Target, Kind: model.EntryAccepted, Actor: "ada"})
	if err != nil || len(ofOne) != 2 {
		t.Errorf("of the first cluster there are %+v, %v", ofOne, err)
	}
}

// A state from before dynos is what it was; its apps have none.
func TestStateOfVersion2(t *testing.T) {
	dir := older(t, 2)
	s := openDir(t, dir)
	f, journal := load(t, s), all(t, s)
	end, err := model.Verify(model.Link{}, journal)
	if err != nil || end != f.Journal() || f.JournalSeq != 3 {
		t.Errorf("its journal ends with %+v, the fleet has %+v: %v", end, f.Journal(), err)
	}
	if len(f.Clusters) != 3 || len(f.Apps) != 2 || len(f.Apps[0].Processes) > 0 || f.Open(journal[2].Target) == nil {
		t.Errorf("the fleet is %+v", f)
	}
	spans, err := s.Spans(time.Time{}, f.At.Add(1), nil)
	if err != nil || len(spans) != 18 || spans[0].Process != "" {
		t.Errorf("its ledger has %d spans: %v", len(spans), err)
	}
	dyno := model.Span{
		Instance: "a1/web.1", Pool: "a1/web", Cluster: "a1", App: "example-app", Process: "web", Level: "Standard-1X", From: f.At,
	}
	sample := store.Sample{App: "a1", Process: "web", Sample: autoscale.Sample{At: f.At, Dynos: 2}}
	commit(t, s, store.Batch{At: f.At, Spans: []model.Span{dyno}, Samples: []store.Sample{sample}})
	must(t, s.Close())
	again := openDir(t, dir)
	if got, err := again.Spans(f.At, f.At.Add(1), []model.ID{"a1"}); err != nil || len(got) != 1 || got[0] != dyno {
		t.Errorf("of the dyno it has %+v, %v", got, err)
	}
	if got, err := again.Samples("a1", "web", f.At, f.At); err != nil || len(got) != 1 || got[0] != sample.Sample {
		t.Errorf("of the sample it has %+v, %v", got, err)
	}
}

// A state that had learnt how long things take, and knew no dynos, keeps what
// it had learnt and has a place for theirs.
func TestStateOfVersion3(t *testing.T) {
	dir := older(t, 2)
	edit(t, dir, `CREATE TABLE learnt (step TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
		INSERT INTO learnt VALUES ('creating', '[60000000000]'); UPDATE state SET version = 3`)
	s := openDir(t, dir)
	f := load(t, s)
	if len(f.Learnt) != 1 || len(f.Apps) != 2 || len(f.Apps[0].Processes) > 0 {
		t.Errorf("it has learnt %v, and the apps are %+v", f.Learnt, f.Apps)
	}
	dyno := model.Span{Instance: "a1/web.1", Pool: "a1/web", Cluster: "a1", App: "example-app", Process: "web", Level: "Standard-1X", From: f.At}
	commit(t, s, store.Batch{At: f.At, Spans: []model.Span{dyno}})
	must(t, s.Close())
	if got, err := openDir(t, dir).Spans(f.At, f.At.Add(1), []model.ID{"a1"}); err != nil || len(got) != 1 || got[0] != dyno {
		t.Errorf("of the dyno it has %+v, %v", got, err)
	}
}

func TestStateOfVersion1WhoseJournalCannotBeReadIsDamage(t *testing.T) {
	dir := older(t, 1)
	edit(t, dir, `UPDATE journal SET body = '[' WHERE seq = 3`)
	for range 2 {
		_, err := store.Open(dir)
		if damaged := new(store.Damaged); !errors.As(err, &damaged) {
			t.Errorf("it says %v", err)
		}
	}
	// Nothing of it was brought up to date: put right, it is what it was.
	edit(t, dir, `UPDATE journal SET body = (SELECT body FROM journal WHERE seq = 4) WHERE seq = 3`)
	if f := load(t, openDir(t, dir)); f.JournalSeq != 8 {
		t.Errorf("its journal ends with %d", f.JournalSeq)
	}
}

// all is the whole journal.
func all(t *testing.T, s store.Store) []model.Entry {
	t.Helper()
	list, err := s.Journal(store.Query{})
	must(t, err)
	return list
}
