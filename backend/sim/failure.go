package sim

import (
	"fmt"
	"slices"
	"strings"

	"pooldeck/model"
)

// failure says in words why nothing more will happen although not all is there
// that is wanted; empty while something will, or all is there. An instance that
// hangs may still go on.
func (n stand) failure() string {
	if n.memo.empty() || len(n.memo.Broken) == 0 || slices.ContainsFunc(n.memo.Hangs, hang.open) || !n.work().IsZero() {
		return ""
	}
	var words []string
	for _, p := range n.Pools() {
		if text := n.shortfall(p); text != "" {
			words = append(words, p.Name+": "+text)
		}
	}
	return strings.Join(words, "; ")
}

// shortfall says what could not be created in a pool, of all that had to be.
func (n stand) shortfall(p model.Pool) string {
	var failed []broken
	var role model.Role
	for _, i := range p.Instances {
		if b, is := n.memo.failure(i.ID); is {
			failed, role = append(failed, b), i.Role
		}
	}
	if len(failed) == 0 {
		return ""
	}
	had := count(p, func(i model.Instance) bool {
		return i.Phase == model.Up && i.Level == p.Level && i.Since.Before(failed[0].Wanted)
	})
	if asked := p.Count - had; asked > 1 {
		return fmt.Sprintf("%d of %d could not be created", len(failed), asked)
	}
	return "the " + string(role) + " could not be created"
}
