package control

import "time"

// WallClock is the real time. Nothing else in the control plane asks for it.
func WallClock() Pacer { return wallClock{time.Now()} }

type wallClock struct{ start time.Time }

func (w wallClock) Elapsed() time.Duration               { return time.Since(w.start) }
func (wallClock) After(d time.Duration) <-chan time.Time { return time.After(d) }
