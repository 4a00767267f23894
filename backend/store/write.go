package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"pooldeck/model"
)

// Commit makes a batch durable.
func (s *SQLite) Commit(b Batch) error {
	if s.write == nil && s.obstacle == nil {
		return ErrNew
	}
	if s.write == nil {
		if err := s.regain(); err != nil {
			return s.wrote(err)
		}
	}
	tx, err := s.write.Begin()
	if err != nil {
		return s.wrote(err)
	}
	defer tx.Rollback()
	w := newWriter(tx)
	w.batch(b)
	if w.err != nil {
		return s.wrote(w.err)
	}
	return s.wrote(tx.Commit())
}

// writer writes into a transaction until something goes wrong.
type writer struct {
	tx  *sql.Tx
	err error
	// statements by their queries; nil for those that were asked for once.
	statements map[string]*sql.Stmt
}

func newWriter(tx *sql.Tx) *writer { return &writer{tx: tx, statements: map[string]*sql.Stmt{}} }

func (w *writer) exec(query string, args ...any) (rows int64) {
	if w.err != nil {
		return 0
	}
	run := func(args ...any) (sql.Result, error) { return w.tx.Exec(query, args...) }
	if again := w.prepared(query); again != nil {
		run = again.Exec
	}
	if w.err != nil {
		return 0
	}
	done, err := run(args...)
	if err == nil {
		rows, err = done.RowsAffected()
	}
	w.err = err
	return rows
}

// prepared is the statement of a query that comes again; nil for the first
// time.
func (w *writer) prepared(query string) *sql.Stmt {
	statement, again := w.statements[query]
	if again && statement == nil {
		statement, w.err = w.tx.Prepare(query)
	}
	w.statements[query] = statement
	return statement
}

// journal adds entries to the journal.
func (w *writer) journal(entries []model.Entry) {
	if w.err != nil || len(entries) == 0 {
		return
	}
	var end model.Link
	if w.err = w.tx.QueryRow(`SELECT entries, head FROM state`).Scan(&end.Seq, &end.Hash); w.err != nil {
		return
	}
	if end, w.err = follows(end, entries); w.err != nil {
		return
	}
	for _, e := range entries {
		w.exec(`INSERT INTO journal (seq, body) VALUES (?, ?)`, e.Seq, w.json(e))
	}
	w.exec(`UPDATE state SET entries = ?, head = ?`, end.Seq, end.Hash)
}

func (w *writer) batch(b Batch) {
	w.exec(`UPDATE state SET at = ?`, b.At.UnixNano())
	for _, a := range b.Apps {
		w.put("apps", string(a.ID), a)
	}
	for _, c := range b.Clusters {
		w.put("clusters", string(c.ID), c)
	}
	for _, o := range b.Operations {
		w.put("operations", string(o.ID), o)
	}
	for _, id := range b.Removed {
		w.exec(`DELETE FROM clusters WHERE id = ?`, string(id))
	}
	for _, id := range b.Forgotten {
		w.exec(`DELETE FROM operations WHERE id = ?`, string(id))
	}
	w.journal(b.Entries)
	for _, span := range b.Spans {
		w.record(span)
	}
	for _, step := range slices.Sorted(maps.Keys(b.Learnt)) {
		w.exec(`INSERT INTO learnt (step, body) VALUES (?, ?) ON CONFLICT (step) DO UPDATE SET body = excluded.body`,
			string(step), w.json(b.Learnt[step]))
	}
	w.autoscaled(b)
	if b.Receipt != nil {
		w.exec(`INSERT INTO receipts (key, body) VALUES (?, ?)`, b.Receipt.Key, w.json(b.Receipt))
	}
}

// put keeps the place of what is there already.
func (w *writer) put(table, id string, value any) {
	w.exec(`INSERT INTO `+table+` (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body`,
		id, w.json(value))
}

func (w *writer) json(value any) string {
	body, err := json.Marshal(value)
	if err != nil && w.err == nil {
		w.err = fmt.Errorf("%T cannot be written: %w", value, err)
	}
	return string(body)
}

func (w *writer) record(s model.Span) {
	if s.To.IsZero() {
		w.span(s)
		return
	}
	closed := w.exec(`UPDATE spans SET finish = ? WHERE instance = ? AND finish IS NULL`, s.To.UnixNano(), string(s.Instance))
	if w.err == nil && closed == 0 {
		w.err = errNotOpen(s)
	}
}

func (w *writer) span(s model.Span) {
	var to any
	if !s.To.IsZero() {
		to = s.To.UnixNano()
	}
	w.exec(`INSERT INTO spans (instance, pool, cluster, app, process, level, start, finish) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		string(s.Instance), string(s.Pool), string(s.Cluster), s.App, s.Process, s.Level, s.From.UnixNano(), to)
}

func instant(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }
