package sshd

import (
	"fmt"
	"strings"
	"unicode"
)

// Fault is a line of a file that does not count, and why. The other lines of
// the file do.
type Fault struct {
	File   string
	Line   int // from 1; 0 for the file as a whole
	Reason string
}

func (f Fault) Error() string {
	if f.Line == 0 {
		return f.File + ": " + f.Reason
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.Reason)
}

// entry is a line of a file that says something.
type entry struct {
	number int
	text   string
}

// entries are the lines that are neither empty nor a comment. A line that
// carries control characters is a fault: what a person reads in it is not
// what is there.
func entries(file, text string) ([]entry, []Fault) {
	var list []entry
	var faults []Fault
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, "\r\n")
		switch rest := strings.TrimSpace(line); {
		case rest == "" || rest[0] == '#':
		case strings.ContainsFunc(line, hidden):
			faults = append(faults, Fault{file, number, "it has a character that cannot be seen"})
		default:
			list = append(list, entry{number, rest})
		}
	}
	return list, faults
}

func hidden(r rune) bool { return r != '\t' && !unicode.IsPrint(r) }
