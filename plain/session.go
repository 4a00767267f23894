package plain

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/words"
	"pooldeck/pricing"
	"pooldeck/proposal"
)

// session is one dialogue. It lives in one goroutine.
//
// A terminal shows what is typed as it is typed and tells the program when the
// line is finished, so nobody but the terminal knows whether a line has been
// begun. Whatever comes while a question stands is therefore held back until
// the next Enter: no news can fall into a line, whoever edits that line and
// however. The feed is live while nothing is asked.
type session struct {
	scene
	Options
	ctx      context.Context
	fleets   <-chan *model.Fleet
	answers  chan string
	pages    []page
	feed     feed
	held     []string // news that have not been said
	lost     int      // news that were too many to be held
	journal  int64    // the newest entry that was read
	rest     <-chan time.Time
	requests int
	over     bool
	err      error
}

// mostHeld is how many news are held back; older ones are in the journal.
const mostHeld = 20

func newSession(ctx context.Context, o Options, fleets <-chan *model.Fleet) *session {
	s := &session{Options: o, ctx: ctx, fleets: fleets, answers: make(chan string)}
	s.catalog, s.seed, s.role, s.able, s.loudness = o.Catalog, o.Seed, o.Actor.Role, o.Backend.Abilities(), normal
	if s.able.Clock != nil {
		s.speed = s.able.Clock.Speed()
	}
	return s
}

// begin waits for the first fleet, says what there is and asks the first
// question.
func (s *session) begin() error {
	select {
	case f, open := <-s.fleets:
		if !open {
			return errors.Join(backend.ErrClosed, s.ctx.Err())
		}
		s.fleet, s.journal = f, f.JournalSeq
	case <-s.ctx.Done():
		s.over = true
		return nil
	}
	for _, o := range running(s.fleet) {
		entries, err := s.Backend.Journal(s.ctx, backend.Query{Target: o.Target})
		if err != nil {
			return err
		}
		s.feed = s.feed.knows(entries)
	}
	s.feed, _ = s.feed.progress(s.fleet, s.loudness)
	s.measure(nil)
	s.say(s.greeting()...)
	s.do(open{home{}})
	return s.err
}

// ask prints the question that stands.
func (s *session) ask() { s.write(words.Clean(s.top().asks()) + " ") }

func (s *session) top() page { return s.pages[len(s.pages)-1] }

// next waits for an answer; news are held back meanwhile.
func (s *session) next() {
	for !s.over {
		select {
		case answer, open := <-s.answers:
			if !open {
				s.write("\n")
				s.leave()
				return
			}
			s.answer(answer)
			return
		case f, open := <-s.fleets:
			s.arrived(f, open)
		case <-s.Interrupts:
			s.write("\n")
			s.news()
			s.back()
			return
		case <-s.ctx.Done():
			s.write("\n")
			s.over = true
		}
	}
}

// answer gives an answer to the page that asked.
func (s *session) answer(text string) {
	text = strings.TrimSpace(words.Clean(strings.ToValidUTF8(text, "")))
	if !s.Person {
		s.write(text + "\n")
	}
	fresh := s.news()
	if _, chooses := s.top().(chooser); text == "" && chooses {
		if !fresh {
			s.say("Nothing new. ? lists the choices.")
		}
		return
	}
	next, i := s.top().take(s.scene, text)
	s.pages[len(s.pages)-1] = next
	s.do(i)
}

// news says what was held back, and how far things are by now.
func (s *session) news() bool {
	var lines []string
	if s.lost > 0 {
		lines = append(lines, fmt.Sprintf("%s before these; the journal has them.", words.Plural(s.lost, "message")))
	}
	lines = append(lines, s.held...)
	s.held, s.lost = nil, 0
	next, more := s.feed.progress(s.fleet, s.loudness)
	s.feed = next
	s.say(append(lines, more...)...)
	return len(lines)+len(more) > 0
}

// arrived takes a fleet in, with the facts that it includes.
func (s *session) arrived(f *model.Fleet, open bool) {
	if !open {
		s.over, s.err = true, backend.ErrClosed
		return
	}
	was := s.fleet.Halt
	s.fleet = f
	switch {
	case f.Halt != nil && !f.Halt.Equal(was):
		s.hold(halted(f.Halt))
	case f.Halt == nil && was != nil:
		s.hold("Going on: everything can be recorded again.")
	}
	if f.JournalSeq <= s.journal {
		return
	}
	entries, err := s.Backend.Journal(s.ctx, backend.Query{After: s.journal})
	if err != nil {
		s.hold(problem(err))
		return
	}
	s.feed = s.feed.knows(entries)
	rings := false
	for _, e := range entries {
		s.journal = max(s.journal, e.Seq)
		rings = rings || words.Ends(e.Kind)
		if text := s.feed.fact(e, s.loudness); text != "" {
			s.hold(text + s.runs(e))
		}
	}
	if s.Bell && rings {
		s.write("\a")
	}
}

// runs says what an app runs now that its dynos were scaled, with a space
// before it; empty where the entry tells of nothing like that.
func (s *session) runs(e model.Entry) string {
	app, begun := s.fleet.Formation(e.Target), s.feed.begun[e.Operation]
	if o := proposal.Last(s.fleet, e.Target); e.Kind != model.EntryDone || app == nil || o == nil || o.ID != e.Operation {
		return ""
	}
	if text := command.Running(app, begun.Changes); text != "" {
		return " " + sentence(text)
	}
	return ""
}

func (s *session) hold(text string) {
	s.held = append(s.held, text)
	if over := len(s.held) - mostHeld; over > 0 {
		s.held, s.lost = s.held[over:], s.lost+over
	}
}

// measure samples clusters and formations and adds up what has accrued for
// them; with none named, for all of the fleet.
func (s *session) measure(ids []model.ID) {
	clusters, apps := s.fleet.Clusters, s.fleet.Apps
	if ids != nil {
		clusters, apps = s.found(ids)
	}
	if m := s.able.Metrics; m != nil {
		sample, err := m.Sample(s.ctx, identified(clusters, apps))
		if err != nil {
			s.say(problem(err))
			return
		}
		s.sample = sample
	}
	if l := s.able.Ledger; l != nil {
		at := s.fleet.At.UTC()
		month := time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC)
		spans, err := l.Spans(s.ctx, month, at, ids)
		if err != nil {
			s.say(problem(err))
			return
		}
		s.accrual = pricing.Accrue(s.catalog, spans, clusters, apps, at)
	}
}

// say prints whole lines.
func (s *session) say(lines ...string) {
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(words.Clean(line) + "\n")
	}
	s.write(b.String())
}

func (s *session) write(text string) {
	if text == "" || s.over {
		return
	}
	if _, err := io.WriteString(s.Out, text); err != nil {
		s.over = true // nobody hears it any more
	}
}

// problem says why something cannot be. The names in it stay as they are
// written, so it does not begin with one.
func problem(err error) string {
	text := "No: " + spoken(strings.TrimSuffix(err.Error(), "."))
	return sentence(text)
}
