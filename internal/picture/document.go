package picture

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// The window around the screen, in pixels.
const (
	padding  = 16
	titleBar = 36 // instead of the upper padding
	fontSize = 15
	baseline = 15 // below the top of a row
)

// fonts are monospaced, and each has the lines and blocks that stay letters.
const fonts = "'JetBrains Mono','DejaVu Sans Mono',Menlo,Consolas,monospace"

func document(d drawing, columns, rows int, title string) string {
	top := padding
	if title != "" {
		top = titleBar
	}
	width, height := columns*cellWidth+2*padding, rows*cellHeight+top+padding
	b := &strings.Builder{}
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img" font-family="%s" font-size="%d" fill="%s">`+"\n",
		width, height, fonts, fontSize, windowPaint)
	if title != "" {
		fmt.Fprintf(b, "<title>%s</title>\n", escape(title))
	}
	fmt.Fprintf(b, `<rect width="%d" height="%d" rx="10" fill="%s"/>`+"\n", width, height, windowGround)
	if title != "" {
		fmt.Fprintf(b, `<text x="%d" y="23" text-anchor="middle" font-size="13" fill="%s">%s</text>`+"\n",
			width/2, blend(windowPaint, windowGround, 60), escape(title))
	}
	fmt.Fprintf(b, `<g transform="translate(%d %d)" xml:space="preserve" style="white-space:pre">`+"\n", padding, top)
	d.grounds.write(b)
	d.shapes.write(b)
	for _, r := range d.runs {
		r.write(b)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// write gives every letter its own place: the grid holds whatever font the
// reader has.
func (r run) write(b *strings.Builder) {
	b.WriteString(`<text x="`)
	for i, column := range r.columns {
		if i > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprint(b, column*cellWidth)
	}
	fmt.Fprintf(b, `" y="%d"`, r.row*cellHeight+baseline)
	if r.paint != windowPaint {
		fmt.Fprintf(b, ` fill="%s"`, r.paint)
	}
	if r.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if r.italic {
		b.WriteString(` font-style="italic"`)
	}
	if r.lined() {
		fmt.Fprintf(b, ` text-decoration="%s"`, r.lining())
	}
	fmt.Fprintf(b, ">%s</text>\n", escape(r.text))
}

func (l look) lining() string {
	switch {
	case l.under && l.through:
		return "underline line-through"
	case l.under:
		return "underline"
	}
	return "line-through"
}

// escape also replaces what XML cannot hold.
func escape(s string) string {
	var b strings.Builder
	// A strings.Builder takes everything.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
