package picture

import (
	"fmt"
	"image/color"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// The window's own colours, for cells that ask for none.
const (
	windowPaint  = "#d3d7de"
	windowGround = "#12151c"
)

// look is how a cell appears once reverse, faint and conceal are worked out.
type look struct {
	paint   string // of letters and shapes, #rrggbb
	ground  string // behind them, #rrggbb; empty where the window shows
	bold    bool
	italic  bool
	under   bool
	through bool
}

func (l look) lined() bool { return l.under || l.through }

func (l look) behind() string {
	if l.ground == "" {
		return windowGround
	}
	return l.ground
}

func lookOf(s uv.Style) look {
	l := look{
		paint:   hex(s.Fg, windowPaint),
		ground:  hex(s.Bg, ""),
		bold:    s.Attrs&uv.AttrBold != 0,
		italic:  s.Attrs&uv.AttrItalic != 0,
		under:   s.Underline != ansi.UnderlineNone,
		through: s.Attrs&uv.AttrStrikethrough != 0,
	}
	if s.Attrs&uv.AttrReverse != 0 {
		l.paint, l.ground = l.behind(), l.paint
	}
	if s.Attrs&uv.AttrFaint != 0 {
		l.paint = blend(l.paint, l.behind(), 60)
	}
	if s.Attrs&uv.AttrConceal != 0 {
		l.paint = l.behind()
	}
	return l
}

// palette returns the sixteen colours that a terminal's user chooses; here
// they are chosen to be told apart on the window's ground.
func palette(c ansi.BasicColor) string {
	return [16]string{
		"#2a2f3a", "#e06c75", "#8fc379", "#e5c07b", "#61a0ee", "#c080dc", "#56b6c2", "#c3c9d4",
		"#6b7383", "#f0868e", "#a9d895", "#f0d399", "#82b7f8", "#d39bec", "#7ccdd8", "#f2f4f8",
	}[c&15]
}

// hex is a terminal's colour as #rrggbb, or unset where there is none.
func hex(c color.Color, unset string) string {
	switch c := c.(type) {
	case nil:
		return unset
	case ansi.BasicColor:
		return palette(c)
	case ansi.IndexedColor:
		if c < 16 {
			return palette(ansi.BasicColor(c))
		}
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// blend lays percent of one colour over another.
func blend(over, under string, percent int) string {
	if percent == 100 {
		return over
	}
	var o, u [3]int
	fmt.Sscanf(over, "#%02x%02x%02x", &o[0], &o[1], &o[2])
	fmt.Sscanf(under, "#%02x%02x%02x", &u[0], &u[1], &u[2])
	for i := range o {
		o[i] = (o[i]*percent + u[i]*(100-percent)) / 100
	}
	return fmt.Sprintf("#%02x%02x%02x", o[0], o[1], o[2])
}
