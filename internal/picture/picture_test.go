package picture

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"pooldeck/internal/golden"
)

// sample has every kind of glyph and look.
const sample = "╭─ \x1b[1mleader\x1b[0m ────────────╮\r\n" +
	"│ \x1b[32m✓ up\x1b[0m   ▐\x1b[38;2;97;160;238m███████▌\x1b[0m    ▌│\n" +
	"│\x1b[7m❯ analytics  16G    \x1b[0m │\n" +
	"│\x1b[2mfaint\x1b[0m \x1b[3mitalic\x1b[0m \x1b[4mline\x1b[0m \x1b[9mout\x1b[0m │\n" +
	"│ \x1b[48;5;24;38;5;220mindexed\x1b[0m \x1b[91mbright\x1b[0m ░▒▓  │\n" +
	"│ ▁▂▃▄▅▆▇█ ▖▙▚▜ ⠿⣿⢸⡇  │\n" +
	"├─┬─┐ ┏━┳━┓ ┍┑ é 世界 │\n" +
	"╰─┴─┘ ┗━┻━┛ ┕┙ <&> ╌╌─╯"

func TestTheSamePictureEveryTime(t *testing.T) {
	svg := SVG(sample, 23, 8, "pooldeck <sample>")
	if again := SVG(sample, 23, 8, "pooldeck <sample>"); again != svg {
		t.Error("two pictures of one screen differ")
	}
	golden.Check(t, "sample", svg)
}

// wellFormed fails when a picture is not XML.
func wellFormed(t *testing.T, svg string) {
	t.Helper()
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, svg)
		}
	}
}

func TestWhatIsDrawn(t *testing.T) {
	tests := map[string]struct{ screen, want string }{
		"each letter has its place":              {"ab", `<text x="0 9" y="15">ab</text>`},
		"the second row is lower":                {"\na", `<text x="0" y="35">a</text>`},
		"blanks before and after a word":         {"  a  ", `<text x="18" y="15">a</text>`},
		"a blank between words stays":            {"a b", `<text x="0 9 18" y="15">a b</text>`},
		"a wide letter takes two places":         {"世b", `<text x="0 18" y="15">世b</text>`},
		"a letter with an accent is one":         {"e\u0301b", `<text x="0" y="15">e` + "\u0301" + `</text>`},
		"what XML reserves":                      {"<&", `>&lt;&amp;</text>`},
		"bold":                                   {"\x1b[1ma", `font-weight="bold">a`},
		"italic":                                 {"\x1b[3ma", `font-style="italic">a`},
		"underlined":                             {"\x1b[4ma", `text-decoration="underline">a`},
		"an underlined blank":                    {"\x1b[4m \x1b[0m", `text-decoration="underline"> </text>`},
		"struck through and underlined":          {"\x1b[4;9ma", `text-decoration="underline line-through">a`},
		"one of sixteen colours":                 {"\x1b[32ma", `fill="#8fc379">a`},
		"a bright one of sixteen":                {"\x1b[92ma", `fill="#a9d895">a`},
		"one of the sixteen by its index":        {"\x1b[38;5;2ma", `fill="#8fc379">a`},
		"one of 256 colours":                     {"\x1b[38;5;220ma", `fill="#ffd700">a`},
		"a true colour":                          {"\x1b[38;2;1;2;3ma", `fill="#010203">a`},
		"a ground":                               {"\x1b[48;2;1;2;3mab", `<path fill="#010203" d="M0 0h18v20h-18z"/>`},
		"reverse swaps the window's colours":     {"\x1b[7ma", `fill="#12151c">a`},
		"reverse paints the ground":              {"\x1b[7ma", `<path fill="#d3d7de" d="M0 0h9v20h-9z"/>`},
		"faint is nearer to the ground":          {"\x1b[2ma", `fill="#858990">a`},
		"concealed is the ground":                {"\x1b[8ma", `fill="#12151c">a`},
		"a line is one piece":                    {"───", `d="M0 10h27v1h-27z"`},
		"a heavy line is thicker":                {"━", `d="M0 9h9v3h-9z"`},
		"a frame's side fills its row":           {"│", `d="M4 0h1v20h-1z"`},
		"a square corner is whole":               {"┌", `d="M4 10h5v1h-5zM4 10h1v10h-1z"`},
		"a light arm crosses a heavy line":       {"┳", `d="M0 9h9v3h-9zM3 9h3v11h-3z"`},
		"a round corner turns":                   {"╭", `d="M0 0m4 20v-5a5 5 0 0 1 5-5`},
		"a dashed line stays with the font":      {"╌", `>╌</text>`},
		"a double line stays with the font":      {"═", `>═</text>`},
		"full blocks are one piece":              {"██", `d="M0 0h18v20h-18z"`},
		"the lower half":                         {"▄", `d="M0 10h9v10h-9z"`},
		"the upper half":                         {"▀", `d="M0 0h9v10h-9z"`},
		"an eighth at the bottom":                {"▁", `d="M0 17h9v3h-9z"`},
		"an eighth at the left":                  {"▏", `d="M0 0h1v20h-1z"`},
		"seven eighths from the left":            {"▉", `d="M0 0h8v20h-8z"`},
		"halves side by side make a whole":       {"▌\n▐", `d="M0 0h5v20h-5zM5 20h4v20h-4z"`},
		"a quadrant":                             {"▗", `d="M5 10h4v10h-4z"`},
		"a shade lies between paint and ground":  {"\x1b[38;2;255;255;255;48;2;0;0;0m▒", `<path fill="#7f7f7f" d="M0 0h9v20h-9z"/>`},
		"a braille dot at the top left":          {"⠁", `d="M1 1h2v3h-2z"`},
		"a braille dot at the bottom right":      {"⢀", `d="M6 16h2v3h-2z"`},
		"a shape takes the colour of its letter": {"\x1b[32m█", `<path fill="#8fc379" d="M0 0h9v20h-9z"/>`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			svg := SVG(tt.screen, 8, 2, "")
			wellFormed(t, svg)
			if !strings.Contains(svg, tt.want) {
				t.Errorf("no %s in\n%s", tt.want, svg)
			}
		})
	}
}

