package pricing

import "fmt"

// Delta is the difference of two amounts, in US cents per month. Open says
// that something that changes has no published price: Cents is then the sum
// of what is known, and the whole may be more or less.
type Delta struct {
	Cents int64
	Open  bool
}

// Between is what it takes from one amount to the other. With an open one on
// either side it is open and nothing of it is known: two unpublished prices
// look the same and are not. Catalog.Change knows when nothing changes.
func Between(before, after Amount) Delta {
	if before.Open || after.Open {
		return Delta{Open: true}
	}
	return Delta{Cents: after.Cents - before.Cents}
}

// Plus adds. A sum is open when a part of it is.
func (d Delta) Plus(e Delta) Delta { return Delta{d.Cents + e.Cents, d.Open || e.Open} }

// String is the difference with its sign and unit: +$600, −$350, ±$0. An open
// one is the known part, if any, "and what is not published".
func (d Delta) String() string {
	switch {
	case d.unknown():
		return notPublished
	case d.Open:
		return d.known() + " and what is " + notPublished
	}
	return d.known()
}

// Short is String for narrow columns: an open difference is ?, or +$600?
// where a part is known.
func (d Delta) Short() string {
	switch {
	case d.unknown():
		return "?"
	case d.Open:
		return d.known() + "?"
	}
	return d.known()
}

// Hourly is the difference over 720: +$0.417/hour. It is rounded as
// Amount.Hourly is and open as String is.
func (d Delta) Hourly() string {
	switch {
	case d.unknown():
		return notPublished
	case d.Cents == 0:
		return plusMinus + "$0/hour"
	}
	text := hourly(d.Cents, plus) + "/hour"
	if d.Open {
		text += " and what is " + notPublished
	}
	return text
}

func (d Delta) unknown() bool { return d.Open && d.Cents == 0 }

func (d Delta) known() string {
	if d.Cents == 0 {
		return plusMinus + "$0"
	}
	return signed(d.Cents, plus, "$")
}

// Percent is the difference in relation to what was paid before, rounded to
// whole percents, half away from zero: +75%. It is empty where there is no
// relation: nothing was paid before, or something in either is not published.
func Percent(before Amount, d Delta) string {
	if before.Cents <= 0 || before.Open || d.Open {
		return ""
	}
	cents, sign := d.Cents, plus
	switch {
	case cents == 0:
		sign = plusMinus
	case cents < 0:
		cents, sign = -cents, minus
	}
	return fmt.Sprintf("%s%s%%", sign, thousands((200*cents+before.Cents)/(2*before.Cents)))
}
