package main

import (
	"path/filepath"
	"time"

	"pooldeck/backend/store"
)

// many is how many clusters a large fleet has.
const many = 10_000

// large is the start of the program on a large fleet that it finds on the
// disk, and the memory that it takes.
func large(b bench) ([]line, error) {
	state := filepath.Join(b.dir, "large")
	kept, err := store.Open(state)
	if err != nil {
		return nil, err
	}
	p, _, err := plane(kept, many)
	if err != nil {
		return nil, err
	}
	if err := p.Close(); err != nil {
		return nil, err
	}
	if err := kept.Close(); err != nil {
		return nil, err
	}
	d, err := open(many, usual())
	if err != nil {
		return nil, err
	}
	bare, err := b.bare("large", d.text())
	if err != nil {
		return nil, err
	}
	if err := d.close(); err != nil {
		return nil, err
	}
	ours, err := b.grows(filepath.Join(b.dir, "home"), b.program, "--state", state)
	if err != nil {
		return nil, err
	}
	floor, err := b.grows(b.dir, bare...)
	if err != nil {
		return nil, err
	}
	return []line{
		ours.wall(floor.begun, "start to first whole screen with 10,000 clusters on disk, median of 5", 1000),
		ours.processor(floor.begun, "  processor time from start to end"),
		{what: "resident with them after 5 seconds", unit: megabytes, figure: ours.resident, floor: floor.resident, limit: 200},
		{what: "the same after 100 keys", unit: megabytes, figure: ours.later, floor: floor.later, limit: 200},
	}, nil
}

type growth struct {
	begun
	resident, later float64 // megabytes
}

func (b bench) grows(home string, args ...string) (g growth, err error) {
	if g.begun, err = b.starts(5, home, args...); err != nil {
		return g, err
	}
	t, err := start(usual(), home, args...)
	if err != nil {
		return g, err
	}
	if _, err := t.until(whole); err != nil {
		return g, err
	}
	time.Sleep(5 * time.Second)
	if g.resident, err = t.resident(); err != nil {
		return g, err
	}
	for range 100 {
		if _, err := t.master.WriteString("j"); err != nil {
			return g, err
		}
		time.Sleep(20 * time.Millisecond)
	}
	if g.later, err = t.resident(); err != nil {
		return g, err
	}
	return g, t.end()
}
