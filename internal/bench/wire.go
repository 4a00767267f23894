package main

import (
	"path/filepath"
	"time"
)

// idleSecond has a limit of nothing.
const idleSecond = "written in a paused, idle second"

// wire is how much goes over the wire when the cursor moves, and when nothing
// happens.
func wire(b bench) ([]line, error) {
	var lines []line
	for _, w := range []struct {
		what  string
		size  size
		limit float64
	}{
		{"a move of the cursor without the detail pane, median of 16", size{120, 17}, 260},
		{"the same with the detail in one line", size{120, 29}, 0},
		{"the same with the detail pane", size{120, 40}, 0},
	} {
		d, err := open(0, w.size)
		if err != nil {
			return nil, err
		}
		texts := []string{d.text()}
		for range 16 {
			d.press("j")
			texts = append(texts, d.text())
		}
		if err := d.close(); err != nil {
			return nil, err
		}
		bare, err := b.bare("moves", texts...)
		if err != nil {
			return nil, err
		}
		floor, bareIdle, err := moves(w.size, b.dir, bare...)
		if err != nil {
			return nil, err
		}
		ours, idle, err := moves(w.size, filepath.Join(b.dir, "home"), b.program, "--demo", "--seed", "7", "--speed", "0")
		if err != nil {
			return nil, err
		}
		l := line{what: w.what, unit: bytesWritten, figure: float64(ours), floor: float64(floor), limit: w.limit}
		if !l.met() && w.limit > 0 {
			l.limiting = "the band under the row: two rows are written cell by cell"
		}
		lines = append(lines, l)
		if w.size == usual() {
			lines = append(lines, line{what: idleSecond, unit: bytesWritten, figure: idle, floor: bareIdle})
		}
	}
	return lines, nil
}

// moves is what 16 moves down the tree cost, the median of them, and what is
// written in a second after that.
func moves(s size, home string, args ...string) (move int, idle float64, err error) {
	t, err := start(s, home, args...)
	if err != nil {
		return 0, 0, err
	}
	if _, err := t.until(whole); err != nil {
		return 0, 0, err
	}
	t.settle(400 * time.Millisecond)
	var all []int
	for range 16 {
		n, err := t.press("j")
		if err != nil {
			return 0, 0, err
		}
		all = append(all, n)
	}
	const seconds = 3
	before := t.count()
	time.Sleep(seconds * time.Second)
	idle = float64(t.count()-before) / seconds
	return median(all), idle, t.end()
}
