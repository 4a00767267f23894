// Package pricing says what a fleet and a plan cost: the catalog of levels
// and prices, the bill of a plan, and what has accrued this month. Money is
// integer cents per month; an hour is a month over 720. It is pure: the
// instant is always an argument.
//
// Start with Amount, then Catalog and Cost.
package pricing

import (
	"fmt"
	"strconv"
)

// HoursPerMonth is what Heroku's command line divides a monthly price by for
// every hourly figure it prints, however long the month is.
const HoursPerMonth = 720

// What is printed where there is no figure.
const notPublished = "not published"

// The sign of a difference; the minus is as wide as the plus.
const (
	plus      = "+"
	minus     = "−"
	plusMinus = "±"
)

// Amount is money per month, or accrued in one, in US cents. Open says that
// something in it has no published price: Cents is then the least it can be.
type Amount struct {
	Cents int64
	Open  bool
}

// Plus adds. A sum is open when a part of it is.
func (a Amount) Plus(b Amount) Amount { return Amount{a.Cents + b.Cents, a.Open || b.Open} }

// Times multiplies. No instance costs nothing, whatever its price.
func (a Amount) Times(n int) Amount {
	if n == 0 {
		return Amount{}
	}
	return Amount{a.Cents * int64(n), a.Open}
}

// Monthly is the amount with its unit: $1,800, or $12.50 where it is not in
// whole dollars. A known part of an open amount is $1,800+; without one it is
// not published.
func (a Amount) Monthly() string {
	if a.unknown() {
		return notPublished
	}
	return signed(a.Cents, "", "$") + a.more()
}

// Figure is Monthly without the $, for columns whose head carries the unit.
func (a Amount) Figure() string {
	if a.unknown() {
		return notPublished
	}
	return signed(a.Cents, "", "") + a.more()
}

// Hourly is the amount over 720 as Heroku prints it: ~$0.208/hour, or free.
// It is rounded to a tenth of a cent, half up; what is less than a tenth of a
// cent is ~$0.000/hour.
func (a Amount) Hourly() string {
	switch {
	case a.unknown():
		return notPublished
	case a.Cents == 0:
		return "free"
	}
	return "~" + hourly(a.Cents, "") + a.more() + "/hour"
}

func (a Amount) unknown() bool { return a.Open && a.Cents == 0 }

func (a Amount) more() string {
	if a.Open {
		return "+"
	}
	return ""
}

// signed writes cents as dollars: the sign, the unit, the figure. A negative
// amount always has its sign.
func signed(cents int64, sign, unit string) string {
	if cents < 0 {
		cents, sign = -cents, minus
	}
	text := sign + unit + thousands(cents/100)
	if rest := cents % 100; rest != 0 {
		text += fmt.Sprintf(".%02d", rest)
	}
	return text
}

// hourly writes a month's cents as dollars an hour with three decimals.
func hourly(cents int64, sign string) string {
	if cents < 0 {
		cents, sign = -cents, minus
	}
	// A thousandth of a dollar an hour is 72 cents a month. Heroku prints what
	// is below one as 0.000 instead of rounding it.
	const perMill = HoursPerMonth / 10
	mills := (cents + perMill/2) / perMill
	if cents < perMill {
		mills = 0
	}
	return fmt.Sprintf("%s$%s.%03d", sign, thousands(mills/1000), mills%1000)
}

// thousands writes a number that is not negative in groups of three digits.
func thousands(n int64) string {
	text := strconv.FormatInt(n, 10)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
