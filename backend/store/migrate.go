package store

import (
	"database/sql"
	"encoding/json"
	"errors"

	"pooldeck/model"
)

// The first versions whose journal has hashes, which have learnt something, and
// that know dynos.
const (
	chained = 2
	learned = 3
	formed  = 4
)

// migrate brings a state up to this program's version, as a whole or not at
// all.
func migrate(db *sql.DB, file string) error {
	var v int
	if err := db.QueryRow(`SELECT version FROM state`).Scan(&v); err != nil || v >= version {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	w := newWriter(tx)
	if v < chained {
		w.chain(file)
	}
	if v < learned {
		w.exec(learnt)
	}
	if v < formed {
		w.exec(`ALTER TABLE spans ADD COLUMN process TEXT NOT NULL DEFAULT ''`)
		w.exec(autoscaler)
	}
	w.exec(`UPDATE state SET version = ?`, version)
	if w.err != nil {
		return w.err
	}
	return tx.Commit()
}

// chain gives the journal its hashes.
func (w *writer) chain(file string) {
	w.exec(`ALTER TABLE state ADD COLUMN entries INTEGER NOT NULL DEFAULT 0`)
	w.exec(`ALTER TABLE state ADD COLUMN head TEXT NOT NULL DEFAULT ''`)
	w.exec(`ALTER TABLE journal RENAME TO journal_1`)
	w.exec(`DROP INDEX journal_target`)
	w.exec(`DROP INDEX journal_actor`)
	w.exec(journal)
	w.seal(file)
	w.exec(`DROP TABLE journal_1`)
}

// seal takes over the entries of a journal without hashes as they are found.
// What happened to them before, no hash can tell.
func (w *writer) seal(file string) {
	for end := (model.Link{}); w.err == nil; {
		var body []byte
		err := w.tx.QueryRow(`SELECT body FROM journal_1 WHERE seq = ?`, end.Seq+1).Scan(&body)
		if errors.Is(err, sql.ErrNoRows) {
			return
		}
		var e model.Entry
		if err == nil {
			if wrong := json.Unmarshal(body, &e); wrong != nil {
				err = &Damaged{file, wrong.Error()}
			}
		}
		if w.err = err; err == nil {
			// What it costs was not recorded then.
			e.CostOpen = e.Kind == model.EntryAccepted
			e = e.After(end)
			w.journal([]model.Entry{e})
			end = e.Link()
		}
	}
}
