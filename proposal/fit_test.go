package proposal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
	"pooldeck/model/modeltest"
	"pooldeck/proposal"
)

func TestFitting(t *testing.T) {
	count := func(pool string) model.Change {
		return model.SetCount{Cluster: modeltest.Horizontal, Pool: pool, Count: 3}
	}
	resize := func(process, size string) model.Change {
		return model.ResizeProcess{App: "a1", Process: process, Size: size}
	}
	one := model.ScaleProcess{App: "a1", Process: "web", Quantity: 1}
	tests := map[string]struct {
		changes, fit model.Changes
		out          int
	}{
		"nothing":                             {nil, nil, 0},
		"what is legal as a whole only":       {model.Changes{resize("web", "Eco"), one, resize("worker", "Eco")}, model.Changes{resize("web", "Eco"), one, resize("worker", "Eco")}, 0},
		"half of a formation":                 {model.Changes{resize("web", "Eco"), one, count("analytics")}, model.Changes{count("analytics")}, 2},
		"a formation in pieces":               {model.Changes{one, count("gone"), resize("web", "Standard-2X")}, model.Changes{one, resize("web", "Standard-2X")}, 1},
		"a pool that is gone, and the others": {model.Changes{count("gone"), count("analytics")}, model.Changes{count("analytics")}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			fit, out := proposal.Fitting(modeltest.Formed(), modeltest.Specs(), test.changes)
			if diff := cmp.Diff(test.fit, fit); diff != "" || len(out) != test.out {
				t.Errorf("%d are left out, not %d; those that fit:\n%s", len(out), test.out, diff)
			}
			for _, m := range out {
				if m.Why == nil {
					t.Errorf("nothing says why %s is left out", m.Change)
				}
			}
		})
	}
}

// Whatever is legal is kept as it is; of anything else what fits is legal, and
// nothing is lost on the way.
func TestFittingProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := modeltest.Formed()
		var changes model.Changes
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			changes = append(changes, modeltest.AnyChange(t, f))
		}
		fit, out := proposal.Fitting(f, modeltest.Specs(), changes)
		if len(fit)+len(out) != len(changes) {
			t.Fatalf("of %d changes %d fit and %d do not", len(changes), len(fit), len(out))
		}
		_, err := model.NewPlan(f, modeltest.Specs(), changes...)
		if err == nil && len(out) > 0 {
			t.Fatalf("%v is legal, and %v is left out", changes, out)
		}
		if _, err := model.NewPlan(f, modeltest.Specs(), fit...); len(fit) > 0 && err != nil {
			t.Fatalf("%v should fit: %v", fit, err)
		}
	})
}
