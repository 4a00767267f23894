package store

import (
	"encoding/json"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/autoscale"
)

// autoscaled adds what autoscalers were told and decided, and drops what is too
// old.
func (w *writer) autoscaled(b Batch) {
	for _, s := range b.Samples {
		w.exec(`INSERT INTO samples (app, process, at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			string(s.App), s.Process, s.At.UnixNano(), w.json(s.Sample))
	}
	for _, d := range b.Decisions {
		w.exec(`INSERT INTO decisions (app, process, at, finish, body) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET finish = excluded.finish, body = excluded.body`,
			string(d.App), d.Process, d.At.UnixNano(), d.Until.UnixNano(), w.json(d.Decided))
	}
	if len(b.Samples)+len(b.Decisions) > 0 {
		old := b.At.Add(-Kept).UnixNano()
		w.exec(`DELETE FROM samples WHERE at < ?`, old)
		w.exec(`DELETE FROM decisions WHERE finish < ?`, old)
	}
}

// Samples lists what an autoscaler was told.
func (s *SQLite) Samples(app model.ID, process string, from, to time.Time) ([]autoscale.Sample, error) {
	return records[autoscale.Sample](s, `SELECT body FROM samples WHERE app = ? AND process = ? AND at <= ? AND at >= ? ORDER BY at`,
		string(app), process, to.UnixNano(), from.UnixNano())
}

// Decisions lists what an autoscaler decided.
func (s *SQLite) Decisions(app model.ID, process string, from, to time.Time) ([]backend.Decided, error) {
	return records[backend.Decided](s, `SELECT body FROM decisions WHERE app = ? AND process = ? AND at <= ? AND finish >= ? ORDER BY at`,
		string(app), process, to.UnixNano(), from.UnixNano())
}

func records[T any](s *SQLite, query string, args ...any) ([]T, error) {
	if s.read == nil {
		return nil, ErrNew
	}
	rows, err := s.read.Query(query, args...)
	if err != nil {
		return nil, s.explain(err)
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return nil, s.explain(err)
		}
		var item T
		if err := json.Unmarshal(body, &item); err != nil {
			return nil, &Damaged{File: s.file(), Reason: err.Error()}
		}
		list = append(list, item)
	}
	return list, s.explain(rows.Err())
}

// scaling is what Memory keeps of one process type's autoscaler.
type scaling struct {
	samples   []autoscale.Sample
	decisions []backend.Decided
}

// scaler names an autoscaler.
type scaler struct {
	app     model.ID
	process string
}

func (m *Memory) autoscaled(b Batch) {
	for _, s := range b.Samples {
		of := m.scalings[scaler{s.App, s.Process}]
		if n := len(of.samples); n == 0 || of.samples[n-1].At.Before(s.At) {
			of.samples = append(of.samples, s.Sample)
		}
		for of.samples[0].At.Before(b.At.Add(-Kept)) && len(of.samples) > 1 {
			of.samples = of.samples[1:]
		}
		m.scalings[scaler{s.App, s.Process}] = of
	}
	for _, d := range b.Decisions {
		of := m.scalings[scaler{d.App, d.Process}]
		if n := len(of.decisions); n > 0 && of.decisions[n-1].At.Equal(d.At) {
			of.decisions[n-1] = d.Decided
		} else {
			of.decisions = append(of.decisions, d.Decided)
		}
		for of.decisions[0].Until.Before(b.At.Add(-Kept)) && len(of.decisions) > 1 {
			of.decisions = of.decisions[1:]
		}
		m.scalings[scaler{d.App, d.Process}] = of
	}
}

// Samples lists what an autoscaler was told.
func (m *Memory) Samples(app model.ID, process string, from, to time.Time) ([]autoscale.Sample, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []autoscale.Sample
	for _, s := range m.scalings[scaler{app, process}].samples {
		if !s.At.Before(from) && !s.At.After(to) {
			list = append(list, s)
		}
	}
	return list, nil
}

// Decisions lists what an autoscaler decided.
func (m *Memory) Decisions(app model.ID, process string, from, to time.Time) ([]backend.Decided, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []backend.Decided
	for _, d := range m.scalings[scaler{app, process}].decisions {
		if !d.Until.Before(from) && !d.At.After(to) {
			list = append(list, d)
		}
	}
	return list, nil
}
