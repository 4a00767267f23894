package tui

import (
	"strings"

	"pooldeck/model/words"
)

// filter is what is searched for: words that must all be in a row's name,
// level, status, app or cluster. A word that begins with ! must not be there.
type filter struct{ text string }

func (f filter) empty() bool { return strings.TrimSpace(f.text) == "" }

// matches is whether a row is searched for.
func (f filter) matches(r row) bool { return f.empty() || words.Has(r.words(), f.text) }

// words are what a row can be found by.
func (r row) words() string {
	switch r.kind {
	case rowApp:
		return strings.ToLower(r.app.Name)
	case rowCluster:
		return strings.ToLower(r.cluster.Name + " " + r.app.Name + " " + string(r.cluster.Status()))
	case rowFormation:
		return strings.ToLower("dynos formation " + r.app.Name)
	case rowProcess, rowDyno:
		text := "dynos " + r.process.Type + " " + r.app.Name + " " + r.process.Size + " " + string(r.process.Status(r.app.Release))
		if r.process.Autoscale != nil {
			text += " autoscale " + ruled(r.process.Autoscale)
		}
		return strings.ToLower(text)
	case rowPool, rowInstance:
	}
	text := r.pool.Name + " " + r.cluster.Name + " " + r.app.Name + " " + r.pool.Level + " " + string(r.pool.Status())
	if r.pool.HA() {
		text += " ha"
	}
	return strings.ToLower(text)
}
