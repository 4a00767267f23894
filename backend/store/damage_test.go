package store_test

import (
	"database/sql"
	"errors"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// Each damage says what is wrong with the file and leaves it as it is.
func TestDamage(t *testing.T) {
	cut := func(part float64) func(string) string {
		return func(s string) string { return s[:int(float64(len(s))*part)] }
	}
	garbage := func(s string) string {
		body := []byte(s)
		r := rand.New(rand.NewPCG(1, 2))
		for i := range body {
			body[i] = byte(r.Uint32())
		}
		return string(body)
	}
	zeros := func(s string) string { return strings.Repeat("\x00", len(s)) }
	middle := func(fill func(string) string) func(string) string {
		return func(s string) string {
			from, to := len(s)/4/4096*4096, len(s)*3/4/4096*4096
			return s[:from] + fill(s[from:to]) + s[to:]
		}
	}
	for name, test := range map[string]struct {
		file   string
		damage func(string) string // nil: the file is gone
		says   string
	}{
		"the file is empty":                   {"state.db", cut(0), "it is empty"},
		"the file ends in its header":         {"state.db", cut(0.0005), ""},
		"half of the file is gone":            {"state.db", cut(0.5), ""},
		"the file is all zeros":               {"state.db", zeros, ""},
		"the file is garbage":                 {"state.db", garbage, "not a database"},
		"pages in the middle are zeros":       {"state.db", middle(zeros), ""},
		"pages in the middle are garbage":     {"state.db", middle(garbage), ""},
		"the file is gone and its log is not": {"state.db", nil, "it is missing"},
		"the log is gone":                     {"state.db-wal", nil, "an empty file in its place goes on"},
		"the log is garbage":                  {"state.db-wal", garbage, "is not one"},
		"the log is all zeros":                {"state.db-wal", zeros, "is not one"},
		"the file holds something else":       {"state.db", func(string) string { return other(t) }, "does not say that it has a log"},
		"the file is one without a log":       {"state.db", func(s string) string { return s[:18] + "\x01\x01" + s[20:] }, "does not say that it has a log"},
		"the head says nothing that is known": {"state.db", func(s string) string { return s[:18] + "0" + s[19:] }, "does not say that it has a log"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := crashed(t)
			path := filepath.Join(dir, test.file)
			if test.damage == nil {
				must(t, os.Remove(path))
			} else {
				must(t, os.WriteFile(path, []byte(test.damage(files(t, dir)[test.file])), 0o600))
			}
			before := files(t, dir)
			for range 2 {
				_, err := store.Open(dir)
				var damaged *store.Damaged
				if !errors.As(err, &damaged) || !strings.Contains(err.Error(), test.says) || damaged.File != filepath.Join(dir, "state.db") {
					t.Fatalf("it says %v", err)
				}
				if after := files(t, dir); !maps.Equal(before, after) {
					t.Fatalf("it changed the files: %d were, %d are", len(before), len(after))
				}
			}
		})
	}
}

// other is a database of another program.
func other(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "other.db")
	db, err := sql.Open("sqlite", file)
	must(t, err)
	_, err = db.Exec(`CREATE TABLE guests (name TEXT)`)
	must(t, errors.Join(err, db.Close()))
	body, err := os.ReadFile(file)
	must(t, err)
	return string(body)
}

// A missing log is not the end: what was moved into the file is there still.
func TestEmptyLogInThePlaceOfAMissingOne(t *testing.T) {
	dir := crashed(t)
	must(t, os.WriteFile(filepath.Join(dir, "state.db-wal"), nil, 0o600))
	if f := load(t, openDir(t, dir)); f.JournalSeq != 190 {
		t.Errorf("the journal ends with %d", f.JournalSeq)
	}
}

func TestBodyThatCannotBeReadIsDamage(t *testing.T) {
	dir := t.TempDir()
	s := openDir(t, dir)
	create(t, s)
	must(t, s.Close())
	edit(t, dir, `UPDATE clusters SET body = replace(body, '{', '[')`)
	_, err := openDir(t, dir).Load()
	if damaged := new(store.Damaged); !errors.As(err, &damaged) {
		t.Errorf("it says %v", err)
	}
}

// A journal that is not as long as it was is seen at once.
func TestJournalThatIsNotWholeIsDamage(t *testing.T) {
	for name, test := range map[string]struct{ edit, says string }{
		"the first entry is gone":    {`DELETE FROM journal WHERE seq = 1`, "entry 1 of the journal is missing"},
		"an entry is gone":           {`DELETE FROM journal WHERE seq = 2`, "entry 2 of the journal is missing"},
		"the last entry is gone":     {`DELETE FROM journal WHERE seq = 3`, "entry 3 of the journal is missing"},
		"all entries are gone":       {`DELETE FROM journal`, "entry 1 of the journal is missing"},
		"an entry is one too many":   {`INSERT INTO journal (seq, body) SELECT 4, body FROM journal WHERE seq = 3`, "entry 4 of the journal is one too many: the journal ends with 3"},
		"an entry has another place": {`UPDATE journal SET seq = 7 WHERE seq = 2`, "entry 2 of the journal is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s := openDir(t, dir)
			create(t, s)
			commit(t, s, store.Batch{Entries: entries(model.Link{}, 3)})
			must(t, s.Close())
			edit(t, dir, test.edit)
			_, err := store.Open(dir)
			if damaged := new(store.Damaged); !errors.As(err, &damaged) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestNewerVersionIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := openDir(t, dir)
	create(t, s)
	must(t, s.Close())
	edit(t, dir, `UPDATE state SET version = 5`)
	before := files(t, dir)
	_, err := store.Open(dir)
	var newer *store.Newer
	if !errors.As(err, &newer) || newer.Version != 5 || !strings.Contains(err.Error(), "version 5") {
		t.Errorf("it says %v", err)
	}
	if diff := cmp.Diff(before, files(t, dir)); diff != "" {
		t.Error("it changed the files")
	}
}

// edit changes a state behind the store's back.
func edit(t *testing.T, dir, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "state.db"))
	must(t, err)
	_, err = db.Exec(query)
	must(t, errors.Join(err, db.Close()))
}
