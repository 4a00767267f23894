package backendtest

import (
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// What a backend has seen, it says of the next one: once three instances were
// built, the time left of a fourth is known, and it comes about when it was
// said to.
func timeLeftIsLearnt(a *asking) {
	c, pool := a.first()
	level := "32G-Performance" // at which nothing was seen before
	if pool.Level == level {
		level = a.other(level)
	}
	scale := func(count int) model.OperationID {
		return a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: count}).Operations[0]
	}
	left := func(id model.OperationID) model.Estimate {
		f := a.fleet()
		return f.Ending(f.Operation(id))
	}
	scale(0)
	a.Advance(time.Hour)
	a.apply(model.SetLevel{Cluster: c.ID, Pool: pool.Name, Level: level})
	a.Advance(time.Hour)
	for n := range 3 {
		id := scale(n + 1)
		a.Advance(time.Second)
		if e := left(id); e.Known() {
			a.Errorf("after %d earlier ones it says %+v", n, e)
		}
		a.ended(id)
	}
	id := scale(4)
	a.Advance(time.Second)
	e := left(id)
	if e.From != 3 || e.Overdue || e.Least <= 0 || e.About < e.Least || e.Most < e.About {
		a.Fatalf("after three earlier ones it says %+v", e)
	}
	began := a.operation(id).Accepted
	if took := a.ended(id).Ended.Sub(began); took < e.Least/2 || took > 2*e.Most {
		a.Errorf("it took %s, and was to take %s to %s", took, e.Least, e.Most)
	}
}

// A step in which nothing moved for long teaches nothing.
func stuckTeachesNothing(a *asking) {
	if !a.faulty() {
		return
	}
	c, pool := a.first()
	id := a.apply(model.SetCount{Cluster: c.ID, Pool: pool.Name, Count: pool.Count + 1}).Operations[0]
	a.Advance(2 * time.Second)
	is, _ := a.fleet().Cluster(c.ID).Pool(pool.ID)
	hung := is.Instances[len(is.Instances)-1].ID
	a.inject(backend.FaultHang, c.ID, pool.ID, hung)
	a.when(id, time.Minute, func(o *model.Operation) bool { return !o.Stuck.IsZero() })
	a.Advance(3 * time.Hour)
	a.inject(backend.FaultMend, c.ID, pool.ID, hung)
	a.ended(id)
	for step, all := range a.fleet().Learnt {
		if longest := slices.Max(all); longest > 3*time.Hour {
			a.Errorf("%s has taken %s: it hung", step, longest)
		}
	}
}
