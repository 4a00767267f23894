package cli_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/backend/control"
	"pooldeck/cli"
	"pooldeck/internal/golden"
	"pooldeck/model"
	"pooldeck/model/command"
)

// Without --yes a command says what it would do and does nothing.
func TestPlan(t *testing.T) {
	for step, line := range map[string]string{
		"up":             "pools set postgresql-horizontal-12345 analytics --level 32G --count 3",
		"down":           "pools set postgresql-rectangular-12345 leader --ha off",
		"leader-level":   "pools set example-app::DATABASE leader --level 8G",
		"stranded":       "pools set postgresql-octagonal-30518 search --level 4G",
		"made-up-name":   "pools add postgresql-horizontal-12345 --level 4G --count 2",
		"not-published":  "clusters create ledgers --app billing-api --level 64G --pool reports:4G:2",
		"pool-destroyed": "pools destroy postgresql-rectangular-12345 analytics --confirm example-app",
		"attached":       "attachments add postgresql-octagonal-30518 search --app example-app --as SEARCH",
	} {
		t.Run(step, func(t *testing.T) {
			p := demo(t)
			out := run(t, p, strings.Fields(line)...)
			if out.code != cli.OK {
				t.Fatalf("it ends with %d: %s", out.code, out.stderr)
			}
			golden.Check(t, "text", "$ pooldeck "+line+"\n"+out.stdout+out.stderr)
			if p.Fleet().JournalSeq != 0 {
				t.Error("it has changed something")
			}
		})
	}
}

func TestPlanAsJSON(t *testing.T) {
	check(t, demo(t), "json", strings.Fields("clusters create ledgers --app billing-api --level 64G --pool reports:4G:2 --json")...)
}

// Every line that the console shows for a change makes that change.
func TestTheLinesThatAreShownAreTrue(t *testing.T) {
	p := demo(t)
	horizontal, rectangular := id(t, p, "postgresql-horizontal-12345"), id(t, p, "postgresql-rectangular-12345")
	for _, change := range []model.Change{
		model.SetLevel{Cluster: horizontal, Pool: model.LeaderName, Level: "8G-Performance"},
		model.SetCount{Cluster: horizontal, Pool: model.LeaderName, Count: 1},
		model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 0},
		model.AddPool{Cluster: horizontal, Name: "batch", Level: "64G-Performance", Count: 2},
		model.Attach{Cluster: horizontal, Pool: "batch", App: "billing-api", Name: "BATCH"},
		model.Detach{Cluster: horizontal, App: "billing-api", Name: "BATCH"},
		model.DestroyPool{Cluster: horizontal, Pool: "analytics"},
		model.DestroyCluster{Cluster: rectangular},
		model.CreateCluster{Name: "ledgers", App: "billing-api", Level: "4G-Performance", Followers: []model.NewPool{{Name: "reports", Level: "8G-Performance", Count: 2}}},
	} {
		t.Run(change.String(), func(t *testing.T) {
			argv := command.Pooldeck(p.Fleet(), change)
			before := p.Fleet().JournalSeq
			out := runWith(t, append(argv[1:], "--yes"), gives(keyed{p, t.Name()}, nil))
			if out.code != cli.OK {
				t.Fatalf("%q ends with %d: %s", argv, out.code, out.stderr)
			}
			entries, err := p.Journal(t.Context(), backend.Query{After: before})
			if err != nil || len(entries) == 0 {
				t.Fatalf("the journal: %v, %v", entries, err)
			}
			made := entries[0].Changes
			if c, ok := change.(model.CreateCluster); ok && len(made) == 1 {
				c.ID = made[0].Target()
				change = c
			}
			if diff := cmp.Diff(model.Changes{change}, made); diff != "" {
				t.Errorf("%q makes another change (-shown +made):\n%s", argv, diff)
			}
		})
	}
}

// keyed gives requests a key of their own, as processes of their own have.
type keyed struct {
	*control.Plane
	key string
}

func (k keyed) Apply(ctx context.Context, r backend.Request) (backend.Receipt, error) {
	r.Key = k.key
	return k.Plane.Apply(ctx, r)
}

func TestApply(t *testing.T) {
	p := demo(t)
	out := run(t, p, strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes")...)
	golden.Check(t, "text", out.stdout+out.stderr)
	c := p.Fleet().Named("postgresql-horizontal-12345")
	if out.code != cli.OK || c.Followers[0].Count != 3 || p.Fleet().Open(c.ID) == nil {
		t.Errorf("it ends with %d; wanted are %d instances", out.code, c.Followers[0].Count)
	}
	if o := p.Fleet().Open(c.ID); o.Actor != "ada" {
		t.Errorf("it was %s", o.Actor)
	}
}

func TestApplyAsJSON(t *testing.T) {
	p := demo(t)
	out := run(t, p, strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes --json")...)
	var got struct {
		Accepted   bool
		Operations []string
	}
	if err := json.Unmarshal([]byte(out.stdout), &got); err != nil || !got.Accepted || len(got.Operations) != 1 || out.stderr != "" {
		t.Errorf("it prints %+v: %v", out, err)
	}
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := demo(t)
		over, end := passing(t, p)
		out := run(t, p, strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes --wait")...)
		end()
		if err := <-over; err != nil || out.code != cli.OK {
			t.Errorf("it ends with %d: %v", out.code, err)
		}
		golden.Check(t, "stderr", out.stderr)
		if !p.Fleet().Named("postgresql-horizontal-12345").Settled() {
			t.Error("it has not waited")
		}
	})
}

func TestWaitForWhatIsSuperseded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := demo(t)
		over, end := passing(t, p)
		go func() {
			watch, err := p.Watch(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			for f := range watch {
				if c := f.Named("postgresql-horizontal-12345"); f.Open(c.ID) != nil {
					if _, err := p.Apply(t.Context(), backend.Request{
						Key: "later", Actor: backend.Actor{Name: "bob", Role: backend.Operator}, Base: map[model.ID]model.Revision{c.ID: c.Revision},
						Changes: model.Changes{model.SetCount{Cluster: c.ID, Pool: "analytics", Count: 2}},
					}); err != nil {
						t.Error(err)
					}
					return
				}
			}
		}()
		out := run(t, p, strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes --wait")...)
		end()
		if err := <-over; err != nil {
			t.Error(err)
		}
		if want := "pooldeck: op-1 on postgresql-horizontal-12345 is superseded"; out.code != cli.Failed || !strings.Contains(out.stderr, want) {
			t.Errorf("it ends with %d and says\n%s", out.code, out.stderr)
		}
	})
}

