package main

import (
	"fmt"
	"io"
	"time"
)

// The aims: how much of the bare server's this one may take.
const (
	mostMemory = 1.15
	mostWork   = 1.3
)

// report prints both servers side by side.
func report(w io.Writer, bare, ours result) {
	fmt.Fprintf(w, "%-46s%12s%12s\n", fmt.Sprintf("%d sessions of %dx%d, %d rounds", ours.sessions, columns, rows, rounds), "bare", "pooldeck")
	line := func(name, format string, value func(result) float64, most float64) {
		b, o := value(bare), value(ours)
		verdict := ""
		if most > 0 {
			verdict = fmt.Sprintf("%9.2fx", o/b)
			if o > most*b {
				verdict += " over"
			}
		}
		fmt.Fprintf(w, "%-46s%12s%12s%s\n", name, fmt.Sprintf(format, b), fmt.Sprintf(format, o), verdict)
	}
	ms := func(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
	line("resident without sessions, MB", "%.1f", func(r result) float64 { return r.empty }, 0)
	line("resident a session, MB", "%.2f", func(r result) float64 { n, _ := r.perSession(); return n }, mostMemory)
	line("resident a session after a collection, MB", "%.2f", func(r result) float64 { _, l := r.perSession(); return l }, mostMemory)
	line("opening all, s", "%.1f", func(r result) float64 { return r.opening }, 0)
	line("idle, % of a core", "%.1f", func(r result) float64 { return 100 * r.idle }, 0)
	line(fmt.Sprintf("%d shared changes a second, %% of a core", rate), "%.1f", func(r result) float64 { return 100 * r.changing }, mostWork)
	line("bytes a session and change", "%.0f", func(r result) float64 { return r.bytes }, 0)
	line("key to frame, ms, p50", "%.1f", func(r result) float64 { return ms(r.quantile(.5)) }, 0)
	line("key to frame, ms, p99", "%.1f", func(r result) float64 { return ms(r.quantile(.99)) }, 0)
	line("goroutines left after the close", "%.0f", func(r result) float64 { return float64(r.left) }, 0)
	line("resident after the close, MB", "%.1f", func(r result) float64 { return r.after }, 0)
	fmt.Fprintln(w)
}
