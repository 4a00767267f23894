package plain

import (
	"fmt"

	"pooldeck/model"
	"pooldeck/model/autoscale"
	"pooldeck/model/words"
	"pooldeck/proposal"
)

// backtest is what another rule would have made of a past day, beside what
// happened.
type backtest struct {
	menu
	past   record
	rule   model.Autoscale
	result autoscale.Result
}

// rehearse replays a day. That takes a moment, which Ctrl+C ends.
func (s *session) rehearse(i rehearse) {
	_, p, there := s.findProcess(i.past.app, i.past.process)
	if !there {
		s.say(gone()...)
		return
	}
	b := backtest{past: i.past, rule: i.rule}
	b.rule.Shadow = false
	done := make(chan autoscale.Result, 1)
	if err := s.await(func() error {
		done <- autoscale.Backtest(i.past.samples, b.rule, p.Size)
		return nil
	}); err != nil {
		s.say(problem(err))
		return
	}
	if s.over {
		return
	}
	b.result = <-done
	s.pages = s.pages[:tried(s.pages)]
	s.show(b)
}

// tried is how many pages lie below the questions of a trial and the results of
// those before: that is where one goes back to.
func tried(pages []page) int {
	for n := len(pages); n > 1; n-- {
		switch pages[n-1].(type) {
		case rule, backtest:
		default:
			return n
		}
	}
	return 1
}

func (b backtest) opened(s scene) (page, []string) {
	app, p, there := s.findProcess(b.past.app, b.past.process)
	if !there {
		b.menu = menu{name: "Gone", head: gone()}
		return b, b.lines()
	}
	b.menu = menu{name: "Backtest", here: app.ID, head: append([]string{
		fmt.Sprintf("The past day of %s of %s, and as it would have been with %d to %d dynos and p95 at most %s.",
			p.Type, app.Name, b.rule.Min, b.rule.Max, milliseconds(b.rule.P95)),
	}, s.compared(b.result)...)}
	if len(b.result.Samples) > 0 {
		b.items = append(b.items,
			choice{"Use this rule", "", "apply enable set", s.using(b)},
			choice{"Hear the steps that it would have made", words.Number(b.result.Tried.Steps), "decisions", tell{b.steps()}},
		)
	}
	b.items = append(b.items,
		choice{"Try another rule", "", "again", open{rule{past: b.past, is: b.rule, trial: true}}},
		choice{does: "Back", intent: goBack{}},
	)
	return b, b.lines()
}

func (b backtest) take(s scene, answer string) (page, intent) { return b, b.chosen(s, answer) }

// using reviews the rule that was tried.
func (s scene) using(b backtest) intent {
	i, err := s.choose(model.SetAutoscale{App: b.past.app, Process: b.past.process, Autoscale: b.rule})
	if err != nil {
		return says(problem(err))
	}
	return i
}

// steps are what the rule would have decided where it asked for another number
// of dynos.
func (b backtest) steps() []string {
	const most = 15
	var lines []string
	for _, d := range b.result.Decisions {
		if d.Step() {
			lines = append(lines, fmt.Sprintf("%s: %s, %s.", d.At.UTC().Format("15:04"), spoken(d.Result()), d.Rule))
		}
	}
	if lines == nil {
		return []string{"It would have made no step."}
	}
	if rest := len(lines) - most; rest > 0 {
		lines = append(lines[:most], fmt.Sprintf("And %s.", words.Plural(rest, "other step")))
	}
	return lines
}

// compared says a day beside what a rule would have made of it.
func (s scene) compared(r autoscale.Result) []string {
	if len(r.Samples) == 0 {
		if r.Happened.Minutes == 0 {
			return []string{"Nothing was measured in the past day: there is nothing to replay."}
		}
		return []string{sentence(spoken(r.Estimated))}
	}
	was, is := r.Happened, r.Tried
	before, after := proposal.Spent(s.catalog, was), proposal.Spent(s.catalog, is)
	over := func(o autoscale.Outcome) string {
		return fmt.Sprintf("%s of %s, %.1f percent", words.Number(o.Over), words.Plural(o.Minutes, "minute"), 100*o.OverShare())
	}
	return []string{
		"Over the target: " + over(was) + "; with this rule " + over(is) + ".",
		"Dynos: " + counted(was) + "; with this rule " + counted(is) + ", in " + words.Plural(is.Steps, "step") + ".",
		fmt.Sprintf("Dyno-hours: %.1f; with this rule %.1f.", proposal.DynoHours(was), proposal.DynoHours(is)),
		fmt.Sprintf("Cost of the day: %s; with this rule %s, %s.", cash(before), cash(after), difference(proposal.Monthly(s.catalog, r))),
		sentence(spoken(r.Estimated)),
	}
}

func counted(o autoscale.Outcome) string {
	if o.Least == o.Most {
		return words.Number(o.Most)
	}
	return fmt.Sprintf("%d to %d", o.Least, o.Most)
}

// cash says cents: $25.00.
func cash(cents int64) string { return fmt.Sprintf("$%d.%02d", cents/100, cents%100) }
