package plain

import (
	"fmt"

	"pooldeck/model"
	"pooldeck/model/words"
)

// adding begins to add a follower pool: its level, its instances, its name,
// and then the review. Each of these is a question of its own above the one
// before, so that each can go back.
func (s scene) adding(c *model.Cluster) intent {
	staged := s.wanted(c)
	switch rest := model.MaxFollowerInstances - staged.FollowerInstances(); {
	case staged.FollowerPools() >= model.MaxFollowerPools:
		return says(fmt.Sprintf("%s has %d follower pools: that is as many as a cluster can have. Destroy one first, or change one.", c.Name, model.MaxFollowerPools))
	case rest == 0:
		return says(fmt.Sprintf("%s has %d follower instances: that is as many as a cluster can have. Take some from another pool first.", c.Name, model.MaxFollowerInstances))
	}
	return open{newPool{cluster: c.ID, name: model.NewPoolName(staged, s.number())}}
}

// newPool asks for the level of a new follower pool.
type newPool struct {
	cluster model.ID
	name    string // the made one
}

func (o newPool) targets(scene) []model.ID { return []model.ID{o.cluster} }

func (o newPool) asks() string { return "Level, 1 of 3:" }

func (o newPool) opened(s scene) (page, []string) {
	c := s.fleet.Cluster(o.cluster)
	if c == nil {
		return o, gone()
	}
	lines := []string{"A follower pool for " + c.Name + ". At which level?"}
	lines = append(lines, s.levelLines(func(l model.Level) string {
		if l.Name == c.Leader.Level {
			return "as the leader"
		}
		return ""
	})...)
	return o, append(lines, "Answer with a number or a level. < goes back.")
}

func (o newPool) take(s scene, answer string) (page, intent) {
	if i, is := s.plainly(answer); is {
		return o, i
	}
	level, err := s.levelOf(answer)
	if err != nil {
		return o, says(problem(err))
	}
	return o, open{newPoolCount{newPool: o, level: level}}
}

// newPoolCount asks for its number of instances.
type newPoolCount struct {
	newPool
	level string
}

func (o newPoolCount) asks() string { return "Number of instances, 2 of 3:" }

func (o newPoolCount) opened(s scene) (page, []string) {
	c := s.fleet.Cluster(o.cluster)
	if c == nil {
		return o, gone()
	}
	rest := model.MaxFollowerInstances - s.wanted(c).FollowerInstances()
	return o, []string{fmt.Sprintf("How many instances at %s, each %s? 0 to %d; 2 or more are HA.", o.level, money(s.catalog.Instance(o.level)), rest)}
}

func (o newPoolCount) take(s scene, answer string) (page, intent) {
	if i, is := s.plainly(answer); is {
		return o, i
	}
	n, err := number(answer)
	if err == nil {
		err = s.plan(model.AddPool{Cluster: o.cluster, Name: o.name, Level: o.level, Count: n})
	}
	if err != nil {
		return o, says(problem(err))
	}
	return o, open{newPoolName{newPoolCount: o, count: n}}
}

// newPoolName asks for its name.
type newPoolName struct {
	newPoolCount
	count int
}

func (o newPoolName) asks() string { return "Name, 3 of 3:" }

func (o newPoolName) opened(s scene) (page, []string) {
	pool := model.Pool{Level: o.level, Count: o.count}
	return o, []string{
		fmt.Sprintf("%s at %s, %s.", words.Plural(o.count, "instance"), o.level, money(s.catalog.Pool(pool))),
		"What is it to be called? 3 to 32 letters, numbers and single hyphens; it begins with a letter.",
		"Enter alone calls it " + o.name + ".",
	}
}

func (o newPoolName) take(s scene, answer string) (page, intent) {
	if i, is := texted(answer); is {
		return o, i
	}
	name := answer
	if name == "" {
		name = o.name
	}
	change := model.AddPool{Cluster: o.cluster, Name: name, Level: o.level, Count: o.count}
	if err := s.plan(change); err != nil {
		return o, says(problem(err))
	}
	return o, s.review(change)
}
