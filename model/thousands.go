package model

import (
	"fmt"
	"strconv"
)

// Thousands prints a number with separators: 1,600, −3.
func Thousands(n int) string {
	if n < 0 {
		return "−" + Thousands(-n)
	}
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%s %ss", Thousands(n), noun)
}
