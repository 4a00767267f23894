package cli_test

import (
	"strings"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/cli"
	"pooldeck/internal/golden"
	"pooldeck/model"
)

// Without --yes an undo says what it would do and does nothing.
func TestUndo(t *testing.T) {
	p := past(t)
	before := p.Fleet().JournalSeq
	for step, line := range map[string]string{
		"a-number":      "undo 4",
		"an-id":         "undo op-4",
		"the-last":      "undo --last postgresql-octagonal-30518",
		"the-last-json": "undo --last billing-api::DATABASE --json",
		"help":          "undo --help",
	} {
		out := run(t, p, strings.Fields(line)...)
		if out.code != cli.OK {
			t.Errorf("%s ends with %d: %s", line, out.code, out.stderr)
		}
		golden.Check(t, step, out.stdout+out.stderr)
	}
	if p.Fleet().JournalSeq != before {
		t.Error("it has changed something")
	}
}

// What is taken back is wanted again as it was.
func TestUndoWithYes(t *testing.T) {
	p := demo(t)
	const cluster = "postgresql-horizontal-12345"
	apply(t, p, time.Hour, model.SetLevel{Cluster: id(t, p, cluster), Pool: "analytics", Level: "4G-Performance"})
	out := run(t, p, "undo", "--last", cluster, "--yes")
	golden.Check(t, "text", out.stdout+out.stderr)
	if c := p.Fleet().Named(cluster); out.code != cli.OK || c.Followers[0].Level != "16G-Performance" || p.Fleet().Open(c.ID) == nil {
		t.Errorf("it ends with %d and wants %s", out.code, c.Followers[0].Level)
	}
}

func TestUndoOfWhatWasAddedNeedsItsAppsName(t *testing.T) {
	const cluster = "postgresql-octagonal-30518"
	for name, test := range map[string]struct {
		line, want string
		code       int
	}{
		"looked at":            {"undo --last " + cluster, "", cli.OK},
		"without the name":     {"undo --last " + cluster + " --yes", "pooldeck: this destroys batch: add --confirm billing-api\n", cli.Usage},
		"with another's name":  {"undo --last " + cluster + " --yes --confirm example-app", "pooldeck: --confirm example-app is not billing-api: batch still exists\n", cli.Usage},
		"with the app's name":  {"undo --last " + cluster + " --yes --confirm billing-api", "", cli.OK},
		"with its short flag":  {"undo --last " + cluster + " -y -c billing-api", "", cli.OK},
		"of a cluster created": {"undo 3 --yes --confirm billing-ap", "pooldeck: --confirm billing-ap is not billing-api: ledgers still exists\n", cli.Usage},
	} {
		t.Run(name, func(t *testing.T) {
			p := demo(t)
			apply(t, p, time.Hour, model.AddPool{Cluster: id(t, p, cluster), Name: "batch", Level: "4G-Performance", Count: 1})
			if out := runWith(t, strings.Fields("clusters create ledgers --app billing-api --level 4G --yes"), gives(keyed{p, "k"}, nil)); out.code != cli.OK {
				t.Fatalf("%+v", out)
			}
			if err := p.Advance(p.Now().Add(time.Hour)); err != nil {
				t.Fatal(err)
			}
			out := run(t, p, strings.Fields(test.line)...)
			if out.code != test.code || test.want != "" && out.stderr != test.want {
				t.Errorf("it ends with %d and says %q", out.code, out.stderr)
			}
			c := p.Fleet().Named(cluster)
			_, stays := c.PoolNamed("batch")
			if made := strings.Contains(test.line, "-y") && test.code == cli.OK; stays == made {
				t.Errorf("the pool is wanted: %v", stays)
			}
		})
	}
}

func TestUndoRefusals(t *testing.T) {
	p := past(t)
	for name, test := range map[string]struct {
		line, want string
		code       int
	}{
		"nothing":                           {"undo", "", cli.Usage},
		"two at once":                       {"undo 1 3", "", cli.Usage},
		"one and the last":                  {"undo 1 --last postgresql-octagonal-30518", "", cli.Usage},
		"waiting for nothing":               {"undo 4 --wait", "pooldeck: --wait waits for a change that is made: add --yes\n", cli.Usage},
		"what is no number":                 {"undo op-x", "pooldeck: there is no operation op-x; pooldeck journal numbers them\n", cli.NotFound},
		"what is yet to come":               {"undo 99", "pooldeck: the journal has no entry 99\n", cli.NotFound},
		"a cluster that never was":          {"undo --last postgresql-cubic-1", "pooldeck: there is no cluster postgresql-cubic-1\n", cli.NotFound},
		"a cluster that is gone":            {"undo --last postgresql-rectangular-12345", "", cli.NotFound},
		"what was refused":                  {"undo 7", "pooldeck: entry 7 of the journal changed nothing: it is refused\n", cli.Refused},
		"what destroyed data":               {"undo 11", "pooldeck: the data of postgresql-rectangular-12345 is gone\n", cli.Refused},
		"what is under way":                 {"undo 15 --yes", "pooldeck: op-15 is still under way; c cancels it in the console\n", cli.Refused},
		"what is wanted again already":      {"undo 1", "pooldeck: what was before op-1 is wanted again already\n", cli.Refused},
		"what can no longer be what it was": {"undo 3", "", cli.OK},
	} {
		t.Run(name, func(t *testing.T) {
			before := p.Fleet().JournalSeq
			out := run(t, p, strings.Fields(test.line)...)
			if out.code != test.code || test.want != "" && out.stderr != test.want {
				t.Errorf("it ends with %d and says %q", out.code, out.stderr)
			}
			if p.Fleet().JournalSeq != before {
				t.Error("it has changed something")
			}
		})
	}
	fresh := demo(t)
	if out := run(t, fresh, "undo", "--last", "postgresql-octagonal-30518"); out.code != cli.Refused || out.stderr != "pooldeck: no operation has ended on postgresql-octagonal-30518\n" {
		t.Errorf("%+v", out)
	}
	if _, err := fresh.Journal(t.Context(), backend.Query{}); err != nil {
		t.Error(err)
	}
}

// What is under way is not the last that has ended: an older one is not taken
// back in its place.
func TestUndoOfWhatIsUnderWay(t *testing.T) {
	p := demo(t)
	const cluster = "postgresql-horizontal-12345"
	apply(t, p, time.Hour, model.SetCount{Cluster: id(t, p, cluster), Pool: "analytics", Count: 2})
	if out := run(t, p, "pools", "set", cluster, "analytics", "--count", "3", "--yes"); out.code != cli.OK {
		t.Fatal(out.stderr)
	}
	out := run(t, p, "undo", "--last", cluster)
	if want := "op-3 is still under way on " + cluster + ": analytics 2 → 3 instances; c cancels it in the console\n"; out.code != cli.Refused || !strings.HasSuffix(out.stderr, want) {
		t.Errorf("it ends with %d: %s", out.code, out.stderr)
	}
}
