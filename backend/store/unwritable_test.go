package store_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// long is a batch that does not fit into the pages that are there.
func long(f *model.Fleet) store.Batch {
	apps := make([]*model.App, 200)
	for n := range apps {
		apps[n] = &model.App{ID: model.ID(fmt.Sprint("long-", n)), Name: strings.Repeat("x", 1000)}
	}
	return store.Batch{At: f.At.Add(1), Apps: apps, Entries: entries(f.Journal(), 1)}
}

func TestFullDiskKeepsWhatItHas(t *testing.T) {
	dir := t.TempDir()
	s := openDir(t, dir)
	create(t, s)
	commit(t, s, store.Batch{Entries: entries(model.Link{}, 3)})
	before := load(t, s)
	must(t, s.Fill(true))
	var unwritable *store.Unwritable
	for range 2 {
		err := s.Commit(long(before))
		if !errors.As(err, &unwritable) || unwritable.Why != store.NoSpace || !strings.Contains(err.Error(), "no space is left on the disk") {
			t.Fatalf("it says %v", err)
		}
		if !strings.Contains(unwritable.Remedy(), "make room on the disk of "+dir) {
			t.Errorf("what to do: %s", unwritable.Remedy())
		}
	}
	if diff := cmp.Diff(before, load(t, s)); diff != "" || len(all(t, s)) != 3 {
		t.Errorf("a part of it was taken in: %s", diff)
	}
	must(t, s.Fill(false))
	must(t, s.Commit(long(before)))
	must(t, s.Close())
	if f := load(t, openDir(t, dir)); f.JournalSeq != 4 || len(f.Apps) != 202 {
		t.Errorf("it has %d apps and %d entries", len(f.Apps), f.JournalSeq)
	}
}

// blocked is in the way of all that SQLite writes, for root as well.
func blocked(t *testing.T, dir string) (unblock func()) {
	t.Helper()
	in := filepath.Join(dir, "state.db-shm")
	_ = os.Remove(in)
	must(t, os.Mkdir(in, 0o700))
	return func() { must(t, os.Remove(in)) }
}

// olderState makes a state one of the second version.
const olderState = `DROP TABLE learnt; DROP TABLE samples; DROP TABLE decisions; ALTER TABLE spans DROP COLUMN process; UPDATE state SET version = 2`

// A state that cannot be written when it is opened is read, and written as
// soon as it can be.
func TestOpenWithoutWriting(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string){
		"after an end in order": func(t *testing.T, dir string) {
			s := openDir(t, dir)
			create(t, s)
			commit(t, s, store.Batch{Entries: entries(model.Link{}, 3)})
			must(t, s.Close())
		},
		"after a kill": func(t *testing.T, dir string) {
			other := t.TempDir()
			s := openDir(t, other)
			create(t, s)
			commit(t, s, store.Batch{Entries: entries(model.Link{}, 3)})
			for _, name := range []string{"state.db", "state.db-wal"} {
				body, err := os.ReadFile(filepath.Join(other, name))
				must(t, err)
				must(t, os.WriteFile(filepath.Join(dir, name), body, 0o600))
			}
		},
		"of an older version": func(t *testing.T, dir string) {
			s := openDir(t, dir)
			create(t, s)
			commit(t, s, store.Batch{Entries: entries(model.Link{}, 3)})
			must(t, s.Close())
			edit(t, dir, olderState)
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			prepare(t, dir)
			unblock := blocked(t, dir)
			before := files(t, dir)
			s := openDir(t, dir)
			f := load(t, s)
			if seed, err := s.Seed(); err != nil || seed != 1<<63+7 || f.JournalSeq != 3 || len(all(t, s)) != 3 || len(f.Clusters) != 2 {
				t.Errorf("it reads %+v, %d, %v", f, seed, err)
			}
			var unwritable *store.Unwritable
			if err := s.Commit(store.Batch{At: f.At, Entries: entries(f.Journal(), 1)}); !errors.As(err, &unwritable) {
				t.Errorf("it says %v", err)
			}
			after := files(t, dir)
			if after["state.db-wal"] == "" {
				delete(after, "state.db-wal") // an empty log is none
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("it changed the files: %s", diff)
			}
			unblock()
			must(t, s.Commit(store.Batch{At: f.At, Entries: entries(f.Journal(), 1)}))
			if got := len(all(t, s)); got != 4 {
				t.Errorf("it reads %d entries", got)
			}
			must(t, s.Close())
			if f := load(t, openDir(t, dir)); f.JournalSeq != 4 {
				t.Errorf("the next one reads %d entries", f.JournalSeq)
			}
		})
	}
}

// What reads a state without writing leaves no copy of it behind.
func TestCopiesAreRemoved(t *testing.T) {
	dir := t.TempDir()
	s := openDir(t, dir)
	create(t, s)
	must(t, s.Close())
	edit(t, dir, olderState)
	blocked(t, dir)
	reader := openDir(t, dir)
	list, err := os.ReadDir(reader.Copy())
	must(t, err)
	must(t, reader.Close())
	if _, err := os.Stat(reader.Copy()); len(list) == 0 || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the copy had %d files and is there: %v", len(list), err)
	}
}

// Where there is no state and none can be made, that is said at once.
func TestNothingToReadAndNoRoomToWrite(t *testing.T) {
	in := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(in, nil, 0o600))
	if _, err := store.Open(filepath.Join(in, "state")); err == nil {
		t.Error("a directory was made in a file")
	}
}
