package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"pooldeck/cli"
	"pooldeck/model"
	"pooldeck/model/command"
)

// The lines that a review shows for a plan of dynos, put into a shell one after
// the other, do all of it: also where no single change would be legal.
func TestTheLinesOfAPlanDoIt(t *testing.T) {
	for name, words := range map[string]string{
		"to Eco and one dyno":  "ps:scale web=1:Eco worker=1:Eco --app example-app",
		"two sizes":            "ps:type web=Standard-2X worker=Performance-M --app example-app",
		"one more, one fewer":  "ps:scale web-1 worker+2:Standard-1X --app example-app",
		"all of one type":      "ps set example-app web --quantity 4 --size 2X --connections 30",
		"a shadow":             "ps autoscale billing-api --min 1 --max 4 --p95 300 --shadow",
		"autoscale":            "ps:autoscale:enable --min 2 --max 9 --p95 300 --notifications --app billing-api",
		"a restart of workers": "ps:restart worker --app example-app",
	} {
		t.Run(name, func(t *testing.T) {
			p := demo(t)
			f := p.Fleet()
			catalog, err := p.Catalog(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			changes, err := command.Parse(f, strings.Fields(words), command.Options{Levels: catalog.Levels, Sizes: catalog.Sizes})
			if err != nil {
				t.Fatal(err)
			}
			plan, err := model.NewPlan(f, catalog.Specs, changes...)
			if err != nil {
				t.Fatal(err)
			}
			for i, argv := range command.Lines(plan) {
				out := runWith(t, append(argv[1:], "--yes"), gives(keyed{p, fmt.Sprint(t.Name(), i)}, nil))
				if out.code != cli.OK {
					t.Fatalf("%s ends with %d: %s", command.Line(argv), out.code, out.stderr)
				}
			}
			app := plan.Targets()[0]
			want, got := asked(plan.After.Formation(app)), asked(p.Fleet().Formation(app))
			if want != got {
				t.Errorf("the plan asks for\n%sand its lines for\n%s", want, got)
			}
		})
	}
}

// asked is what is wanted of an app's dynos.
func asked(a *model.App) string {
	text := ""
	for _, p := range a.Processes {
		text += fmt.Sprintln(p.Type, p.Quantity, p.Size, p.Connections, p.Autoscale, p.Restarts)
	}
	return text
}
