package tui

import (
	"fmt"

	"pooldeck/model"
	"pooldeck/pricing"
)

// dynosCost is what an app's dynos cost, with Eco's flat price where that is
// counted with this app.
func (s scene) dynosCost(app *model.App) pricing.Amount {
	sum := s.catalog.Formation(app)
	if s.countsEco(app) {
		sum = sum.Plus(pricing.Amount{Cents: s.catalog.Dynos.Eco.Cents})
	}
	return sum
}

// countsEco is whether Eco's flat price is counted with an app.
func (s scene) countsEco(app *model.App) bool {
	return s.totals.eco != nil && s.totals.eco.ID == app.ID
}

// ecoWords say how an app's Eco dynos are paid for; empty where it has none.
func (s scene) ecoWords(app *model.App) string {
	if !s.catalog.HasEco(app) {
		return ""
	}
	flat := pricing.Amount{Cents: s.catalog.Dynos.Eco.Cents}.Monthly() + "/month"
	if s.countsEco(app) || s.totals.eco == nil {
		return fmt.Sprintf("%s flat for %s, %s hours", flat, pricing.AllEco, number(int(s.catalog.Dynos.Eco.Hours)))
	}
	return flat + " flat for " + pricing.AllEco + ", counted with " + clean(s.totals.eco.Name)
}

// ecoLine is the line of a detail that says so.
func (s scene) ecoLine(app *model.App) line {
	if text := s.ecoWords(app); text != "" {
		return line{"Eco", text}
	}
	return line{}
}

// flatRow is whether what is drawn of a process type or a dyno has no price of its
// own.
func (s scene) flatRow(size string) bool {
	is, _ := s.catalog.Sizes.Find(size)
	return is.Family == model.Eco
}

// processCost is what a process type costs: at Eco, what all of them do.
func (s scene) processCost(app *model.App, p model.Process, estimate string) line {
	if text := s.ecoWords(app); text != "" && p.Quantity > 0 {
		return line{"cost", text}
	}
	cost := s.catalog.Process(p)
	return line{"cost", cost.Monthly() + "/month  " + s.styles.Dim.Render(cost.Hourly()) + estimate}
}
