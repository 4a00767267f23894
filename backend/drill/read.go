package drill

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"pooldeck/model"
)

// Wrong says that a line cannot be played. Where names the file and the line.
type Wrong struct{ Where, Reason string }

func (w *Wrong) Error() string { return w.Where + ": " + w.Reason }

// The limits of a drill, far beyond any that is of use.
const (
	longest   = 99 * time.Hour // from the beginning to a cue
	mostBytes = 1 << 20
	mostCount = model.MaxDynos // of instances there are fewer
	// longestP95 is when Heroku's router gives a request up.
	// https://devcenter.heroku.com/articles/request-timeout
	longestP95 = 30 * time.Second
)

// Read reads a drill. The error is a *Wrong for the first line that is, or the
// reader's. Cues come in the order of their lines, which is that of time.
func Read(name string, r io.Reader) ([]Cue, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if len(text) > mostBytes {
		return nil, &Wrong{name, fmt.Sprintf("a drill has at most %d bytes", mostBytes)}
	}
	var cues []Cue
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, mostBytes+1)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cue, err := Line(fmt.Sprintf("%s:%d", name, n), line)
		if err != nil {
			return nil, err
		}
		if len(cues) > 0 && cue.After < cues[len(cues)-1].After {
			return nil, &Wrong{cue.Where, "it is at " + clock(cue.After) + ", before the line above it"}
		}
		cues = append(cues, cue)
	}
	if len(cues) == 0 {
		return nil, &Wrong{name, "nothing happens in this drill"}
	}
	return cues, nil
}

// Line reads one line; where says which, for the error, which is a *Wrong.
func Line(where, line string) (Cue, error) {
	wrong := func(format string, args ...any) (Cue, error) {
		return Cue{}, &Wrong{where, fmt.Sprintf(format, args...)}
	}
	if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return !unicode.IsPrint(r) && r != '\t' }) {
		return wrong("a drill is text in UTF-8 without control characters")
	}
	words := strings.Fields(line)
	if len(words) < 2 {
		return wrong("a line says when and what: 1:30 kill CLUSTER POOL ROLE")
	}
	after, err := instant(words[0])
	if err != nil {
		return wrong("%v", err)
	}
	cue := Cue{Where: where, After: after, Verb: Verb(words[1])}
	words = words[2:]
	if cue.Verb == Note {
		if cue.Words = strings.Join(words, " "); cue.Words == "" {
			return wrong("a note needs words")
		}
		return cue, nil
	}
	written, err := fitting(cue.Verb, words)
	if err != nil {
		return wrong("%v", err)
	}
	if err := cue.take(written, words); err != nil {
		return wrong("%v", err)
	}
	return cue, nil
}

// fitting are the ways to write a verb that so many words fit, the target
// being the first.
func fitting(v Verb, words []string) ([]form, error) {
	all := formsOf(v)
	if len(all) == 0 {
		return nil, fmt.Errorf("there is no %q; there are %s", string(v), known())
	}
	fit := slices.DeleteFunc(slices.Clone(all), func(f form) bool { return !f.takes(len(words) - 1) })
	if len(fit) == 0 {
		return nil, fmt.Errorf("it is written %s", written(all))
	}
	return fit, nil
}

// written says how something is written: mend CLUSTER [POOL] [ROLE], or mend
// APP.
func written(list []form) string {
	var ways []string
	for _, f := range list {
		ways = append(ways, f.usage())
	}
	return strings.Join(ways, ", or ")
}

// take takes the words that follow the verb. Ways to write one verb have the
// same meaning for the words at one place.
func (c *Cue) take(ways []form, words []string) (err error) {
	c.Target = words[0]
	for n, word := range words[1:] {
		switch ways[0].words[n] {
		case "POOL", "PROCESS":
			c.Part = word
		case "DYNO":
			c.Part, err = dyno(word)
		case "ROLE":
			c.Role, err = role(word)
		case "COUNT":
			c.Count, err = count(word, "a count", 0)
		case "MIN":
			c.Rule.Notify = true
			c.Rule.Min, err = count(word, "the least number of dynos", 1)
		case "MAX":
			c.Rule.Max, err = count(word, "the most dynos", 1)
		case "P95":
			c.Rule.P95, err = milliseconds(word)
		}
		if err != nil {
			return err
		}
	}
	if c.Verb == Autoscale && c.Rule.Max <= c.Rule.Min {
		return fmt.Errorf("the most dynos are more than the least, %d; not %d", c.Rule.Min, c.Rule.Max)
	}
	return nil
}

// dyno reads the name of a dyno, web.1, or of a process type.
func dyno(word string) (string, error) {
	process, digits, one := strings.Cut(word, ".")
	n, err := strconv.ParseUint(digits, 10, 16)
	if process == "" || one && (err != nil || n == 0 || model.DynoName(process, int(n)) != word) {
		return "", fmt.Errorf("a dyno is web.1, or web for the first one that is up; not %q", word)
	}
	return word, nil
}

func role(word string) (model.Role, error) {
	switch r := model.Role(word); r {
	case model.RoleLeader, model.RoleStandby, model.RoleFollower, Newest:
		return r, nil
	}
	return "", fmt.Errorf("there is no role %q; there are leader, standby, follower and newest", word)
}

func count(word, what string, least uint64) (int, error) {
	n, err := strconv.ParseUint(word, 10, 8)
	if err != nil || n < least || n > mostCount {
		return 0, fmt.Errorf("%s is a number from %d to %d; not %q", what, least, mostCount, word)
	}
	return int(n), nil
}

// milliseconds reads 500ms, 500 or 0.5s.
func milliseconds(word string) (time.Duration, error) {
	d, err := time.ParseDuration(word)
	if n, bare := strconv.ParseUint(word, 10, 32); bare == nil {
		d, err = time.Duration(n)*time.Millisecond, nil
	}
	if err != nil || d < time.Millisecond || d > longestP95 || d%time.Millisecond != 0 {
		return 0, fmt.Errorf("a p95 is a number of milliseconds, 500ms, up to %d; not %q", longestP95.Milliseconds(), word)
	}
	return d, nil
}

// instant reads minutes and seconds, or hours, minutes and seconds.
func instant(text string) (time.Duration, error) {
	parts := strings.Split(text, ":")
	total, fits := time.Duration(0), len(parts) == 2 || len(parts) == 3
	for n, part := range parts {
		value, err := strconv.ParseUint(part, 10, 16)
		fits = fits && err == nil && (n == 0 || len(part) == 2 && value < 60)
		total = total*60 + time.Duration(value)
	}
	if total *= time.Second; !fits || total > longest {
		return 0, fmt.Errorf("a time is minutes and seconds, 1:30, or 1:05:00 with hours, up to %.0f of them; not %q", longest.Hours(), text)
	}
	return total, nil
}

func known() string {
	var list []string
	for _, f := range forms() {
		if !slices.Contains(list, string(f.verb)) {
			list = append(list, string(f.verb))
		}
	}
	return strings.Join(list, ", ") + " and " + string(Note)
}
