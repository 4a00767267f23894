package sshd

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
)

// goroutines is how many there are of this package's and the libraries', once
// their number stays the same.
func goroutines(t testing.TB) int {
	t.Helper()
	last, same := -1, 0
	eventually(t, "the goroutines settle", func() bool {
		n := ours()
		if n == last {
			same++
		} else {
			last, same = n, 0
		}
		return same > 20
	})
	return last
}

// returned waits until there are no more goroutines than there were.
func returned(t testing.TB, before int) {
	t.Helper()
	eventually(t, "the goroutines are gone that came", func() bool { return ours() <= before })
}

// ours counts the goroutines that have to do with serving: not those of the
// tests' terminals, nor of the runtime.
func ours() int {
	stacks := make([]byte, 1<<20)
	for {
		n := runtime.Stack(stacks, true)
		if n < len(stacks) {
			stacks = stacks[:n]
			break
		}
		stacks = make([]byte, 2*len(stacks))
	}
	count := 0
	for stack := range bytes.SplitSeq(stacks, []byte("\n\n")) {
		text := string(stack)
		for _, of := range []string{"pooldeck/sshd.(*", "charm.land/", "x/crypto/ssh", "backend/control.(*Plane).Watch"} {
			if strings.Contains(text, of) && !strings.Contains(text, "sshd.(*terminal)") && !strings.Contains(text, "sshd.(*rig)") {
				count++
				break
			}
		}
	}
	return count
}
