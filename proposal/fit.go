package proposal

import (
	"errors"
	"slices"

	"pooldeck/model"
)

// Misfit is a change that cannot be made, and why.
type Misfit struct {
	Change model.Change
	Why    error // an *model.Invalid
}

// Fitting tells, of changes that no longer go together, those that do from
// those that do not. What goes together is left as it is. All that is asked of
// one app's dynos is one thing: half of it is another change than anybody has
// seen.
func Fitting(f *model.Fleet, s model.Specs, changes model.Changes) (fit model.Changes, out []Misfit) {
	if len(changes) == 0 {
		return nil, nil
	}
	if _, err := model.NewPlan(f, s, changes...); err == nil {
		return slices.Clone(changes), nil
	}
	for _, one := range together(f, changes) {
		_, err := model.NewPlan(f, s, slices.Concat(fit, one)...)
		if err == nil {
			fit = append(fit, one...)
			continue
		}
		for _, c := range one {
			out = append(out, Misfit{c, err})
		}
	}
	return fit, out
}

// together splits changes into those that stand or fall together, in the order
// of the first of each.
func together(f *model.Fleet, changes model.Changes) []model.Changes {
	var list []model.Changes
	at := map[model.ID]int{}
	for _, c := range changes {
		n, begun := at[c.Target()]
		switch {
		case begun:
			list[n] = append(list[n], c)
			continue
		case f.Formation(c.Target()) != nil:
			at[c.Target()] = len(list)
		}
		list = append(list, model.Changes{c})
	}
	return list
}

// Page is where the rule comes from that forbids something; empty where it is
// no rule of Heroku's.
func Page(err error) string {
	if invalid := (*model.Invalid)(nil); errors.As(err, &invalid) {
		return invalid.Page
	}
	return ""
}
