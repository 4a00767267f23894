package drill_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/backend/drill"
	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestRead(t *testing.T) {
	cues, err := drill.Read("test.drill", strings.NewReader(strings.ReplaceAll(`
# A comment, and an empty line.

0:00 note  Two  words  apart.
0:30	kill c leader leader
1:05:09 mend c
1:05:09 scale c analytics 13
`, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	want := []drill.Cue{
		{Where: "test.drill:4", Verb: drill.Note, Words: "Two words apart."},
		{Where: "test.drill:5", After: 30 * time.Second, Verb: "kill", Cluster: "c", Pool: "leader", Role: model.RoleLeader},
		{Where: "test.drill:6", After: time.Hour + 5*time.Minute + 9*time.Second, Verb: "mend", Cluster: "c"},
		{Where: "test.drill:7", After: time.Hour + 5*time.Minute + 9*time.Second, Verb: drill.Scale, Cluster: "c", Pool: "analytics", Count: 13},
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
		"a verb that is not":            {"1:00 flood c", `test.drill:1: there is no "flood"; there are kill, hang, fail, lag, slow, refuse, delay, lose, mend, scale and note`},
		"a verb without a cluster":      {"1:00 slow", "test.drill:1: it is written slow CLUSTER"},
		"a kill without a role":         {"1:00 kill c leader", "test.drill:1: it is written kill CLUSTER POOL ROLE"},
		"a slowness of a pool":          {"1:00 slow c leader", "test.drill:1: it is written slow CLUSTER"},
		"a mend of too much":            {"1:00 mend c leader leader leader", "test.drill:1: it is written mend CLUSTER [POOL] [ROLE]"},
		"a role that is not":            {"1:00 kill c leader writer", `test.drill:1: there is no role "writer"; there are leader, standby, follower and newest`},
		"a count that is no number":     {"1:00 scale c analytics two", `test.drill:1: a count is a number from 0 to 99; not "two"`},
		"a count below zero":            {"1:00 scale c analytics -1", `test.drill:1: a count is a number from 0 to 99; not "-1"`},
		"a count beyond all limits":     {"1:00 scale c analytics 100", `test.drill:1: a count is a number from 0 to 99; not "100"`},
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

// Which instance a cue is about is settled when it is played: the oldest one
// that it can be done to, or the newest.
func TestWhichInstanceIsMeant(t *testing.T) {
	f := modeltest.Fleet()
	c := *f.Cluster(modeltest.Horizontal)
	c.Followers = []model.Pool{c.Followers[0]}
	follower := c.Followers[0].Instances[0]
	c.Followers[0].Instances = nil
	for _, id := range []model.ID{"one", "two", "three"} {
		follower.ID = id
		c.Followers[0].Instances = append(c.Followers[0].Instances, follower)
	}
	f = f.With(&c)
	// "one" cannot be made to fail.
	offered := func(_, _, instance model.ID) []backend.Fault {
		if instance == "one" || instance == "" {
			return nil
		}
		return []backend.Fault{{Kind: backend.FaultHang}, {Kind: backend.FaultKill}}
	}
	for line, want := range map[string]string{
		"0:00 kill postgresql-horizontal-12345 analytics follower": "two",
		"0:00 kill postgresql-horizontal-12345 analytics newest":   "three",
		"0:00 lag postgresql-horizontal-12345 analytics":           "",
		"0:00 slow POSTGRESQL-horizontal-12345":                    "",
		"0:00 kill postgresql-horizontal-12345 analytics standby":  "there is no standby of analytics on postgresql-horizontal-12345 to kill",
		"0:00 mend postgresql-horizontal-12345 analytics follower": "there is no follower of analytics on postgresql-horizontal-12345 to mend",
		"0:00 lag postgresql-horizontal-12345 reporting":           "postgresql-horizontal-12345 has no pool reporting any more",
		"0:00 slow postgresql-gone-1":                              "there is no cluster postgresql-gone-1 any more",
	} {
		cue, err := drill.Line("test", line)
		if err != nil {
			t.Fatal(err)
		}
		fault, err := cue.Fault(f, offered)
		got := string(fault.Instance)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, not %q", line, got, want)
		}
		if err == nil && (fault.Cluster != modeltest.Horizontal || (fault.Pool == "") != (cue.Pool == "") || fault.Kind == "") {
			t.Errorf("%s: %+v", line, fault)
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
	for _, text := range []string{"", "0:00 mend c p newest\n99:00:00 lose c", "1:00 scale c p 0", "0:00 note # no comment", "1:30\tkill c"} {
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
