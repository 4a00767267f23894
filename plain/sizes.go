package plain

import (
	"fmt"
	"strconv"
	"strings"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// sizes changes what the dynos of a process type run on. Those that a rule
// forbids have no number, and are said with the rule.
type sizes struct {
	app      model.ID
	process  string
	possible []string // by their numbers, from 1
}

func (o sizes) targets(scene) []model.ID { return []model.ID{o.app} }

func (o sizes) asks() string { return "Size:" }

func (o sizes) opened(s scene) (page, []string) {
	a, now, there := s.findProcess(o.app, o.process)
	if !there {
		return o, gone()
	}
	o.possible = nil
	lines := []string{fmt.Sprintf("Dyno size of %s of %s, %s now%s.", now.Type, a.Name, now.Size, s.busy(a, now))}
	var forbidden refusals
	for _, size := range s.catalog.Sizes {
		if reason := o.forbidden(s, size.Name); reason != "" && size.Name != now.Size {
			forbidden = forbidden.with(size.Name, reason)
			continue
		}
		o.possible = append(o.possible, size.Name)
		lines = append(lines, fmt.Sprintf("%d. %s; %s.", len(o.possible), s.sizeWords(size), s.resizing(now, size.Name)))
	}
	lines = append(lines, forbidden.lines()...)
	return o, append(lines, "Answer with a number or a size. All dynos of a process type have one size. < goes back.")
}

// resizing is what another size makes of a process type's cost.
func (s scene) resizing(now model.Process, size string) string {
	if size == now.Size {
		return "current"
	}
	next := now
	next.Size = size
	return difference(s.catalog.ProcessChange(now, next).Delta) + " for " + now.Type
}

// forbidden is the rule that a size breaks; empty where it can be had.
func (o sizes) forbidden(s scene, size string) string {
	err := s.plan(model.ResizeProcess{App: o.app, Process: o.process, Size: size})
	if err == nil {
		return ""
	}
	return err.Error()
}

// refusals are the sizes that cannot be had, those together that break one
// rule.
type refusals []struct{ sizes, reason string }

func (r refusals) with(size, reason string) refusals {
	reason = strings.TrimPrefix(reason, size+" ")
	for i := range r {
		if r[i].reason == reason {
			r[i].sizes += ", " + size
			return r
		}
	}
	return append(r, struct{ sizes, reason string }{size, reason})
}

func (r refusals) lines() []string {
	var lines []string
	for _, one := range r {
		lines = append(lines, "Not possible: "+one.sizes+": "+spoken(one.reason)+".")
	}
	return lines
}

func (o sizes) take(s scene, answer string) (page, intent) {
	a, _, there := s.findProcess(o.app, o.process)
	if i, is := s.plainly(answer); is || !there {
		return o, i
	}
	size := answer
	if n, err := strconv.Atoi(strings.TrimSuffix(answer, ".")); err == nil {
		if n < 1 || n > len(o.possible) {
			return o, says(fmt.Sprintf("There is no choice %d. ? lists the sizes.", n))
		}
		size = o.possible[n-1]
	}
	changes, err := command.Parse(s.fleet, []string{"ps", "set", a.Name, o.process, "--size", size}, s.options(a.Name))
	if err != nil {
		return o, says(problem(err))
	}
	i, err := s.choose(changes[0])
	if err != nil {
		return o, says(problem(err))
	}
	return o, i
}

// sizeWords is what a dyno of a size is, allows and costs.
func (s scene) sizeWords(size model.Size) string {
	return fmt.Sprintf("%s: %s, CPU share %s, %s, %s, %s", size.Name, model.Memory(size.MemoryMB), spoken(size.Share), tenancy(size.Family),
		reach(size.Family), s.dynoPrice(size))
}

// tenancy is who else is on a dyno's machine.
func tenancy(f model.Family) string {
	if f.Shared() {
		return "shared machine with varying performance"
	}
	return "machine of its own"
}

// reach is how far a family scales.
func reach(f model.Family) string {
	switch {
	case !f.ScalesOut():
		return "does not scale out"
	case f.Autoscales():
		return fmt.Sprintf("up to %d of a process type, autoscale for web", f.Most())
	}
	return fmt.Sprintf("up to %d of a process type", f.Most())
}

// dynoPrice is what one dyno of a size costs.
func (s scene) dynoPrice(size model.Size) string {
	switch eco := s.catalog.Dynos.Eco; {
	case size.Family == model.Eco:
		return fmt.Sprintf("%s for %s hours of all Eco dynos together", money(pricing.Amount{Cents: eco.Cents}), words.Number(int(eco.Hours)))
	case s.catalog.Estimated(size.Name):
		return money(s.catalog.Dyno(size.Name)) + " each, an estimate"
	}
	return money(s.catalog.Dyno(size.Name)) + " each"
}

// sizeLines are all sizes, and where sources differ about a price.
func (s scene) sizeLines() []string {
	var lines []string
	for _, size := range s.catalog.Sizes {
		line := s.sizeWords(size)
		if price := s.catalog.Dynos.Prices[size.Name]; price.Other != nil {
			line += fmt.Sprintf("; %s says %s, %s says %s", price.Source, money(pricing.Amount{Cents: price.Cents}),
				price.Other.Source, money(pricing.Amount{Cents: price.Other.Cents}))
		}
		lines = append(lines, line+".")
	}
	return lines
}
