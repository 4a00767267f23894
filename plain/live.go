package plain

import (
	"errors"
	"time"

	"pooldeck/model/words"
)

// errAway says that an operator did not wait for an answer.
var errAway = errors.New("nobody waits for the answer any more: it may have been accepted, which the journal says")

// await does something that may take a while, and lets Ctrl+C go back in the
// middle of it. It goes on then, and nobody hears how it ends.
func (s *session) await(do func() error) error {
	done := make(chan error, 1)
	go func() { done <- do() }()
	for {
		select {
		case err := <-done:
			return err
		case f, open := <-s.fleets:
			if s.arrived(f, open); s.over {
				return s.err
			}
		case <-s.Interrupts:
			s.write("\n")
			return errAway
		case <-s.ctx.Done():
			s.over = true
			return nil
		}
	}
}

// catchUp takes the fleets in that are there already.
func (s *session) catchUp() {
	for !s.over {
		select {
		case f, open := <-s.fleets:
			s.arrived(f, open)
		default:
			return
		}
	}
}

// live says the feed as it comes, until something is so, Ctrl+C or, with
// hears, the next line. That line is an answer unless it is empty.
func (s *session) live(until func() bool, hears bool) {
	answers := s.answers
	if !hears {
		answers = nil
	}
	for !s.over {
		s.report()
		if until() {
			s.rest = nil
			return
		}
		select {
		case f, open := <-s.fleets:
			s.arrived(f, open)
		case <-s.rest:
			s.rest = nil
		case answer, open := <-answers:
			if !open {
				s.leave()
			}
			if answer != "" {
				s.say("The feed is held back again. What was typed while it was live is dropped.")
			}
			return
		case <-s.Interrupts:
			s.write("\n")
			return
		case <-s.ctx.Done():
			s.over = true
		}
	}
}

// report says facts at once, and progress no more often than can be borne.
func (s *session) report() {
	s.say(s.held...)
	s.held, s.lost = nil, 0
	if s.rest != nil {
		return
	}
	next, lines := s.feed.progress(s.fleet, s.loudness)
	s.feed = next
	s.say(lines...)
	if len(lines) > 0 && s.Pause != nil {
		s.rest = s.Pause()
	}
}

// watch says the feed live.
func (s *session) watch() {
	if !s.Person {
		s.wait(0)
		return
	}
	s.say("Live. Enter goes back to the questions.")
	s.live(func() bool { return false }, true)
	s.settleDown()
}

// wait lets time pass.
func (s *session) wait(d time.Duration) {
	if s.able.Clock != nil && s.speed == 0 {
		s.say("Time is paused, so nothing would come. go lets it go on.")
		return
	}
	if s.fleet.Halt != nil {
		s.say(halted(s.fleet.Halt))
		return
	}
	end := s.fleet.At.Add(d)
	if d == 0 && s.idle() {
		s.say("Nothing is under way.")
		return
	}
	s.live(func() bool { return s.fleet.Halt != nil || d == 0 && s.idle() || d > 0 && !s.fleet.At.Before(end) }, false)
	if n := len(running(s.fleet)); n > 0 && d == 0 && s.idle() && !s.over {
		s.say(sentence(words.Plural(n, "operation") + " under way makes no progress"))
	}
}

// idle is whether nothing is under way that makes progress.
func (s *session) idle() bool {
	for _, o := range running(s.fleet) {
		if o.Stuck.IsZero() {
			return false
		}
	}
	return true
}
