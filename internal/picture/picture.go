// Package picture draws what a terminal shows as an SVG document. It is a pure
// function of the screen's text: the same screen is the same document, byte
// for byte, so a picture can be kept in the repository and read as a change.
//
// Letters are text in the reader's own monospaced font, put in their place one
// by one. Lines, blocks and braille are shapes, because a font's glyphs seldom
// fill the cell and a frame made of them falls apart.
package picture

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// SVG draws the top left width x height cells of a styled screen, such as the
// content of a Bubble Tea view, in a dark window. A title, if there is one, is
// shown above the screen; it is the picture's name for screen readers too.
func SVG(screen string, width, height int, title string) string {
	cells := uv.NewScreenBuffer(width, height)
	uv.NewStyledString(strings.ReplaceAll(screen, "\r\n", "\n")).Draw(cells, cells.Bounds())
	var d drawing
	for y := range height {
		for x := range width {
			// The second half of a wide cell is a cell of width 0.
			if c := cells.CellAt(x, y); c != nil && c.Width > 0 {
				d.cell(c, x, y)
			}
		}
		d.endRun()
	}
	return document(d, width, height, title)
}

// drawing is a picture in the making: grounds lie under shapes and runs. A run
// stays open while cells of the same look follow each other.
type drawing struct {
	grounds layer
	shapes  layer
	runs    []run
	open    run
}

// run is text of one look in one row; columns has one entry for each rune.
type run struct {
	look
	text    string
	row     int
	columns []int
}

func (d *drawing) cell(c *uv.Cell, x, y int) {
	l := lookOf(c.Style)
	if l.ground != "" {
		d.grounds.add(l.ground, rect{x * cellWidth, y * cellHeight, c.Width * cellWidth, cellHeight})
	}
	runes := []rune(c.Content)
	// A letter with its accents is several runes in one place.
	if len(runes) != 1 {
		d.endRun()
		d.runs = append(d.runs, run{l, c.Content, y, []int{x}})
		return
	}
	if s, ok := shapeOf(runes[0]); ok {
		d.endRun()
		d.shapes.draw(blend(l.paint, l.behind(), s.strength), s, x*cellWidth, y*cellHeight)
		return
	}
	if len(d.open.columns) > 0 && d.open.look != l {
		d.endRun()
	}
	if len(d.open.columns) == 0 {
		if runes[0] == ' ' && !l.lined() {
			return
		}
		d.open = run{look: l, row: y}
	}
	d.open.text += c.Content
	d.open.columns = append(d.open.columns, x)
}

func (d *drawing) endRun() {
	r := d.open
	d.open = run{}
	if !r.lined() {
		r.text = strings.TrimRight(r.text, " ")
		r.columns = r.columns[:len([]rune(r.text))]
	}
	if r.text != "" {
		d.runs = append(d.runs, r)
	}
}
