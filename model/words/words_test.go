package words_test

import (
	"testing"

	"pooldeck/model"
	"pooldeck/model/words"
)

func TestNumbers(t *testing.T) {
	for _, test := range []struct{ got, want string }{
		{words.Number(0), "0"},
		{words.Number(999), "999"},
		{words.Number(1600), "1,600"},
		{words.Number(-1234567), "−1,234,567"},
		{words.Plural(1, "app"), "1 app"},
		{words.Plural(0, "app"), "0 apps"},
		{words.Plural(1600, "app"), "1,600 apps"},
		{words.Size(30_000_000), "0.0 GB"},
		{words.Size(2_540_000_000), "2.5 GB"},
		{words.Size(29_400_000_000), "29 GB"},
		{words.Size(1_240_000_000_000), "1.2 TB"},
		{words.Sentence("nothing is under way there"), "Nothing is under way there."},
		{words.Sentence("there is no app x; did you mean y?"), "There is no app x; did you mean y?"},
		{words.Sentence(""), ""},
		{words.Clean("a\x1b[2Jb\u202ec\nd"), "a[2Jbcd"},
	} {
		if test.got != test.want {
			t.Errorf("it is %q and should be %q", test.got, test.want)
		}
	}
}

func TestHas(t *testing.T) {
	const text = "Analytics of postgresql-horizontal-12345 available HA"
	for name, test := range map[string]struct {
		search string
		want   bool
	}{
		"nothing finds everything":      {"", true},
		"case does not count":           {"ANALYTICS ha", true},
		"all of the words":              {"analytics search", false},
		"a word that must not be":       {"!ha", false},
		"a word that is not there":      {"!failed analytics", true},
		"a mark alone asks for nothing": {"! analytics", true},
	} {
		t.Run(name, func(t *testing.T) {
			if got := words.Has(text, test.search); got != test.want {
				t.Errorf("it is %v", got)
			}
		})
	}
}

// An accepted request and its end are one fact; what stands alone stays alone.
func TestFacts(t *testing.T) {
	entry := func(seq int64, kind model.EntryKind, op model.OperationID) model.Entry {
		return model.Entry{Seq: seq, Kind: kind, Operation: op}
	}
	facts := words.Facts([]model.Entry{
		entry(1, model.EntryAccepted, "op-1"), entry(2, model.EntryAccepted, "op-2"), entry(3, model.EntryFault, ""),
		entry(4, model.EntryFailed, "op-1"), entry(5, model.EntryRestarted, "op-2"),
	})
	if len(facts) != 4 {
		t.Fatalf("there are %d: %+v", len(facts), facts)
	}
	if end := facts[0].End; end == nil || end.Seq != 4 || facts[1].End != nil || facts[2].Seq != 3 || facts[3].Seq != 5 {
		t.Errorf("they are %+v", facts)
	}
}
