package plain

import (
	"fmt"
	"slices"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/autoscale"
	"pooldeck/model/words"
)

// record is what is known of the past day of a process type, oldest first.
type record struct {
	app       model.ID
	process   string
	to        time.Time // how far it reaches
	samples   []autoscale.Sample
	decisions []backend.Decided
}

// aDay is how far back a record reaches.
const aDay = 24 * time.Hour

// lookBack reads a record and shows the page about it.
func (s *session) lookBack(i lookBack) {
	r := record{app: i.app, process: i.process, to: s.fleet.At}
	if able := s.able.Autoscalers; able != nil {
		from := r.to.Add(time.Nanosecond - aDay)
		if err := s.await(func() (err error) {
			if r.samples, err = able.Samples(s.ctx, r.app, r.process, from, r.to); err != nil {
				return err
			}
			r.decisions, err = able.Decisions(s.ctx, r.app, r.process, from, r.to)
			return err
		}); err != nil {
			s.say(problem(err))
			return
		}
	}
	if !s.over {
		s.show(i.show(s.scene, r))
	}
}

// suggestion is the target that the record suggests.
func (r record) suggestion() autoscale.Suggestion { return autoscale.Suggest(r.samples, r.to) }

// newDecisions lists what was decided, the newest first. The number of one
// says why.
func newDecisions(s scene, r record) page {
	d := list{noun: "Decision"}
	for _, one := range slices.Backward(r.decisions) {
		d.all = append(d.all, choice{does: sentenceless(decided(one)), intent: tell{reasons(one)}})
	}
	switch n := len(d.all); n {
	case 0:
		d.title = "Nothing was decided in the past day."
		if _, p, there := s.findProcess(r.app, r.process); there && p.Autoscale == nil {
			d.title += " Autoscale is off: in shadow it would decide and record, and do nothing."
		}
	case 1:
		d.title = "1 decision in the past day. Its number says why."
	default:
		d.title = words.Number(n) + " decisions in the past day, the newest first. A number says why."
	}
	return d
}

// decided is a decision in a line.
func decided(d backend.Decided) string {
	when := d.At.UTC().Format("2 January 15:04")
	if d.Until.After(d.At) {
		when += " to " + d.Until.UTC().Format("15:04")
	}
	return fmt.Sprintf("%s, %s, %s", spoken(d.Result()), d.Rule, when)
}

// reasons are what a decision was made from, the rule that decided, and what
// came of it.
func reasons(d backend.Decided) []string {
	var lines []string
	for _, line := range d.Reasons() {
		lines = append(lines, sentence(spoken(line)))
	}
	return lines
}
