package cli_test

import (
	"strings"
	"testing"
	"time"

	"pooldeck/cli"
	"pooldeck/internal/golden"
	"pooldeck/model"
)

func TestFormations(t *testing.T) {
	p := demo(t)
	check(t, p, "all", "ps")
	check(t, p, "one-json", "ps", "example-app", "--json")
	app := p.Fleet().App("billing-api")
	apply(t, p, 20*time.Second, model.SetAutoscale{App: app.ID, Process: "web", Autoscale: model.Autoscale{
		P95: 500 * time.Millisecond, Min: 4, Max: 8,
	}})
	check(t, p, "autoscaled", "ps", "billing-api")
	check(t, p, "fleet-up-to", "fleet")
}

// Every change of a formation is shown with what it costs, holds and disturbs
// before it is made.
// A price about which the sources differ is marked wherever it stands, and in
// every sum that it is in.
func TestEstimatesAreMarked(t *testing.T) {
	p := fleetOf(t, 60)
	out := run(t, p, "fleet")
	for _, line := range []string{"Private-S           4/4", "  dynos                                                                         80/380"} {
		at := strings.Index(out.stdout, line)
		if at < 0 {
			t.Fatalf("there is no %q:\n%s", line, out.stdout)
		}
		if row, _, _ := strings.Cut(out.stdout[at:], "\n"); !strings.HasSuffix(row, " ~500") {
			t.Errorf("an estimate is not marked: %q", row)
		}
	}
	out = run(t, p, "ps", "journeys-api")
	if !strings.Contains(out.stdout, "~125\n") || !strings.Contains(out.stdout, "the price of Private-S is an estimate: ") {
		t.Errorf("an estimate is not explained:\n%s", out.stdout)
	}
}

func TestPlanOfAFormation(t *testing.T) {
	for step, line := range map[string]string{
		"seed":          "ps:scale web=5 --app example-app",
		"two-types":     "ps:scale web=3:Standard-2X worker+1 --app example-app",
		"smaller":       "ps:type web=Standard-2X -a billing-api",
		"autoscale":     "ps autoscale billing-api --min 2 --max 8 --p95 500 --notifications",
		"short":         "ps set example-app web --quantity 50",
		"restart":       "ps restart example-app",
		"eco":           "ps:type eco --app example-app",
		"typo":          "ps:scale web=1 garbage --app example-app",
		"no-such-size":  "ps set example-app web --size standrd-2x",
		"out-of-bounds": "ps:scale web=11 -a billing-api",
	} {
		t.Run(step, func(t *testing.T) {
			p := demo(t)
			out := run(t, p, strings.Fields(line)...)
			golden.Check(t, "text", "$ pooldeck "+line+"\n"+out.stdout+out.stderr)
			if p.Fleet().JournalSeq > 1 {
				t.Error("it has changed something")
			}
		})
	}
}

// The seed's own example, and Heroku's own answer.
func TestScaleWebToFive(t *testing.T) {
	p := demo(t)
	out := run(t, p, "ps:scale", "web=5", "--app", "example-app", "--yes")
	if out.code != cli.OK || !strings.Contains(out.stderr, "Scaling dynos... done, now running web at 5:Standard-1X\n") {
		t.Errorf("it ends with %d and says %q", out.code, out.stderr)
	}
	if err := p.Advance(p.Now().Add(2 * time.Minute)); err != nil {
		t.Fatal(err)
	}
	app := p.Fleet().App("example-app")
	web, _ := app.Process("web")
	if web.Ready(app.Release) != 5 || !app.Settled() {
		t.Errorf("web is %+v", web)
	}
	back := run(t, p, "undo", "--last", "example-app")
	if back.code != cli.OK || !strings.Contains(back.stdout, "5 → 2 dynos") {
		t.Errorf("the way back: %+v", back)
	}
}
