package command

import "strings"

// Line is argv as one line for a POSIX shell, which reads it back as the same
// words. Words that need no quotes get none.
func Line(argv []string) string {
	words := make([]string, 0, len(argv))
	for n, word := range argv {
		// Only in front of the program it would be an assignment.
		if plain := strings.Replace(word, "=", "", 1); n > 0 && plain != "" && word[0] != '=' && quote(plain) == plain {
			words = append(words, word)
			continue
		}
		words = append(words, quote(word))
	}
	return strings.Join(words, " ")
}

func quote(word string) string {
	if word != "" && !strings.ContainsFunc(word, special) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// special is whether a character may mean something to a shell.
func special(r rune) bool {
	switch {
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
		return false
	}
	return !strings.ContainsRune("-_./:,+", r)
}

// listed is a list in words: a, b and c.
func listed(words []string, last string) string {
	n := len(words) - 1
	if n < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n], ", ") + " " + last + " " + words[n]
}
