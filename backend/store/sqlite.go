package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite" // the driver

	"pooldeck/model"
)

// SQLite is a Store in a directory that it holds for itself. What was
// committed is on the disk. Create, if it is needed, comes before anything
// else.
type SQLite struct {
	dir         string
	lock        *os.File
	write, read *sql.DB // nil before Create
}

// Open takes a directory, which it makes if need be, and opens the state in
// it. Errors: *Held, *Damaged, *Newer; none of them leaves a trace in the
// state.
func Open(dir string) (*SQLite, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	s := &SQLite{dir: dir, lock: held}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, held.Close())
	}
	return s, nil
}

func (s *SQLite) file() string { return filepath.Join(s.dir, "state.db") }
func (s *SQLite) log() string  { return s.file() + "-wal" }

func (s *SQLite) open() error {
	found, err := check(s.file(), s.log())
	if err != nil || !found {
		return err
	}
	return s.connect()
}

// connect opens a state that was checked. Writing and reading have
// connections of their own, so that a long read does not hold up a commit.
func (s *SQLite) connect() (err error) {
	if s.write, err = database(s.file(), "_txlock=immediate", pragma("journal_mode(wal)"), pragma("synchronous(full)")); err != nil {
		return err
	}
	s.write.SetMaxOpenConns(1)
	if err = s.migrate(); err == nil {
		// The mark has to be in the file itself: it tells that a log belongs to it.
		_, err = s.write.Exec(`UPDATE state SET open = 1; PRAGMA wal_checkpoint(truncate)`)
	}
	if err == nil {
		s.read, err = database(s.file(), pragma("query_only(1)"))
	}
	if err != nil {
		return errors.Join(s.explain(err), s.write.Close())
	}
	return nil
}

func database(file string, options ...string) (*sql.DB, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: pragma("busy_timeout(5000)")}
	for _, o := range options {
		u.RawQuery += "&" + o
	}
	return sql.Open("sqlite", u.String())
}

func pragma(text string) string { return "_pragma=" + url.QueryEscape(text) }

// explain says which state an error is about.
func (s *SQLite) explain(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", s.file(), err)
}

// Close gives the directory up.
func (s *SQLite) Close() error {
	if s.write == nil {
		return s.lock.Close()
	}
	// The last connection to close moves the log into the file.
	err := s.read.Close()
	_, marked := s.write.Exec(`UPDATE state SET open = 0`)
	return s.explain(errors.Join(err, marked, s.write.Close(), s.lock.Close()))
}

// Create puts the first fleet in. The file comes into being as a whole: one
// that is there was complete once.
func (s *SQLite) Create(first *model.Fleet, ledger []model.Span, seed uint64) error {
	if s.write != nil {
		return errCreated
	}
	if err := complete(first, ledger); err != nil {
		return err
	}
	draft := s.file() + ".new"
	for _, leftover := range []string{draft, draft + "-journal"} {
		if err := os.Remove(leftover); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := os.WriteFile(draft, nil, 0o600); err != nil {
		return err
	}
	if err := fill(draft, first, ledger, seed); err != nil {
		return s.explain(err)
	}
	if err := os.Rename(draft, s.file()); err != nil {
		return err
	}
	if err := syncDir(s.dir); err != nil {
		return err
	}
	return s.connect()
}

func fill(file string, first *model.Fleet, ledger []model.Span, seed uint64) error {
	db, err := database(file, "_txlock=immediate", pragma("synchronous(full)"))
	if err != nil {
		return err
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := newWriter(tx)
	w.exec(schema)
	w.exec(`INSERT INTO state VALUES (1, ?, ?, ?, 0, 0, '')`, version, int64(seed), first.At.UnixNano())
	w.batch(Batch{At: first.At, Apps: first.Apps, Clusters: first.Clusters, Operations: first.Operations, Learnt: first.Learnt})
	for _, span := range ledger {
		w.span(span)
	}
	if w.err != nil {
		return w.err
	}
	return tx.Commit()
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}
