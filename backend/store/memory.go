package store

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	"pooldeck/model"
)

// Memory is a Store that lives as long as its process. Closing it changes
// nothing, so that another control plane can go on with it.
type Memory struct {
	mu         sync.Mutex
	created    bool
	seed       uint64
	at         time.Time
	apps       table[model.ID, model.App]
	clusters   table[model.ID, model.Cluster]
	operations table[model.OperationID, model.Operation]
	journal    []model.Entry
	spans      []model.Span
	open       map[model.ID]int // by instance: its open span's index
	receipts   map[string]Receipt
	learnt     model.Learnt
	scalings   map[scaler]scaling
}

// table keeps items by their IDs and remembers in which order they came.
type table[K comparable, T any] struct {
	rows map[K]row[T]
	next int
}

type row[T any] struct {
	place int
	item  *T
}

func newTable[K comparable, T any]() table[K, T] { return table[K, T]{rows: map[K]row[T]{}} }

// put keeps the place of what is there already.
func (t *table[K, T]) put(id K, item *T) {
	old, there := t.rows[id]
	if !there {
		t.next++
		old.place = t.next
	}
	t.rows[id] = row[T]{old.place, item}
}

// list is what is there, in its order.
func (t *table[K, T]) list() []*T {
	rows := slices.SortedFunc(maps.Values(t.rows), func(a, b row[T]) int { return cmp.Compare(a.place, b.place) })
	items := make([]*T, len(rows))
	for i, r := range rows {
		items[i] = r.item
	}
	return items
}

// NewMemory makes an empty one.
func NewMemory() *Memory {
	return &Memory{
		apps:       newTable[model.ID, model.App](),
		clusters:   newTable[model.ID, model.Cluster](),
		operations: newTable[model.OperationID, model.Operation](),
		open:       map[model.ID]int{},
		receipts:   map[string]Receipt{},
		scalings:   map[scaler]scaling{},
	}
}

// Seed of the simulated world.
func (m *Memory) Seed() (uint64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.created {
		return 0, ErrNew
	}
	return m.seed, nil
}

// Create puts the first fleet in.
func (m *Memory) Create(first *model.Fleet, ledger []model.Span, seed uint64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.created {
		return errCreated
	}
	if err := complete(first, ledger); err != nil {
		return err
	}
	m.created, m.seed = true, seed
	m.take(Batch{At: first.At, Apps: first.Apps, Clusters: first.Clusters, Operations: first.Operations, Learnt: first.Learnt})
	for i, s := range ledger {
		if s.To.IsZero() {
			m.open[s.Instance] = i
		}
	}
	m.spans = slices.Clone(ledger)
	return nil
}

// Load returns the fleet as it was committed last.
func (m *Memory) Load() (*model.Fleet, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.created {
		return nil, ErrNew
	}
	f := &model.Fleet{
		At: m.at, JournalSeq: m.end().Seq, JournalHash: m.end().Hash,
		Apps: m.apps.list(), Clusters: m.clusters.list(), Operations: m.operations.list(), Learnt: maps.Clone(m.learnt),
	}
	byApp(f.Clusters)
	return f, nil
}

// Commit takes a batch in.
func (m *Memory) Commit(b Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.created {
		return ErrNew
	}
	if _, err := follows(m.end(), b.Entries); err != nil {
		return err
	}
	if err := m.goesOn(b.Spans); err != nil {
		return err
	}
	m.take(b)
	return nil
}

// end of the journal.
func (m *Memory) end() model.Link {
	if len(m.journal) == 0 {
		return model.Link{}
	}
	return m.journal[len(m.journal)-1].Link()
}

func (m *Memory) take(b Batch) {
	m.at = b.At
	for _, a := range b.Apps {
		m.apps.put(a.ID, a)
	}
	for _, c := range b.Clusters {
		m.clusters.put(c.ID, c)
	}
	for _, o := range b.Operations {
		m.operations.put(o.ID, o)
	}
	for _, id := range b.Removed {
		delete(m.clusters.rows, id)
	}
	for _, id := range b.Forgotten {
		delete(m.operations.rows, id)
	}
	m.journal = append(m.journal, b.Entries...)
	for _, s := range b.Spans {
		m.record(s)
	}
	for step, all := range b.Learnt {
		if m.learnt == nil {
			m.learnt = model.Learnt{}
		}
		m.learnt[step] = all
	}
	m.autoscaled(b)
	if b.Receipt != nil {
		m.receipts[b.Receipt.Key] = *b.Receipt
	}
}

// goesOn checks that spans open that are not and close that are open.
func (m *Memory) goesOn(spans []model.Span) error {
	open := map[model.ID]bool{}
	for _, s := range spans {
		_, is := m.open[s.Instance]
		if later, changed := open[s.Instance]; changed {
			is = later
		}
		switch opens := s.To.IsZero(); {
		case opens && is:
			return errOpen(s)
		case !opens && !is:
			return errNotOpen(s)
		}
		open[s.Instance] = s.To.IsZero()
	}
	return nil
}

func (m *Memory) record(s model.Span) {
	if s.To.IsZero() {
		m.open[s.Instance] = len(m.spans)
		m.spans = append(m.spans, s)
		return
	}
	m.spans[m.open[s.Instance]].To = s.To
	delete(m.open, s.Instance)
}

// Journal lists entries, oldest first.
func (m *Memory) Journal(q Query) ([]model.Entry, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	after := m.journal[min(max(q.After, 0), int64(len(m.journal))):]
	var list []model.Entry
	if q.First > 0 {
		for _, e := range after {
			if q.matches(e) && len(list) < q.First {
				list = append(list, e)
			}
		}
		return list, nil
	}
	for _, e := range slices.Backward(after) {
		if q.matches(e) && (q.Last == 0 || len(list) < q.Last) {
			list = append(list, e)
		}
	}
	slices.Reverse(list)
	return list, nil
}

func (q Query) matches(e model.Entry) bool {
	return (q.Target == "" || q.Target == e.Target) &&
		(q.Actor == "" || q.Actor == e.Actor) &&
		(q.Kind == "" || q.Kind == e.Kind)
}

// Spans lists what existed in a stretch of time.
func (m *Memory) Spans(from, to time.Time, clusters []model.ID) ([]model.Span, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var list []model.Span
	for _, s := range m.spans {
		asked := len(clusters) == 0 || slices.Contains(clusters, s.Cluster)
		if asked && s.From.Before(to) && (s.To.IsZero() || s.To.After(from)) {
			list = append(list, s)
		}
	}
	return list, nil
}

// Receipt finds what was accepted under a key.
func (m *Memory) Receipt(key string) (Receipt, bool, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.receipts[key]
	return r, ok, nil
}

// Obstacle is none.
func (m *Memory) Obstacle() error { return nil }

// Close changes nothing.
func (m *Memory) Close() error { return nil }
