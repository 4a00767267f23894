package drill_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend/drill"
	"pooldeck/model"
)

func TestRead(t *testing.T) {
	cues, err := drill.Read("test.drill", strings.NewReader(strings.ReplaceAll(`
# A comment, and an empty line.

0:00 note  Two  words  apart.
0:30	kill c leader leader
1:05:09 mend c
1:05:09 scale c analytics 13
2:00:00 spike a
2:00:00 crash a web.12
2:00:00 crash a web
2:00:00 autoscale a 2 8 0.5s
`, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := []drill.Cue{
		{Where: "test.drill:4", Verb: drill.Note, Words: "Two words apart."},
		{Where: "test.drill:5", After: 30 * time.Second, Verb: "kill", Target: "c", Part: "leader", Role: model.RoleLeader},
		{Where: "test.drill:6", After: time.Hour + 5*time.Minute + 9*time.Second, Verb: "mend", Target: "c"},
		{Where: "test.drill:7", After: time.Hour + 5*time.Minute + 9*time.Second, Verb: drill.Scale, Target: "c", Part: "analytics", Count: 13},
		{Where: "test.drill:8", After: 2 * time.Hour, Verb: "spike", Target: "a"},
		{Where: "test.drill:9", After: 2 * time.Hour, Verb: "crash", Target: "a", Part: "web.12"},
		{Where: "test.drill:10", After: 2 * time.Hour, Verb: "crash", Target: "a", Part: "web"},
		{Where: "test.drill:11", After: 2 * time.Hour, Verb: drill.Autoscale, Target: "a", Rule: model.Autoscale{P95: 500 * time.Millisecond, Min: 2, Max: 8, Notify: true}},
	}
	if diff := cmp.Diff(want, cues); diff != "" {
		t.Error(diff)
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	const when = `a time is minutes and seconds, 1:30, or 1:05:00 with hours, up to 99 of them; not `
	for name, test := range map[string]struct{ text, want string }{
		"nothing":                       {"", "test.drill: nothing happens in this drill"},
		"only comments":                 {"# nothing\n", "test.drill: nothing happens in this drill"},
		"a time without seconds":        {"\n5 slow c", `test.drill:2: ` + when + `"5"`},
		"a time with one digit":         {"1:5 slow c", `test.drill:1: ` + when + `"1:5"`},
		"a minute of 60 seconds":        {"1:60 slow c", `test.drill:1: ` + when + `"1:60"`},
		"an hour of 60 minutes":         {"1:60:00 slow c", `test.drill:1: ` + when + `"1:60:00"`},
		"a day in a time":               {"1:00:00:00 slow c", `test.drill:1: ` + when + `"1:00:00:00"`},
		"a time before the beginning":   {"-1:00 slow c", `test.drill:1: ` + when + `"-1:00"`},
		"a time beyond the end":         {"99:00:01 slow c", `test.drill:1: ` + when + `"99:00:01"`},
		"a time and nothing else":       {"1:00", "test.drill:1: a line says when and what: 1:30 kill CLUSTER POOL ROLE"},
		"a line before the one above":   {"1:00 slow c\n0:59 slow c", "test.drill:2: it is at 0:59, before the line above it"},
		"a verb that is not":            {"1:00 flood c", `test.drill:1: there is no "flood"; there are kill, hang, fail, lag, slow, refuse, delay, lose, crash, spike, mend, scale, autoscale and note`},
		"a verb without a cluster":      {"1:00 slow", "test.drill:1: it is written slow CLUSTER"},
		"a kill without a role":         {"1:00 kill c leader", "test.drill:1: it is written kill CLUSTER POOL ROLE"},
		"a slowness of a pool":          {"1:00 slow c leader", "test.drill:1: it is written slow CLUSTER"},
		"a mend of too much":            {"1:00 mend c leader leader leader", "test.drill:1: it is written mend CLUSTER [POOL] [ROLE], or mend APP"},
		"a role that is not":            {"1:00 kill c leader writer", `test.drill:1: there is no role "writer"; there are leader, standby, follower and newest`},
		"a count that is no number":     {"1:00 scale c analytics two", `test.drill:1: a count is a number from 0 to 100; not "two"`},
		"a count below zero":            {"1:00 scale c analytics -1", `test.drill:1: a count is a number from 0 to 100; not "-1"`},
		"a count beyond all limits":     {"1:00 scale c analytics 101", `test.drill:1: a count is a number from 0 to 100; not "101"`},
		"a crash of nothing":            {"1:00 crash a", "test.drill:1: it is written crash APP DYNO"},
		"a crash of a dyno number 0":    {"1:00 crash a web.0", `test.drill:1: a dyno is web.1, or web for the first one that is up; not "web.0"`},
		"a crash of no number":          {"1:00 crash a web.one", `test.drill:1: a dyno is web.1, or web for the first one that is up; not "web.one"`},
		"a crash of a number alone":     {"1:00 crash a .1", `test.drill:1: a dyno is web.1, or web for the first one that is up; not ".1"`},
		"a spike of a process type":     {"1:00 spike a web", "test.drill:1: it is written spike APP"},
		"a scale without a number":      {"1:00 scale a web", "test.drill:1: it is written scale CLUSTER POOL COUNT, or scale APP PROCESS COUNT"},
		"an autoscale without a target": {"1:00 autoscale a 2 8", "test.drill:1: it is written autoscale APP MIN MAX P95"},
		"an autoscale from nothing":     {"1:00 autoscale a 0 8 500", `test.drill:1: the least number of dynos is a number from 1 to 100; not "0"`},
		"an autoscale to no more":       {"1:00 autoscale a 8 8 500", "test.drill:1: the most dynos are more than the least, 8; not 8"},
		"an autoscale for no time":      {"1:00 autoscale a 2 8 0ms", `test.drill:1: a p95 is a number of milliseconds, 500ms, up to 30000; not "0ms"`},
		"an autoscale for parts of one": {"1:00 autoscale a 2 8 1.5us", `test.drill:1: a p95 is a number of milliseconds, 500ms, up to 30000; not "1.5us"`},
		"an autoscale for words":        {"1:00 autoscale a 2 8 fast", `test.drill:1: a p95 is a number of milliseconds, 500ms, up to 30000; not "fast"`},
		"a note without words":          {"1:00 note ", "test.drill:1: a note needs words"},
		"a control character":           {"1:00 note \x1b[2J", "test.drill:1: a drill is text in UTF-8 without control characters"},
		"bytes that are no text":        {"1:00 note \xff", "test.drill:1: a drill is text in UTF-8 without control characters"},
		"more than anybody would write": {strings.Repeat("# a very long drill\n", 60_000), "test.drill: a drill has at most 1048576 bytes"},
	} {
		_, err := drill.Read("test.drill", strings.NewReader(test.text))
		var wrong *drill.Wrong
		if !errors.As(err, &wrong) || err.Error() != test.want {
			t.Errorf("%s:\n%v, not\n%s", name, err, test.want)
		}
	}
}

func TestReadTellsWhatTheReaderSays(t *testing.T) {
	_, err := drill.Read("test.drill", broken{})
	if !errors.Is(err, os.ErrClosed) || !strings.HasPrefix(err.Error(), "test.drill: ") {
		t.Error(err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, os.ErrClosed }

// Every line that the documentation lists can be read, and it lists every verb.
func TestTheDocumentListsWhatCanBeRead(t *testing.T) {
	text, err := os.ReadFile("../../docs/drills.md")
	if err != nil {
		t.Fatal(err)
	}
	example := strings.NewReplacer("[", "", "]", "", "CLUSTER", "c", "POOL", "p", "ROLE", "leader", "APP", "a", "DYNO", "web.1",
		"PROCESS", "web", "COUNT", "3", "MIN", "2", "MAX", "8", "P95", "500ms", "WORDS", "x")
	verbs := map[drill.Verb]bool{}
	for line := range strings.Lines(string(text)) {
		form, listed := strings.CutPrefix(line, "| `")
		form, _, _ = strings.Cut(form, "`")
		if !listed {
			continue
		}
		cue, err := drill.Line("docs", "0:00 "+example.Replace(form))
		if err != nil {
			t.Errorf("%s: %v", form, err)
		}
		verbs[cue.Verb] = true
	}
	_, err = drill.Line("docs", "0:00 flood c")
	_, known, _ := strings.Cut(err.Error(), "there are ")
	for _, verb := range strings.Split(strings.Replace(known, " and ", ", ", 1), ", ") {
		if !verbs[drill.Verb(verb)] {
			t.Errorf("it does not list %s", verb)
		}
	}
}

// Whatever is read says itself again.
func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("../../docs/drills/*.drill")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text))
	}
	for _, text := range []string{
		"", "0:00 mend c p newest\n99:00:00 lose c", "1:00 scale c p 0", "0:00 note # no comment", "1:30\tkill c",
		"0:00 spike a\n0:01 crash a web.1\n0:02 crash a web\n0:03 mend a", "0:00 autoscale a 2 8 500ms\n0:00 autoscale a 1 100 0.5s\n0:00 autoscale a 2 8 30000",
		"0:00 scale a web 100", "0:00 crash a web.", "0:00 crash a web.1.2",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		cues, err := drill.Read("test", strings.NewReader(text))
		if err != nil {
			if len(cues) > 0 || !strings.HasPrefix(err.Error(), "test") {
				t.Fatalf("%d cues and %v", len(cues), err)
			}
			return
		}
		for _, cue := range cues {
			again, err := drill.Line(cue.Where, cue.String())
			if err != nil {
				t.Fatalf("%q: %v", cue.String(), err)
			}
			if diff := cmp.Diff(cue, again); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}
