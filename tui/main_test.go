package tui

import "testing"

const (
	horizontal  = "postgresql-horizontal-12345"
	octagonal   = "postgresql-octagonal-30518"
	rectangular = "postgresql-rectangular-12345"
)

func TestMainScreen(t *testing.T) {
	for name, size := range map[string][2]int{"120x40": {120, 40}, "80x24": {80, 24}, "40x12": {40, 12}, "39x11": {39, 11}} {
		t.Run(name, func(t *testing.T) {
			tell(t, size[0], size[1], func(s *story) {
				s.golden("first")
			})
		})
	}
}
