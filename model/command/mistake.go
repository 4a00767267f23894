package command

import (
	"fmt"
	"strings"
)

// Mistake says what is wrong with a command line, in an operator's words.
// What is wrong with the change that it asks for is a *model.Invalid.
type Mistake struct {
	Reason string
	Usage  string // how the command is written; empty where there is no such command
	// Missing says that the line is right, but for an app or a cluster that is not
	// there.
	Missing bool
}

func (m *Mistake) Error() string { return m.Reason }

func mistake(format string, args ...any) *Mistake {
	return &Mistake{Reason: fmt.Sprintf(format, args...)}
}

// missing is a mistake about an app or a cluster that is not there.
func missing(format string, args ...any) *Mistake {
	m := mistake(format, args...)
	m.Missing = true
	return m
}

// shown is a word as it stands in a sentence: in quotes where the sentence
// could not be read without.
func shown(word string) string {
	if word == "" || strings.ContainsFunc(word, special) {
		return fmt.Sprintf("%q", word)
	}
	return word
}
