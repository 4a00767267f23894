package command

import "strings"

// nearest finds what a mistyped word was meant to be: the candidate that has
// the word in it, where there is only one such, or else the one that the
// fewest edits lead to. More than an edit for three letters is no likeness.
func nearest(word string, candidates []string) (string, bool) {
	word = strings.ToLower(word)
	if part, only := containing(word, candidates); only {
		return part, true
	}
	best, least := "", len(word)/3+1
	for _, c := range candidates {
		if n := edits(word, strings.ToLower(c), least); n < least {
			best, least = c, n
		}
	}
	return best, best != ""
}

func containing(word string, candidates []string) (found string, only bool) {
	if len(word) < 3 {
		return "", false
	}
	for _, c := range candidates {
		if strings.Contains(strings.ToLower(c), word) {
			if only {
				return "", false
			}
			found, only = c, true
		}
	}
	return found, only
}

// edits counts the letters to insert, drop, replace or swap with the next one
// to make b of a, or says enough when it takes that many.
func edits(a, b string, enough int) int {
	if len(a)-len(b) >= enough || len(b)-len(a) >= enough {
		return enough
	}
	// Rows of the matrix of all prefixes: the last but one, the last, this.
	older, last, this := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		this[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			this[j+1] = min(last[j]+cost, last[j+1]+1, this[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				this[j+1] = min(this[j+1], older[j-1]+1)
			}
		}
		older, last, this = last, this, older
	}
	return min(last[len(b)], enough)
}

// meant is the end of a refusal that knows better.
func meant(word string, candidates []string) string {
	if c, found := nearest(word, candidates); found {
		return "; did you mean " + c + "?"
	}
	return ""
}
