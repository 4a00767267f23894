package tui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"pooldeck/model"
	"pooldeck/pricing"
)

// changesOf lists the net effect on one cluster, or on an app's dynos, with its
// money.
func (r review) changesOf(s scene, id model.ID, bill pricing.Bill, width int) []string {
	var lines []string
	cash := widths(bill)
	for _, l := range r.plan.Lines(id) {
		text := s.mark(l.Mark) + " " + s.styles.Head.Render(l.Name) + "  " + l.Words
		if l.Pool == "" {
			lines = append(lines, wrap(text, width, 4)...)
			continue
		}
		item := bill.Pool(l.Pool)
		money := s.cash(item, cash, width, perHour(item.Delta))
		if ansi.StringWidth(text)+ansi.StringWidth(money)+2 <= width {
			lines = append(lines, ends(text, money, width))
			continue
		}
		lines = append(append(lines, wrap(text, width, 4)...), right(money, width))
	}
	item, _ := bill.Target(id)
	name := "cluster"
	if r.plan.After.Formation(id) != nil {
		name = "dynos"
	}
	return append(lines, s.totalLine(name, item, cash, width))
}

// perHour is short where a part is not published: the risk says the rest.
func perHour(d pricing.Delta) string {
	if d.Open {
		return "?/hour"
	}
	return d.Hourly()
}

// mark draws what happens to a thing.
func (s scene) mark(m model.Mark) string {
	switch m {
	case model.Added:
		return s.styles.Good.Render("+")
	case model.Changed:
		return s.styles.Busy.Render("~")
	case model.Removed:
		return s.styles.Bad.Render("−")
	}
	return " "
}

// totalLine is the line of a cluster or of the fleet.
func (s scene) totalLine(name string, item pricing.Item, cash cashWidths, width int) string {
	percent := pricing.Percent(item.Before, item.Delta)
	if percent != "" {
		percent = "(" + percent + ")"
	}
	return ends("  "+s.styles.Dim.Render(name), s.cash(item, cash, width, percent), width)
}

// cashWidths are the widths of the columns of money, as wide as the widest
// figure of a bill.
type cashWidths struct{ before, after, delta int }

func widths(bill pricing.Bill) cashWidths {
	var w cashWidths
	take := func(i pricing.Item) {
		w.before = max(w.before, ansi.StringWidth(i.Before.Monthly()))
		w.after = max(w.after, ansi.StringWidth(i.After.Monthly()))
		w.delta = max(w.delta, ansi.StringWidth(i.Delta.Short()))
	}
	take(bill.Fleet)
	for _, a := range bill.Apps {
		take(a.Item)
		for _, p := range a.Processes {
			take(p.Item)
		}
	}
	for _, c := range bill.Clusters {
		take(c.Item)
		for _, p := range c.Pools {
			take(p.Item)
		}
	}
	return w
}

// cash draws before → after, the difference, and a note: the difference per
// hour, or in per cent. A narrow window has no room for the hour, which then
// has a line of its own, and a very narrow one none for what was before.
func (s scene) cash(item pricing.Item, w cashWidths, width int, note string) string {
	delta := s.deltaStyle(item.Delta).Render(right(item.Delta.Short(), w.delta))
	after := right(item.After.Monthly(), w.after) + "/month"
	if item.After.Open && item.After.Cents == 0 {
		after = right(item.After.Monthly(), w.after+len("/month"))
	}
	switch {
	case width < 60:
		return strings.TrimLeft(after, " ") + "  " + delta
	case width < 90:
		if !strings.HasPrefix(note, "(") {
			note = ""
		}
		return right(item.Before.Monthly(), w.before) + " → " + after + "  " + delta + " " + left(note, 7)
	}
	return right(item.Before.Monthly(), w.before) + " → " + after + "  " + delta + "  " + left(note, 13)
}

// hourly is the fleet's difference per hour where the lines have no room for
// theirs.
func (s scene) hourly(item pricing.Item, width int) []string {
	if width >= 90 {
		return nil
	}
	if width < 60 {
		return []string{ends("  "+s.styles.Dim.Render("an hour"), s.deltaStyle(item.Delta).Render(perHour(item.Delta)), width)}
	}
	return []string{"  " + s.styles.Dim.Render("an hour") + "  " + item.Before.Hourly() + " → " + item.After.Hourly() +
		"  " + s.deltaStyle(item.Delta).Render(perHour(item.Delta))}
}
