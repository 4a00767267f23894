package tui

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"

	"pooldeck/internal/golden"
)

// Without colour everything is still told: what is selected and focused has
// a mark of its own, and only attributes are left of the styles.
func TestMono(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter", "down", "down")
		s.passUntil("restoring")
		golden.Check(t, "main", s.mono())
		s.goTo(horizontal, "leader")
		s.press("t")
		golden.Check(t, "review", s.mono())
	})
}

// mono is the screen as a terminal without colours gets it, and below it the
// attributes of its cells: b bold, r reverse, u underlined.
func (s *story) mono() string {
	s.t.Helper()
	c := s.console.(Console)
	var b bytes.Buffer
	w := colorprofile.Writer{Forward: &b, Profile: colorprofile.ASCII}
	if _, err := w.WriteString(c.View().Content); err != nil {
		s.t.Fatal(err)
	}
	buffer := uv.NewScreenBuffer(c.width, c.height)
	uv.NewStyledString(b.String()).Draw(buffer, buffer.Bounds())
	var text, marks strings.Builder
	for y := range c.height {
		for x := range c.width {
			cell := buffer.CellAt(x, y)
			text.WriteString(cell.Content)
			marks.WriteString(mark(cell))
			if cell.Style.Fg != nil || cell.Style.Bg != nil {
				s.t.Fatalf("a colour at %d, %d", x, y)
			}
		}
		text.WriteString("\n")
		marks.WriteString("\n")
	}
	return text.String() + strings.Repeat("=", c.width) + "\n" + marks.String()
}

func mark(c *uv.Cell) string {
	switch {
	case c.Style.Attrs&uv.AttrReverse != 0:
		return "r"
	case c.Style.Attrs&uv.AttrBold != 0:
		return "b"
	case c.Style.Underline != 0:
		return "u"
	}
	return " "
}
