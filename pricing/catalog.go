package pricing

import "pooldeck/model"

// Catalog is what levels give and cost, with the source and date of every
// figure.
type Catalog struct {
	model.Specs
}
