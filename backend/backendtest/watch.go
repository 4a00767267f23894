package backendtest

import (
	"context"
	"time"

	"pooldeck/model"
)

func watchShowsTheNewest(a *asking) {
	c, pool := a.first()
	receipt := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1})
	f := a.fleet()
	if f.JournalSeq < receipt.JournalSeq {
		a.Errorf("a watch begun after entry %d shows a fleet of entry %d", receipt.JournalSeq, f.JournalSeq)
	}
	if got := f.Cluster(c.ID).Followers[0].Count; got != pool.Count+1 {
		a.Errorf("a watch begun after the change shows %d instances wanted", got)
	}
	before := f.At
	a.Advance(10 * time.Minute)
	if got := a.fleet().At; !got.After(before) {
		a.Errorf("ten minutes after %v a watch shows %v", before, got)
	}
}

func watchSkips(a *asking) {
	c, pool := a.first()
	watch, err := a.Backend.Watch(a.ctx())
	if err != nil {
		a.Fatal(err)
	}
	var last int64
	for n := range 5 {
		last = a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1 + n}).JournalSeq
		a.Advance(time.Minute)
	}
	timeout, stop := context.WithTimeout(a.ctx(), patience)
	defer stop()
	for reads := 1; ; reads++ {
		select {
		case f, open := <-watch:
			switch {
			case !open: // to be watched again
				if f = a.fleet(); f.JournalSeq < last {
					a.Errorf("a new watch shows entry %d, not %d", f.JournalSeq, last)
				}
				return
			case f.JournalSeq >= last:
				return
			case reads > 4:
				a.Fatalf("%d fleets were read, and none shows entry %d: they queue", reads, last)
			}
		case <-timeout.Done():
			a.Fatalf("no fleet that shows entry %d has come", last)
		}
	}
}

func watchEnds(a *asking) {
	ctx, cancel := context.WithCancel(a.ctx())
	watch, err := a.Backend.Watch(ctx)
	if err != nil {
		a.Fatal(err)
	}
	cancel()
	timeout, stop := context.WithTimeout(a.ctx(), patience)
	defer stop()
	for {
		select {
		case _, open := <-watch:
			if !open {
				return
			}
		case <-timeout.Done():
			a.Fatal("the context has ended and the watch has not")
		}
	}
}
