package picture

import (
	"fmt"
	"strings"
)

// rect is a rectangle in pixels.
type rect struct{ x, y, width, height int }

// layer holds areas by colour. One path for each colour keeps neighbours from
// showing a seam when the picture is scaled.
type layer struct {
	colours []string // in the order of their first use
	areas   map[string]*area
}

type area struct {
	rects []rect
	paths []string
}

func (l *layer) of(colour string) *area {
	if l.areas == nil {
		l.areas = map[string]*area{}
	}
	a, ok := l.areas[colour]
	if !ok {
		a = &area{}
		l.areas[colour] = a
		l.colours = append(l.colours, colour)
	}
	return a
}

// add puts a rectangle next to the others of its colour and joins it with the
// one that it continues to the right.
func (l *layer) add(colour string, r rect) {
	a := l.of(colour)
	if n := len(a.rects); n > 0 {
		last := &a.rects[n-1]
		if last.y == r.y && last.height == r.height && last.x+last.width == r.x {
			last.width += r.width
			return
		}
	}
	a.rects = append(a.rects, r)
}

// draw puts a shape at a place.
func (l *layer) draw(colour string, s shape, x, y int) {
	for _, r := range s.rects {
		l.add(colour, rect{r.x + x, r.y + y, r.width, r.height})
	}
	if s.path != "" {
		a := l.of(colour)
		a.paths = append(a.paths, fmt.Sprintf("M%d %d%s", x, y, s.path))
	}
}

func (l layer) write(b *strings.Builder) {
	for _, colour := range l.colours {
		fmt.Fprintf(b, `<path fill="%s" d="`, colour)
		for _, r := range l.areas[colour].rects {
			fmt.Fprintf(b, "M%d %dh%dv%dh-%dz", r.x, r.y, r.width, r.height, r.width)
		}
		b.WriteString(strings.Join(l.areas[colour].paths, ""))
		b.WriteString("\"/>\n")
	}
}
