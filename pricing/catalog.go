package pricing

import (
	"bytes"
	_ "embed"
	"time"

	"pooldeck/model"
)

// Catalog is what levels and dyno sizes give and cost, and what storage costs,
// with the source and date of every figure. Its maps are by the name of the
// level or size and must not be written to.
type Catalog struct {
	model.Specs
	Prices  Prices
	Figures map[string]Figures
	Storage StoragePrice
	Dynos   DynoPrices
	// Source and Date of the catalog as a whole.
	Source, Date string
}

// Prices are by the level's name.
type Prices map[string]Price

// Price is what one instance of a level, or one dyno, costs for a month. One
// that is not Published has no Cents; Source is then where it is missing.
type Price struct {
	Cents        int64
	Published    bool
	Source, Date string
	// Other is what another source says; nil where none disagrees. With it the
	// price is an estimate.
	Other *Price
}

// Source is where a figure comes from. Date is 2026-05-18, or 2026-05 or 2026
// where no more is known.
type Source struct{ Name, Date string }

// Figures is where the figures of a level's model.Level come from.
type Figures struct{ VCPU, Memory, Connections Source }

// DynoPrices is what dynos cost.
type DynoPrices struct {
	Prices  Prices // a dyno for a month, by its size's name; nothing at Eco
	Figures map[string]SizeFigures
	Eco     EcoPrice
}

// SizeFigures is where the figures of a size's model.Size come from.
type SizeFigures struct{ Memory, Compute Source }

// EcoPrice is the flat price of all Eco dynos of an account: once a month, for
// so many hours of all of them together. When these are used up, they sleep.
type EcoPrice struct {
	Cents, Hours int64
	Price, Share Source
}

// StoragePrice is what a cluster's data costs. Gigabytes are decimal.
type StoragePrice struct {
	IncludedGB     int64 // in the cluster, whatever its pools
	CentsPerGB     int64 // for a month, above what is included
	MostGB         int64 // that a cluster can hold
	Included, Rate Source
	Most           Source
}

//go:embed catalog.yaml
var embedded []byte

// Embedded is the catalog that comes with the program: what Heroku publishes.
func Embedded() (Catalog, error) { return Read("catalog.yaml", bytes.NewReader(embedded)) }

// Instance is what one instance of a level costs for a month. A level that
// the catalog does not list has no published price.
func (c Catalog) Instance(level string) Amount { return c.Prices.instance(level) }

func (p Prices) instance(level string) Amount {
	if price := p[level]; price.Published {
		return Amount{Cents: price.Cents}
	}
	return Amount{Open: true}
}

// Pool is what is wanted of a pool for a month: each instance at its level's
// full price, a standby too (Heroku's command line and billing page), nothing
// once the pool is to be destroyed.
func (c Catalog) Pool(p model.Pool) Amount { return c.Prices.pool(&p) }

func (p Prices) pool(pool *model.Pool) Amount {
	if pool.Destroying {
		return Amount{}
	}
	return p.instance(pool.Level).Times(pool.Count)
}

const gigabyte = 1_000_000_000

// StorageCost is what data of that size costs for a month: nothing for what
// is included once per cluster, then the price per gigabyte, to the byte,
// rounded to the nearest cent, half up. What is above the most that a cluster
// can hold is not counted.
func (c Catalog) StorageCost(bytes int64) Amount {
	s := c.Storage
	above := min(bytes, s.MostGB*gigabyte) - s.IncludedGB*gigabyte
	if above <= 0 {
		return Amount{}
	}
	whole, rest := above/gigabyte, above%gigabyte
	return Amount{Cents: whole*s.CentsPerGB + (rest*s.CentsPerGB+gigabyte/2)/gigabyte}
}

// Cluster is what is wanted of a cluster for a month, with its storage at an
// instant; nothing once it is to be destroyed.
func (c Catalog) Cluster(cluster *model.Cluster, at time.Time) Amount {
	if cluster == nil || cluster.Destroying {
		return Amount{}
	}
	sum := c.Prices.pool(&cluster.Leader).Plus(c.storage(cluster, at))
	for i := range cluster.Followers {
		sum = sum.Plus(c.Prices.pool(&cluster.Followers[i]))
	}
	return sum
}

func (c Catalog) storage(cluster *model.Cluster, at time.Time) Amount {
	if cluster == nil || cluster.Destroying {
		return Amount{}
	}
	return c.StorageCost(cluster.Storage.Used(at))
}

// App is what is wanted of an app for a month: its clusters and its dynos.
func (c Catalog) App(f *model.Fleet, app string) Amount {
	sum := c.FormationIn(f, f.App(app))
	for _, cluster := range f.Clusters {
		if cluster.App == app {
			sum = sum.Plus(c.Cluster(cluster, f.At))
		}
	}
	return sum
}

// Fleet is what is wanted of all clusters and formations for a month, with the
// flat price of Eco once. It walks all of them.
func (c Catalog) Fleet(f *model.Fleet) Amount {
	sum := c.Eco(f)
	for _, app := range f.Apps {
		sum = sum.Plus(c.Formation(app))
	}
	for _, cluster := range f.Clusters {
		sum = sum.Plus(c.Cluster(cluster, f.At))
	}
	return sum
}
