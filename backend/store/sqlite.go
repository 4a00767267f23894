package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	_ "modernc.org/sqlite" // the driver

	"pooldeck/model"
)

// SQLite is a Store in a directory that it holds for itself. What was
// committed is on the disk. Create, if it is needed, comes before anything
// else. A state that cannot be written can be read: then each commit tries
// again, and says *Unwritable until one succeeds.
type SQLite struct {
	dir      string
	lock     *os.File
	borrowed bool         // the lock is not the file that a writer takes
	reading  sync.RWMutex // held by who reads, and by who exchanges read
	read     *sql.DB      // nil before Create
	write    *sql.DB      // nil before Create, and while the state cannot be written
	obstacle *Unwritable  // why there is no write
	twin     *SQLite      // a copy that was read from; nil where none was needed
	copied   string       // its directory
}

// Open takes a directory, which it makes if need be, and opens the state in
// it. Errors: *Held, *Damaged, *Newer; none of them leaves a trace in the
// state. *Unwritable where there is no state and none can be made.
func Open(dir string) (*SQLite, error) {
	s := &SQLite{dir: dir}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, s.wrote(err)
	}
	if err := s.take(); err != nil {
		return nil, s.wrote(err)
	}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// take locks the directory, with what is there where nothing can be made.
func (s *SQLite) take() (err error) {
	if s.lock, err = lock(s.dir); err == nil || obstacle(err) == "" {
		return err
	}
	s.lock, s.borrowed, err = borrow(s.dir)
	return err
}

func (s *SQLite) file() string { return filepath.Join(s.dir, "state.db") }
func (s *SQLite) log() string  { return s.file() + "-wal" }

func (s *SQLite) open() error {
	found, err := check(s.file(), s.log())
	if err == nil && found {
		err = s.connect()
	}
	if why := s.unwritable(err); why != nil {
		return s.look(why)
	}
	return err
}

// connect opens a state that was checked. Writing and reading have
// connections of their own, so that a long read does not hold up a commit.
func (s *SQLite) connect() error {
	write, err := database(s.file(), "_txlock=immediate", pragma("journal_mode(wal)"), pragma("synchronous(full)"))
	if err != nil {
		return err
	}
	write.SetMaxOpenConns(1)
	if err = migrate(write, s.file()); err == nil {
		// The mark has to be in the file itself: it tells that a log belongs to it.
		_, err = write.Exec(`UPDATE state SET open = 1; PRAGMA wal_checkpoint(truncate)`)
	}
	var read *sql.DB
	if err == nil {
		read, err = database(s.file(), pragma("query_only(1)"))
	}
	if err != nil {
		return s.explain(errors.Join(err, write.Close()))
	}
	s.read, s.write = read, write
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

// wrote is an error of writing as its reader needs it.
func (s *SQLite) wrote(err error) error {
	var known *Unwritable
	if errors.As(err, &known) {
		return err
	}
	if why := s.unwritable(err); why != nil {
		return why
	}
	return s.explain(err)
}

// Obstacle is why there is nothing but reading since it was opened.
func (s *SQLite) Obstacle() error {
	if s.obstacle == nil {
		return nil
	}
	return s.obstacle
}

// Close gives the directory up. Where the state cannot be written, that is no
// error: what was committed stays in the log.
func (s *SQLite) Close() error {
	var errs []error
	closed := true
	if s.write != nil {
		_, err := s.write.Exec(`UPDATE state SET open = 0`)
		if closed = err == nil; !closed && s.unwritable(err) == nil {
			errs = append(errs, err)
		}
	}
	// The last connection to close moves the log into the file and removes it.
	// Without the mark, the log would be missing then: so one stays open, which
	// ends with the process.
	if closed && s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.twin != nil {
		errs = append(errs, s.twin.read.Close(), s.twin.write.Close())
	}
	if s.copied != "" {
		errs = append(errs, os.RemoveAll(s.copied))
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return s.explain(errors.Join(errs...))
}

// Create puts the first fleet in. The file comes into being as a whole: one
// that is there was complete once.
func (s *SQLite) Create(first *model.Fleet, ledger []model.Span, seed uint64) error {
	if s.read != nil {
		return errCreated
	}
	if err := complete(first, ledger); err != nil {
		return err
	}
	draft := s.file() + ".new"
	for _, leftover := range []string{draft, draft + "-journal"} {
		if err := os.Remove(leftover); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return s.wrote(err)
		}
	}
	if err := os.WriteFile(draft, nil, 0o600); err != nil {
		return s.wrote(err)
	}
	if err := fill(draft, first, ledger, seed); err != nil {
		return s.wrote(err)
	}
	if err := os.Rename(draft, s.file()); err != nil {
		return s.wrote(err)
	}
	if err := syncDir(s.dir); err != nil {
		return s.wrote(err)
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
