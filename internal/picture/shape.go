package picture

// A cell in pixels. Whole numbers keep the edges of shapes sharp and let
// neighbours touch without a seam. They suit a font of 15 pixels, whose
// letters are 0.6 as wide.
const (
	cellWidth  = 9
	cellHeight = 20
)

// shape is what a glyph covers of its cell.
type shape struct {
	rects    []rect
	path     string // for what is not a rectangle, from the cell's corner
	strength int    // percent of the paint over the ground
}

func solid(rects ...rect) (shape, bool) { return shape{rects: rects, strength: 100}, true }

// shapeOf returns the shape of a glyph that has to reach its neighbours: lines,
// blocks and braille. Dashed, double and diagonal lines stay with the font.
func shapeOf(r rune) (shape, bool) {
	switch {
	case r >= '╭' && r <= '╰':
		return shape{path: corner(r), strength: 100}, true
	case r >= '─' && r <= '╿':
		rects := lines(armsOf(r))
		return shape{rects: rects, strength: 100}, rects != nil
	case r >= '░' && r <= '▓':
		return shape{rects: []rect{{0, 0, cellWidth, cellHeight}}, strength: 25 * int(r-'░'+1)}, true
	case r >= '▀' && r <= '▟':
		return solid(block(r)...)
	case r > '\u2800' && r <= '\u28ff':
		return solid(braille(r)...)
	}
	return shape{}, false
}

// block returns what ▀ to ▟ cover, the shades apart.
func block(r rune) []rect {
	switch {
	case r == '▀':
		return []rect{{0, 0, cellWidth, eighths(4, cellHeight)}}
	case r <= '█': // ▁ to █ grow from the bottom
		h := eighths(int(r-'▁')+1, cellHeight)
		return []rect{{0, cellHeight - h, cellWidth, h}}
	case r <= '▏': // ▉ to ▏ shrink to the left
		return []rect{{0, 0, eighths(int('▏'-r)+1, cellWidth), cellHeight}}
	case r == '▐':
		left := eighths(4, cellWidth)
		return []rect{{left, 0, cellWidth - left, cellHeight}}
	case r == '▔':
		return []rect{{0, 0, cellWidth, eighths(1, cellHeight)}}
	case r == '▕':
		return []rect{{cellWidth - 1, 0, 1, cellHeight}}
	}
	return quadrants(r)
}

func eighths(n, of int) int { return (n*of + 4) / 8 }

// quadrants returns what ▖ to ▟ cover.
func quadrants(r rune) []rect {
	const upperLeft, upperRight, lowerLeft, lowerRight = 1, 2, 4, 8
	covered := [...]int{
		lowerLeft, lowerRight, upperLeft,
		upperLeft | lowerLeft | lowerRight,
		upperLeft | lowerRight,
		upperLeft | upperRight | lowerLeft,
		upperLeft | upperRight | lowerRight,
		upperRight,
		upperRight | lowerLeft,
		upperRight | lowerLeft | lowerRight,
	}[r-'▖']
	x, y := eighths(4, cellWidth), eighths(4, cellHeight)
	all := [...]rect{{0, 0, x, y}, {x, 0, cellWidth - x, y}, {0, y, x, cellHeight - y}, {x, y, cellWidth - x, cellHeight - y}}
	var rects []rect
	for i, q := range all {
		if covered>>i&1 == 1 {
			rects = append(rects, q)
		}
	}
	return rects
}

// braille returns the dots of a pattern. Unicode numbers the upper six down
// the left column, then the right, and adds the lowest two later.
func braille(r rune) []rect {
	columns, rows := [...]int{0, 0, 0, 1, 1, 1, 0, 1}, [...]int{0, 1, 2, 0, 1, 2, 3, 3}
	var rects []rect
	for dot := range 8 {
		if (r-'\u2800')>>dot&1 == 1 {
			rects = append(rects, rect{1 + 5*columns[dot], 1 + 5*rows[dot], 2, 3})
		}
	}
	return rects
}
