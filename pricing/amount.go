// Package pricing says what a fleet and a plan cost: the catalog of levels
// and prices, the bill of a plan, and what has accrued this month. Money is
// integer cents per month; an hour is a month over 720. It is pure: the
// instant is always an argument.
//
// Start with Amount, then Catalog and Cost.
package pricing

// Amount is money per month, or accrued in one, in US cents. Open says that
// something in it has no published price: Cents is then the least it can be.
type Amount struct {
	Cents int64
	Open  bool
}
