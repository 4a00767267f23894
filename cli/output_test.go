package cli_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"

	"pooldeck/backend"
	"pooldeck/cli"
	"pooldeck/internal/golden"
	"pooldeck/model"
)

func TestFleet(t *testing.T) {
	p := demo(t)
	check(t, p, "settled", "fleet")
	check(t, p, "settled-json", "fleet", "--json")
	horizontal, rectangular := id(t, p, "postgresql-horizontal-12345"), id(t, p, "postgresql-rectangular-12345")
	apply(t, p, 4*time.Minute,
		model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 3},
		model.AddPool{Cluster: rectangular, Name: "batch", Level: "64G-Performance", Count: 2},
		model.DestroyPool{Cluster: rectangular, Pool: "analytics"},
		model.SetCount{Cluster: id(t, p, "postgresql-octagonal-30518"), Pool: "search", Count: 0},
	)
	check(t, p, "under-way", "fleet")
	check(t, p, "under-way-json", "fleet", "--json")
}

func TestInfo(t *testing.T) {
	p := demo(t)
	check(t, p, "settled", "info", "postgresql-octagonal-30518")
	cluster := id(t, p, "postgresql-horizontal-12345")
	apply(t, p, 3*time.Minute,
		model.SetLevel{Cluster: cluster, Pool: model.LeaderName, Level: "8G-Performance"},
		model.AddPool{Cluster: cluster, Name: "reporting", Level: "64G-Performance", Count: 2},
		model.Attach{Cluster: cluster, Pool: "reporting", App: "billing-api", Name: "REPORTS"},
	)
	check(t, p, "under-way", "info", "postgresql-horizontal-12345")
	check(t, p, "under-way-json", "info", "postgresql-horizontal-12345", "--json")
}

func TestInfoFindsAClusterByWhatPeopleCallIt(t *testing.T) {
	p := demo(t)
	byName := run(t, p, "info", "postgresql-horizontal-12345")
	for name, args := range map[string][]string{
		"app and attachment":               {"example-app::DATABASE"},
		"app and config var":               {"example-app::ANALYTICS_URL"},
		"a config var together with --app": {"DATABASE_URL", "--app", "example-app"},
		"a config var of one app only":     {"ANALYTICS_URL"},
		"the name in capitals":             {"POSTGRESQL-HORIZONTAL-12345"},
		"the ID":                           {string(id(t, p, "postgresql-horizontal-12345"))},
	} {
		t.Run(name, func(t *testing.T) {
			if out := run(t, p, append([]string{"info"}, args...)...); out != byName {
				t.Errorf("it prints %+v", out)
			}
		})
	}
}

func TestLevels(t *testing.T) {
	p := demo(t)
	out := check(t, p, "text", "levels")
	golden.Check(t, "stderr", out.stderr)
	check(t, p, "json", "levels", "--json")
}

func TestSizes(t *testing.T) {
	p := demo(t)
	out := check(t, p, "text", "sizes")
	golden.Check(t, "stderr", out.stderr)
	check(t, p, "json", "sizes", "--json")
}

func TestVersion(t *testing.T) {
	p := demo(t)
	for args, want := range map[string]string{
		"version":        "1.2.3\n",
		"version --json": "{\n  \"schema\": 1,\n  \"version\": \"1.2.3\"\n}\n",
		"--version":      "pooldeck version 1.2.3\n",
	} {
		if out := run(t, p, strings.Fields(args)...); out.stdout != want || out.code != cli.OK {
			t.Errorf("%s: %+v", args, out)
		}
	}
}

func TestHelp(t *testing.T) {
	p := demo(t)
	for step, args := range map[string][]string{"root": {"--help"}, "fleet": {"fleet", "--help"}, "info": {"help", "info"}} {
		check(t, p, step, args...)
	}
}

