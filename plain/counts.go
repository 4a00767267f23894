package plain

import (
	"errors"
	"fmt"
	"strconv"

	"pooldeck/model"
	"pooldeck/model/words"
)

// counts changes how many instances a follower pool has.
type counts struct{ cluster, pool model.ID }

func (o counts) targets(scene) []model.ID { return []model.ID{o.cluster} }

func (o counts) asks() string { return "Number of instances:" }

func (o counts) opened(s scene) (page, []string) {
	c, pool, there := s.find(o.cluster, o.pool)
	if !there {
		return o, gone()
	}
	least, most := s.range_(c, pool)
	return o, []string{
		fmt.Sprintf("%s of %s has %s at %s, %s.", pool.Name, c.Name, words.Plural(pool.Count, "instance"), pool.Level, usage(s, pool)),
		fmt.Sprintf("%d to %d are possible; each is %s. 2 or more are HA.", least, most, money(s.catalog.Instance(pool.Level))),
		"Answer with a number. < goes back.",
	}
}

// range_ is what the count may be, with what is staged.
func (s scene) range_(c *model.Cluster, p model.Pool) (least, most int) {
	staged := s.wanted(c)
	if will, stands := staged.Pool(p.ID); stands {
		p = will
	}
	return staged.CountRange(p)
}

func (o counts) take(s scene, answer string) (page, intent) {
	_, pool, there := s.find(o.cluster, o.pool)
	if i, is := s.plainly(answer); is || !there {
		return o, i
	}
	n, err := number(answer)
	if err != nil {
		return o, says(problem(err))
	}
	i, err := s.choose(model.SetCount{Cluster: o.cluster, Pool: pool.Name, Count: n})
	if err != nil {
		return o, says(problem(err))
	}
	return o, i
}

func number(answer string) (int, error) {
	n, err := strconv.Atoi(answer)
	if err != nil {
		return 0, errors.New("that is no number: " + answer)
	}
	return n, nil
}
