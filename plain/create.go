package plain

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/model/words"
)

// create makes a cluster: its leader's level, its standby, follower pools, a
// name, and then the review. Each step is a question of its own.
type create struct {
	step   step
	change model.CreateCluster // so far; its name is the made one
}

type step int

const (
	createLevel step = iota
	createHA
	createFollowers
	createName
)

func newCreate(s scene, app string) page {
	n := s.number()
	return create{change: model.CreateCluster{
		ID: model.NewClusterID(s.fleet, n), Name: model.NewClusterName(s.fleet, n), App: app, HA: true,
	}}
}

func (o create) asks() string {
	return [...]string{"Level, 1 of 4:", "Standby, yes or no, 2 of 4:", "Follower pool, 3 of 4:", "Name, 4 of 4:"}[o.step]
}

func (o create) opened(s scene) (page, []string) {
	switch o.step {
	case createLevel:
		lines := append([]string{"A new cluster on " + o.change.App + ". At which level is its leader pool?"}, s.levelLines(func(model.Level) string { return "" })...)
		return o, append(lines, "Answer with a number or a level. < goes back.")
	case createHA:
		return o, []string{fmt.Sprintf("With a standby, which takes over when the leader fails, for another %s? Enter alone is yes.", money(s.catalog.Instance(o.change.Level)))}
	case createFollowers:
		var have []string
		for _, p := range o.change.Followers {
			have = append(have, fmt.Sprintf("%s, %d at %s", p.Name, p.Count, p.Level))
		}
		lines := []string{sentence(words.Plural(len(have), "follower pool") + " so far")}
		if len(have) > 0 {
			lines = []string{"Follower pools so far: " + strings.Join(have, "; ") + "."}
		}
		return o, append(lines, "Add one as NAME LEVEL NUMBER, for example analytics 4G 2. Enter alone goes on; they can be added at any time.")
	case createName:
		return o, []string{
			"What is it to be called? 3 to 63 letters, numbers and hyphens; it begins with a letter.",
			"Enter alone calls it " + o.change.Name + ".",
		}
	}
	return o, nil
}

func (o create) take(s scene, answer string) (page, intent) {
	i, is := texted(answer)
	if o.step == createLevel {
		i, is = s.plainly(answer)
	}
	if is {
		return o, i
	}
	next, err := o.with(s, answer)
	if err == nil {
		err = s.plan(next.change)
	}
	switch {
	case err != nil:
		return o, says(problem(err))
	case o.step == createName:
		return o, s.review(next.change)
	case o.step == createFollowers && answer != "":
		return next, again{}
	}
	next.step++
	return o, open{next}
}

// with is the cluster with the answer to a step.
func (o create) with(s scene, answer string) (create, error) {
	switch o.step {
	case createLevel:
		level, err := s.levelOf(answer)
		o.change.Level = level
		return o, err
	case createHA:
		yes, err := yesOrNo(answer)
		o.change.HA = yes || answer == ""
		if answer != "" {
			return o, err
		}
	case createFollowers:
		return o.withFollower(s, answer)
	case createName:
		if answer != "" {
			o.change.Name = answer
		}
	}
	return o, nil
}

func (o create) withFollower(s scene, answer string) (create, error) {
	if answer == "" {
		return o, nil
	}
	fields := strings.Fields(answer)
	if len(fields) != 3 {
		return o, fmt.Errorf("a follower pool is NAME LEVEL NUMBER, for example analytics 4G 2; not %s", answer)
	}
	// A number is no level here: it could be meant as that of the instances.
	level, err := s.levelOf(strings.TrimSuffix(fields[1], "-Performance") + "-Performance")
	if err != nil {
		return o, fmt.Errorf("there is no level %s", fields[1])
	}
	n, err := number(fields[2])
	if err != nil {
		return o, err
	}
	name, err := model.PoolName(fields[0])
	if err != nil {
		return o, err
	}
	o.change.Followers = append(o.change.Followers[:len(o.change.Followers):len(o.change.Followers)], model.NewPool{Name: name, Level: level, Count: n})
	return o, nil
}
