package tui

import (
	"os"
	"strings"
	"testing"

	"pooldeck/internal/golden"
)

// The README's keys are those that are bound.
func TestReadmeHasTheKeys(t *testing.T) {
	const begin, end = "<!-- keys: written by `make golden` -->\n", "<!-- /keys -->"
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(text), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("the README has no place for the keys")
	}
	var table strings.Builder
	table.WriteString("| key | does |\n|---|---|\n")
	for _, group := range newKeyMap().groups() {
		for _, b := range group {
			var keys []string
			for _, k := range strings.Fields(b.Help().Key) {
				keys = append(keys, "`"+k+"`")
			}
			table.WriteString("| " + strings.Join(keys, " ") + " | " + b.Help().Desc + " |\n")
		}
	}
	golden.CheckFile(t, "README.md", head+begin+table.String()+end+tail)
}
