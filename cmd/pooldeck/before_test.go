package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pooldeck/cli"
)

// before is a state that an older version of the program left, from before
// there were dynos.
func before(t *testing.T, version int) string {
	t.Helper()
	script, err := os.ReadFile(fmt.Sprintf("../../backend/store/testdata/version-%d.sql", version))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, "state.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err = db.Exec(string(script)); err == nil {
		err = db.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// On a state from before dynos the commands for clusters are what they were,
// and those for dynos say that there are none, why, and what to do about it.
func TestAStateFromBeforeDynos(t *testing.T) {
	const why = "has no process types: deploy first, or begin a new state (--state DIR); one from before dynos has none\n"
	tests := map[string]struct {
		code           int
		stdout, stderr string // beginnings
	}{
		"fleet":                            {cli.OK, "NAME  ", ""},
		"journal --verify":                 {cli.OK, "", ""},
		"ps":                               {cli.OK, "", "no app " + strings.Replace(why, "has no", "has", 1)},
		"ps example-app":                   {cli.NotFound, "", "pooldeck: example-app " + why},
		"info example-app":                 {cli.NotFound, "", "pooldeck: example-app " + why},
		"info postgresql-horizontal-12345": {cli.OK, "postgresql-horizontal-12345", ""},
		"ps:scale web=5 --app example-app": {cli.Usage, "", "pooldeck: example-app " + why},
		"ps set example-app web --size 2X": {cli.Usage, "", "pooldeck: example-app " + why},
		"ps autoscale example-app --min 1 --max 2":                         {cli.Usage, "", "pooldeck: example-app " + why},
		"ps restart example-app":                                           {cli.Usage, "", "pooldeck: example-app " + why},
		"undo --last example-app":                                          {cli.Refused, "", "pooldeck: no operation has ended on example-app"},
		"pools set postgresql-rectangular-12345 analytics --count 2 --yes": {cli.OK, "", ""},
	}
	for _, version := range []int{1, 2} {
		t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
			dir := before(t, version)
			for line, want := range tests {
				out := runs(t, append(strings.Fields(line), "--state", dir)...)
				if out.code != want.code || !strings.HasPrefix(out.stdout, want.stdout) || !strings.HasPrefix(out.stderr, want.stderr) {
					t.Errorf("%s: %+v", line, out)
				}
			}
			var d struct{ Apps []any }
			out := runs(t, "ps", "--json", "--state", dir)
			if err := json.Unmarshal([]byte(out.stdout), &d); err != nil || len(d.Apps) != 0 {
				t.Errorf("as JSON: %v, %+v", err, out)
			}
		})
	}
}

// The console shows the apps with their clusters and without dynos, and the
// dialogue as lines says that there are none.
func TestTheConsoleOnAStateFromBeforeDynos(t *testing.T) {
	dir := before(t, 2)
	c := start(t, usual(), "--state", dir, "--speed", "0")
	c.shows("2 apps · 3 clusters · 13 instances", "▾ example-app", "analytics")
	if screen := c.text(); strings.Contains(screen, "dynos") || strings.Contains(screen, "web") {
		t.Errorf("it shows dynos:\n%s", screen)
	}
	c.types(":")
	c.types("ps:scale web=5 --app example-app")
	c.shows("example-app has no process types: deploy first, or begin a new state (--state DIR)")
	c.types("\x1b")
	c.until("the palette closed", func(screen string) bool { return !strings.Contains(screen, "What do you want to do?") })
	c.types("q")
	if code := c.exits(); code != cli.OK {
		t.Errorf("it ends with %d", code)
	}
	c.restored()

	cmd := exec.Command(executable(t), "--plain", "--state", dir)
	cmd.Env = environment(t)
	cmd.Stdin = strings.NewReader("example-app\nps:scale web=5\nfault example-app\nstatus\n")
	out := finish(t, cmd)
	for _, text := range []string{"0 dynos.", "No process types: deploy first", "No: example-app has no process types", "Nothing can be made to fail here"} {
		if !strings.Contains(out.stdout, text) {
			t.Errorf("it does not say %q:\n%s", text, out.stdout)
		}
	}
}
