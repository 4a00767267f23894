package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"pooldeck/model"
)

// Seed of the simulated world.
func (s *SQLite) Seed() (uint64, error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	if s.read == nil {
		return 0, ErrNew
	}
	var seed int64
	err := s.read.QueryRow(`SELECT seed FROM state`).Scan(&seed)
	return uint64(seed), s.explain(err)
}

// Load reads the fleet.
func (s *SQLite) Load() (*model.Fleet, error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	if s.read == nil {
		return nil, ErrNew
	}
	var f model.Fleet
	var at int64
	err := s.read.QueryRow(`SELECT at, entries, head FROM state`).Scan(&at, &f.JournalSeq, &f.JournalHash)
	if err != nil {
		return nil, s.explain(err)
	}
	f.At = instant(at)
	f.Apps, err = all[model.App](s, `SELECT body FROM apps ORDER BY place`)
	if err != nil {
		return nil, err
	}
	f.Clusters, err = all[model.Cluster](s, `SELECT body FROM clusters ORDER BY place`)
	if err != nil {
		return nil, err
	}
	byApp(f.Clusters)
	f.Operations, err = all[model.Operation](s, `SELECT body FROM operations ORDER BY place`)
	if err != nil {
		return nil, err
	}
	f.Learnt, err = s.learnt()
	return &f, err
}

// learnt is nil where nothing is known.
func (s *SQLite) learnt() (model.Learnt, error) {
	rows, err := s.read.Query(`SELECT step, body FROM learnt`)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var l model.Learnt
	for rows.Next() {
		var step model.Step
		var body []byte
		var all []time.Duration
		if err := rows.Scan(&step, &body); err != nil {
			return nil, s.explain(err)
		}
		if err := json.Unmarshal(body, &all); err != nil {
			return nil, &Damaged{File: s.file(), Reason: err.Error()}
		}
		if l == nil {
			l = model.Learnt{}
		}
		l[step] = all
	}
	return l, s.explain(rows.Err())
}

// all reads the bodies that a query finds.
func all[T any](s *SQLite, query string, args ...any) ([]*T, error) {
	rows, err := s.read.Query(query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var d decoding[T]
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return nil, s.explain(err)
		}
		d.add(body)
	}
	list, err := d.end()
	if err != nil {
		return nil, &Damaged{File: s.file(), Reason: err.Error()}
	}
	return list, s.explain(rows.Err())
}

// Journal lists entries, oldest first.
func (s *SQLite) Journal(q Query) ([]model.Entry, error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	if s.read == nil {
		return nil, ErrNew
	}
	query, args := `SELECT body FROM journal WHERE seq > ?`, []any{q.After}
	for _, f := range []struct{ column, value string }{
		{"target", string(q.Target)}, {"actor", q.Actor}, {"kind", string(q.Kind)},
	} {
		if f.value != "" {
			query, args = query+` AND `+f.column+` = ?`, append(args, f.value)
		}
	}
	switch {
	case q.First > 0:
		query, args = query+` ORDER BY seq LIMIT ?`, append(args, q.First)
	case q.Last > 0:
		query, args = query+` ORDER BY seq DESC LIMIT ?`, append(args, q.Last)
	default:
		query += ` ORDER BY seq`
	}
	found, err := all[model.Entry](s, query, args...)
	if err != nil {
		return nil, err
	}
	if q.First == 0 && q.Last > 0 {
		slices.Reverse(found)
	}
	var list []model.Entry
	for _, e := range found {
		list = append(list, *e)
	}
	return list, nil
}

// Spans lists what existed in a stretch of time.
func (s *SQLite) Spans(from, to time.Time, clusters []model.ID) ([]model.Span, error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	if s.read == nil {
		return nil, ErrNew
	}
	query := `SELECT instance, pool, cluster, app, process, level, start, finish FROM spans
		WHERE start < ? AND (finish IS NULL OR finish > ?)`
	args := []any{to.UnixNano(), from.UnixNano()}
	if len(clusters) > 0 {
		query += ` AND cluster IN (?` + strings.Repeat(`, ?`, len(clusters)-1) + `)`
		for _, id := range clusters {
			args = append(args, string(id))
		}
	}
	rows, err := s.read.Query(query+` ORDER BY place`, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var list []model.Span
	for rows.Next() {
		var span model.Span
		var start int64
		var finish sql.NullInt64
		if err := rows.Scan(&span.Instance, &span.Pool, &span.Cluster, &span.App, &span.Process, &span.Level, &start, &finish); err != nil {
			return nil, s.explain(err)
		}
		span.From = instant(start)
		if finish.Valid {
			span.To = instant(finish.Int64)
		}
		list = append(list, span)
	}
	return list, s.explain(rows.Err())
}

// Receipt finds what was accepted under a key.
func (s *SQLite) Receipt(key string) (Receipt, bool, error) {
	s.reading.RLock()
	defer s.reading.RUnlock()
	if s.read == nil {
		return Receipt{}, false, ErrNew
	}
	var r Receipt
	var body string
	err := s.read.QueryRow(`SELECT body FROM receipts WHERE key = ?`, key).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return r, false, nil
	}
	if err != nil {
		return r, false, s.explain(err)
	}
	if err := json.Unmarshal([]byte(body), &r); err != nil {
		return r, false, &Damaged{File: s.file(), Reason: err.Error()}
	}
	return r, true, nil
}
