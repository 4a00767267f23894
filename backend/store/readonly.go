package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A state that cannot be written can be read all the same. Where its file is
// all there is, SQLite is told that nobody changes it. Where there is a log as
// well, or an older version to be brought up to date, SQLite has to write, and
// does so on a copy.

// look opens a state for reading only. What was in the way of writing is
// looked at again with the next commit.
func (s *SQLite) look(why *Unwritable) error {
	s.obstacle = why
	logged, err := sizeOf(s.log())
	if err != nil {
		return err
	}
	if logged <= 0 {
		if err := s.lookAtFile(); err == nil {
			return nil
		}
	}
	return s.lookAtCopy()
}

func (s *SQLite) lookAtFile() error {
	db, err := database(s.file(), "immutable=1")
	if err != nil {
		return err
	}
	var v int
	if err = db.QueryRow(`SELECT version FROM state`).Scan(&v); err == nil && v < version {
		err = errors.New("it is of an older version")
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	s.reads(db)
	return nil
}

func (s *SQLite) lookAtCopy() error {
	dir, err := scratch()
	if err != nil {
		return errors.Join(s.obstacle, err)
	}
	s.copied = dir
	for _, file := range []string{s.file(), s.log()} {
		body, err := os.ReadFile(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, filepath.Base(file)), body, 0o600)
		}
		if err != nil {
			return errors.Join(s.obstacle, err)
		}
	}
	twin := &SQLite{dir: dir}
	if _, err := check(twin.file(), twin.log()); err != nil {
		return err
	}
	if err := twin.connect(); err != nil {
		return err
	}
	s.twin = twin
	s.reads(twin.read.Load())
	return nil
}

// scratch is a directory for a copy, in memory where there is such a place:
// the disk is what cannot be written.
func scratch() (string, error) {
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		if dir, err := os.MkdirTemp(memory, "pooldeck-"); err == nil {
			return dir, nil
		}
	}
	return os.MkdirTemp("", "pooldeck-")
}

// regain opens for writing a state that could not be written. What reads of
// it were begun before end where they began.
func (s *SQLite) regain() error {
	if s.lock == nil || s.borrowed {
		held, err := lock(s.dir)
		if err != nil {
			return err
		}
		if s.lock != nil {
			err = s.lock.Close()
		}
		s.lock, s.borrowed = held, false
		if err != nil {
			return err
		}
	}
	if err := s.connect(); err != nil {
		return err
	}
	s.obstacle = nil
	return nil
}
