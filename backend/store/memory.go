package store

import (
	"cmp"
	"slices"
	"sync"
	"time"

	"pooldeck/model"
)

// Memory is a Store that lives as long as its process. Closing it changes
// nothing, so that another control plane can go on with it.
type Memory struct {
	mu       sync.Mutex
	created  bool
	seed     uint64
	fleet    model.Fleet
	journal  []model.Entry
	spans    []model.Span
	open     map[model.ID]int // by instance: its open span's index
	receipts map[string]Receipt
}

// NewMemory makes an empty one.
func NewMemory() *Memory {
	return &Memory{open: map[model.ID]int{}, receipts: map[string]Receipt{}}
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
	m.fleet = model.Fleet{
		At: first.At, Apps: slices.Clone(first.Apps), Clusters: slices.Clone(first.Clusters),
		Operations: slices.Clone(first.Operations),
	}
	byApp(m.fleet.Clusters)
	for i, s := range ledger {
		if s.To.IsZero() {
			m.open[s.Instance] = i
		}
	}
	m.spans = slices.Clone(ledger)
	return nil
}

// byApp puts clusters in a fleet's order: they come in that of their
// creation.
func byApp(list []*model.Cluster) {
	slices.SortStableFunc(list, func(a, b *model.Cluster) int { return cmp.Compare(a.App, b.App) })
}

// Load returns the fleet as it was committed last.
func (m *Memory) Load() (*model.Fleet, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.created {
		return nil, ErrNew
	}
	f := m.fleet
	f.Apps, f.Clusters, f.Operations = slices.Clone(f.Apps), slices.Clone(f.Clusters), slices.Clone(f.Operations)
	return &f, nil
}

// Commit takes a batch in.
func (m *Memory) Commit(b Batch) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.created {
		return ErrNew
	}
	if err := follows(m.fleet.JournalSeq, b.Entries); err != nil {
		return err
	}
	if err := m.closes(b.Spans); err != nil {
		return err
	}
	f := &m.fleet
	f.At = b.At
	put(&f.Apps, b.Apps, func(a *model.App) model.ID { return a.ID })
	put(&f.Clusters, b.Clusters, func(c *model.Cluster) model.ID { return c.ID })
	put(&f.Operations, b.Operations, func(o *model.Operation) model.OperationID { return o.ID })
	f.Clusters = slices.DeleteFunc(f.Clusters, func(c *model.Cluster) bool { return slices.Contains(b.Removed, c.ID) })
	f.Operations = slices.DeleteFunc(f.Operations, func(o *model.Operation) bool { return slices.Contains(b.Forgotten, o.ID) })
	byApp(f.Clusters)
	m.journal = append(m.journal, b.Entries...)
	f.JournalSeq = int64(len(m.journal))
	for _, s := range b.Spans {
		m.record(s)
	}
	if b.Receipt != nil {
		m.receipts[b.Receipt.Key] = *b.Receipt
	}
	return nil
}

// closes checks that every span that closes is open by then.
func (m *Memory) closes(spans []model.Span) error {
	open := map[model.ID]bool{}
	for _, s := range spans {
		_, stored := m.open[s.Instance]
		is, here := open[s.Instance]
		if !s.To.IsZero() && !is && (here || !stored) {
			return errNotOpen(s)
		}
		open[s.Instance] = s.To.IsZero()
	}
	return nil
}

// put replaces the items of the same ID and adds the others, in their order.
func put[T any, K comparable](list *[]*T, items []*T, id func(*T) K) {
	if len(items) == 0 {
		return
	}
	fresh := make(map[K]*T, len(items))
	for _, item := range items {
		fresh[id(item)] = item
	}
	for i, old := range *list {
		if item, ok := fresh[id(old)]; ok {
			(*list)[i] = item
			delete(fresh, id(old))
		}
	}
	for _, item := range items {
		if _, left := fresh[id(item)]; left {
			*list = append(*list, item)
		}
	}
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
	var list []model.Entry
	for _, e := range slices.Backward(m.journal) {
		if e.Seq <= q.After || q.Last > 0 && len(list) == q.Last {
			break
		}
		if q.matches(e) {
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

// Close changes nothing.
func (m *Memory) Close() error { return nil }
