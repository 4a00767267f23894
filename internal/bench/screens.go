package main

import (
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
)

// least does something over and over, for half a second of processor time,
// three times, and takes the least of them: microseconds of processor time for
// one, what the collector does included. On a machine that others use as well
// a clock would count their work, too.
func least(do func(n int)) float64 {
	const long = 500 * time.Millisecond
	best := 0.0
	for range 3 {
		began, done := processor(), 0
		used := time.Duration(0)
		for batch := 1; used < long; batch = min(2*batch, 1<<16) {
			for range batch {
				do(done)
				done++
			}
			used = processor() - began
		}
		if one := float64(used.Nanoseconds()) / float64(done) / 1000; best == 0 || one < best {
			best = one
		}
	}
	return best
}

// processor is how much processor time this process has used.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// turns is what Update and View take for messages that come over and over.
func turns(m tea.Model, msgs []tea.Msg) float64 {
	return least(func(n int) {
		m, _ = m.Update(msgs[n%len(msgs)])
		_ = m.View()
	})
}

// screens is what a key costs, from the press to the text of the screen, in a
// small fleet and in a large one.
func screens(bench) ([]line, error) {
	small, err := open(0, usual())
	if err != nil {
		return nil, err
	}
	defer small.close()
	big, err := open(many, usual())
	if err != nil {
		return nil, err
	}
	defer big.close()
	floor := barely(small)
	var lines []line
	for _, k := range []struct {
		what string
		keys []string
		why  string
	}{
		{"that moves", []string{"j", "j", "j", "k", "k", "k"}, ""},
		{"to the end and back", []string{"G", "g"}, ""},
		{"that opens and closes a branch", []string{"h", "l"}, ""},
		{"in a dialog", []string{"?", "esc"}, ""},
		{"of a filter", []string{"/", "3", "4", "backspace", "backspace", "esc"}, "every row is searched at every letter"},
		{"that sorts", []string{"o"}, "all clusters are sorted, and priced for it"},
	} {
		msgs := make([]tea.Msg, len(k.keys))
		for i, name := range k.keys {
			msgs[i] = pressed(name)
		}
		few := line{what: "  with 3 clusters", unit: microseconds, figure: turns(small.console, msgs), floor: floor}
		all := line{
			what: "a key " + k.what + ": Update and View with 10,000 clusters", unit: microseconds,
			figure: turns(big.console, msgs), floor: floor, limit: few.figure + 1000,
		}
		if !all.met() {
			all.limiting = k.why
		}
		lines = append(lines, all, few)
	}
	return lines, nil
}

// barely is what a bare program takes for a key that changes its text.
func barely(d *desk) float64 {
	first := d.text()
	d.press("j")
	second := d.text()
	d.press("k")
	return turns(bare{texts: []string{first, second}}, []tea.Msg{pressed("j"), pressed("k")})
}
