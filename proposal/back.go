package proposal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/pricing"
)

// Way says what taking a plan back would do and cost, or why there is no way
// back.
func Way(plan model.Plan, c pricing.Catalog, of func(model.ID) string) (string, error) {
	var words []string
	var back model.Changes
	targets := plan.Targets()
	slices.Reverse(targets) // from the last to the first, as Inverse asks
	for _, id := range targets {
		changes, err := plan.Inverse(id)
		if err != nil {
			return "", fmt.Errorf("there is no way back: %w", err)
		}
		back = append(back, changes...)
	}
	p, err := model.NewPlan(plan.After, c.Specs, back...)
	if err != nil {
		return "not possible as one step: " + err.Error(), nil
	}
	for _, id := range p.Targets() {
		for _, l := range p.Lines(id) {
			words = append(words, of(id)+l.String())
		}
	}
	for _, k := range p.Risks {
		switch k.Kind {
		case model.WritesInterrupted:
			words = append(words, "writes are interrupted once more")
		case model.AppRestarts:
			restarts, _, _ := strings.Cut(k.Text, ":") // why, the plan has said
			words = append(words, restarts)
		case model.ClusterDestroyed:
			words = append(words, k.Text)
		case model.LevelLowered, model.ClientsStranded, model.HALost, model.PoolDestroyed, model.PriceUnknown,
			model.PriceEstimated, model.SizeLowered, model.ProcessStopped, model.AutoscaleOff, model.ConnectionsShort, model.NoHelp:
		}
	}
	if delta := pricing.Cost(c, p).Fleet.Delta; delta.Open {
		words = append(words, "a price is not published")
	} else {
		words = append(words, delta.String()+"/month")
	}
	return strings.Join(words, "; "), nil
}

// Way is Way for the proposal's plan.
func (p Proposal) Way() (string, error) { return Way(p.Plan, p.world.Catalog, p.of) }

// Undo lists the changes that take something back, as of now. The error says
// why nothing does.
func Undo(f *model.Fleet, s model.Specs, target string, words []string, changes model.Changes) (model.Changes, error) {
	what := strings.Join(words, "; ")
	if len(changes) == 0 {
		return nil, fmt.Errorf("there is no way back on %s from: %s", target, what)
	}
	rest := model.Stage(f, nil, changes)
	if len(rest) == 0 {
		return nil, fmt.Errorf("what was before is wanted again already: %s", what)
	}
	if _, err := model.NewPlan(f, s, rest...); err != nil {
		return nil, fmt.Errorf("this cannot be taken back as things are now: %w", err)
	}
	return rest, nil
}

// last is the last operation of a cluster that a condition holds for; nil where
// there is none lately.
func last(f *model.Fleet, cluster model.ID, is func(*model.Operation) bool) *model.Operation {
	for _, o := range slices.Backward(f.Operations) {
		if o.Target == cluster && is(o) {
			return o
		}
	}
	return nil
}

// Last is the last operation of a cluster; nil where none was lately.
func Last(f *model.Fleet, cluster model.ID) *model.Operation {
	return last(f, cluster, func(*model.Operation) bool { return true })
}

// LastEnded is the last operation of a cluster that can be taken back; nil
// where none has ended lately.
func LastEnded(f *model.Fleet, cluster model.ID) *model.Operation {
	return last(f, cluster, func(o *model.Operation) bool { return o.State == model.OpDone || o.State == model.OpFailed })
}

// Failed is the last operation of a cluster, if it has failed; nil otherwise.
func Failed(f *model.Fleet, cluster model.ID) *model.Operation {
	if o := Last(f, cluster); o != nil && o.State == model.OpFailed {
		return o
	}
	return nil
}

// Cancellable says why an operation cannot be cancelled; nil
// where it can.
func Cancellable(o *model.Operation) error {
	switch {
	case o == nil || o.State.Final():
		return errors.New("nothing is under way there")
	case o.Irreversible:
		return backend.ErrIrreversible
	case len(o.Undo) == 0:
		return fmt.Errorf("there is no way back from this: %s goes on", o.TargetName)
	}
	return nil
}
