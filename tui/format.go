package tui

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// number prints with thousands separators: 1,600.
func number(n int) string {
	if n < 0 {
		return "−" + number(-n)
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// difference prints with a sign: +1,600, −3, ±0.
func difference(n int) string {
	switch {
	case n > 0:
		return "+" + number(n)
	case n < 0:
		return number(n)
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

// size prints bytes with their unit: 29 GB, 1.2 TB.
func size(bytes int64) string {
	if bytes >= 1e12 {
		return fmt.Sprintf("%.1f TB", float64(bytes)/1e12)
	}
	return gigabytes(bytes) + " GB"
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// clean drops what is not printable from a text that somebody else wrote, so
// that it cannot steer a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}

// width is how many cells a text takes; codes of style take none.
func width(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return ansi.StringWidth(s)
		}
	}
	return len(s)
}

// left and right pad a text to a width, or cut it with an ellipsis.
func left(s string, w int) string {
	s = cut(s, w)
	return s + spaces(w-width(s))
}

func right(s string, w int) string {
	s = cut(s, w)
	return spaces(w-width(s)) + s
}

func cut(s string, w int) string {
	switch {
	case w <= 0:
		return ""
	case width(s) <= w:
		return s
	}
	return ansi.Truncate(s, w, "…")
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