func TestAnInterruptedWaitLeavesTheChange(t *testing.T) {
	p := demo(t)
	ctx, end := context.WithCancel(t.Context())
	out := output{}
	out.code = cli.Run(ctx, strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes --wait"), cli.Options{
		Out: writer(func(string) {}), Err: writer(func(text string) { out.stderr += text; end() }), Open: gives(p, nil),
	})
	if want := "pooldeck: it waits no longer; the change was accepted and goes on when time passes\n"; out.code != cli.Interrupted || !strings.HasSuffix(out.stderr, want) {
		t.Errorf("it ends with %d and says %q", out.code, out.stderr)
	}
	if c := p.Fleet().Named("postgresql-horizontal-12345"); p.Fleet().Open(c.ID) == nil {
		t.Error("the change is gone")
	}
}

type writer func(string)

func (w writer) Write(p []byte) (int, error) {
	w(string(p))
	return len(p), nil
}

// passing lets time pass until end is called.
func passing(t *testing.T, p *control.Plane) (over chan error, end func()) {
	t.Helper()
	ctx, end := context.WithCancel(t.Context())
	over = make(chan error, 1)
	go func() { over <- p.Run(ctx, control.WallClock()) }()
	return over, end
}

func TestRefusals(t *testing.T) {
	const cluster = "postgresql-horizontal-12345"
	tests := map[string]struct {
		line string
		code int
		want string
	}{
		"more instances than a cluster has": {"pools set " + cluster + " analytics --count 14", cli.Refused, "pooldeck: a cluster has at most 13 follower instances; this makes 14\nthe rule: https://devcenter.heroku.com/articles/postgres-advanced-instance-pools\n"},
		"what is so already":                {"pools set " + cluster + " analytics --count 1 --yes", cli.Refused, "pooldeck: analytics has 1 instance already\n"},
		"a name that is taken":              {"pools add " + cluster + " --name analytics --level 4G --count 1", cli.Refused, "pooldeck: analytics is taken in this cluster\n"},
		"a name that cannot be one":         {"pools add " + cluster + " --name a--b --level 4G --count 1", cli.Refused, ""},
		"a cluster that is not there":       {"pools set postgresql-horizontel-12345 analytics --count 2", cli.NotFound, "pooldeck: there is no cluster postgresql-horizontel-12345; did you mean postgresql-horizontal-12345?\n"},
		"a flag that is missing":            {"pools add " + cluster + " --level 4G", cli.Usage, "pooldeck: pools add needs --count N\nusage: pooldeck pools add CLUSTER [--name NAME] --level LEVEL --count N [--app APP] [--yes [--wait]]\n"},
		"the wrong app's name":              {"pools destroy " + cluster + " analytics --confirm billing-api --yes", cli.Usage, ""},
		"waiting for nothing":               {"pools set " + cluster + " analytics --count 2 --wait", cli.Usage, "pooldeck: --wait waits for a change that is made: add --yes\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := demo(t)
			out := run(t, p, strings.Fields(test.line)...)
			if out.code != test.code || test.want != "" && out.stderr != test.want || out.stdout != "" {
				t.Errorf("it ends with %d, prints %q and says %q", out.code, out.stdout, out.stderr)
			}
			if p.Fleet().JournalSeq != 0 {
				t.Error("it has changed something")
			}
		})
	}
}

func TestAViewerIsRefused(t *testing.T) {
	p := demo(t)
	out := runWith(t, strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes"), func(context.Context, bool) (cli.Access, error) {
		return cli.Access{Backend: p, Actor: backend.Actor{Name: "eve"}, Session: "s", Close: func() error { return nil }}, nil
	})
	if out.code != cli.Refused || out.stderr != "pooldeck: "+backend.ErrDenied.Error()+"\n" {
		t.Errorf("%+v", out)
	}
}

func TestWaitingWhileTimeStandsStill(t *testing.T) {
	p := demo(t)
	if err := p.SetSpeed(backend.Actor{Name: "ada", Role: backend.Admin}, 0); err != nil {
		t.Fatal(err)
	}
	out := run(t, p, strings.Fields("pools set postgresql-horizontal-12345 analytics --count 3 --yes --wait")...)
	if out.code != cli.Usage || p.Fleet().Named("postgresql-horizontal-12345").Followers[0].Count != 1 {
		t.Errorf("%+v", out)
	}
}
