package cli_test

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/backend/sim"
	"pooldeck/backend/store"
	"pooldeck/cli"
	"pooldeck/model"
	"pooldeck/pricing"
)

// output is what a command leaves behind.
type output struct {
	code           int
	stdout, stderr string
}

// run runs a command on a backend.
func run(t *testing.T, b backend.Backend, args ...string) output {
	t.Helper()
	return runWith(t, args, gives(b, nil))
}

type opening = func(context.Context, bool) (cli.Access, error)

// gives opens a backend; closing it ends with an error or none.
func gives(b backend.Backend, closing error) opening {
	return func(context.Context, bool) (cli.Access, error) {
		return cli.Access{
			Backend: b, Actor: backend.Actor{Name: "ada", Role: backend.Operator}, Session: "test", Number: 24163,
			Close: func() error { return closing },
		}, nil
	}
}

func runWith(t *testing.T, args []string, open opening) output {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := cli.Run(t.Context(), args, cli.Options{
		Version: "1.2.3", Out: &stdout, Err: &stderr, Open: open,
		Catalog: func(context.Context) (pricing.Catalog, error) { return pricing.Embedded() },
	})
	return output{code, stdout.String(), stderr.String()}
}

// demo is the demo fleet, standing at its first instant.
func demo(t *testing.T) *control.Plane {
	t.Helper()
	return fleetOf(t, 3)
}

// fleetOf is a demo fleet of so many clusters.
func fleetOf(t *testing.T, clusters int) *control.Plane {
	t.Helper()
	const seed = 7
	s := store.NewMemory()
	fleet, ledger := sim.Fleet(seed, clusters)
	if err := s.Create(fleet, ledger, seed); err != nil {
		t.Fatal(err)
	}
	catalog, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var plane *control.Plane
	interruption := sim.Interruption()
	plane, err = control.Open(s, sim.New(seed), catalog, control.Options{
		Metrics:      sim.NewMetrics(seed, catalog.Specs, func() sim.Watched { return plane }),
		Gauge:        sim.NewGauge(seed, catalog.Specs),
		Interruption: &interruption, Simulated: true, Speed: 20,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := plane.Close(); err != nil {
			t.Error(err)
		}
	})
	return plane
}

// apply makes changes and lets time pass.
func apply(t *testing.T, p *control.Plane, d time.Duration, changes ...model.Change) {
	t.Helper()
	catalog, err := p.Catalog(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	plan, err := model.NewPlan(p.Fleet(), catalog.Specs, changes...)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Apply(t.Context(), backend.Request{
		Key: t.Name(), Actor: backend.Actor{Name: "ada", Role: backend.Operator}, Changes: changes, Base: plan.Base(), Acknowledged: acknowledged(),
	}); err != nil {
		t.Fatal(err)
	}
	if err := p.Advance(p.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
}

func acknowledged() []model.RiskKind {
	return model.RiskKinds()
}

func id(t *testing.T, p *control.Plane, name string) model.ID {
	t.Helper()
	c := p.Fleet().Named(name)
	if c == nil {
		t.Fatal("there is no " + name)
	}
	return c.ID
}

func TestExitCodes(t *testing.T) {
	fails := func(err error) opening {
		return func(context.Context, bool) (cli.Access, error) { return cli.Access{}, err }
	}
	p := demo(t)
	works := gives(p, nil)
	disk := errors.New("the disk is full")
	tests := map[string]struct {
		args   []string
		open   opening
		want   int
		stderr string
	}{
		"a command that works":            {[]string{"fleet"}, works, cli.OK, ""},
		"a command that does not":         {[]string{"fleet"}, fails(disk), cli.Failed, "pooldeck: the disk is full\n"},
		"a flag that there is not":        {[]string{"fleet", "--jsom"}, works, cli.Usage, "pooldeck: unknown flag: --jsom\n`pooldeck --help` lists the commands, `pooldeck COMMAND --help` their flags.\n"},
		"a command that there is not":     {[]string{"fleets"}, works, cli.Usage, ""},
		"half a command":                  {[]string{"pools"}, works, cli.Usage, "pooldeck: pools what? There are set, add, destroy\n"},
		"half a command that is wrong":    {[]string{"pools", "scale"}, works, cli.Usage, ""},
		"an argument too few":             {[]string{"info"}, works, cli.Usage, ""},
		"a cluster that there is not":     {[]string{"info", "postgresql-horizontel-12345"}, works, cli.NotFound, "pooldeck: there is no cluster postgresql-horizontel-12345; did you mean postgresql-horizontal-12345?\n"},
		"a state that another one has":    {[]string{"fleet"}, fails(cli.Exit{Code: cli.Held, Err: disk}), cli.Held, "pooldeck: the disk is full\n"},
		"a state that is damaged":         {[]string{"fleet"}, fails(cli.Exit{Code: cli.Damaged, Err: disk}), cli.Damaged, "pooldeck: the disk is full\n"},
		"a state that cannot be given up": {[]string{"fleet"}, gives(p, disk), cli.Failed, "pooldeck: the disk is full\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			out := runWith(t, test.args, test.open)
			if out.code != test.want || test.stderr != "" && out.stderr != test.stderr {
				t.Errorf("it ends with %d (%q), not %d (%q)", out.code, out.stderr, test.want, test.stderr)
			}
			if out.code != cli.OK && out.stderr == "" {
				t.Error("it says nothing about it")
			}
		})
	}
}