// docs/commands.md has the exit codes that help lists.
func TestTheDocumentHasTheExitCodes(t *testing.T) {
	document, err := os.ReadFile("../docs/commands.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(run(t, demo(t), "--help").stdout, "Exit codes:")
	list, _, _ = strings.Cut(list, "USAGE")
	rows := 0
	for line := range strings.Lines(list) {
		code, meaning, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			continue
		}
		if rows++; !strings.Contains(string(document), "\n| "+code+" | "+meaning+" |\n") {
			t.Errorf("it does not have %s: %s", code, meaning)
		}
	}
	if rows != 9 {
		t.Errorf("help lists %d exit codes:\n%s", rows, list)
	}
}

func TestCompletion(t *testing.T) {
	p := demo(t)
	for shell, text := range map[string]string{"bash": "__start_pooldeck", "zsh": "#compdef pooldeck", "fish": "complete -c pooldeck"} {
		if out := run(t, p, "completion", shell); out.code != cli.OK || !strings.Contains(out.stdout, text) {
			t.Errorf("%s: it ends with %d and has no %q", shell, out.code, text)
		}
	}
}

// Names come from outside: none of them may steer a terminal.
func TestNamesCarryNoControlCharacters(t *testing.T) {
	p := demo(t)
	fleet := p.Fleet()
	c := *fleet.Named("postgresql-horizontal-12345")
	const evil = "evil\x1b]0;title\x07\u009b31m\u202e\nname"
	c.Name, c.App, c.Version = evil, "example-app", evil
	c.Attachments = []model.Attachment{{Name: evil, App: evil, Pool: c.Leader.ID, State: model.AttachmentSet}}
	b := fixed{p, fleet.With(&c)}
	for _, args := range [][]string{
		{"fleet"},
		{"info", string(c.ID)},
		{"fleet", "--json"},
		{"info", string(c.ID), "--json"},
		{"info", evil + "x"},
	} {
		out := run(t, b, args...)
		for _, r := range out.stdout + out.stderr {
			if r != '\n' && !unicode.IsPrint(r) {
				t.Errorf("%q prints %q:\n%q", args, r, out.stdout+out.stderr)
				break
			}
		}
		if len(args) > 0 && args[len(args)-1] == "--json" && !contains(t, out.stdout, evil) {
			t.Errorf("%q does not carry the name as it is:\n%s", args, out.stdout)
		}
	}
}

// contains looks for a text among all that a JSON document says.
func contains(t *testing.T, document, text string) bool {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(document), &value); err != nil {
		t.Fatal(err)
	}
	var look func(any) bool
	look = func(v any) bool {
		switch v := v.(type) {
		case string:
			return v == text
		case []any:
			for _, item := range v {
				if look(item) {
					return true
				}
			}
		case map[string]any:
			for _, item := range v {
				if look(item) {
					return true
				}
			}
		}
		return false
	}
	return look(value)
}

// fixed shows one fleet only.
type fixed struct {
	backend.Backend
	fleet *model.Fleet
}

func (f fixed) Watch(context.Context) (<-chan *model.Fleet, error) {
	fleets := make(chan *model.Fleet, 1)
	fleets <- f.fleet
	return fleets, nil
}

// A backend that cannot measure and keeps no ledger leaves those parts out.
func TestABackendThatKnowsLess(t *testing.T) {
	b := modest{demo(t)}
	check(t, b, "fleet", "fleet")
	check(t, b, "info", "info", "postgresql-horizontal-12345")
	check(t, b, "info-json", "info", "postgresql-horizontal-12345", "--json")
}

type modest struct{ backend.Backend }

func (modest) Abilities() backend.Abilities { return backend.Abilities{} }

// check runs a command that has to work and compares what it prints.
func check(t *testing.T, b backend.Backend, step string, args ...string) output {
	t.Helper()
	out := run(t, b, args...)
	if out.code != cli.OK {
		t.Errorf("%q ends with %d: %s", args, out.code, out.stderr)
	}
	golden.Check(t, step, out.stdout)
	return out
}
