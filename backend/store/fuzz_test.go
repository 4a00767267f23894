package store_test

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// FuzzState damages a state that a process left when it was killed: its file
// or its log, with other bytes at a place, or the end missing. The store reads
// it or refuses it; it never panics, and what it refuses it leaves alone.
func FuzzState(f *testing.F) {
	whole := killed(f)
	for _, log := range []bool{false, true} {
		f.Add(log, uint32(0), []byte("SQLite"), uint32(0))
		f.Add(log, uint32(16), []byte{0, 0}, uint32(0))              // the size of a page
		f.Add(log, uint32(24), []byte{9, 9, 9, 9}, uint32(0))        // the change counter, or the log's checksum
		f.Add(log, uint32(28), []byte{0, 0, 0, 1}, uint32(0))        // how many pages there are
		f.Add(log, uint32(100), []byte{0x0d, 0xff, 0xff}, uint32(0)) // the first page's head
		f.Add(log, uint32(4096), make([]byte, 512), uint32(0))
		f.Add(log, uint32(0), []byte(nil), uint32(4096))
		f.Add(log, uint32(0), []byte(nil), uint32(5000))
	}
	for at := range len(whole["state.db"]) / 4096 {
		f.Add(false, uint32(at*4096+3), []byte{0xff, 0xff, 0x7f}, uint32(0))
		f.Add(false, uint32(at*4096+4000), []byte(`{"ID":0,"Leader":[`), uint32(0))
	}
	f.Fuzz(func(t *testing.T, log bool, at uint32, patch []byte, end uint32) {
		dir := t.TempDir()
		for name, body := range whole {
			if log == (name == "state.db-wal") {
				body = damaged(body, int(at), patch, int(end))
			}
			must(t, os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600))
		}
		before := files(t, dir)
		s, err := store.Open(dir)
		if err != nil {
			named := errors.As(err, new(*store.Damaged)) || errors.As(err, new(*store.Newer))
			if after := files(t, dir); named && !maps.Equal(before, after) {
				t.Errorf("it refused the state, %v, and changed it", err)
			}
			return
		}
		defer s.Close()
		_, _ = s.Seed()
		_, _, _ = s.Receipt("k")
		_, _ = s.Journal(store.Query{})
		_, _ = s.Spans(time.Time{}, start().AddDate(1, 0, 0), nil)
		if fleet, err := s.Load(); err == nil {
			readable(fleet)
		}
	})
}

// damaged is a file with other bytes at a place and cut to a length; 0 cuts
// nothing off.
func damaged(body string, at int, patch []byte, end int) string {
	b := []byte(body)
	copy(b[at%len(b):], patch)
	if end > 0 {
		b = b[:end%len(b)]
	}
	return string(b)
}

// readable looks at what everybody looks at in a fleet.
func readable(f *model.Fleet) {
	f = f.Indexed()
	for _, c := range f.Clusters {
		_, _ = c.Status(), c.Storage.Used(f.At)
		_ = f.Open(c.ID)
	}
}

// killed are the files of a state whose process was killed.
func killed(f *testing.F) map[string]string {
	f.Helper()
	dir := f.TempDir()
	fail := func(err error) {
		if err != nil {
			f.Fatal(err)
		}
	}
	begin := func() *store.SQLite {
		s, err := store.Open(dir)
		fail(err)
		return s
	}
	s, c := begin(), cluster("c1", "aardvark")
	fail(s.Create(&model.Fleet{
		At: start(), Apps: []*model.App{{ID: "a1", Name: "aardvark"}}, Clusters: []*model.Cluster{c},
	}, []model.Span{span(c)}, 7))
	fail(s.Commit(store.Batch{At: start(), Entries: entries(model.Link{}, 3)}))
	fail(s.Close())
	s = begin()
	found, err := s.Load()
	fail(err)
	fail(s.Commit(store.Batch{At: start().Add(time.Minute), Entries: entries(found.Journal(), 2)}))
	whole := map[string]string{}
	for _, name := range []string{"state.db", "state.db-wal"} {
		body, err := os.ReadFile(filepath.Join(dir, name))
		fail(err)
		whole[name] = string(body)
	}
	fail(s.Close())
	return whole
}
