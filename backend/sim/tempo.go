package sim

import (
	"slices"
	"time"
)

// stretch is a time in which work takes Factor times as long; with 0 nothing
// is done. A zero To is not known yet.
type stretch struct {
	From   time.Time
	To     time.Time `json:",omitzero"`
	Factor int       `json:",omitempty"`
}

// holds is whether an instant lies in the stretch, whose end does not.
func (s stretch) holds(at time.Time) bool {
	return !at.Before(s.From) && (s.To.IsZero() || at.Before(s.To))
}

// tempo is how fast work is done: as fast as the clock but in its stretches.
// Where some overlap, the first one counts.
type tempo []stretch

// at is the factor at an instant, and until when; zero for good.
func (t tempo) at(now time.Time) (factor int, until time.Time) {
	factor = 1
	in := slices.IndexFunc(t, func(s stretch) bool { return s.holds(now) })
	if in >= 0 {
		factor, until = t[in].Factor, t[in].To
	}
	for _, s := range t[:max(in, 0)] {
		until = earlier(until, s.From, now)
	}
	if in < 0 {
		for _, s := range t {
			until = earlier(until, s.From, now)
		}
	}
	return factor, until
}

// earlier is the earlier one of two instants, of which zero is none, and the
// second one counts after now only.
func earlier(a, b, now time.Time) time.Time {
	if b.After(now) && (a.IsZero() || b.Before(a)) {
		return b
	}
	return a
}

// after is when so much work is done that begins at an instant; zero for
// never.
func (t tempo) after(from time.Time, work time.Duration) time.Time {
	for {
		factor, until := t.at(from)
		end := from.Add(work * time.Duration(factor))
		switch {
		case factor > 0 && (until.IsZero() || !end.After(until)):
			return end
		case until.IsZero():
			return time.Time{}
		case factor > 0:
			work -= until.Sub(from) / time.Duration(factor)
		}
		from = until
	}
}

// done is how much work is done between two instants.
func (t tempo) done(from, to time.Time) time.Duration {
	var work time.Duration
	for from.Before(to) {
		factor, until := t.at(from)
		if until.IsZero() || until.After(to) {
			until = to
		}
		if factor > 0 {
			work += until.Sub(from) / time.Duration(factor)
		}
		from = until
	}
	return work
}

// clock is what a clock shows that runs as fast as work is done. What depends
// on it is the same, however slow everything was on the way.
func (t tempo) clock(at time.Time) time.Time {
	var origin time.Time
	for _, s := range t {
		if origin.IsZero() || s.From.Before(origin) {
			origin = s.From
		}
	}
	if origin.IsZero() || !at.After(origin) {
		return at
	}
	return origin.Add(t.done(origin, at))
}
