package tui

import (
	"testing"
	"time"

	"pooldeck/internal/golden"
	"pooldeck/internal/picture"
)

// The pictures of the documentation are drawn from the console's own cells,
// so they show what is so. `make pictures` draws them again.
func TestPictures(t *testing.T) {
	pictures := map[string]struct {
		width, height int
		do            func(*story)
	}{
		"console": {120, 40, func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("i", "3", "enter", "enter")
			s.press("down", "down", "down", "up", "up", "up") // its instances are on the screen then
			s.passUntil("restoring")
			s.pass(25 * time.Second)
			s.goTo(rectangular, "leader")
			s.press("s", "down", "space")
			s.goTo(horizontal, "analytics")
		}},
		"level": {120, 40, func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("s")
		}},
		"instances": {120, 40, func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("i", "3")
		}},
		"review": {120, 40, func(s *story) {
			s.goTo(horizontal, "")
			s.press("a", "enter", "2", "enter")
			s.write("reporting")
			s.press("enter", "right", "left", "left")
			s.press("right", "enter")
			s.goTo(horizontal, "leader")
			s.press("s", "down", "enter")
		}},
		"small": {80, 24, func(s *story) {
			s.goTo(horizontal, "analytics")
			s.press("i", "3", "enter", "enter")
			s.press("down", "down", "down", "up", "up", "up") // its instances are on the screen then
			s.passUntil("restoring")
		}},
	}
	for name, p := range pictures {
		t.Run(name, func(t *testing.T) {
			tell(t, p.width, p.height, func(s *story) {
				p.do(s)
				golden.CheckFile(t, "docs/"+name+".svg", picture.SVG(s.console.View().Content, p.width, p.height, "pooldeck --demo --seed 7"))
			})
		})
	}
}
