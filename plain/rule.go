package plain

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"pooldeck/model"
)

// rule asks for the rule of an autoscaler: its target, its range, whether it
// notifies, and whether it is a mere shadow. Each is a question of its own
// above the one before, and Enter alone takes what is said. As a trial it asks
// for the first three, to replay a day.
type rule struct {
	past  record
	is    model.Autoscale // so far, and what Enter alone takes
	field ruleField
	trial bool
}

// ruleField is what of a rule is asked for.
type ruleField int

const (
	ruleTarget ruleField = iota
	ruleLeast
	ruleMost
	ruleNotify
	ruleShadow
)

// newRule begins with the rule that is wanted, or else with the target that is
// suggested and a range around what there is.
func newRule(s scene, a *model.App, p model.Process, r record) rule {
	wanted := s.wantedProcess(a, p.Type)
	if wanted.Autoscale != nil {
		return rule{past: r, is: *wanted.Autoscale}
	}
	size, _ := s.catalog.Sizes.Find(wanted.Size)
	most := size.Family.Most()
	return rule{past: r, is: model.Autoscale{
		P95: r.suggestion().P95, Notify: true, Min: max(1, min(wanted.Quantity, most-1)), Max: min(most, max(2, 2*wanted.Quantity)),
	}}
}

func newTrial(s scene, r record) page {
	form := rule{past: r, trial: true}
	if a, p, there := s.findProcess(r.app, r.process); there {
		form = newRule(s, a, p, r)
		form.trial = true
	}
	return form
}

func (o rule) change() model.Change {
	return model.SetAutoscale{App: o.past.app, Process: o.past.process, Autoscale: o.is}
}

// check holds the rule so far against the rules of autoscaling. That it is set
// already is no matter yet.
func (o rule) check(s scene) error {
	if s.fleet.Wants(o.change()) {
		return nil
	}
	return s.plan(o.change())
}

func (o rule) targets(scene) []model.ID { return []model.ID{o.past.app} }

func (o rule) asks() string {
	of := 5
	if o.trial {
		of = 3
	}
	name := [...]string{"Target in milliseconds", "Least dynos", "Most dynos", "Notify, yes or no", "Shadow, yes or no"}[o.field]
	return fmt.Sprintf("%s, %d of %d:", name, o.field+1, of)
}

func (o rule) opened(s scene) (page, []string) {
	a, p, there := s.findProcess(o.past.app, o.past.process)
	if !there {
		return o, gone()
	}
	each, is := s.catalog.Dyno(p.Size), o.is
	switch o.field {
	case ruleTarget:
		about := "A rule for " + p.Type + " of " + a.Name + "."
		if o.trial {
			about = fmt.Sprintf("A rule to try on the past day of %s of %s. Nothing is changed.", p.Type, a.Name)
		}
		return o, []string{
			about, "At most which p95 is to be kept? " + sentence(spoken(o.past.suggestion().Words)),
			"Enter alone takes " + milliseconds(is.P95) + ". < goes back.",
		}
	case ruleLeast:
		return o, []string{fmt.Sprintf("At least how many dynos, each %s? There are %d. Enter alone takes %d.", money(each), p.Quantity, is.Min)}
	case ruleMost:
		size, _ := s.catalog.Sizes.Find(p.Size)
		return o, []string{fmt.Sprintf("At most how many dynos, %d to %d? %d come to %s. Enter alone takes %d.",
			is.Min+1, size.Family.Most(), is.Max, money(each.Times(is.Max)), is.Max)}
	case ruleNotify:
		return o, []string{"Tell when the maximum is reached, at most once a day? Enter alone is " + yesNo(is.Notify) + "."}
	case ruleShadow:
		return o, []string{"Only in shadow, where it decides and records, and does nothing? Enter alone is " + yesNo(is.Shadow) + "."}
	}
	return o, nil
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

func (o rule) take(s scene, answer string) (page, intent) {
	if _, _, there := s.findProcess(o.past.app, o.past.process); !there || answer != "" {
		if i, is := s.plainly(answer); is || !there {
			return o, i
		}
	}
	next, err := o.with(s, answer)
	if err != nil {
		return o, says(problem(err))
	}
	switch {
	case o.field == ruleMost && o.trial:
		return o, rehearse{next.past, next.is}
	case o.field < ruleShadow:
		next.field++
		return o, open{next}
	}
	i, err := s.choose(next.change())
	if err != nil {
		return o, says(problem(err))
	}
	return o, i
}

// with is the rule with the answer to the question. The error is a rule of
// autoscaling's, as far as it can be told by now.
func (o rule) with(s scene, answer string) (rule, error) {
	if err := o.set(answer); err != nil {
		return o, err
	}
	so := o
	if o.field == ruleLeast {
		_, p, _ := s.findProcess(o.past.app, o.past.process)
		size, _ := s.catalog.Sizes.Find(p.Size)
		so.is.Max = size.Family.Most() // the most is asked for next
	}
	if err := so.check(s); err != nil {
		return o, err
	}
	o.is.Max = max(o.is.Max, o.is.Min+1)
	return o, nil
}

// set takes an answer in; Enter alone leaves what is said.
func (o *rule) set(answer string) error {
	if answer == "" {
		return nil
	}
	switch o.field {
	case ruleTarget:
		text := strings.ReplaceAll(strings.ToLower(answer), " ", "")
		if d, err := time.ParseDuration(text); err == nil {
			o.is.P95 = d.Truncate(time.Millisecond)
			return nil
		}
		n, err := number(text)
		o.is.P95 = time.Duration(n) * time.Millisecond
		return err
	case ruleLeast, ruleMost:
		n, err := number(answer)
		if o.field == ruleLeast {
			o.is.Min = n
		} else {
			o.is.Max = n
		}
		return err
	case ruleNotify, ruleShadow:
		yes, err := yesOrNo(answer)
		if o.field == ruleNotify {
			o.is.Notify = yes
		} else {
			o.is.Shadow = yes
		}
		return err
	}
	return nil
}

// yesOrNo reads the answer to a question that asks for one.
func yesOrNo(answer string) (bool, error) {
	switch strings.ToLower(answer) {
	case "y", "yes", "on":
		return true, nil
	case "n", "no", "off":
		return false, nil
	}
	return false, errors.New("answer yes or no; not " + answer)
}
