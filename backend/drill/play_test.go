package drill_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/backend/drill"
	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// Which instance a cue is about is settled when it is played: the oldest one
// that it can be done to, or the newest.
func TestWhichInstanceIsMeant(t *testing.T) {
	f := modeltest.Fleet()
	c := *f.Cluster(modeltest.Horizontal)
	c.Followers = []model.Pool{c.Followers[0]}
	follower := c.Followers[0].Instances[0]
	c.Followers[0].Instances = nil
	for _, id := range []model.ID{"one", "two", "three"} {
		follower.ID = id
		c.Followers[0].Instances = append(c.Followers[0].Instances, follower)
	}
	f = f.With(&c)
	// "one" cannot be made to fail.
	offered := func(_, _, instance model.ID) []backend.Fault {
		if instance == "one" || instance == "" {
			return nil
		}
		return []backend.Fault{{Kind: backend.FaultHang}, {Kind: backend.FaultKill}}
	}
	for line, want := range map[string]string{
		"0:00 kill postgresql-horizontal-12345 analytics follower": "two",
		"0:00 kill postgresql-horizontal-12345 analytics newest":   "three",
		"0:00 lag postgresql-horizontal-12345 analytics":           "",
		"0:00 slow POSTGRESQL-horizontal-12345":                    "",
		"0:00 kill postgresql-horizontal-12345 analytics standby":  "there is no standby of analytics on postgresql-horizontal-12345 to kill",
		"0:00 mend postgresql-horizontal-12345 analytics follower": "there is no follower of analytics on postgresql-horizontal-12345 to mend",
		"0:00 lag postgresql-horizontal-12345 reporting":           "postgresql-horizontal-12345 has no pool reporting any more",
		"0:00 slow postgresql-gone-1":                              "there is no cluster postgresql-gone-1 any more",
	} {
		cue, err := drill.Line("test", line)
		if err != nil {
			t.Fatal(err)
		}
		fault, err := cue.Fault(f, offered)
		got := string(fault.Instance)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, not %q", line, got, want)
		}
		if err == nil && (fault.Cluster != modeltest.Horizontal || (fault.Pool == "") != (cue.Part == "") || fault.Kind == "") {
			t.Errorf("%s: %+v", line, fault)
		}
	}
}

// Which dyno a cue is about is settled when it is played, too: the one that is
// named, or the first of the process type that it can be done to.
func TestWhichDynoIsMeant(t *testing.T) {
	f := modeltest.Settle(modeltest.Formed())
	app := f.App("example-app")
	// web.1 cannot be made to fail.
	offered := func(target, part, instance model.ID) []backend.Fault {
		if target != app.ID || instance == app.DynoID("web.1") || part != "" && part != app.ProcessID("web") {
			return nil
		}
		return []backend.Fault{{Kind: backend.FaultCrash}, {Kind: backend.FaultSpike}}
	}
	for line, want := range map[string]struct{ part, dyno, problem string }{
		"0:00 crash example-app web":          {part: "web", dyno: "web.2"},
		"0:00 crash example-app web.2":        {part: "web", dyno: "web.2"},
		"0:00 spike example-app":              {},
		"0:00 mend example-app":               {},
		"0:00 crash example-app web.1":        {problem: "there is no dyno web.1 of example-app to crash"},
		"0:00 crash example-app web.9":        {problem: "there is no dyno web.9 of example-app to crash"},
		"0:00 crash example-app worker":       {problem: "there is no dyno worker of example-app to crash"},
		"0:00 crash example-app clock":        {problem: "example-app has no process type clock any more"},
		"0:00 spike gone":                     {problem: "there is no app gone any more"},
		"0:00 mend gone":                      {problem: "there is no cluster or app gone any more"},
		"0:00 mend example-app leader":        {problem: "there is no cluster example-app any more"},
		"0:00 kill example-app leader leader": {problem: "there is no cluster example-app any more"},
	} {
		cue, err := drill.Line("test", line)
		if err != nil {
			t.Fatal(err)
		}
		fault, err := cue.Fault(f, offered)
		if err != nil || want.problem != "" {
			if err == nil || err.Error() != want.problem {
				t.Errorf("%s: %v, not %q", line, err, want.problem)
			}
			continue
		}
		is := backend.Fault{Kind: fault.Kind, Cluster: app.ID}
		if want.part != "" {
			is.Pool, is.Instance = app.ProcessID(want.part), app.DynoID(want.dyno)
		}
		if fault.Kind == "" || fault != is {
			t.Errorf("%s: %+v, not %+v", line, fault, is)
		}
	}
}

