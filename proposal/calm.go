package proposal

import (
	"strings"

	"pooldeck/model"
	"pooldeck/model/words"
)

// Calm says why nothing restarts, and what becomes of the dynos that are there.
func Calm(p model.Plan) string {
	var stopped []string
	formation, fewer := false, false
	for _, id := range p.Targets() {
		for _, pair := range p.Formation(id) {
			formation = true
			switch b, a := pair.Before.Quantity, pair.After.Quantity; {
			case a == 0 && b > 0:
				stopped = append(stopped, pair.After.Type)
			case a < b:
				fewer = true
			}
		}
	}
	switch {
	case !formation:
		return "no app restarts: no config var changes"
	case len(stopped) > 0:
		return "nothing restarts: all dynos of " + strings.Join(stopped, " and ") + " go"
	case fewer:
		return "nothing restarts: some dynos go, the others stay as they are"
	}
	return "nothing restarts: the dynos that are there stay"
}

// Budget is what an app's dynos may take of the connections that its pool
// accepts, before a plan and after it.
type Budget struct{ Before, After model.Budget }

// Budgets are those of the apps whose dynos a plan changes.
func Budgets(p model.Plan, s model.Specs) []Budget {
	var list []Budget
	for _, id := range p.Targets() {
		app := p.After.Formation(id)
		if app == nil {
			continue
		}
		if is, opened := p.After.Budget(s, app.Name); opened {
			was, _ := p.Before.Budget(s, app.Name)
			list = append(list, Budget{was, is})
		}
	}
	return list
}

func (b Budget) String() string {
	is := b.After
	text := is.PoolAs + " of " + strings.TrimPrefix(is.Name, "postgresql-") + ": dynos may take "
	if b.Before.Now != is.Now {
		text += words.Number(b.Before.Now) + " → "
	}
	text += words.Number(is.Now) + " of " + words.Number(is.Limit)
	if is.Most > is.Now {
		text += ", " + words.Number(is.Most) + " with autoscale at its maximum"
	}
	return text
}
