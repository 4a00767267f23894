package plain

import (
	"os"
	"strings"
	"testing"

	"pooldeck/internal/golden"
)

// The page on lines shows a dialogue as it is.
func TestThePageShowsATranscript(t *testing.T) {
	const begin, end = "<!-- transcript: written by `make golden` -->\n```\n", "```\n<!-- /transcript -->"
	text, err := os.ReadFile("../docs/plain.md")
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(text), begin)
	_, tail, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("the page has no place for a transcript")
	}
	play(t, func(s *story) {
		s.types("horizontal", "3", "4G", "2", "<", "3", "reporting", "apply")
		s.passUntil("Done:")
		s.types("quit")
		golden.CheckFile(t, "docs/plain.md", head+begin+strings.TrimLeft(s.transcript.String(), "\n")+end+tail)
	})
}
