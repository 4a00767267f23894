package plain

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pooldeck/model"
)

// menu is a numbered choice. Its numbers stay what they were said as, however
// the fleet moves, until it comes up again.
type menu struct {
	name  string   // of what is asked about
	head  []string // said before the choices
	items []choice
	here  model.ID // the cluster that it is about; empty for none
}

// choice is one line of a menu.
type choice struct {
	does   string
	figure string // what is so now
	also   string // other words that it is found by
	intent intent
}

// chooser is a page that nothing but a choice answers: Enter alone asks it for
// news.
type chooser interface {
	called() string
	choices() []choice
}

func (m menu) called() string    { return m.name }
func (m menu) choices() []choice { return m.items }

func (m menu) asks() string {
	if len(m.items) == 0 {
		return m.name + ":"
	}
	return fmt.Sprintf("%s, 1 to %d:", m.name, len(m.items))
}

// with is the menu with more choices.
func (m menu) with(more ...choice) menu {
	m.items = append(m.items[:len(m.items):len(m.items)], more...)
	return m
}

// lines are what is said when the menu comes up.
func (m menu) lines() []string {
	lines := append([]string(nil), m.head...)
	for n, c := range m.items {
		lines = append(lines, fmt.Sprintf("%d. %s", n+1, c))
	}
	return lines
}

func (c choice) String() string {
	if c.figure == "" {
		return c.does
	}
	return c.does + ": " + c.figure
}

// chosen is what an answer to a menu means: a number, several words of a choice,
// a word for everywhere, a command, the words of a choice, or a name.
func (m menu) chosen(s scene, answer string) intent {
	if n, err := strconv.Atoi(strings.TrimSuffix(answer, ".")); err == nil {
		if n < 1 || n > len(m.items) {
			return says(fmt.Sprintf("There is no choice %d. ? lists the choices.", n))
		}
		return m.items[n-1].intent
	}
	found := m.finds(answer)
	one := len(found) == 1
	if one && strings.Contains(answer, " ") && begin(m.items[found[0]].does, answer) {
		return m.items[found[0]].intent // "undo the last" names no cluster
	}
	if i, is := s.everywhere(answer, m.here); is {
		return i
	}
	if one {
		return m.items[found[0]].intent
	} else if len(found) > 1 && len(s.named(answer)) == 0 {
		return m.several(answer, found)
	}
	return s.goTo(answer, m.here)
}

// finds are the choices with words that begin as those of the answer do; those
// that are found by other words only where there are no such.
func (m menu) finds(answer string) []int {
	var said, also []int
	for n, c := range m.items {
		switch {
		case begin(c.does, answer):
			said = append(said, n)
		case begin(c.does+" "+c.also, answer):
			also = append(also, n)
		}
	}
	if len(said) > 0 {
		return said
	}
	return also
}

// begin is whether every word of the answer begins one of the text.
func begin(text, answer string) bool {
	all := strings.Fields(strings.ToLower(text))
	for _, word := range strings.Fields(strings.ToLower(answer)) {
		if !slices.ContainsFunc(all, func(w string) bool { return strings.HasPrefix(w, word) }) {
			return false
		}
	}
	return answer != ""
}

func (m menu) several(answer string, found []int) intent {
	lines := []string{fmt.Sprintf("%s may be:", answer)}
	for _, n := range found {
		lines = append(lines, fmt.Sprintf("%d. %s", n+1, m.items[n].does))
	}
	return tell{lines}
}

// asked is a menu as a page: for questions that do not change.
type asked struct{ menu }

func (a asked) opened(scene) (page, []string)              { return a, a.lines() }
func (a asked) take(s scene, answer string) (page, intent) { return a, a.chosen(s, answer) }
