// Package words says in words what the model holds: numbers with their units,
// facts of the journal, and whether a text is what somebody looks for. All
// front ends speak with it. It is pure.
package words

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"pooldeck/model"
)

// Number prints with thousands separators: 1,600.
func Number(n int) string { return model.Thousands(n) }

// Plural prints a number of things: 1 app, 1,600 apps.
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Number(n) + " " + noun + "s"
}

const gigabyte = 1e9

// Size prints bytes in decimal units, as Heroku counts them: 2.5 GB, 29 GB,
// 1.2 TB.
func Size(bytes int64) string {
	switch gb := float64(bytes) / gigabyte; {
	case gb >= 1000:
		return fmt.Sprintf("%.1f TB", gb/1000)
	case gb < 10:
		return fmt.Sprintf("%.1f GB", gb)
	default:
		return Number(int(gb+0.5)) + " GB"
	}
}

// Clean drops what is not printable from a text that somebody else wrote, so
// that it cannot steer a terminal.
func Clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
}

// Has is whether a text has all words of a search; a word that begins with !
// must not be there. Case does not count.
func Has(text, search string) bool {
	text = strings.ToLower(text)
	for _, word := range strings.Fields(strings.ToLower(search)) {
		unwanted, inverted := strings.CutPrefix(word, "!")
		switch {
		case inverted && unwanted == "":
		case inverted == strings.Contains(text, strings.TrimPrefix(word, "!")):
			return false
		}
	}
	return true
}

// Sentence makes a sentence of what an error says; what asks something is one
// already.
func Sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}
