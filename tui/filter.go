package tui

import "strings"

// filter is what is searched for: words that must all be in a row's name,
// level, status, app or cluster. A word that begins with ! must not be there.
type filter struct{ text string }

func (f filter) empty() bool { return strings.TrimSpace(f.text) == "" }

// matches is whether a row is searched for.
func (f filter) matches(r row) bool {
	if f.empty() {
		return true
	}
	text := r.words()
	for _, word := range strings.Fields(strings.ToLower(f.text)) {
		unwanted, inverted := strings.CutPrefix(word, "!")
		switch {
		case inverted && unwanted == "":
		case inverted && strings.Contains(text, unwanted):
			return false
		case !inverted && !strings.Contains(text, word):
			return false
		}
	}
	return true
}

// words are what a row can be found by.
func (r row) words() string {
	switch r.kind {
	case rowApp:
		return strings.ToLower(r.app.Name)
	case rowCluster:
		return strings.ToLower(r.cluster.Name + " " + r.app.Name + " " + string(r.cluster.Status()))
	case rowPool, rowInstance:
	}
	text := r.pool.Name + " " + r.cluster.Name + " " + r.app.Name + " " + r.pool.Level + " " + string(r.pool.Status())
	if r.pool.HA() {
		text += " ha"
	}
	return strings.ToLower(text)
}