// What a cue asks for is a change of the cluster or of the app.
func TestWhatIsAskedFor(t *testing.T) {
	f := modeltest.Formed()
	app := f.App("second-app").ID
	for line, want := range map[string]struct {
		change  model.Change
		problem string
	}{
		"0:00 scale postgresql-horizontal-12345 analytics 3": {change: model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 3}},
		"0:00 scale second-app web 4":                        {change: model.ScaleProcess{App: app, Process: "web", Quantity: 4}},
		"0:00 autoscale second-app 2 8 500ms": {change: model.SetAutoscale{
			App: app, Process: "web", Autoscale: model.Autoscale{P95: 500 * time.Millisecond, Min: 2, Max: 8, Notify: true},
		}},
		"0:00 scale gone web 4":         {problem: "there is no cluster or app gone any more"},
		"0:00 autoscale gone 2 8 500ms": {problem: "there is no app gone any more"},
	} {
		cue, err := drill.Line("test", line)
		if err != nil {
			t.Fatal(err)
		}
		change, err := cue.Change(f)
		if err != nil && err.Error() != want.problem || err == nil && want.problem != "" {
			t.Errorf("%s: %v, not %q", line, err, want.problem)
		}
		if diff := cmp.Diff(want.change, change); diff != "" {
			t.Errorf("%s: %s", line, diff)
		}
	}
}

// Clusters, pools, apps and process types have to be there before a drill
// begins; dynos come and go.
func TestCheck(t *testing.T) {
	for line, want := range map[string]string{
		"0:00 note x": "",
		"0:00 kill postgresql-horizontal-12345 leader leader": "",
		"0:00 scale example-app web 5":                        "",
		"0:00 crash example-app web.9":                        "",
		"0:00 spike second-app":                               "",
		"0:00 mend second-app":                                "",
		"0:00 autoscale second-app 2 8 500":                   "",
		"0:00 slow gone":                                      "test: there is no cluster gone",
		"0:00 spike gone":                                     "test: there is no app gone",
		"0:00 scale gone web 5":                               "test: there is no cluster or app gone",
		"0:00 spike postgresql-horizontal-12345":              "test: there is no app postgresql-horizontal-12345",
		"0:00 mend example-app leader":                        "test: there is no cluster example-app",
		"0:00 lag postgresql-horizontal-12345 web":            "test: postgresql-horizontal-12345 has no pool web",
		"0:00 scale example-app wbe 5":                        "test: example-app has no process type wbe",
		"0:00 scale example-app web.1 5":                      "test: example-app has no process type web.1",
		"0:00 crash second-app worker":                        "test: second-app has no process type worker",
	} {
		cue, err := drill.Line("test", line)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if err := drill.Check([]drill.Cue{cue}, modeltest.Formed()); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %q, not %q", line, got, want)
		}
	}
	bare := modeltest.Fleet()
	cue, err := drill.Line("test", "0:00 autoscale example-app 2 8 500")
	if err != nil {
		t.Fatal(err)
	}
	if err := drill.Check([]drill.Cue{cue}, bare); err == nil || err.Error() != "test: example-app has no process type web" {
		t.Errorf("without process types: %v", err)
	}
}
