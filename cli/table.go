package cli

import (
	"io"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// table is text in columns, with a head or without.
type table struct {
	right []bool // by column: aligned at its right
	head  []string
	rows  [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// write aligns the columns, two spaces apart. A column in which nothing
// stands is left out, head and all.
func (t *table) write(w io.Writer) error {
	widths := t.widths()
	var b strings.Builder
	for _, row := range t.all() {
		var line strings.Builder
		for i, cell := range row {
			if widths[i] == 0 {
				continue
			}
			cell = clean(cell)
			pad := strings.Repeat(" ", widths[i]-ansi.StringWidth(cell))
			if line.Len() > 0 {
				line.WriteString("  ")
			}
			if t.right[i] {
				line.WriteString(pad + cell)
			} else {
				line.WriteString(cell + pad)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (t *table) widths() []int {
	widths := make([]int, len(t.right))
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], ansi.StringWidth(clean(cell)))
		}
	}
	for i, word := range t.head {
		if widths[i] > 0 {
			widths[i] = max(widths[i], ansi.StringWidth(word))
		}
	}
	return widths
}

func (t *table) all() [][]string {
	if t.head == nil {
		return t.rows
	}
	return append([][]string{t.head}, t.rows...)
}

// safe is clean for text of several lines.
func safe(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) || r == '\n' || r == '\t' {
			return r
		}
		return -1
	}, text)
}
