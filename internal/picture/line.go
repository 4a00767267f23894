package picture

// arms is how thick a line glyph reaches from the middle of its cell to each
// side, in pixels: 0, 1 or 3.
type arms struct{ up, right, down, left int }

// armWeights says for each of U+2500 to U+257F how heavy its arms are: up,
// right, down, left; 1 is light and 2 is heavy. Glyphs that are not made of
// such arms have none.
const armWeights = "" +
	"0101 0202 1010 2020 0000 0000 0000 0000 " + // ─━│┃┄┅┆┇
	"0000 0000 0000 0000 0110 0210 0120 0220 " + // ┈┉┊┋┌┍┎┏
	"0011 0012 0021 0022 1100 1200 2100 2200 " + // ┐┑┒┓└┕┖┗
	"1001 1002 2001 2002 1110 1210 2110 1120 " + // ┘┙┚┛├┝┞┟
	"2120 2210 1220 2220 1011 1012 2011 1021 " + // ┠┡┢┣┤┥┦┧
	"2021 2012 1022 2022 0111 0112 0211 0212 " + // ┨┩┪┫┬┭┮┯
	"0121 0122 0221 0222 1101 1102 1201 1202 " + // ┰┱┲┳┴┵┶┷
	"2101 2102 2201 2202 1111 1112 1211 1212 " + // ┸┹┺┻┼┽┾┿
	"2111 1121 2121 2112 2211 1122 1221 2212 " + // ╀╁╂╃╄╅╆╇
	"1222 2122 2221 2222 0000 0000 0000 0000 " + // ╈╉╊╋╌╍╎╏
	"0000 0000 0000 0000 0000 0000 0000 0000 " + // ═║╒╓╔╕╖╗
	"0000 0000 0000 0000 0000 0000 0000 0000 " + // ╘╙╚╛╜╝╞╟
	"0000 0000 0000 0000 0000 0000 0000 0000 " + // ╠╡╢╣╤╥╦╧
	"0000 0000 0000 0000 0000 0000 0000 0000 " + // ╨╩╪╫╬╭╮╯
	"0000 0000 0000 0000 0001 1000 0100 0010 " + // ╰╱╲╳╴╵╶╷
	"0002 2000 0200 0020 0201 1020 0102 2010 " //   ╸╹╺╻╼╽╾╿

func armsOf(r rune) arms {
	at := 5 * int(r-'─')
	pixels := func(side int) int { return []int{0, 1, 3}[armWeights[at+side]-'0'] }
	return arms{pixels(0), pixels(1), pixels(2), pixels(3)}
}

// The pixel that all lines go through.
const (
	middleX = cellWidth / 2
	middleY = cellHeight / 2
)

// lines returns the arms as rectangles. An arm reaches across the arms that it
// meets, so that corners are whole.
func lines(a arms) []rect {
	var rects []rect
	crossing := max(a.up, a.down, 1) / 2
	switch {
	case a.left > 0 && a.left == a.right:
		rects = append(rects, rect{0, middleY - a.left/2, cellWidth, a.left})
	default:
		if a.left > 0 {
			rects = append(rects, rect{0, middleY - a.left/2, middleX + crossing + 1, a.left})
		}
		if a.right > 0 {
			from := middleX - crossing
			rects = append(rects, rect{from, middleY - a.right/2, cellWidth - from, a.right})
		}
	}
	crossing = max(a.left, a.right, 1) / 2
	switch {
	case a.up > 0 && a.up == a.down:
		rects = append(rects, rect{middleX - a.up/2, 0, a.up, cellHeight})
	default:
		if a.up > 0 {
			rects = append(rects, rect{middleX - a.up/2, 0, a.up, middleY + crossing + 1})
		}
		if a.down > 0 {
			from := middleY - crossing
			rects = append(rects, rect{middleX - a.down/2, from, a.down, cellHeight - from})
		}
	}
	return rects
}

// corner is ╭, ╮, ╯ or ╰ as a path from the corner of its cell: a light line
// that turns with the radius that fits between the middle and the side.
func corner(r rune) string {
	return map[rune]string{
		'╭': "m4 20v-5a5 5 0 0 1 5-5v1a4 4 0 0 0-4 4v5z",
		'╮': "m0 10a5 5 0 0 1 5 5v5h-1v-5a4 4 0 0 0-4-4z",
		'╯': "m5 0v6a5 5 0 0 1-5 5v-1a4 4 0 0 0 4-4v-6z",
		'╰': "m4 0v6a5 5 0 0 0 5 5v-1a4 4 0 0 1-4-4v-6z",
	}[r]
}
