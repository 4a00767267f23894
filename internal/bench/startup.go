package main

import (
	"path/filepath"
	"slices"
	"time"
)

// tick is how often the renderer draws.
const tick = time.Second / 60

// whole is written last by the first screen that shows the fleet.
const whole = "actions"

// startup is how long it takes from the start of the process until the fleet
// is on the screen.
func startup(b bench) ([]line, error) {
	d, err := open(0, usual())
	if err != nil {
		return nil, err
	}
	bare, err := b.bare("first", d.text())
	if err != nil {
		return nil, err
	}
	if err := d.close(); err != nil {
		return nil, err
	}
	ours, err := b.starts(21, filepath.Join(b.dir, "home"), b.program, "--demo", "--seed", "7", "--speed", "0")
	if err != nil {
		return nil, err
	}
	floor, err := b.starts(21, b.dir, bare...)
	if err != nil {
		return nil, err
	}
	return []line{
		ours.wall(floor, "start to first whole screen, median of 21", inMilliseconds(floor.wallclock+tick)),
		ours.processor(floor, "  processor time from start to end"),
	}, nil
}

// begun is what a start takes, as medians.
type begun struct {
	wallclock time.Duration // from the start of the process to its first whole screen
	used      time.Duration // of the processor, until it has ended
}

func (o begun) wall(floor begun, what string, limit float64) line {
	return line{what: what, unit: milliseconds, figure: inMilliseconds(o.wallclock), floor: inMilliseconds(floor.wallclock), limit: limit}
}

func (o begun) processor(floor begun, what string) line {
	return line{what: what, unit: milliseconds, figure: inMilliseconds(o.used), floor: inMilliseconds(floor.used)}
}

// starts starts a program a few times, waits for its first whole screen and
// ends it.
func (b bench) starts(n int, home string, args ...string) (begun, error) {
	var walls, used []time.Duration
	for range n {
		began := time.Now()
		t, err := start(usual(), home, args...)
		if err != nil {
			return begun{}, err
		}
		at, err := t.until(whole)
		if err != nil {
			return begun{}, err
		}
		walls = append(walls, at.Sub(began))
		if err := t.end(); err != nil {
			return begun{}, err
		}
		used = append(used, t.cmd.ProcessState.UserTime()+t.cmd.ProcessState.SystemTime())
	}
	return begun{median(walls), median(used)}, nil
}

func median[T ~int | ~int64](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}
