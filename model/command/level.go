package command

import (
	"strings"

	"pooldeck/model"
)

// level is the full name of a level: small letters and the part before the
// hyphen are understood as well, where they mean one level only.
func level(levels model.Levels, word string) (string, error) {
	if len(levels) == 0 {
		return word, nil
	}
	var short []string
	for _, l := range levels {
		if strings.EqualFold(l.Name, word) {
			return l.Name, nil
		}
		if size, _, _ := strings.Cut(l.Name, "-"); strings.EqualFold(size, word) {
			short = append(short, l.Name)
		}
	}
	switch len(short) {
	case 0:
		return "", mistake("there is no level %s; %s", shown(word), likest(levels, word))
	case 1:
		return short[0], nil
	}
	return "", mistake("%s may be %s", word, listed(short, "or"))
}

// likest says which level the word comes nearest to: by its memory where it
// begins with a number, the larger one of two, or else by its letters.
func likest(levels model.Levels, word string) string {
	if gb, ok := leading(word); ok {
		best := levels[0]
		for _, l := range levels {
			if distance(l.MemoryGB, gb) <= distance(best.MemoryGB, gb) {
				best = l
			}
		}
		return "the nearest is " + best.Name
	}
	names := make([]string, 0, len(levels))
	for _, l := range levels {
		names = append(names, l.Name)
	}
	if name, found := nearest(word, names); found {
		return "did you mean " + name + "?"
	}
	return "there are " + listed(names, "and")
}

// leading is the number that a word begins with, up to what no level has.
func leading(word string) (n int, ok bool) {
	for _, r := range word {
		if r < '0' || r > '9' || n > 1_000_000 {
			break
		}
		n, ok = n*10+int(r-'0'), true
	}
	return n, ok
}

func distance(a, b int) int { return max(a-b, b-a) }
