package tui

import (
	"fmt"
	"strings"

	"pooldeck/model"
	"pooldeck/pricing"
)

// dynoPrice is what one dyno costs for a month: ~ where sources differ, flat
// where all of a fleet have one price.
func (s scene) dynoPrice(size string) string {
	is, _ := s.catalog.Sizes.Find(size)
	switch {
	case is.Family == model.Eco:
		return "$" + number(int(s.catalog.Dynos.Eco.Cents/100)) + " flat"
	case s.catalog.Estimated(size):
		return "~" + s.catalog.Dyno(size).Monthly()
	}
	return s.catalog.Dyno(size).Monthly()
}

// priceWords say where a price comes from, and what other sources say.
func (s scene) priceWords(size model.Size) string {
	if size.Family == model.Eco {
		eco := s.catalog.Dynos.Eco
		return fmt.Sprintf("price: $%d for %s hours of all Eco dynos, by %s", eco.Cents/100, number(int(eco.Hours)), sourced(eco.Price.Name, eco.Price.Date))
	}
	price := s.catalog.Dynos.Prices[size.Name]
	if price.Other == nil {
		return "price: " + sourced(price.Source, price.Date)
	}
	return fmt.Sprintf("the price is an estimate: $%s by %s; $%s by %s", number(int(price.Cents/100)), sourced(price.Source, price.Date),
		number(int(price.Other.Cents/100)), sourced(price.Other.Source, price.Other.Date))
}

// sourced names a source with its date.
func sourced(name, date string) string {
	text := strings.ReplaceAll(clean(name), "https://", "")
	if date != "" {
		text += " (" + date + ")"
	}
	return text
}

// formationMoney is what changes make of a formation's total.
func (s scene) formationMoney(app *model.App, changes ...model.Change) string {
	p, err := s.plan(changes...)
	if err != nil {
		return ""
	}
	before, after := s.catalog.Formation(app), s.catalog.Formation(p.After.Formation(app.ID))
	text := "dynos of " + clean(app.Name) + " " + s.about(app, before) + " → " + s.about(p.After.Formation(app.ID), after) + "/month"
	if was, is := s.catalog.Eco(p.Before), s.catalog.Eco(p.After); was != is {
		text += ", all Eco dynos " + was.Monthly() + " → " + is.Monthly()
	}
	return text
}

// about is the price of a formation, marked where a part of it is an estimate.
func (s scene) about(app *model.App, a pricing.Amount) string {
	if s.catalog.EstimatedIn(app) {
		return "~" + a.Monthly()
	}
	return a.Monthly()
}
