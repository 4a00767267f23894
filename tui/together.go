package tui

import (
	"fmt"
	"strings"

	"pooldeck/model"
)

// resizing are the changes that bring a process type to a size. An app at Eco
// or Basic has nothing else, so going there and leaving takes all of its
// process types along; and as these do not scale out, each keeps one dyno at
// most.
func (s scene) resizing(app *model.App, process, size string) model.Changes {
	to, _ := s.catalog.Sizes.Find(size)
	staged := s.stagedApp(app)
	all := s.together(staged, process, to.Family)
	var list model.Changes
	for _, p := range staged.Processes {
		if p.Type != process && !all {
			continue
		}
		if p.Quantity > 1 && !to.Family.ScalesOut() {
			list = append(list, model.ScaleProcess{App: app.ID, Process: p.Type, Quantity: 1})
		}
		if p.Size != size || p.Type == process {
			list = append(list, model.ResizeProcess{App: app.ID, Process: p.Type, Size: size})
		}
	}
	return list
}

// together is whether a family can be had by all process types of an app only.
func (s scene) together(app *model.App, process string, to model.Family) bool {
	for _, p := range app.Processes {
		is, _ := s.catalog.Sizes.Find(p.Size)
		if p.Type != process && is.Family != to && !(is.Family.ScalesOut() && to.ScalesOut()) {
			return true
		}
	}
	return false
}

// alongside says what changes with a process type that is brought to a size;
// empty where nothing does.
func (s scene) alongside(app *model.App, process, size string) string {
	staged := s.stagedApp(app)
	to, _ := s.catalog.Sizes.Find(size)
	var parts []string
	for _, p := range staged.Processes {
		alone := p.Quantity > 1 && !to.Family.ScalesOut()
		switch goes := p.Type != process && s.together(staged, process, to.Family); {
		case goes && alone:
			parts = append(parts, clean(p.Type)+" goes to "+size+" with 1 dyno")
		case goes:
			parts = append(parts, clean(p.Type)+" goes to "+size)
		case alone && p.Type == process:
			parts = append(parts, fmt.Sprintf("%s from %d dynos to 1", clean(p.Type), p.Quantity))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "all at once: " + strings.Join(parts, ", ")
}

// chooseAll is choose for changes that only go together.
func (s scene) chooseAll(list model.Changes, keep bool) (intent, string) {
	if len(list) == 1 {
		return s.choose(list[0], keep)
	}
	if _, err := s.plan(list...); err != nil {
		return nil, err.Error()
	}
	if keep {
		return stage{list}, ""
	}
	return s.review(list...), ""
}

// stagedNote says what is staged of a process type, for whatever begins with
// that; empty where nothing is.
func (s scene) stagedNote(app *model.App, process string) string {
	if s.stagedProcess(app.ID, process) == 0 {
		return ""
	}
	p, err := s.plan()
	if err != nil {
		return ""
	}
	for _, l := range p.Lines(app.ID) {
		if l.Pool == app.ProcessID(process) {
			return "staged: " + l.Words
		}
	}
	return ""
}
