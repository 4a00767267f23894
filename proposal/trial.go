package proposal

import (
	"pooldeck/model/autoscale"
	"pooldeck/pricing"
)

// DynoHours are all hours of dynos of a day, each counted.
func DynoHours(o autoscale.Outcome) float64 {
	sum := 0.0
	for _, h := range o.Hours {
		sum += h.Dynos
	}
	return sum
}

// Spent is what the dynos of a day cost, in cents: their price over the hours
// of a month. Eco dynos cost nothing by themselves.
func Spent(c pricing.Catalog, o autoscale.Outcome) int64 {
	sum := 0.0
	for _, h := range o.Hours {
		sum += h.Dynos * float64(c.Dyno(h.Size).Cents) / pricing.HoursPerMonth
	}
	return int64(sum + 0.5)
}

// Monthly is what a day with a rule costs more than the day as it was, for a
// month of such days.
func Monthly(c pricing.Catalog, r autoscale.Result) pricing.Delta {
	const days = 30
	return pricing.Delta{Cents: days * (Spent(c, r.Tried) - Spent(c, r.Happened))}
}
