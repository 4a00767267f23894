package plain

import (
	"errors"
	"fmt"
	"slices"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/words"
)

// do carries an intent out.
func (s *session) do(i intent) {
	switch i := i.(type) {
	case nil:
	case goBack:
		s.back()
	case goHome:
		s.home()
	case open:
		s.show(i.page)
	case again:
		s.say(i.first...)
		s.reopen()
	case tell:
		s.say(i.lines...)
	case stage:
		s.keep(i.changes)
	case apply:
		s.apply(i)
	case cancel:
		s.request(func() (backend.Receipt, error) { return s.Backend.Cancel(s.ctx, s.Actor, i.operation) })
	case retry:
		s.request(func() (backend.Receipt, error) { return s.Backend.Retry(s.ctx, s.Actor, i.operation) })
	case inject:
		s.inject(i.fault)
	case steer:
		s.steer(i.speed)
	case hear:
		s.loudness = i.loudness
		s.say("The feed is " + string(i.loudness) + " now.")
	case watch:
		s.watch()
	case wait:
		s.wait(i.time)
	case readJournal:
		s.readJournal(i.search)
	case lookBack:
		s.lookBack(i)
	case rehearse:
		s.rehearse(i)
	case describe:
		s.describe(i)
	case learn:
		s.measure(nil)
		s.say(s.topic(i.topic)...)
	case quit:
		s.leave()
	}
}

// show puts a page on top.
func (s *session) show(p page) {
	s.pages = append(s.pages[:len(s.pages):len(s.pages)], p)
	s.reopen()
}

// look measures what the page on top is about.
func (s *session) look() {
	if p, ok := s.top().(looking); ok {
		s.measure(append([]model.ID{}, p.targets(s.scene)...))
	}
}

// reopen brings the page on top up.
func (s *session) reopen() {
	s.look()
	p, lines := s.top().opened(s.scene)
	s.pages[len(s.pages)-1] = p
	s.say(lines...)
}

// back goes to the page below; there is nothing below the first one.
func (s *session) back() {
	if len(s.pages) == 1 {
		s.say("This is the first question. quit or Ctrl+D leaves.")
		return
	}
	s.pages = s.pages[:len(s.pages)-1]
	s.comeBack()
}

func (s *session) home() {
	s.pages = s.pages[:1]
	s.reopen()
}

// comeBack brings a page up that was heard before. Of its choices only those
// are said that are new, unless there are others by the old numbers.
func (s *session) comeBack() {
	before := s.top()
	s.look()
	after, lines := before.opened(s.scene)
	s.pages[len(s.pages)-1] = after
	c, chooses := after.(chooser)
	if !chooses {
		s.say("Back. ? says it again.")
		return
	}
	was, is := before.(chooser).choices(), c.choices()
	n := min(len(was), len(is))
	if !slices.EqualFunc(was[:n], is[:n], func(a, b choice) bool { return a.does == b.does }) {
		s.say(lines...)
		return
	}
	s.say("Back at " + c.called() + ". ? lists the choices.")
	for i := n; i < len(is); i++ {
		s.say(fmt.Sprintf("New: %d. %s", i+1, is[i]))
	}
}

// settleDown goes back to the place that something was asked for at.
func (s *session) settleDown() {
	for len(s.pages) > 1 {
		if _, is := s.top().(place); is {
			break
		}
		s.pages = s.pages[:len(s.pages)-1]
	}
	if p, is := s.top().(place); is && !p.there(s.scene) {
		s.pages = s.pages[:1]
	}
	s.comeBack()
}

// keep stages changes.
func (s *session) keep(changes model.Changes) {
	s.staged = changes
	if len(changes) == 0 {
		s.say("Nothing is staged any more.")
	} else {
		s.say("Staged: " + words.Plural(len(changes), "change") + ". Nothing has happened yet; review applies or drops it.")
	}
	s.settleDown()
}

// apply asks the backend for what was reviewed.
func (s *session) apply(a apply) {
	s.requests++
	request := backend.Request{
		Key: fmt.Sprintf("%s-%d", s.Session, s.requests), Actor: s.Actor,
		Changes: a.proposal.Plan.Changes, Base: a.proposal.Base, Acknowledged: a.acknowledged,
	}
	var receipt backend.Receipt
	err := s.await(func() (err error) {
		receipt, err = s.Backend.Apply(s.ctx, request)
		if errors.Is(err, backend.ErrNoAnswer) {
			receipt, err = s.Backend.Apply(s.ctx, request) // its key finds out whether it was accepted
		}
		return err
	})
	if s.over {
		return
	}
	if err == nil {
		s.staged = nil
		s.accepted(receipt)
		return
	}
	if r, ok := s.top().(review); ok && !errors.Is(err, errAway) {
		r, first := r.refused(err)
		s.pages[len(s.pages)-1] = r
		s.catchUp()
		s.do(again{first})
		return
	}
	s.say(problem(err))
	s.settleDown()
}

// request asks the backend for something that becomes operations.
func (s *session) request(do func() (backend.Receipt, error)) {
	var receipt backend.Receipt
	err := s.await(func() (err error) {
		receipt, err = do()
		return err
	})
	switch {
	case s.over:
	case err != nil:
		s.say(problem(err))
	default:
		s.accepted(receipt)
	}
}

// accepted says what was begun, and whoever is there hears it come up.
func (s *session) accepted(r backend.Receipt) {
	var names []string
	for _, id := range r.Operations {
		names = append(names, string(id))
	}
	s.say("Accepted as " + listed(names, "and") + ".")
	s.catchUp()
	if s.Person && s.speed > 0 {
		s.say("Enter goes back to the questions; the work goes on.")
		s.live(func() bool { return s.ended(r.Operations) }, true)
	}
	if !s.over {
		s.news()
		s.settleDown()
	}
}

// ended is whether all of these operations have ended or make no progress.
func (s *session) ended(ids []model.OperationID) bool {
	for _, id := range ids {
		if o := s.fleet.Operation(id); o != nil && !o.State.Final() && o.Stuck.IsZero() {
			return false
		}
	}
	return true
}

func (s *session) inject(f backend.Fault) {
	if err := s.await(func() error { return s.able.Faults.Inject(s.ctx, s.Actor, f) }); err != nil {
		s.say(problem(err))
	}
	if !s.over {
		s.catchUp()
		s.news()
		s.settleDown()
	}
}

func (s *session) steer(speed int) {
	if err := s.able.Clock.SetSpeed(s.Actor, speed); err != nil {
		s.say(problem(err))
		return
	}
	s.speed = speed
	s.say(s.pace())
}

// leave ends the session and says what goes on without it.
func (s *session) leave() {
	if n := len(s.staged); n > 0 {
		s.say(sentence(words.Plural(n, "staged change") + " was not applied and is forgotten"))
	}
	if n := len(running(s.fleet)); n > 0 {
		s.say(sentence(words.Plural(n, "operation") + " under way: what was accepted goes on, and waits where time stands still"))
	}
	s.say("Goodbye.")
	s.over = true
}
