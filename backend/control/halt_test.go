package control_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// counting counts what a full disk is asked.
type counting struct {
	broken
	at []time.Time
}

func (c *counting) Commit(b store.Batch) error {
	if c.full.Load() {
		c.at = append(c.at, time.Now())
	}
	return c.broken.Commit(b)
}

// While the disk is full no simulated time passes, and it is asked again after
// longer and longer; once there is room, everything goes on from there.
func TestHaltedPlaneTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		disk := &counting{broken: broken{Store: store.NewMemory(), err: noSpace()}}
		r := newRig(t, disk)
		end := running(r)
		id := r.scale(3)
		time.Sleep(time.Second + time.Millisecond)
		disk.full.Store(true)
		time.Sleep(4 * time.Minute)
		synctest.Wait()
		halted := r.plane.Fleet()
		want := &model.Halt{
			Since: halted.Halt.Since, Reason: "no space is left on the disk: the state in /var/lib/state cannot be written",
			Remedy: "make room on the disk of /var/lib/state",
		}
		if !halted.Halt.Equal(want) || halted.Operation(id).State != model.OpRunning {
			t.Errorf("the fleet says %+v", halted.Halt)
		}
		var waits []time.Duration
		for n := range len(disk.at) - 1 {
			waits = append(waits, disk.at[n+1].Sub(disk.at[n]).Round(time.Second))
		}
		s := time.Second
		if got, want := waits[:8], []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 30 * s, 30 * s, 30 * s}; !slices.Equal(got, want) {
			t.Errorf("it was tried again after %v", waits)
		}
		now := r.plane.Now()
		disk.full.Store(false)
		time.Sleep(30 * time.Second)
		synctest.Wait()
		f := r.plane.Fleet()
		if f.Halt != nil || f.At.Sub(now) > 10*time.Minute {
			t.Errorf("there is room, and the fleet says %+v at %s; it was %s", f.Halt, f.At, now)
		}
		time.Sleep(time.Minute)
		if o := r.plane.Fleet().Operation(id); o.State != model.OpDone {
			t.Errorf("a minute later it is %s", o.State)
		}
		r.must(end())
		r.must(r.plane.Close())
	})
}

// A request does not wait for the next try: it is one.
func TestRequestEndsAHalt(t *testing.T) {
	disk := &broken{Store: store.NewMemory(), err: noSpace()}
	r := newRig(t, disk)
	disk.full.Store(true)
	if _, err := r.plane.Apply(context.Background(), r.scaled(3)); err == nil {
		t.Error("it was accepted on a full disk")
	}
	if r.plane.Fleet().Halt == nil {
		t.Error("nobody can see it")
	}
	disk.full.Store(false)
	r.scale(3)
	if r.plane.Fleet().Halt != nil {
		t.Error("it was accepted, and still nothing can be changed")
	}
	r.wantKinds(model.EntryAccepted)
}

// A plane opens on a state that cannot be written, and closes.
func TestHaltedFromTheBeginning(t *testing.T) {
	disk := &broken{Store: store.NewMemory(), err: noSpace()}
	r := newRig(t, disk)
	r.scale(3)
	r.must(r.plane.Close())
	disk.full.Store(true)
	r.open()
	before := r.plane.Now()
	r.pass(time.Hour)
	if f := r.plane.Fleet(); f.Halt == nil || r.plane.Now().Sub(before) > time.Hour || len(f.Operations) != 1 {
		t.Errorf("the fleet is %+v", f)
	}
	if err := r.plane.Close(); err == nil || !strings.Contains(err.Error(), "what was accepted is kept") {
		t.Errorf("closed: %v", err)
	}
	disk.full.Store(false)
	r.open()
	r.advance(time.Hour)
	r.wantKinds(model.EntryAccepted, model.EntryDone)
}
