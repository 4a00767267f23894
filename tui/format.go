package tui

import (
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"pooldeck/model/words"
)

func number(n int) string              { return words.Number(n) }
func plural(n int, noun string) string { return words.Plural(n, noun) }
func size(bytes int64) string          { return words.Size(bytes) }
func sentence(s string) string         { return words.Sentence(s) }
func clean(s string) string            { return words.Clean(s) }

// difference prints with a sign: +1,600, −3, ±0.
func difference(n int) string {
	switch {
	case n > 0:
		return "+" + number(n)
	case n < 0:
		return "−" + number(-n)
	}
	return "±0"
}

// clock prints a duration as minutes and seconds, or hours and minutes from
// an hour on: 0:41, 6:12, 2 h 05.
func clock(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d h %02d", s/3600, s/60%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// gigabytes prints bytes as decimal gigabytes, as Heroku counts them.
func gigabytes(bytes int64) string {
	gb := float64(bytes) / 1e9
	if gb < 10 {
		return fmt.Sprintf("%.1f", gb)
	}
	return number(int(gb + 0.5))
}

// width is how many cells a text takes; codes of style take none. What the
// console itself writes is counted here, and everything else by its grapheme
// clusters, which takes ten times as long.
func width(s string) int {
	n := 0
	for i := 0; i < len(s); {
		switch b := s[i]; {
		case ' ' <= b && b <= '~':
			n, i = n+1, i+1
		case b == '\x1b':
			end := styled(s[i:])
			if end == 0 {
				return ansi.StringWidth(s)
			}
			i += end
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if !narrow(r) {
				return ansi.StringWidth(s)
			}
			n, i = n+1, i+size
		}
	}
	return n
}

// styled is how long the code of style is that a text begins with; 0 when it
// begins with something else.
func styled(s string) int {
	if len(s) < 2 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch b := s[i]; {
		case b == 'm':
			return i + 1
		case (b < '0' || b > '9') && b != ';' && b != ':':
			return 0
		}
	}
	return 0
}

// narrow is whether a rune is one of the console's own that takes one cell
// whatever stands beside it.
func narrow(r rune) bool {
	switch r {
	case '·', '×', '±', '…', '−', '→', '←', '↑', '↓', '✓', '✗', '❯', '❮', '▸', '▾', '│', '─', '╭', '╮', '╯', '╰', '┌', '┐', '└', '┘', '━':
		return true
	}
	return false
}

// left and right pad a text to a width, or cut it with an ellipsis.
func left(s string, w int) string {
	s, n := fitted(s, w)
	if n >= w {
		return s
	}
	return s + spaces(w-n)
}

func right(s string, w int) string {
	s, n := fitted(s, w)
	if n >= w {
		return s
	}
	return spaces(w-n) + s
}

func cut(s string, w int) string {
	s, _ = fitted(s, w)
	return s
}

// fitted cuts a text to a width and says how wide it is then.
func fitted(s string, w int) (string, int) {
	if w <= 0 {
		return "", 0
	}
	n := width(s)
	if n <= w {
		return s, n
	}
	s = ansi.Truncate(s, w, "…")
	return s, width(s)
}

// split splits a text without codes of style after so many cells. The first
// part is that wide even when the text is not, or when a wide letter stands
// across the place.
func split(s string, at int) (before, after string) {
	n := 0
	for i, r := range s {
		switch {
		case n == at:
			return s[:i], s[i:]
		case (r < ' ' || r > '~') && !narrow(r):
			before, after = ansi.Cut(s, 0, at), ansi.TruncateLeft(s, at, "")
			gap := width(s) - at - width(after)
			return before + spaces(at-width(before)), spaces(gap) + after
		}
		n++
	}
	return s + spaces(at-n), ""
}

func spaces(n int) string {
	const blank = "                                                                "
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return blank + spaces(n-len(blank))
}
