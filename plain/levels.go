package plain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"pooldeck/model"
)

// levels changes the level of a pool.
type levels struct{ cluster, pool model.ID }

func newLevels(cluster, pool model.ID) page { return levels{cluster, pool} }

func (l levels) targets(scene) []model.ID { return []model.ID{l.cluster} }

func (l levels) asks() string { return "Level:" }

func (l levels) opened(s scene) (page, []string) {
	c, pool, there := s.find(l.cluster, l.pool)
	if !there {
		return l, gone()
	}
	lines := []string{fmt.Sprintf("Level of %s of %s, %s now, %s.", pool.Name, c.Name, pool.Level, usage(s, pool))}
	lines = append(lines, s.levelLines(func(level model.Level) string {
		next := pool
		next.Level = level.Name
		switch d := s.catalog.Change(pool, next).Delta; {
		case level.Name == pool.Level:
			return "current"
		case d.Open:
			return ""
		default:
			return difference(d) + " for the pool"
		}
	})...)
	return l, append(lines, "Answer with a number or a level. < goes back.")
}

// levelLines lists all levels with what each gives and costs, and what more
// there is to say of one.
func (s scene) levelLines(more func(model.Level) string) []string {
	lines := make([]string, 0, len(s.catalog.Levels))
	for n, level := range s.catalog.Levels {
		line := fmt.Sprintf("%d. %s", n+1, s.levelWords(level))
		if text := more(level); text != "" {
			line += "; " + text
		}
		lines = append(lines, line+".")
	}
	return lines
}

// levelOf reads a level: its number in the list, its name, or the part of that
// before the hyphen.
func (s scene) levelOf(answer string) (string, error) {
	all := s.catalog.Levels
	if n, err := strconv.Atoi(answer); err == nil {
		if n < 1 || n > len(all) {
			return "", fmt.Errorf("there are %d levels; not %d", len(all), n)
		}
		return all[n-1].Name, nil
	}
	for _, level := range all {
		size, _, _ := strings.Cut(level.Name, "-")
		if strings.EqualFold(answer, level.Name) || strings.EqualFold(answer, size) {
			return level.Name, nil
		}
	}
	return "", errors.New("there is no level " + answer)
}

func (l levels) take(s scene, answer string) (page, intent) {
	_, pool, there := s.find(l.cluster, l.pool)
	if i, is := s.plainly(answer); is || !there {
		return l, i
	}
	level, err := s.levelOf(answer)
	if err != nil {
		return l, says(problem(err))
	}
	i, err := s.choose(model.SetLevel{Cluster: l.cluster, Pool: pool.Name, Level: level})
	if err != nil {
		return l, says(problem(err))
	}
	return l, i
}

// plainly takes the answers that every question takes which asks for a number
// or a level: no such value is spelt like a word. Enter alone asks again.
func (s scene) plainly(answer string) (intent, bool) {
	if answer == "" {
		return again{}, true
	}
	return s.alone(strings.ToLower(answer))
}

// texted takes those that a question takes which asks for a name: any word may
// be one.
func texted(answer string) (intent, bool) {
	switch answer {
	case "<":
		return goBack{}, true
	case "?":
		return again{}, true
	}
	return nil, false
}

// gone is what is said when something was destroyed meanwhile.
func gone() []string { return []string{"It is not there any more. < goes back."} }
