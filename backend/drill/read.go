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
	mostCount = 99
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
	at := slices.IndexFunc(forms(), func(f form) bool { return f.verb == cue.Verb })
	if at < 0 {
		return wrong("there is no %q; there are %s", string(cue.Verb), known())
	}
	f := forms()[at]
	if n := len(words) - 1; n < f.least || n > f.most {
		return wrong("it is written %s", f.usage())
	}
	if err := cue.take(words); err != nil {
		return wrong("%v", err)
	}
	return cue, nil
}

// take takes the words that follow the verb.
func (c *Cue) take(words []string) error {
	c.Cluster = words[0]
	if len(words) > 1 {
		c.Pool = words[1]
	}
	switch {
	case len(words) < 3:
	case c.Verb == Scale:
		n, err := strconv.ParseUint(words[2], 10, 8)
		if err != nil || n > mostCount {
			return fmt.Errorf("a count is a number from 0 to %d; not %q", mostCount, words[2])
		}
		c.Count = int(n)
	default:
		c.Role = model.Role(words[2])
		switch c.Role {
		case model.RoleLeader, model.RoleStandby, model.RoleFollower, Newest:
		default:
			return fmt.Errorf("there is no role %q; there are leader, standby, follower and newest", words[2])
		}
	}
	return nil
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
		list = append(list, string(f.verb))
	}
	return strings.Join(list, ", ") + " and " + string(Note)
}

// Check says whether a drill can be played on a fleet: the clusters and pools
// that it names have to be there. The error is a *Wrong.
func Check(cues []Cue, f *model.Fleet) error {
	for _, c := range cues {
		if c.Verb == Note {
			continue
		}
		cluster := f.Named(c.Cluster)
		if cluster == nil {
			return &Wrong{c.Where, "there is no cluster " + c.Cluster}
		}
		if _, there := cluster.PoolNamed(c.Pool); c.Pool != "" && !there {
			return &Wrong{c.Where, cluster.Name + " has no pool " + c.Pool}
		}
	}
	return nil
}
