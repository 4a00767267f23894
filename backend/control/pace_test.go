package control_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/store"
	"pooldeck/model"
)

// running lets time pass for a plane, in a bubble whose clock is a test's: a
// sleep there takes no time. It returns what ends it and its error.
func running(r *rig) (end func() error) {
	ctx, cancel := context.WithCancel(context.Background())
	result := make(chan error, 1)
	go func() { result <- r.plane.Run(ctx, control.WallClock()) }()
	synctest.Wait()
	return func() error {
		cancel()
		return <-result
	}
}

// shown counts the fleets that a reader who is always there is shown.
func shown(r *rig) (count func() int) {
	watch, err := r.plane.Watch(context.Background())
	r.must(err)
	<-watch
	var n atomic.Int64
	go func() {
		for range watch {
			n.Add(1)
		}
	}()
	return func() int {
		synctest.Wait()
		return int(n.Swap(0))
	}
}

func TestIdleFleetIsShownOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		count, end := shown(r), running(r)
		time.Sleep(30*time.Second + time.Millisecond) // ten minutes at 20
		if got := count(); got != 10 {
			t.Errorf("in ten minutes the fleet was shown %d times", got)
		}
		r.must(end())
		r.must(r.plane.Close())
	})
}

func TestWorkIsShownFourTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		count, end := shown(r), running(r)
		id := r.scale(3)
		count()
		time.Sleep(2*time.Second + time.Millisecond)
		if got := count(); got != 8 {
			t.Errorf("in two seconds the fleet was shown %d times", got)
		}
		if o := r.plane.Fleet().Operation(id); o.State != model.OpRunning || o.Progress.Permille == 0 {
			t.Errorf("two seconds later the operation is %+v", o)
		}
		time.Sleep(time.Minute)
		if o := r.plane.Fleet().Operation(id); o.State != model.OpDone {
			t.Errorf("a minute later the operation is %+v", o)
		}
		r.must(end())
		r.must(r.plane.Close())
	})
}

func TestRequestFindsTheFleetAtThePresent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		began, end := r.plane.Now(), running(r)
		time.Sleep(1500 * time.Millisecond) // half a minute at 20, between two looks
		id := r.scale(3)
		if at := r.plane.Fleet().Operation(id).Accepted; !at.Equal(began.Add(30 * time.Second)) {
			t.Errorf("accepted after %v", at.Sub(began))
		}
		r.must(end())
	})
}

func TestPausedClockStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		end := running(r)
		id := r.scale(3)
		time.Sleep(time.Second)
		r.speed(0)
		paused, count := r.plane.Fleet(), shown(r)
		time.Sleep(time.Hour)
		if got := count(); got != 0 || r.plane.Fleet() != paused || r.plane.Now() != paused.At {
			t.Errorf("paused for an hour, the fleet was shown %d times", got)
		}
		// What was wanted meanwhile is accepted, and waits.
		c, _ := r.cluster()
		receipt, err := r.plane.Apply(context.Background(), backend.Request{
			Key: "meanwhile", Actor: backend.Actor{Name: "ada", Role: backend.Operator}, Base: map[model.ID]model.Revision{c.ID: c.Revision},
			Changes: model.Changes{model.AddPool{Cluster: c.ID, Name: "reports", Level: "4G-Performance", Count: 1}},
		})
		r.must(err)
		if at := r.plane.Fleet().Operation(receipt.Operations[0]).Accepted; !at.Equal(paused.At) {
			t.Errorf("accepted %v after the pause began", at.Sub(paused.At))
		}
		synctest.Wait()
		r.speed(100)
		time.Sleep(20 * time.Second)
		if o := r.plane.Fleet().Operation(receipt.Operations[0]); o.State != model.OpDone {
			t.Errorf("after the pause the operation is %+v", o)
		}
		if o := r.plane.Fleet().Operation(id); o.State != model.OpSuperseded {
			t.Errorf("the older operation is %+v", o)
		}
		r.must(end())
		r.must(r.plane.Close())
	})
}

func TestTimePassedAtTheSpeedOfItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		began, end := r.plane.Now(), running(r)
		time.Sleep(time.Second)
		r.speed(backend.MaxSpeed)
		if got := r.plane.Now().Sub(began); got != 20*time.Second {
			t.Errorf("after a second at 20 it is %v later", got)
		}
		time.Sleep(2 * time.Second)
		r.speed(1)
		if got := r.plane.Now().Sub(began); got != 2*time.Hour+20*time.Second {
			t.Errorf("after two seconds at %d it is %v later", backend.MaxSpeed, got)
		}
		r.must(end())
	})
}

// At the highest speed a minute is over sixty times a second; the fleet is
// not shown, and the state not saved, more often than work is.
func TestFastClockIsLookedAtFourTimesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		r.speed(backend.MaxSpeed)
		count, end := shown(r), running(r)
		time.Sleep(2*time.Second + time.Millisecond)
		if got := count(); got != 8 {
			t.Errorf("in two seconds the fleet was shown %d times", got)
		}
		r.must(end())
		r.must(r.plane.Close())
	})
}

func TestTimeStandsWhileNobodyRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		began := r.plane.Now()
		end := running(r)
		time.Sleep(time.Minute)
		r.must(end())
		r.must(r.plane.Close())
		time.Sleep(24 * time.Hour)
		r.open()
		end = running(r)
		time.Sleep(time.Minute)
		r.must(end())
		r.must(r.plane.Close())
		if got := r.plane.Now().Sub(began); got > 40*time.Minute || got < 39*time.Minute {
			t.Errorf("after two minutes at 20 it is %v later", got)
		}
	})
}

func TestRunEndsWithThePlaneAndWithTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := inMemory(t)
		end := running(r)
		r.must(r.plane.Close())
		synctest.Wait()
		if err := end(); !errors.Is(err, backend.ErrClosed) {
			t.Errorf("with the plane: %v", err)
		}
		disk := &broken{Store: store.NewMemory()}
		r = newRig(t, disk)
		end = running(r)
		disk.full.Store(true)
		time.Sleep(time.Minute)
		if err := end(); !errors.Is(err, errBroken) {
			t.Errorf("with the store: %v", err)
		}
	})
}

// An answer that is made to come late comes when the plane has got there, when
// the clock is stopped, or not at all to whoever waits no longer.
func TestLateAnswers(t *testing.T) {
	const late = backend.AnswerDelay / 20 // in real time, at speed 20
	for name, test := range map[string]struct {
		then func(r *rig, end func() error, stop context.CancelFunc) // when half of that has passed
		want error
	}{
		"it comes":                        {nil, nil},
		"the clock is paused":             {func(r *rig, _ func() error, _ context.CancelFunc) { r.speed(0) }, nil},
		"the plane is closed":             {func(r *rig, _ func() error, _ context.CancelFunc) { r.must(r.plane.Close()) }, nil},
		"time passes no longer":           {func(r *rig, end func() error, _ context.CancelFunc) { r.must(end()) }, nil},
		"whoever has asked waits no more": {func(_ *rig, _ func() error, stop context.CancelFunc) { stop() }, backend.ErrNoAnswer},
	} {
		synctest.Test(t, func(t *testing.T) {
			r := inMemory(t)
			c, _ := r.cluster()
			end := sync.OnceValue(running(r))
			r.must(r.plane.Inject(t.Context(), ada(), backend.Fault{Kind: backend.FaultDelay, Cluster: c.ID}))
			ctx, stop := context.WithCancel(t.Context())
			answer := make(chan error, 1)
			go func() {
				_, err := r.plane.Apply(ctx, r.scaled(3))
				answer <- err
			}()
			synctest.Wait()
			began := time.Now()
			if len(r.plane.Fleet().Operations) != 1 {
				t.Errorf("%s: it is not accepted at once", name)
			}
			time.Sleep(late/2 - time.Millisecond)
			if len(answer) > 0 {
				t.Errorf("%s: it came too early", name)
			}
			if test.then != nil {
				test.then(r, end, stop)
			}
			if err := <-answer; !errors.Is(err, test.want) || err == nil && test.then == nil && time.Since(began) < late {
				t.Errorf("%s: after %v: %v", name, time.Since(began), err)
			}
			stop()
			_ = end()
			_ = r.plane.Close()
		})
	}
}
