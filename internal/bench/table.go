package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// line is one figure of the table. All that it has in common with its floor
// and its limit is the unit.
type line struct {
	what     string
	unit     unit
	figure   float64
	floor    float64 // less than 0: there is nothing bare to compare with
	limit    float64 // 0: there is none
	at       verdict
	limiting string // what limits it, where that is known
}

// verdict is on which side of its limit a figure should be.
type verdict int

const (
	atMost verdict = iota
	atLeast
)

// unit is how a figure is written.
type unit int

const (
	milliseconds unit = iota
	microseconds
	megabytes
	bytesWritten
	perSecond
)

// noFloor says that nothing bare does the same.
const noFloor = -1

func (u unit) write(v float64) string {
	switch u {
	case milliseconds:
		return fmt.Sprintf("%.1f ms", v)
	case microseconds:
		if v < 10 {
			return fmt.Sprintf("%.2f µs", v)
		}
		return fmt.Sprintf("%.0f µs", v)
	case megabytes:
		return fmt.Sprintf("%.0f MB", v)
	case bytesWritten:
		return fmt.Sprintf("%.0f B", v)
	case perSecond:
		return fmt.Sprintf("%.0f /s", v)
	}
	return ""
}

func (l line) met() bool {
	if l.at == atLeast {
		return l.figure >= l.limit
	}
	return l.figure <= l.limit
}

const columns = "%-72s %12s %12s %12s   %s"

func printHead(w io.Writer) {
	row(w, "what", "pooldeck", "bare", "limit", "")
}

func (l line) print(w io.Writer) {
	floor, limit, word := "–", "–", ""
	if l.floor >= 0 {
		floor = l.unit.write(l.floor)
	}
	if l.limit > 0 || l.what == idleSecond {
		limit = l.unit.write(l.limit)
		word = "met"
		if !l.met() {
			word = "over"
		}
	}
	if l.limiting != "" {
		word = strings.TrimPrefix(word+": "+l.limiting, ": ")
	}
	row(w, l.what, l.unit.write(l.figure), floor, limit, word)
}

func row(w io.Writer, what, figure, floor, limit, word string) {
	fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf(columns, what, figure, floor, limit, word), " "))
}

func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