func TestWhatIsNotDrawn(t *testing.T) {
	tests := map[string]struct{ screen, unwanted string }{
		"a blank":                      {"   ", "<text"},
		"an empty braille pattern":     {"\u2800", "<path"},
		"what is right of the screen":  {"abcdefghZ", "Z"},
		"what is below the screen":     {"\n\nZ", "Z"},
		"the escape codes":             {"\x1b[32ma\x1b[0m", "\x1b"},
		"a title that was not given":   {"a", "<title"},
		"a ground that nobody asked":   {"a", "<path"},
		"the blanks at a word's end":   {"a  \x1b[1mb", "a </text>"},
		"control characters of a name": {"a\x07b", "\x07"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			svg := SVG(tt.screen, 8, 2, "")
			wellFormed(t, svg)
			if strings.Contains(svg, tt.unwanted) {
				t.Errorf("%q is in\n%s", tt.unwanted, svg)
			}
		})
	}
}

func TestTheWindowFitsTheScreen(t *testing.T) {
	tests := map[string]struct {
		columns, rows int
		title, want   string
	}{
		"without a title":     {80, 24, "", `width="752" height="512"`},
		"with a title":        {80, 24, "pooldeck", `width="752" height="532"`},
		"a screen of nothing": {0, 0, "", `width="32" height="32"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			svg := SVG("", tt.columns, tt.rows, tt.title)
			wellFormed(t, svg)
			if !strings.Contains(svg, tt.want) {
				t.Errorf("no %s in\n%s", tt.want, svg)
			}
		})
	}
}

// Each line glyph meets its neighbour: what has an arm to a side touches that
// side in the middle.
func TestLinesReachTheSidesOfTheirCell(t *testing.T) {
	for r := '─'; r <= '╿'; r++ {
		s, ok := shapeOf(r)
		if !ok || s.path != "" {
			continue
		}
		t.Run(fmt.Sprintf("%c", r), func(t *testing.T) {
			a := armsOf(r)
			sides := map[string]struct {
				arm     int
				touches func(rect) bool
			}{
				"up":    {a.up, func(p rect) bool { return p.y == 0 && p.x <= middleX && p.x+p.width > middleX }},
				"right": {a.right, func(p rect) bool { return p.x+p.width == cellWidth && p.y <= middleY && p.y+p.height > middleY }},
				"down":  {a.down, func(p rect) bool { return p.y+p.height == cellHeight && p.x <= middleX && p.x+p.width > middleX }},
				"left":  {a.left, func(p rect) bool { return p.x == 0 && p.y <= middleY && p.y+p.height > middleY }},
			}
			for side, want := range sides {
				touched := false
				for _, p := range s.rects {
					touched = touched || want.touches(p)
				}
				if touched != (want.arm > 0) {
					t.Errorf("reaches %s: %v", side, touched)
				}
			}
		})
	}
}
