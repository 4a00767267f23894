package cli_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"pooldeck/cli"
	"pooldeck/pricing"
)

func TestWhatIsNoCommand(t *testing.T) {
	for _, line := range []string{"", "sh", "-c id", "man", "completion bash", "__complete fleet", "sftp", "Fleet", "--version", "--demo fleet"} {
		if cli.Knows(strings.Fields(line)) {
			t.Errorf("%q is a command", line)
		}
	}
	for _, line := range []string{"fleet", "info x --json", "levels", "sizes", "version", "help", "--help", "-h", "fleet --nonsense"} {
		if !cli.Knows(strings.Fields(line)) {
			t.Errorf("%q is no command", line)
		}
	}
}

// From elsewhere the words about mistakes come as plain text, and the codes
// are the same.
func TestRemote(t *testing.T) {
	plane := demo(t)
	remote := func(args ...string) output {
		var stdout, stderr bytes.Buffer
		code := cli.Run(t.Context(), args, cli.Options{
			Version: "1.2.3", Out: &stdout, Err: &stderr, Open: gives(plane, nil), Remote: true,
			Catalog: func(context.Context) (pricing.Catalog, error) { return pricing.Embedded() },
		})
		return output{code, stdout.String(), stderr.String()}
	}
	if got, want := remote("fleet", "--json"), run(t, plane, "fleet", "--json"); got != want {
		t.Errorf("from elsewhere the fleet is another one: %+v", got)
	}
	if got := remote("fleet", "--nonsense"); got != (output{cli.Usage, "", "pooldeck: unknown flag: --nonsense\n"}) {
		t.Errorf("an unknown flag: %+v", got)
	}
	if got := remote("info", "nothing"); got.code != cli.NotFound || got.stdout != "" {
		t.Errorf("an unknown cluster: %+v", got)
	}
	if got := remote("--help"); got.code != cli.OK || !strings.Contains(got.stdout, "fleet") || strings.Contains(got.stdout, "\x1b") || strings.Contains(got.stdout, "completion") {
		t.Errorf("help: %+v", got)
	}
	for _, line := range []string{"man", "completion bash"} {
		if got := remote(strings.Fields(line)...); got.code != cli.Usage || got.stdout != "" {
			t.Errorf("%s: %+v", line, got)
		}
	}
}
