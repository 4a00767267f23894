package main

import (
	"strings"
	"testing"
	"time"
)

func TestMiddle(t *testing.T) {
	round := func(natural float64, left int, took ...time.Duration) result {
		return result{sessions: 10, empty: 10, natural: natural, left: left, took: took}
	}
	r := middle([]result{round(40, 0, 1, 5), round(30, 2, 3, 9), round(90, 0, 2, 4)})
	if natural, _ := r.perSession(); natural != 3 {
		t.Errorf("a session takes %.1f MB", natural)
	}
	if r.left != 2 {
		t.Errorf("%d goroutines are left of at most 2", r.left)
	}
	if p50, p99 := r.quantile(.5), r.quantile(.99); p50 != 4 || p99 != 9 {
		t.Errorf("half of the keys within %d, nearly all within %d", p50, p99)
	}
}

func TestReportSaysWhatIsOver(t *testing.T) {
	bare := result{sessions: 100, empty: 10, natural: 110, lean: 110, changing: .5, took: []time.Duration{time.Millisecond}}
	ours := bare
	ours.natural, ours.changing = 130, .6
	var b strings.Builder
	report(&b, bare, ours)
	for _, line := range []string{
		"resident a session, MB                                1.00        1.20     1.20x over\n",
		"resident a session after a collection, MB             1.00        1.00     1.00x\n",
		"4 shared changes a second, % of a core                50.0        60.0     1.20x\n",
	} {
		if !strings.Contains(b.String(), line) {
			t.Errorf("there is no %q in\n%s", line, b.String())
		}
	}
}
