package sim

import (
	"slices"
	"strconv"
	"time"

	"pooldeck/model"
)

// lesson is a step of the past, and when it ended.
type lesson struct {
	model.Lesson
	at time.Time
}

// learn takes lessons in, in the order in which they were to be had.
func learn(lessons []lesson) model.Learnt {
	slices.SortStableFunc(lessons, func(a, b lesson) int { return a.at.Compare(b.at) })
	list := make([]model.Lesson, len(lessons))
	for k, l := range lessons {
		list[k] = l.Lesson
	}
	return model.Learnt(nil).With(list...)
}

// teach is what a cluster's past has taught: how long each instance took to be
// built and, if it is gone, to go. The script that says how long things take
// says it of the past as well, so a past that is made up teaches what a console
// that had been there would have seen. Of operations it teaches nothing: the
// journal has none.
func (p past) teach(seed uint64, c *model.Cluster) []lesson {
	s := script{seed}.read(c)
	var list []lesson
	for k, was := range p.pools {
		pool := c.Pools()[k]
		for n, l := range slices.Concat(was.lives, was.earlier) {
			i := model.Instance{ID: instanceID(seed, string(pool.ID), strconv.Itoa(n)), Role: l.role, Level: l.level, Phase: model.Creating, Since: l.from}
			for building(i.Phase) {
				took := s.length(i)
				list = append(list, lesson{model.Lesson{Step: c.Step(i, i.Phase, i.Since), Took: took}, i.Since.Add(took)})
				i.Phase, i.Since = after(i), i.Since.Add(took)
			}
			if i.Phase = model.Draining; !l.to.IsZero() {
				list = append(list, lesson{model.Lesson{Step: c.Step(i, i.Phase, l.to), Took: s.length(i)}, l.to})
			}
		}
	}
	return list
}
