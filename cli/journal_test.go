package cli_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/cli"
	"pooldeck/model"
)

// past is a fleet with a history: changes that went well, one that was
// superseded, one that was refused, an app restarted, a cluster destroyed and
// a change that is under way.
func past(t *testing.T) *control.Plane {
	t.Helper()
	p := demo(t)
	horizontal, octagonal := id(t, p, "postgresql-horizontal-12345"), id(t, p, "postgresql-octagonal-30518")
	rectangular := id(t, p, "postgresql-rectangular-12345")
	for n, step := range []struct {
		actor  string
		passes time.Duration
		change model.Change
	}{
		{"ada", 10 * time.Minute, model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 3}},
		{"bob", 30 * time.Second, model.AddPool{Cluster: octagonal, Name: "batch", Level: "64G-Performance", Count: 2}},
		{"ada", 15 * time.Minute, model.SetCount{Cluster: octagonal, Pool: "batch", Count: 1}},
		{"bob", time.Minute, model.SetCount{Cluster: octagonal, Pool: "batch", Count: 14}},
		{"ada", 15 * time.Minute, model.Attach{Cluster: octagonal, Pool: "batch", App: "example-app", Name: "BATCH"}},
		{"bob", time.Hour, model.DestroyCluster{Cluster: rectangular}},
		{"ada", 20 * time.Second, model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 1}},
	} {
		c := p.Fleet().Cluster(step.change.Target())
		_, _ = p.Apply(t.Context(), backend.Request{
			Key: fmt.Sprintf("%s-%d", t.Name(), n), Actor: backend.Actor{Name: step.actor, Role: backend.Operator, Via: "SHA256:" + step.actor},
			Changes: model.Changes{step.change}, Base: map[model.ID]model.Revision{c.ID: c.Revision}, Acknowledged: acknowledged(),
		})
		if err := p.Advance(p.Now().Add(step.passes)); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

func TestJournal(t *testing.T) {
	p := past(t)
	for step, line := range map[string]string{
		"all":            "journal",
		"after":          "journal --after 7",
		"last":           "journal --last 3",
		"of-a-cluster":   "journal --target postgresql-octagonal-30518",
		"of-an-actor":    "journal --actor bob",
		"of-one-gone":    "journal --target postgresql-rectangular-12345",
		"newest-of-both": "journal --target example-app::DATABASE --actor ada --last 1",
		"json":           "journal --json --last 6",
		"verified":       "journal --verify",
		"verified-json":  "journal --verify --json",
		"help":           "journal --help",
	} {
		check(t, p, step, strings.Fields(line)...)
	}
}

func TestJournalWithNothingInIt(t *testing.T) {
	p := demo(t)
	for line, want := range map[string]output{
		"journal":          {cli.OK, "", "The journal has no such entries.\n"},
		"journal --json":   {cli.OK, "", ""},
		"journal --verify": {cli.OK, "The journal is empty.\n", ""},
	} {
		if out := run(t, p, strings.Fields(line)...); out != want {
			t.Errorf("%s: %+v", line, out)
		}
	}
}

// Every line is a document by itself, and together they are the journal.
func TestJournalAsJSONLines(t *testing.T) {
	p := past(t)
	out := run(t, p, "journal", "--json", "lines")
	if same := run(t, p, "journal", "--json"); same != out {
		t.Errorf("without the word lines it prints\n%s", same.stdout)
	}
	var seqs []int64
	previous := ""
	for line := range strings.Lines(out.stdout) {
		var e struct {
			Schema         int
			Seq            int64
			Previous, Hash string
			Cost           *struct{ Cents int64 }
			Kind           model.EntryKind
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		if e.Schema != 1 || e.Previous != previous || (e.Cost != nil) != (e.Kind == model.EntryAccepted) {
			t.Errorf("%+v", e)
		}
		previous, seqs = e.Hash, append(seqs, e.Seq)
	}
	if end := p.Fleet().Journal(); end.Hash != previous || int64(len(seqs)) != end.Seq {
		t.Errorf("it has %d lines and ends with %s", len(seqs), previous)
	}
}

func TestJournalRefusals(t *testing.T) {
	p := past(t)
	hash := strings.Repeat("a", 64)
	for name, test := range map[string]struct {
		line, want string
		code       int
	}{
		"a cluster that never was":       {"journal --target postgresql-cubic-1", "pooldeck: there is no cluster postgresql-cubic-1\n", cli.NotFound},
		"a number below zero":            {"journal --after -1", "pooldeck: --after and --last take a number from 0 up\n", cli.Usage},
		"another form":                   {"journal --json=xml", "pooldeck: the journal is printed as JSON lines; not as xml\n", cli.Usage},
		"an argument":                    {"journal postgresql-cubic-1", "", cli.Usage},
		"part of a journal to verify":    {"journal --verify --last 3", "pooldeck: --verify checks all of the journal: it takes no --after, --target, --actor and --last\n", cli.Usage},
		"a witness of nothing":           {"journal --witness 1:" + hash, "pooldeck: --witness is for --verify\n", cli.Usage},
		"a witness without its hash":     {"journal --verify --witness 3", "pooldeck: --witness takes a number and a hash as --verify prints them: NUMBER:HASH\n", cli.Usage},
		"a witness that says otherwise":  {"journal --verify --witness 3:" + hash, "pooldeck: entry 3 of the journal is another one than --witness says\n", cli.Damaged},
		"a witness of what is not there": {"journal --verify --witness 99:" + hash, "pooldeck: entry 16 of the journal is missing: the journal ends with 99\n", cli.Damaged},
	} {
		t.Run(name, func(t *testing.T) {
			out := run(t, p, strings.Fields(test.line)...)
			if out.code != test.code || test.want != "" && out.stderr != test.want {
				t.Errorf("it ends with %d and says %q", out.code, out.stderr)
			}
		})
	}
}

// A witness is what --verify printed: it holds as long as the journal is only
// gone on with.
func TestWitness(t *testing.T) {
	p := past(t)
	_, link, _ := strings.Cut(run(t, p, "journal", "--verify").stdout, "\n")
	apply(t, p, time.Hour, model.SetCount{Cluster: id(t, p, "postgresql-horizontal-12345"), Pool: "analytics", Count: 2})
	if out := run(t, p, "journal", "--verify", "--witness", strings.TrimSpace(link)); out.code != cli.OK {
		t.Errorf("%+v", out)
	}
	entries, err := p.Journal(t.Context(), backend.Query{})
	if err != nil {
		t.Fatal(err)
	}
	// The whole journal is written anew, every hash with it, and the end too.
	entries[0].Actor = "eve"
	var end model.Link
	for i := range entries {
		entries[i] = entries[i].After(end)
		end = entries[i].Link()
	}
	anew := tampered{p, entries, end}
	if out := run(t, anew, "journal", "--verify"); out.code != cli.OK {
		t.Errorf("it fits in itself, and yet: %+v", out)
	}
	if out := run(t, anew, "journal", "--verify", "--witness", strings.TrimSpace(link)); out.code != cli.Damaged || !strings.Contains(out.stderr, "another one than --witness says") {
		t.Errorf("%+v", out)
	}
}

func TestVerifyNamesTheFirstEntryThatDoesNotFit(t *testing.T) {
	p := past(t)
	for name, test := range map[string]struct {
		meddle func([]model.Entry) []model.Entry
		want   string
	}{
		"a word is changed": {func(j []model.Entry) []model.Entry {
			j[4].Words = []string{"nothing"}
			return j
		}, "pooldeck: entry 5 of the journal was changed: its hash is not that of what it says\n"},
		"an entry is removed": {func(j []model.Entry) []model.Entry { return slices.Delete(j, 6, 7) }, "pooldeck: entry 7 of the journal is missing: 8 comes in its place\n"},
		"two are exchanged": {func(j []model.Entry) []model.Entry {
			j[2], j[3] = j[3], j[2]
			return j
		}, "pooldeck: entry 3 of the journal is missing: 4 comes in its place\n"},
		"the end is cut off": {func(j []model.Entry) []model.Entry { return j[:len(j)-1] }, "pooldeck: entry 15 of the journal is missing: the journal ends with 15\n"},
	} {
		t.Run(name, func(t *testing.T) {
			entries, err := p.Journal(t.Context(), backend.Query{})
			if err != nil {
				t.Fatal(err)
			}
			b := tampered{p, test.meddle(entries), p.Fleet().Journal()}
			for _, args := range [][]string{{"journal", "--verify"}, {"journal", "--verify", "--json"}} {
				out := run(t, b, args...)
				if out.code != cli.Damaged || out.stderr != test.want {
					t.Errorf("%q ends with %d and says %q", args, out.code, out.stderr)
				}
				if len(args) == 3 && !strings.Contains(out.stdout, `"verified": false`) || len(args) == 2 && out.stdout != "" {
					t.Errorf("%q prints %s", args, out.stdout)
				}
			}
		})
	}
}

// tampered has another journal than the one that was written.
type tampered struct {
	*control.Plane
	entries []model.Entry
	end     model.Link
}

func (b tampered) Journal(_ context.Context, q backend.Query) ([]model.Entry, error) {
	list := b.entries[min(int(q.After), len(b.entries)):]
	if q.First > 0 {
		list = list[:min(q.First, len(list))]
	}
	return list, nil
}

func (b tampered) Watch(context.Context) (<-chan *model.Fleet, error) {
	f := *b.Fleet()
	f.JournalSeq, f.JournalHash = b.end.Seq, b.end.Hash
	fleets := make(chan *model.Fleet, 1)
	fleets <- &f
	return fleets, nil
}
