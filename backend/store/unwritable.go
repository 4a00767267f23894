package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Unwritable says that nothing can be written to a state for now. Nothing of
// the batch is there, and all that was committed before is. The next commit
// may succeed.
type Unwritable struct {
	Dir string
	Why Obstacle
	Err error // what the disk or SQLite said
}

// Obstacle is what is in the way of writing.
type Obstacle string

// The obstacles.
const (
	NoSpace  Obstacle = "no space is left on the disk"
	ReadOnly Obstacle = "the disk or the directory is read-only"
	Refusal  Obstacle = "the disk does not take it"
)

func (u *Unwritable) Error() string {
	text := fmt.Sprintf("%s: the state in %s cannot be written", u.Why, u.Dir)
	if u.Why == Refusal && u.Err != nil {
		text += " (" + u.Err.Error() + ")"
	}
	return text
}

func (u *Unwritable) Unwrap() error { return u.Err }

// Remedy is what somebody can do about it.
func (u *Unwritable) Remedy() string {
	switch u.Why {
	case NoSpace:
		return "make room on the disk of " + u.Dir
	case ReadOnly:
		return "make " + u.Dir + " writable"
	case Refusal:
	}
	return "look after the disk of " + u.Dir
}

// unwritable tells what is in the way from what is wrong with the state; nil
// where nothing is in the way.
func (s *SQLite) unwritable(err error) *Unwritable {
	var e *sqlite.Error
	why := obstacle(err)
	if errors.As(err, &e) && why == "" {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_FULL:
			why = NoSpace
		case sqlite3.SQLITE_READONLY:
			why = ReadOnly
		case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR:
			// SQLite does not say what the disk said: it is asked again.
			if why = obstacle(probe(s.dir)); why == "" {
				why = Refusal
			}
		}
	}
	if why == "" {
		return nil
	}
	return &Unwritable{Dir: s.dir, Why: why, Err: err}
}

func obstacle(err error) Obstacle {
	for _, full := range []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG} {
		if errors.Is(err, full) {
			return NoSpace
		}
	}
	if errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		return ReadOnly
	}
	return ""
}

// probe writes a little where the state is and says what came of it.
func probe(dir string) error {
	f, err := os.CreateTemp(dir, "probe-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 64<<10))
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}
