package store

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Held says that another process has the state. Process is 0 where that
// process has not said yet who it is.
type Held struct {
	Dir     string
	Process int
	Since   time.Time
}

func (h *Held) Error() string {
	who := "another process"
	if h.Process > 0 {
		who = fmt.Sprintf("process %d, since %s", h.Process, h.Since.UTC().Format("2006-01-02 15:04:05 UTC"))
	}
	return fmt.Sprintf("the state in %s is held by %s; end that one first, or name another directory with --state", h.Dir, who)
}

// lock takes a directory for this process until the file is closed. The
// kernel holds the lock, so it ends with its process however that ends; the
// file stays, with the number of the process, and its time says since when.
func lock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		// Who it is is good to know, and not worth more than the state.
		if err = sign(f); obstacle(err) != "" {
			err = nil
		}
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = holder(f, dir)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func sign(f *os.File) error {
	text := []byte(strconv.Itoa(os.Getpid()) + "\n")
	// What is written over takes no more room than it has.
	if _, err := f.WriteAt(text, 0); err != nil {
		return err
	}
	return f.Truncate(int64(len(text)))
}

// borrow locks what is there of a directory in which nothing can be made: the
// file that others lock or, lacking that, the directory, which is makeshift.
func borrow(dir string) (f *os.File, makeshift bool, err error) {
	if f, err = os.Open(filepath.Join(dir, "lock")); err != nil {
		makeshift = true
		f, err = os.Open(dir)
	}
	if err != nil {
		return nil, makeshift, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = &Held{Dir: dir}
	}
	if err != nil {
		return nil, makeshift, errors.Join(err, f.Close())
	}
	return f, makeshift, nil
}

func holder(f *os.File, dir string) error {
	h := &Held{Dir: dir}
	text, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if n, err := strconv.Atoi(strings.TrimSpace(string(text))); err == nil {
		h.Process, h.Since = n, info.ModTime()
	}
	return h
}
