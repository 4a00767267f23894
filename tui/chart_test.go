package tui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"pooldeck/backend"
	"pooldeck/model/autoscale"
)

// charted is an hour of samples, one a minute, of response times and dynos.
func charted(p95 func(minute int) time.Duration, dynos func(minute int) int) chart {
	to := time.Date(2026, 6, 12, 14, 0, 0, 0, time.UTC)
	c := chart{from: to.Add(-time.Hour), to: to, target: 240 * time.Millisecond, chosen: -1}
	for minute := 1; minute <= 60; minute++ {
		c.samples = append(c.samples, autoscale.Sample{At: c.from.Add(time.Duration(minute) * time.Minute), P95: p95(minute), Dynos: dynos(minute)})
	}
	return c
}

func (c chart) lines(width, height int) []string {
	s := scene{styles: newStyles(Mono, true)}
	return strings.Split(ansi.Strip(strings.Join(c.draw(s, width, height), "\n")), "\n")
}

func steady(n int) func(int) int { return func(int) int { return n } }

func quick(int) time.Duration { return 200 * time.Millisecond }

func TestChartKeepsTheTargetInSight(t *testing.T) {
	spike := func(minute int) time.Duration {
		if minute == 30 {
			return 18 * time.Second
		}
		return quick(minute)
	}
	tests := map[string]struct {
		p95          func(int) time.Duration
		top          string // the scale's
		above, peak  bool
		below, solid int // rows
	}{
		"within the target":              {quick, "360 ms", false, false, 3, 0},
		"a peak is cut off":              {spike, "480 ms", true, true, 2, 2},
		"above the target all the time":  {func(int) time.Duration { return 400 * time.Millisecond }, "480 ms", true, false, 3, 2},
		"on fire all the time":           {func(int) time.Duration { return 20 * time.Second }, "1.4 s", true, true, 1, 4},
		"just above":                     {func(int) time.Duration { return 241 * time.Millisecond }, "360 ms", true, false, 4, 0},
		"nothing but the target is seen": {func(int) time.Duration { return 0 }, "360 ms", false, false, 0, 0},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			lines := charted(test.p95, steady(3)).lines(120, 10)
			text := strings.Join(lines, "\n")
			if !strings.HasPrefix(strings.TrimSpace(lines[0]), test.top+"┤") || !strings.Contains(text, "\n      0┤") {
				t.Errorf("the scale ends elsewhere than at %s and 0:\n%s", test.top, text)
			}
			line := ""
			below, solid := 0, 0
			for _, l := range lines {
				switch {
				case strings.HasPrefix(l, " 240 ms┤"):
					line = l
				case strings.Contains(l, "┤") && strings.Contains(l, "││││││││"):
					below++
				case strings.Contains(l, "┤") && strings.ContainsAny(l, "█▇▆▅▄▃▂"):
					solid++
				}
			}
			if n := strings.Count(line, "─") + strings.Count(line, "━"); n != 120-chartSide-chartEnd {
				t.Errorf("%d cells of the target's line are seen:\n%s", n, text)
			}
			if strings.Contains(line, "━") != test.above || strings.Contains(text, "▲ off the scale") != test.peak {
				t.Errorf("above %v, off the scale %v:\n%s", test.above, test.peak, text)
			}
			if below != test.below || solid != test.solid {
				t.Errorf("%d rows below the target and %d above; not %d and %d:\n%s", below, solid, test.below, test.solid, text)
			}
		})
	}
}

func TestChartCountsDynos(t *testing.T) {
	tests := map[string]struct {
		dynos func(minute int) int
		width int
		want  string
	}{
		"always as many":             {steady(3), 72, "  dynos ▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁ 3"},
		"numbers are never adjacent": {func(m int) int { return 3 + max(0, m-57) }, 72, "  dynos 3▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▃█ 6"},
		"numbers are never cut": {func(m int) int {
			if m < 50 || m > 52 {
				return 1
			}
			return 10
		}, 42, "  dynos 1▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁▁█▁▁▁▁ 1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			lines := charted(quick, test.dynos).lines(test.width, 6)
			for _, l := range lines {
				if strings.HasPrefix(l, "  dynos") && l != test.want {
					t.Errorf("%q; not %q", l, test.want)
				}
			}
		})
	}
}

func TestChartMarksSteps(t *testing.T) {
	c := charted(quick, steady(3))
	step := func(minute, from, to int, shadow bool) {
		d := autoscale.Decision{At: c.from.Add(time.Duration(minute) * time.Minute), From: from, To: to, Shadow: shadow}
		c.decisions = append(c.decisions, backend.Decided{Decision: d, Until: d.At})
	}
	step(10, 3, 4, false)
	step(10, 4, 5, false)
	step(10, 5, 6, false)
	step(20, 6, 5, false)
	step(30, 5, 6, false)
	step(40, 6, 7, true)
	text := strings.Join(c.lines(72, 12), "\n")
	if !strings.Contains(text, "  steps           3         ↓         ↑         ^") {
		t.Errorf("the steps are elsewhere:\n%s", text)
	}
	if !strings.Contains(text, "│ within the target  ↑↓ step  ^v not done  3 steps") {
		t.Errorf("the marks are not explained:\n%s", text)
	}
}

// Where there are few lines, the scale and the dynos stay longest.
func TestChartInFewLines(t *testing.T) {
	c := charted(quick, steady(3))
	c.decisions = append(c.decisions, backend.Decided{Decision: autoscale.Decision{At: c.to.Add(-time.Minute), From: 3, To: 4}})
	for height := chartLeast; height < 20; height++ {
		lines := c.lines(72, height)
		text := strings.Join(lines, "\n")
		if len(lines) != height || !strings.Contains(text, " 240 ms┤") || !strings.Contains(text, "      0┤") || !strings.Contains(text, "  dynos") {
			t.Errorf("%d lines for %d:\n%s", len(lines), height, text)
		}
	}
}
