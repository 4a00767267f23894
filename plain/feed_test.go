package plain

import (
	"strings"
	"testing"
	"time"

	"pooldeck/model"
)

func at(minutes int) time.Time {
	return time.Date(2026, time.June, 12, 14, minutes, 0, 0, time.UTC)
}

func TestFact(t *testing.T) {
	begun := model.Entry{
		Kind: model.EntryAccepted, Operation: "op-1", At: at(0), Actor: "ada", TargetName: "c", Words: []string{"analytics 1 → 3 instances"}, CostCents: 100_000,
	}
	f := feed{}.knows([]model.Entry{begun})
	entry := func(kind model.EntryKind, note string) model.Entry {
		return model.Entry{Kind: kind, Operation: "op-1", At: at(6), Actor: "ada", TargetName: "c", Words: begun.Words, Note: note}
	}
	scaled := model.Entry{Kind: model.EntryAccepted, Operation: "op-2", Actor: "autoscaler", TargetName: "a", Words: []string{"web 3 → 4 dynos"}, Note: "p95 296 ms; 62 % busy"}
	decided := model.Entry{Kind: model.EntryDecided, Actor: "autoscaler", TargetName: "a", Words: []string{"web stays at 4 dynos"}, Note: "at the maximum: p95 296 ms; 62 % busy"}
	tests := map[string]struct {
		entry model.Entry
		loud  loudness
		want  string
	}{
		"an autoscaler's step":            {scaled, normal, "Begun: web 3 to 4 dynos, on a, by autoscaler. No difference."},
		"an autoscaler's step, verbosely": {scaled, verbose, "Begun: web 3 to 4 dynos, on a, by autoscaler: p95 296 ms; 62 percent busy. No difference."},
		"a note":                          {model.Entry{Kind: model.EntryNote, Words: []string{"The end. Was it?"}}, quiet, "Note: The end. Was it?"},
		"a note without an end":           {model.Entry{Kind: model.EntryNote, Words: []string{"it goes on"}}, quiet, "Note: it goes on."},
		"a decision":                      {decided, normal, "Autoscaler: web stays at 4 dynos, at the maximum, on a."},
		"a decision, verbosely":           {decided, verbose, "Autoscaler: web stays at 4 dynos, on a: at the maximum: p95 296 ms; 62 percent busy."},
		"a decision, quietly":             {decided, quiet, ""},
		"a beginning":                     {begun, normal, "Begun: analytics 1 to 3 instances, on c, by ada. Plus $1,000 a month."},
		"a beginning, quietly":            {begun, quiet, ""},
		"an end, quietly":                 {entry(model.EntryDone, ""), quiet, "Done: analytics 1 to 3 instances, on c, after 6 min, plus $1,000 a month."},
		"a failure":                       {entry(model.EntryFailed, "1 of 2 could not be created"), quiet, "Failed: analytics 1 to 3 instances, on c: 1 of 2 could not be created, after 6 min."},
		"a cancelled one":                 {entry(model.EntryCancelled, ""), normal, "Cancelled: analytics 1 to 3 instances, on c, after 6 min."},
		"one that was replaced":           {entry(model.EntrySuperseded, ""), normal, "Replaced by a newer change: analytics 1 to 3 instances, on c, after 6 min."},
		"one that makes no way":           {entry(model.EntryStuck, "since 14:03"), quiet, "Stuck: analytics 1 to 3 instances, on c: since 14:03."},
		"a refusal":                       {entry(model.EntryRefused, "why"), normal, "Refused: analytics 1 to 3 instances, on c, asked by ada: why."},
		"an end of who knows what":        {model.Entry{Kind: model.EntryDone, Operation: "op-7", TargetName: "c", Words: []string{"x"}}, normal, "Done: x, on c."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := f.fact(test.entry, test.loud); got != test.want {
				t.Errorf("it says %q and should say %q", got, test.want)
			}
		})
	}
}

// fleetAt is a fleet with one operation under way.
func fleetAt(minutes, permille int, phases ...model.Phase) *model.Fleet {
	pool := model.Pool{ID: "p", Name: "analytics", Level: "l", Count: len(phases)}
	for _, p := range phases {
		pool.Instances = append(pool.Instances, model.Instance{Phase: p, Level: "l"})
	}
	return &model.Fleet{
		At: at(minutes), Clusters: []*model.Cluster{{ID: "c", Name: "c", Followers: []model.Pool{pool}}},
		Operations: []*model.Operation{{
			ID: "op-1", Target: "c", TargetName: "c", State: model.OpRunning, Accepted: at(0), Words: []string{"analytics to 2"},
			Progress: model.Progress{Permille: permille},
		}},
	}
}

// Progress is said at each step, at each quarter of the way and after a long
// silence, and never twice.
func TestProgress(t *testing.T) {
	type look struct {
		fleet *model.Fleet
		said  bool
	}
	restoring := func(minutes, permille int) *model.Fleet { return fleetAt(minutes, permille, model.Up, model.Restoring) }
	tests := map[string]struct {
		loud  loudness
		looks []look
	}{
		"a quarter":            {normal, []look{{restoring(0, 0), false}, {restoring(1, 240), false}, {restoring(1, 250), true}, {restoring(2, 260), false}}},
		"two quarters at once": {normal, []look{{restoring(0, 0), false}, {restoring(1, 600), true}, {restoring(1, 650), false}}},
		"a step":               {normal, []look{{restoring(0, 0), false}, {fleetAt(1, 10, model.Up, model.CatchingUp), true}, {fleetAt(2, 20, model.Up, model.CatchingUp), false}}},
		"a long silence":       {normal, []look{{restoring(0, 0), false}, {restoring(9, 10), false}, {restoring(10, 10), true}, {restoring(19, 10), false}, {restoring(20, 10), true}}},
		"a tenth, verbosely":   {verbose, []look{{restoring(0, 0), false}, {restoring(1, 100), true}, {restoring(1, 199), false}, {restoring(1, 200), true}}},
		"nothing, quietly":     {quiet, []look{{restoring(0, 0), false}, {restoring(30, 900), false}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var f feed
			for n, l := range test.looks {
				var lines []string
				f, lines = f.progress(l.fleet, test.loud)
				if said := len(lines) > 0; said != l.said {
					t.Fatalf("at the look number %d it says %q", n+1, lines)
				}
			}
		})
	}
	_, lines := feed{told: map[model.OperationID]told{"op-1": {}}}.progress(restoring(1, 623), normal)
	if got := strings.Join(lines, "\n"); !strings.HasPrefix(got, "62 percent: leader 0 of 0 up") && got != "62 percent: analytics 1 of 2 up, 1 restoring, on c." {
		t.Errorf("it says %q", got)
	}
}
