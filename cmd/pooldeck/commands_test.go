package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pooldeck/cli"
)

func TestCommandsOnTheDemoFleet(t *testing.T) {
	tests := map[string]struct {
		args   []string
		code   int
		stdout string // a part of it
		stderr string
	}{
		"the fleet":                    {[]string{"fleet", "--demo"}, cli.OK, "$3,758/month", ""},
		"a cluster":                    {[]string{"--demo", "info", "example-app::DATABASE"}, cli.OK, "postgresql-horizontal-12345 on example-app", ""},
		"another seed":                 {[]string{"info", "postgresql-horizontal-12345", "--demo", "--seed", "8"}, cli.OK, "leader pool", ""},
		"the version":                  {[]string{"version"}, cli.OK, "devel\n", ""},
		"the man page":                 {[]string{"man"}, cli.OK, ".TH POOLDECK 1", ""},
		"the console without a screen": {[]string{"--demo"}, cli.Usage, "", "pooldeck: the console needs a terminal; `pooldeck --plain` does without, `pooldeck fleet` prints the same as text\n"},
		"a seed that is none":          {[]string{"fleet", "--demo", "--seed", "x"}, cli.Usage, "", "pooldeck: --seed: a seed is a number from 0 up; not \"x\"\n"},
		"a demo with a state":          {[]string{"fleet", "--demo", "--state", "x"}, cli.Usage, "", "pooldeck: --state: a demo fleet keeps no state; leave out --demo or --state\n"},
		"a catalog that is not there":  {[]string{"levels", "--catalog", "/none.yaml"}, cli.Usage, "", "pooldeck: the catalog: open /none.yaml: no such file or directory\n"},
		"a cluster that is not there":  {[]string{"info", "--demo", "zebra"}, cli.NotFound, "", "pooldeck: there is no cluster zebra\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			out := runs(t, test.args...)
			if out.code != test.code || !strings.Contains(out.stdout, test.stdout) || out.stderr != test.stderr {
				t.Errorf("it ends with %d and says %q and %q", out.code, out.stdout, out.stderr)
			}
		})
	}
}

func TestTheStateKeepsItsSeed(t *testing.T) {
	dir := t.TempDir()
	first := runs(t, "fleet", "--json", "--state", dir, "--seed", "9")
	if again := runs(t, "fleet", "--json", "--state", dir); again != first || first.code != cli.OK {
		t.Errorf("the second look is another one: %+v\n%+v", first, again)
	}
	if demo := runs(t, "fleet", "--json", "--demo", "--seed", "9"); demo.stdout != first.stdout {
		t.Error("the demo of the same seed is another fleet")
	}
	out := runs(t, "fleet", "--state", dir, "--seed", "10")
	if want := "pooldeck: --seed: the state in " + dir + " was made from the seed 9; leave out --seed, or say another --state\n"; out.code != cli.Usage || out.stderr != want {
		t.Errorf("another seed: %+v", out)
	}
	other := runs(t, "fleet", "--json", "--state", t.TempDir())
	if other.code != cli.OK || other.stdout == first.stdout {
		t.Errorf("a new state has no seed of its own: %+v", other)
	}
}

// A fleet has as many clusters as were asked for, in memory and on disk, and
// keeps them.
func TestALargeFleet(t *testing.T) {
	dir := t.TempDir()
	kept := runs(t, "fleet", "--clusters", "40", "--state", dir, "--seed", "7")
	if again := runs(t, "fleet", "--state", dir); again != kept || kept.code != cli.OK || !strings.Contains(kept.stdout, "· 40 clusters ·") {
		t.Errorf("the second look is another one: %+v\n%+v", kept, again)
	}
	if demo := runs(t, "fleet", "--demo", "--clusters", "40"); demo != kept {
		t.Errorf("the demo of the same seed is another fleet: %+v", demo)
	}
	out := runs(t, "fleet", "--clusters", "50", "--state", dir)
	if want := "pooldeck: --clusters: the state in " + dir + " has a fleet already; leave out --clusters, or say another --state\n"; out.code != cli.Usage || out.stderr != want {
		t.Errorf("other clusters: %+v", out)
	}
}

// A drill is played while somebody waits: the change that it makes fail fails.
func TestADrillIsPlayed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.drill")
	if err := os.WriteFile(file, []byte("# nothing yet\n0:00 fail postgresql-horizontal-12345 analytics\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	change := strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes --wait --demo --speed 3600")
	const want = "pooldeck: op-2 on postgresql-horizontal-12345 is failed: analytics: 1 of 2 could not be created\n"
	for _, args := range [][]string{{"--drill", file}, {"--fault", "0:00 fail postgresql-horizontal-12345 analytics"}} {
		if out := runs(t, append(change, args...)...); out.code != cli.Failed || !strings.HasSuffix(out.stderr, want) {
			t.Errorf("%s: %+v", args[0], out)
		}
	}
}

