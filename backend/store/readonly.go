package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// A state that cannot be written can be read all the same. Where its file is
// all there is, SQLite is told that nobody changes it. Where there is a log as
// well, it reads that too if the index is there that a killed process leaves.
// If not, or where an older version is to be brought up to date, SQLite has to
// write, and does so on a copy.

// look opens a state for reading only. What was in the way of writing is
// looked at again with the next commit.
func (s *SQLite) look(why *Unwritable) error {
	s.obstacle = why
	logged, err := sizeOf(s.log())
	if err != nil {
		return err
	}
	mode := "immutable=1"
	if logged > 0 {
		mode = "mode=ro&readonly_shm=1"
	}
	var damaged *Damaged
	var newer *Newer
	if err = s.lookAtFile(mode, logged >= 0); err == nil || errors.As(err, &damaged) || errors.As(err, &newer) {
		return err
	}
	return s.lookAtCopy()
}

func (s *SQLite) lookAtFile(mode string, logged bool) error {
	db, err := database(s.file(), mode)
	if err != nil {
		return err
	}
	var v int
	if err = inspect(db, s.file(), s.log(), logged); err == nil {
		err = db.QueryRow(`SELECT version FROM state`).Scan(&v)
	}
	if err == nil && v < version {
		err = errors.New("it is of an older version")
	}
	if err != nil {
		return errors.Join(err, db.Close())
	}
	s.read = db
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
	s.read = twin.read
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

// regain opens for writing a state that could not be written, or goes on
// reading.
func (s *SQLite) regain() error {
	if s.borrowed {
		held, err := lock(s.dir)
		if err != nil {
			return err
		}
		err = s.lock.Close()
		s.lock, s.borrowed = held, false
		if err != nil {
			return err
		}
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	// Who reads without being able to write keeps a whole process from it.
	if s.twin == nil {
		if err := s.read.Close(); err != nil {
			return err
		}
	}
	err := s.connect()
	if err == nil {
		s.obstacle = nil
		return nil
	}
	if why := s.unwritable(err); why != nil && s.twin == nil {
		return errors.Join(why, s.look(why))
	}
	return err
}
