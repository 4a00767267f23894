package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Damaged says that a state is not what was written. It was left as it is.
type Damaged struct {
	File   string
	Reason string
}

func (d *Damaged) Error() string {
	return fmt.Sprintf("the state in %s is damaged: %s. Nothing was changed. Put back a copy of %s, move it away to start anew, or name another directory with --state",
		d.File, d.Reason, filepath.Dir(d.File))
}

// Newer says that a state was written by a newer version of this program.
type Newer struct {
	File    string
	Version int
}

func (n *Newer) Error() string {
	return fmt.Sprintf("the state in %s has version %d, and this program reads up to version %d; use the newer program, or name another directory with --state",
		n.File, n.Version, version)
}

// check looks at a state without touching it and tells whether there is one.
// The log is what was committed and not moved into the file yet.
func check(file, log string) (found bool, err error) {
	size, err := sizeOf(file)
	if err != nil {
		return false, err
	}
	logged, err := sizeOf(log)
	if err != nil {
		return false, err
	}
	switch {
	case size < 0 && logged > 0:
		return false, &Damaged{file, "it is missing, but its log " + filepath.Base(log) + " is there"}
	case size < 0:
		return false, nil
	case size == 0:
		return false, &Damaged{file, "it is empty"}
	}
	if err := checkLog(log, logged); err != nil {
		return false, &Damaged{file, err.Error()}
	}
	if err := checkHead(file, logged >= 0); err != nil {
		return false, err
	}
	// Without a log the file is all there is; then nothing is to be created
	// beside it.
	mode := "mode=ro"
	if logged < 0 {
		mode = "immutable=1"
	}
	db, err := database(file, mode)
	if err != nil {
		return false, err
	}
	defer db.Close()
	return true, inspect(db, file, log, logged >= 0)
}

// sizeOf a file; less than 0 when there is none.
func sizeOf(file string) (int64, error) {
	info, err := os.Stat(file)
	if errors.Is(err, fs.ErrNotExist) {
		return -1, nil
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// checkLog looks at how the log begins: SQLite takes one that it does not
// recognise for an empty one. https://sqlite.org/fileformat2.html#walformat
func checkLog(log string, size int64) error {
	if size <= 0 {
		return nil
	}
	f, err := os.Open(log)
	if err != nil {
		return err
	}
	defer f.Close()
	magic := make([]byte, 4)
	if _, err := io.ReadFull(f, magic); err != nil || string(magic[:3]) != "\x37\x7f\x06" {
		return errors.New("its log " + filepath.Base(log) + " is not one")
	}
	return nil
}

// checkHead looks at how the file begins: SQLite takes one that is shorter
// than its own head for an empty one, and the log of a file whose head does not
// say that it has one for a leftover, and deletes it.
// https://sqlite.org/fileformat2.html#the_database_header
func checkHead(file string, logged bool) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	head := make([]byte, 100)
	_, err = io.ReadFull(f, head)
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &Damaged{file, "it ends in its head"}
	case err != nil:
		return err
	case string(head[:16]) != "SQLite format 3\x00":
		return &Damaged{file, "it is not a database"}
	case logged && (head[18] != 2 || head[19] != 2):
		return &Damaged{file, "its head does not say that it has a log, and there is one"}
	}
	return nil
}

func inspect(db *sql.DB, file, log string, logged bool) error {
	var v, open int
	if err := db.QueryRow(`SELECT version FROM state`).Scan(&v); err != nil {
		return damage(file, err)
	}
	if v > version {
		return &Newer{file, v}
	}
	if err := db.QueryRow(`SELECT open FROM state`).Scan(&open); err != nil {
		return damage(file, err)
	}
	if open == 1 && !logged {
		return &Damaged{file, fmt.Sprintf("its log %s is missing, and with it what was done last; an empty file in its place goes on without that", log)}
	}
	var verdict string
	if err := db.QueryRow(`PRAGMA quick_check(1)`).Scan(&verdict); err != nil {
		return damage(file, err)
	}
	if verdict != "ok" {
		return &Damaged{file, verdict}
	}
	return inspectJournal(db, file, v)
}

// inspectJournal looks for the first number that is not there, or is one too
// many. Whether entries say what they said, their hashes tell; there may be
// too many of them to ask each time.
func inspectJournal(db *sql.DB, file string, v int) error {
	var entries, last int64
	if err := db.QueryRow(`SELECT count(*), coalesce(max(seq), 0) FROM journal`).Scan(&entries, &last); err != nil {
		return damage(file, err)
	}
	end := last
	if v >= chained {
		if err := db.QueryRow(`SELECT entries FROM state`).Scan(&end); err != nil {
			return damage(file, err)
		}
	}
	if entries == end && last == end {
		return nil
	}
	next, reason := int64(1), "is missing"
	for ; next <= end; next++ {
		var there bool
		if err := db.QueryRow(`SELECT EXISTS (SELECT 1 FROM journal WHERE seq = ?)`, next).Scan(&there); err != nil {
			return damage(file, err)
		}
		if !there {
			break
		}
	}
	if next > end {
		reason = fmt.Sprintf("is one too many: the journal ends with %d", end)
	}
	return &Damaged{file, fmt.Sprintf("entry %d of the journal %s", next, reason)}
}

// damage tells what is wrong with a file from what is wrong with reading it.
func damage(file string, err error) error {
	var e *sqlite.Error
	if errors.Is(err, sql.ErrNoRows) {
		return &Damaged{file, "it holds no state"}
	}
	if errors.As(err, &e) {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR:
			return &Damaged{file, e.Error()}
		}
	}
	return fmt.Errorf("%s: %w", file, err)
}