// A command is answered although its answer was lost or comes late: it asks
// again, and where no time passes nobody waits.
func TestAnAnswerThatIsMadeToFail(t *testing.T) {
	change := strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes --demo --fault")
	for fault, want := range map[string]int{"lose": cli.OK, "delay": cli.OK, "refuse": cli.Failed} {
		out := runs(t, append(change, "0:00 "+fault+" postgresql-horizontal-12345")...)
		if out.code != want || (want == cli.OK) != strings.Contains(out.stderr, "Accepted as op-2.") {
			t.Errorf("%s: %+v", fault, out)
		}
	}
}

func TestADrillThatCannotBePlayedIsNamedWithItsLine(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"a line that cannot be read":  {[]string{"--drill", write("a.drill", "# x\nsoon slow c\n")}, "a.drill:2: a time is minutes and seconds"},
		"a cluster that is not there": {[]string{"--drill", write("b.drill", "0:00 slow c\n")}, "b.drill:1: there is no cluster c"},
		"a file that is not there":    {[]string{"--drill", filepath.Join(dir, "c.drill")}, "the drill: open "},
		"a fault that cannot be read": {[]string{"--fault", "0:00 flood c"}, "--fault: there is no \"flood\""},
		"a spike on nothing":          {[]string{"--fault", "0:00 spike a"}, "--fault: there is no app a"},
		"a fault on nothing":          {[]string{"--fault", "0:00 slow c"}, "--fault: there is no cluster c"},
	} {
		out := runs(t, append([]string{"fleet", "--demo"}, test.args...)...)
		if out.code != cli.Usage || !strings.HasPrefix(out.stderr, "pooldeck: "+test.want) {
			t.Errorf("%s: %+v", name, out)
		}
	}
}

// A catalog may be one of levels alone: dyno sizes are then the built-in ones.
func TestSizesOfACatalogWithoutAny(t *testing.T) {
	text, err := os.ReadFile("../../pricing/catalog.yaml")
	if err != nil {
		t.Fatal(err)
	}
	levels, _, found := strings.Cut(string(text), "\ndynos:")
	file := filepath.Join(t.TempDir(), "levels.yaml")
	if err := os.WriteFile(file, []byte(levels+"\n"), 0o600); err != nil || !found {
		t.Fatal(err, found)
	}
	if out, usual := runs(t, "sizes", "--catalog", file), runs(t, "sizes"); out.code != cli.OK || out != usual {
		t.Errorf("it prints %+v", out)
	}
}

func TestABadCatalogIsNamedWithItsLine(t *testing.T) {
	file := filepath.Join(t.TempDir(), "prices.yaml")
	if err := os.WriteFile(file, []byte("source: here\ndate: soon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"levels", "fleet"} {
		out := runs(t, command, "--demo", "--catalog", file)
		if out.code != cli.Usage || !strings.HasPrefix(out.stderr, "pooldeck: "+file+":") {
			t.Errorf("%s: %+v", command, out)
		}
	}
}

// A change outlives the command that makes it, and time passes only while
// somebody waits.
func TestAChangeIsMadeAndWaitedFor(t *testing.T) {
	dir := t.TempDir()
	made := runs(t, "pools", "set", "postgresql-octagonal-30518", "search", "--count", "2", "--yes", "--state", dir)
	if made.code != cli.OK || !strings.Contains(made.stderr, "Accepted as op-1.") {
		t.Fatalf("making it: %+v", made)
	}
	if out := runs(t, "fleet", "--state", dir); !strings.Contains(out.stdout, "search 1 → 2 instances") || !strings.Contains(out.stdout, "~ modifying 0%") {
		t.Errorf("the fleet afterwards: %+v", out)
	}
	waited := runs(t, "pools", "set", "postgresql-octagonal-30518", "search", "--count", "3", "--yes", "--wait", "--state", dir, "--speed", "3600")
	if waited.code != cli.OK || !strings.Contains(waited.stderr, "✓ postgresql-octagonal-30518  done in ") {
		t.Fatalf("waiting: %+v", waited)
	}
	if out := runs(t, "info", "postgresql-octagonal-30518", "--state", dir); !strings.Contains(out.stdout, "3/3 ready") {
		t.Errorf("the cluster afterwards: %+v", out)
	}
}

func TestAWaitIsInterrupted(t *testing.T) {
	dir := t.TempDir()
	c := start(t, usual(), "pools", "set", "postgresql-octagonal-30518", "search", "--count", "2", "--yes", "--wait", "--state", dir, "--speed", "1")
	c.shows("~ postgresql-octagonal-30518  0%")
	c.types("\x03")
	c.shows("it waits no longer; the change was accepted and goes on when time passes")
	if code := c.exits(); code != cli.Interrupted {
		t.Errorf("it ends with %d", code)
	}
	if out := runs(t, "fleet", "--state", dir); !strings.Contains(out.stdout, "search 1 → 2 instances") {
		t.Errorf("the fleet afterwards: %+v", out)
	}
}
