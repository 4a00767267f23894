package plain

import (
	"fmt"
	"strings"
	"time"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// spoken writes a text so that it can be heard: a voice leaves signs out or
// reads them by their names, and a Braille display may not have them.
func spoken(text string) string {
	return strings.NewReplacer(
		" → ", " to ", "→", "to", " × ", " at ", "×", "at", " · ", ", ",
		"±$0/month", "no difference", "±$0", "no difference",
		"+$", "plus $", "−$", "minus $", "−", "minus ", "~$", "about $",
		"/month", " a month", "/hour", " an hour", " %", " percent", "%", " percent", "…", "...",
	).Replace(text)
}

// lasting says a duration with its units: 41 s, 6 min 12 s, 2 h 5 min.
func lasting(d time.Duration) string {
	s := int(d.Round(time.Second) / time.Second)
	unit := func(n int, name string) string {
		if n == 0 {
			return ""
		}
		return fmt.Sprintf(" %d %s", n, name)
	}
	switch {
	case s < 60:
		return fmt.Sprintf("%d s", s)
	case s < 3600:
		return strings.TrimSpace(unit(s/60, "min") + unit(s%60, "s"))
	}
	return strings.TrimSpace(unit(s/3600, "h") + unit(s/60%60, "min"))
}

// left says how much time something still takes; nothing where nobody knows.
func left(e model.Estimate) string {
	switch {
	case !e.Known():
		return ""
	case e.Overdue:
		return " Overdue: earlier ones took up to " + lasting(e.Longest) + "."
	}
	return " About " + lasting(e.About) + " left."
}

func instant(t time.Time) string { return t.UTC().Format("2 January 2006 15:04") + " UTC" }

// money says an amount a month.
func money(a pricing.Amount) string {
	switch {
	case a.Open && a.Cents == 0:
		return "price not published"
	case a.Open:
		return "at least " + pricing.Amount{Cents: a.Cents}.Monthly() + " a month"
	}
	return a.Monthly() + " a month"
}

func milliseconds(d time.Duration) string { return words.Number(int(d.Milliseconds())) + " ms" }

// age is for how long something has been so.
func age(d time.Duration) string {
	if days := int(d / (24 * time.Hour)); days > 1 {
		return words.Plural(days, "day")
	}
	return lasting(d)
}

// sum says an amount that has come together, without a rate.
func sum(a pricing.Amount) string { return strings.TrimSuffix(money(a), " a month") }

// difference says a difference a month.
func difference(d pricing.Delta) string {
	switch {
	case d.Open && d.Cents == 0:
		return "difference not published"
	case d.Cents == 0 && !d.Open:
		return "no difference"
	}
	text := spoken(pricing.Delta{Cents: d.Cents}.String()) + " a month"
	if d.Open {
		text += " and what is not published"
	}
	return text
}

// item says money before and after.
func item(i pricing.Item) string {
	text := fmt.Sprintf("%s to %s, %s", sum(i.Before), money(i.After), difference(i.Delta))
	if percent := pricing.Percent(i.Before, i.Delta); percent != "" && i.Delta.Cents != 0 {
		text += ", " + strings.Replace(spoken(percent), "+", "plus ", 1)
	}
	return text
}

// percent is how far something is.
func percent(permille int) string { return fmt.Sprintf("%d percent", permille/10) }

// usage says connections in use and accepted.
func usage(s scene, p model.Pool) string {
	limit := words.Number(s.catalog.There(p)) + " connections"
	if used, known := s.sample.Connections(p); known {
		return words.Number(used) + " of " + limit + " in use"
	}
	return limit + " accepted"
}

// does is what an operation brings about.
func does(o *model.Operation) string { return spoken(strings.Join(o.Does(), ", ")) }

// listed is a list in words: a, b and c.
func listed(list []string, last string) string {
	n := len(list) - 1
	if n < 1 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:n], ", ") + " " + last + " " + list[n]
}
