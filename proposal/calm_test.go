package proposal_test

import (
	"testing"
	"time"

	"pooldeck/model"
	"pooldeck/model/modeltest"
	"pooldeck/proposal"
)

func TestCalm(t *testing.T) {
	scale := func(process string, n int) model.Change {
		return model.ScaleProcess{App: "a1", Process: process, Quantity: n}
	}
	tests := map[string]struct {
		changes []model.Change
		want    string
	}{
		"more dynos":              {[]model.Change{scale("web", 5)}, "nothing restarts: the dynos that are there stay"},
		"fewer dynos":             {[]model.Change{scale("web", 1)}, "nothing restarts: some dynos go, the others stay as they are"},
		"none":                    {[]model.Change{scale("worker", 0), scale("web", 5)}, "nothing restarts: all dynos of worker go"},
		"none of two":             {[]model.Change{scale("web", 0), scale("worker", 0)}, "nothing restarts: all dynos of web and worker go"},
		"instances":               {[]model.Change{model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 3}}, "no app restarts: no config var changes"},
		"instances and new dynos": {[]model.Change{model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 3}, scale("web", 5)}, "nothing restarts: the dynos that are there stay"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := proposal.Calm(formedPlan(t, test.changes...)); got != test.want {
				t.Errorf("it says %q and should say %q", got, test.want)
			}
		})
	}
}

func TestBudgetInWords(t *testing.T) {
	rule := model.SetAutoscale{App: "a2", Process: "web", Autoscale: model.Autoscale{P95: time.Second, Min: 2, Max: 9}}
	tests := map[string]struct {
		change model.Change
		want   string
	}{
		"more":                  {model.ScaleProcess{App: "a1", Process: "web", Quantity: 60}, "leader of horizontal-12345: dynos may take 60 → 1,220 of 380"},
		"the same":              {model.RestartDynos{App: "a1"}, "leader of horizontal-12345: dynos may take 60 of 380"},
		"more at the maximum":   {rule, "leader of cubic-54321: dynos may take 60 of 380, 180 with autoscale at its maximum"},
		"a cluster has no such": {model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 3}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, b := range proposal.Budgets(formedPlan(t, test.change), modeltest.Specs()) {
				got += b.String()
			}
			if got != test.want {
				t.Errorf("it says %q and should say %q", got, test.want)
			}
		})
	}
}

// The way back says that something restarts; why, the plan has said.
func TestWayIsShort(t *testing.T) {
	w := world(t)
	w.Fleet = modeltest.Formed()
	p := propose(t, w, model.ResizeProcess{App: "a1", Process: "web", Size: "Standard-2X"}, model.ScaleProcess{App: "a1", Process: "worker", Delta: 1})
	way, err := p.Way()
	if want := "web Standard-2X → Standard-1X; worker 2 → 1 dyno; example-app restarts web; −$100/month"; err != nil || way != want {
		t.Errorf("it says %q and should say %q: %v", way, want, err)
	}
}

func formedPlan(t *testing.T, changes ...model.Change) model.Plan {
	t.Helper()
	p, err := model.NewPlan(modeltest.Formed(), modeltest.Specs(), changes...)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
