package control_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"pooldeck/model"
)

func TestSlowReaderSkipsAndFastReaderIsUpToDate(t *testing.T) {
	r := inMemory(t)
	slow, err := r.plane.Watch(t.Context())
	r.must(err)
	fast, err := r.plane.Watch(t.Context())
	r.must(err)
	seen := map[*model.Fleet]bool{}
	for n := range 50 {
		r.scale(2 + n%2)
		f := <-fast
		if f != r.plane.Fleet() {
			t.Fatalf("after request %d the fast reader has the fleet of entry %d, not %d", n, f.JournalSeq, r.plane.Fleet().JournalSeq)
		}
		seen[f] = true
	}
	if len(seen) != 50 {
		t.Errorf("the fast reader saw %d fleets", len(seen))
	}
	if f := <-slow; f != r.plane.Fleet() {
		t.Errorf("the slow reader has the fleet of entry %d, not %d", f.JournalSeq, r.plane.Fleet().JournalSeq)
	}
	select {
	case <-slow:
		t.Error("the slow reader has a second fleet waiting")
	default:
	}
}

// A bubble ends when all of its goroutines have.
func TestWatchesLeaveNothingBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		ctx, cancel := context.WithCancel(context.Background())
		var ended, open []<-chan *model.Fleet
		for range 100 {
			w, err := r.plane.Watch(ctx)
			r.must(err)
			ended = append(ended, w)
			w, err = r.plane.Watch(context.Background())
			r.must(err)
			open = append(open, w)
		}
		cancel()
		synctest.Wait()
		for _, w := range ended {
			<-w // what it had not read
			if _, more := <-w; more {
				t.Fatal("its context has ended and the watch has not")
			}
		}
		r.advance(time.Minute)
		r.must(r.plane.Close())
		for _, w := range open {
			<-w
			if _, more := <-w; more {
				t.Fatal("the plane is closed and the watch is not")
			}
		}
	})
}
