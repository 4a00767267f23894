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

// An hour of an autoscaler: what it decided and why, and what another rule
// would have made of the day.
func TestAutoscalerInWords(t *testing.T) {
	p := demo(t)
	check(t, p, "rule-off", "ps", "autoscale", "billing-api")
	check(t, p, "backtest", "ps", "backtest", "billing-api", "--p95", "300", "--min", "2", "--max", "9")
	check(t, p, "backtest-json", "ps", "backtest", "billing-api", "--json")
	check(t, p, "nothing", "ps", "decisions", "billing-api")
	apply(t, p, time.Hour, model.SetAutoscale{App: p.Fleet().App("billing-api").ID, Process: "web", Autoscale: model.Autoscale{
		P95: 180 * time.Millisecond, Min: 1, Max: 8,
	}})
	check(t, p, "rule-on", "ps", "autoscale", "billing-api", "web")
	check(t, p, "decisions", "ps", "decisions", "billing-api")
	check(t, p, "steps-json", "ps", "decisions", "billing-api", "--steps", "--last", "1", "--json")
	check(t, p, "rule-json", "ps", "autoscale", "billing-api", "--json")
}

// What cannot be asked says so, and ends with the code for it.
func TestAutoscalerRefusals(t *testing.T) {
	const page = "\nthe rule: https://devcenter.heroku.com/articles/scaling#autoscaling\n"
	for line, want := range map[string]output{
		"ps decisions nope":                           {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"ps decisions billing-api wbe":                {cli.Usage, "", "pooldeck: billing-api has no process type wbe\n"},
		"ps decisions billing-api --last -1":          {cli.Usage, "", "pooldeck: --last is a number of decisions; 0 is all\n"},
		"ps backtest billing-api --min 3 --max 3":     {cli.Refused, "", "pooldeck: the maximum must be above the minimum of 3; not 3" + page},
		"ps backtest billing-api --p95 soon":          {cli.Usage, "", "pooldeck: --p95 is a number of milliseconds, not soon\n"},
		"ps backtest example-app":                     {cli.Refused, "", "pooldeck: Standard-1X is not autoscaled; Performance, Private and Shield dynos are" + page},
		"ps backtest billing-api worker":              {cli.Refused, "", "pooldeck: only web is autoscaled: worker takes no requests" + page},
		"ps example-app --app billing-api":            {cli.Usage, "", "pooldeck: ps prints one app or all: example-app or --app billing-api\n"},
		"ps:scale web=5 --app nope":                   {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"ps set nope web --quantity 2":                {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"ps restart nope":                             {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"ps nope":                                     {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"attachments remove ANALYTICS --app nope":     {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"pools set postgresql-x analytics --count 2":  {cli.NotFound, "", "pooldeck: there is no cluster postgresql-x\n"},
		"clusters create x-1 --app nope --level 4G":   {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"ps:autoscale:disable --app nope":             {cli.NotFound, "", "pooldeck: there is no app nope\n"},
		"ps:scale web5 --app example-app":             {cli.Usage, "", "pooldeck: web5 is not understood; did you mean web=5?\nusage: pooldeck ps:scale [PROCESS=N[:SIZE]]... [--app APP] [--yes [--wait]]\n"},
		"attachments add postgresql-x y --app z --as": {cli.Usage, "", ""},
	} {
		out := run(t, demo(t), strings.Fields(line)...)
		if out.code != want.code || out.stdout != "" || want.stderr != "" && out.stderr != want.stderr {
			t.Errorf("%s ends with %d, prints %q and says %q", line, out.code, out.stdout, out.stderr)
		}
	}
}

// Heroku's words with an app alone print what there is, as Heroku's do.
func TestHerokuWordsAlone(t *testing.T) {
	p := demo(t)
	want := run(t, p, "ps", "example-app")
	for _, line := range []string{"ps:type --app example-app", "ps:scale -a example-app", "ps --app example-app", "ps -a EXAMPLE-APP"} {
		if out := run(t, p, strings.Fields(line)...); out != want {
			t.Errorf("%s ends with %d: %s%s", line, out.code, out.stdout, out.stderr)
		}
	}
}

// Heroku's answer comes when it is true: with --wait once the dynos are there.
func TestAnswerAfterWaiting(t *testing.T) {
	p := demo(t)
	over, end := passing(t, p)
	if err := p.SetSpeed(backend.Actor{Name: "ada", Role: backend.Admin}, 3600); err != nil {
		t.Fatal(err)
	}
	out := run(t, p, "ps:scale", "web=5", "--app", "example-app", "--yes", "--wait")
	end()
	<-over
	const answer = "\nScaling dynos... done, now running web at 5:Standard-1X\n"
	if out.code != cli.OK || !strings.HasSuffix(out.stderr, answer) || strings.Count(out.stderr, "Scaling dynos") != 1 {
		t.Errorf("it ends with %d and says %q", out.code, out.stderr)
	}
}

// The flat price of Eco stands by itself, once, and the rows come to the total.
func TestEcoInWords(t *testing.T) {
	p := demo(t)
	out := run(t, p, "ps:scale", "web=1:Eco", "worker=1:Eco", "--app", "example-app", "--yes")
	golden.Check(t, "plan", out.stdout+out.stderr)
	check(t, p, "fleet", "fleet")
	check(t, p, "ps", "ps", "example-app")
}
