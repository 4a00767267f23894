package history_test

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pooldeck/backend/history"
	"pooldeck/pricing"
)

// How many histories are tried, and which one is the first. A history has a
// number, which says all of it.
var (
	histories = flag.Int("histories", 2000, "how many histories to try")
	first     = flag.Uint64("first", 0, "the number of the first one")
	progress  = flag.Bool("progress", false, "say how far it is")
)

// What must be true of every history is true of all that are tried.
func TestHistories(t *testing.T) {
	t.Parallel()
	n := *histories
	if raced && !*progress {
		n /= 10 // the race detector makes them ten times as long
	}
	out := io.Discard
	if *progress {
		out = os.Stdout
	}
	m := many{catalog: catalog(t), began: time.Now(), out: out, all: uint64(n)}
	for _, number := range m.failing(*first, *first+uint64(n)) {
		script := history.New(number)
		_, v := history.Run(script, m.catalog)
		small := history.Shrink(script, 2000, m.fails)
		_, why := history.Run(small, m.catalog)
		t.Errorf("history %d: %v\nIt comes down to\n%s\n%v", number, v, small, why)
	}
	m.say()
}

func catalog(t *testing.T) pricing.Catalog {
	t.Helper()
	c, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// many are histories that are carried out, one at a time on each processor.
type many struct {
	catalog                        pricing.Catalog
	began                          time.Time
	out                            io.Writer
	all                            uint64
	done, events, entries, crashes atomic.Int64
	mu                             sync.Mutex
	bad                            []uint64
}

// enough is after how many that fail no more are tried.
const enough = 3

// failing tries those from a number up to another one.
func (m *many) failing(from, to uint64) []uint64 {
	var next atomic.Uint64
	next.Store(from)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for number := next.Add(1) - 1; number < to && m.count() < enough; number = next.Add(1) - 1 {
				m.try(number)
			}
		})
	}
	workers.Wait()
	return m.bad
}

func (m *many) try(number uint64) {
	tally, v := history.Run(history.New(number), m.catalog)
	m.events.Add(int64(tally.Events))
	m.entries.Add(int64(tally.Entries))
	m.crashes.Add(int64(tally.Crashes))
	if v != nil {
		m.mu.Lock()
		m.bad = append(m.bad, number)
		m.mu.Unlock()
		fmt.Fprintf(m.out, "history %d: %v\n", number, v)
	}
	if m.done.Add(1)%2000 == 0 {
		m.say()
	}
}

func (m *many) count() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.bad)
}

func (m *many) fails(s history.Script) bool {
	_, v := history.Run(s, m.catalog)
	return v != nil
}

func (m *many) say() {
	done := m.done.Load()
	took := time.Since(m.began)
	fmt.Fprintf(m.out, "%7d of %d histories in %s, %.0f a second: %d events, %d entries of the journal, %d ends of the process, %d failed\n",
		done, m.all, took.Round(time.Second), float64(done)/took.Seconds(), m.events.Load(), m.entries.Load(), m.crashes.Load(), m.count())
}
