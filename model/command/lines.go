package command

import (
	"slices"

	"pooldeck/model"
)

// Lines are the pooldeck commands that make all of a plan, one after the
// other: each can be made by itself once those before it are. Read back, they
// come to what the plan comes to. What one command can say of a pool or of an
// app's dynos it says, since some of it only goes together.
func Lines(p model.Plan) [][]string {
	var list [][]string
	for _, s := range steps(p) {
		if s.shape != nil {
			list = append(list, s.shape.pooldeck()...)
			continue
		}
		argv := Pooldeck(p.After, s.change)
		if s.level != nil {
			argv = append(argv, "--level", s.level.Level)
		}
		list = append(list, argv)
	}
	return list
}

// HerokuLines are the nearest heroku commands of a plan, in their order. What
// an interactive one is asked for shares its line.
func HerokuLines(p model.Plan) []Nearest {
	var list []Nearest
	for _, s := range steps(p) {
		var next []Nearest
		switch {
		case s.shape != nil:
			next = s.shape.heroku()
		default: // a level too is what data:pg:update is asked for
			next = []Nearest{Heroku(p.After, s.change)}
		}
		for _, n := range next {
			list = joined(list, n)
		}
	}
	return list
}

// joined adds a line, or its notes to the interactive one that is there.
func joined(list []Nearest, n Nearest) []Nearest {
	at := slices.IndexFunc(list, func(old Nearest) bool { return old.Interactive && slices.Equal(old.Argv, n.Argv) })
	if at < 0 {
		return append(list, n)
	}
	for _, note := range n.Notes {
		if !slices.Contains(list[at].Notes, note) {
			list[at].Notes = append(list[at].Notes, note)
		}
	}
	return list
}

// step is what is said together: a change of a cluster, with the level that
// goes with a pool's count, or all of a formation.
type step struct {
	change model.Change
	level  *model.SetLevel // nil for none
	shape  *shape          // nil for a cluster
}

func steps(p model.Plan) []step {
	var list []step
	var formed []model.ID
	for _, c := range p.Changes {
		switch app := p.After.Formation(c.Target()); {
		case app == nil:
			list = withChange(list, c)
		case !slices.Contains(formed, app.ID):
			formed = append(formed, app.ID)
			list = append(list, step{shape: shapeOf(p, app)})
		}
	}
	return list
}

// withChange adds a change. A pool's level and its count, in either order, are
// one step, which stands where the count is: that one depends on others. Not
// so where the pool went or came in between: then it is two pools.
func withChange(list []step, c model.Change) []step {
	pool, about := model.PoolOf(c)
	for i, old := range slices.Backward(list) {
		if old.shape != nil || !about || old.change.Target() != c.Target() {
			continue
		}
		if name, _ := model.PoolOf(old.change); name != pool {
			continue
		}
		was, leveled := old.change.(model.SetLevel)
		is, level := c.(model.SetLevel)
		_, counted := old.change.(model.SetCount)
		_, count := c.(model.SetCount)
		switch {
		case leveled && count:
			return append(slices.Delete(list, i, i+1), step{change: c, level: &was})
		case counted && level && old.level == nil:
			list[i].level = &is
			return list
		}
		if _, attaches := old.change.(model.Attach); !attaches {
			break
		}
	}
	return append(list, step{change: c})
}
