package proposal_test

import (
	"testing"

	"pooldeck/model"
	"pooldeck/model/modeltest"
	"pooldeck/pricing"
	"pooldeck/proposal"
)

func world(t *testing.T) proposal.World {
	t.Helper()
	catalog, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return proposal.World{Fleet: modeltest.Fleet(), Catalog: catalog}
}

func propose(t *testing.T, w proposal.World, changes ...model.Change) proposal.Proposal {
	t.Helper()
	p, err := proposal.New(w, changes)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestWhatMovesAProposal(t *testing.T) {
	w := world(t)
	count := model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 3}
	p := propose(t, w, count, model.DestroyPool{Cluster: modeltest.Rectangular, Pool: "analytics"})
	revised := func(id model.ID, by ...*model.Operation) *model.Fleet {
		c := *w.Fleet.Cluster(id)
		c.Revision++
		f := *w.Fleet.With(&c)
		f.Operations = by
		return &f
	}
	tests := map[string]struct {
		fleet *model.Fleet
		want  []string
	}{
		"nothing":               {w.Fleet, nil},
		"another cluster":       {revised(modeltest.Cubic), nil},
		"one of its clusters":   {revised(modeltest.Horizontal), []string{"horizontal-12345: it was changed meanwhile"}},
		"somebody":              {revised(modeltest.Horizontal, &model.Operation{Target: modeltest.Horizontal, Actor: "grace", Words: []string{"a", "b"}}), []string{"horizontal-12345: changed by grace: a: b"}},
		"a cluster that's gone": {w.Fleet.Without(modeltest.Rectangular), []string{"rectangular-12345: it was changed meanwhile"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := p.Moved(test.fleet)
			if len(got) != len(test.want) || len(got) > 0 && got[0] != test.want[0] {
				t.Errorf("it says %q and should say %q", got, test.want)
			}
		})
	}
	if owner := p.Owner(); owner != "example-app" {
		t.Errorf("%q is asked for", owner)
	}
	if owner := propose(t, w, count).Owner(); owner != "" {
		t.Errorf("%q is asked for where nothing is lost", owner)
	}
}

func TestWhichOperationIsMeant(t *testing.T) {
	op := func(id model.OperationID, target model.ID, state model.OperationState) *model.Operation {
		return &model.Operation{ID: id, Target: target, TargetName: string(target), State: state}
	}
	f := &model.Fleet{Operations: []*model.Operation{
		op("1", "c1", model.OpDone), op("2", "c1", model.OpFailed), op("3", "c2", model.OpFailed), op("4", "c2", model.OpSuperseded), op("5", "c3", model.OpRunning),
	}}
	id := func(o *model.Operation) model.OperationID {
		if o == nil {
			return ""
		}
		return o.ID
	}
	for cluster, want := range map[model.ID][3]model.OperationID{"c1": {"2", "2", "2"}, "c2": {"4", "3", ""}, "c3": {"5", "", ""}, "c4": {}} {
		got := [3]model.OperationID{id(proposal.Last(f, cluster)), id(proposal.LastEnded(f, cluster)), id(proposal.Failed(f, cluster))}
		if got != want {
			t.Errorf("of %s the last, the last ended and the failed one are %q, not %q", cluster, got, want)
		}
	}
	for want, o := range map[string]*model.Operation{
		"nothing is under way there":                                            nil,
		"there is no way back from this: c3 goes on":                            f.Operations[4],
		"a step is in flight that cannot be stopped; try again when it is over": {State: model.OpRunning, Irreversible: true},
	} {
		if err := proposal.Cancellable(o); err == nil || err.Error() != want {
			t.Errorf("it says %v and should say %q", err, want)
		}
	}
}

func TestUndoSaysWhyNot(t *testing.T) {
	w := world(t)
	wanted := model.SetCount{Cluster: modeltest.Horizontal, Pool: "analytics", Count: 1}
	gone := model.SetCount{Cluster: modeltest.Horizontal, Pool: "batch", Count: 1}
	for want, changes := range map[string]model.Changes{
		"there is no way back on c from: x":                                                          nil,
		"what was before is wanted again already: x":                                                 {wanted},
		"this cannot be taken back as things are now: postgresql-horizontal-12345 has no pool batch": {gone},
	} {
		if _, err := proposal.Undo(w.Fleet, w.Catalog.Specs, "c", []string{"x"}, changes); err == nil || err.Error() != want {
			t.Errorf("it says %v and should say %q", err, want)
		}
	}
}
