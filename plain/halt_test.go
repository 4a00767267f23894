package plain

import (
	"slices"
	"testing"

	"pooldeck/model"
)

// That nothing can be recorded is said when it begins and when it is over, and
// not each time that somebody looks.
func TestHalt(t *testing.T) {
	halt := func() *model.Halt {
		return &model.Halt{Since: at(3), Reason: "the disk is full", Remedy: "make room on it"}
	}
	s := &session{scene: scene{fleet: &model.Fleet{}}}
	for _, h := range []*model.Halt{nil, halt(), halt(), nil, nil} {
		s.arrived(&model.Fleet{Halt: h}, true)
	}
	want := []string{
		"Halted: the disk is full. Nothing can be changed and no time passes; all up to 12 June 2026 14:03 UTC is kept. To go on, make room on it.",
		"Going on: everything can be recorded again.",
	}
	if !slices.Equal(s.held, want) {
		t.Errorf("it says %q", s.held)
	}
	if lines := (scene{fleet: &model.Fleet{Halt: halt()}}).summary(); !slices.Contains(lines, want[0]) {
		t.Errorf("the summary says %q", lines)
	}
}
