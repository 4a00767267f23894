package store_test

import (
	"errors"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// older is a directory with a state as an older version of the program left
// it: three operations that are done and one that is under way.
func older(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile("testdata/version-1.sql")
	must(t, err)
	dir := t.TempDir()
	edit(t, dir, string(script))
	return dir
}

// A state from before the journal had hashes is what it was, and its journal
// is sealed from the first entry on.
func TestStateOfVersion1(t *testing.T) {
	dir := older(t)
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

func TestStateOfVersion1WhoseJournalCannotBeReadIsDamage(t *testing.T) {
	dir := older(t)
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
