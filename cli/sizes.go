package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pooldeck/model"
	"pooldeck/pricing"
)

func (p *program) sizes() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "sizes",
		Short: "Print what the dyno sizes give, allow and cost",
		Args:  cobra.NoArgs,
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.RunE = p.run(func(c *cobra.Command, _ []string) error {
		catalog, err := p.Catalog(c.Context())
		if err != nil {
			return err
		}
		if asJSON {
			return writeJSON(p.Out, sizesOf(catalog))
		}
		if err := writeSizes(p.Out, catalog); err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.Err, "\na dyno on a shared machine varies in performance; all dynos of a process type have one size\nprices: %s\n",
			clean(strings.Join(priceSources(catalog), "; ")))
		return err
	})
	return c
}

func writeSizes(w io.Writer, c pricing.Catalog) error {
	t := table{
		right: []bool{false, true, true, false, true, false, false},
		head:  []string{"SIZE", "MEMORY", "CPU", "MACHINE", "DYNOS", "AUTOSCALE", "A DYNO"},
	}
	estimates := ""
	for _, size := range c.Sizes {
		t.add(size.Name, model.Memory(size.MemoryMB), size.Share, machine(size.Family), reach(size.Family), autoscales(size.Family), dynoPrice(c, size))
		if c.Estimated(size.Name) {
			estimates += "\n" + estimated(c, size.Name)
		}
	}
	if err := t.write(w); err != nil {
		return err
	}
	if estimates == "" {
		return nil
	}
	_, err := fmt.Fprintln(w, estimates)
	return err
}

// machine is what dynos of a family run on, and in what kind of space.
func machine(f model.Family) string {
	switch {
	case f.Shared():
		return "shared"
	case f.Space() != "":
		return "own, " + string(f.Space()) + " space"
	}
	return "own"
}

// reach is how many dynos of a family a process type may have.
func reach(f model.Family) string {
	if !f.ScalesOut() {
		return "1"
	}
	return fmt.Sprintf("1 to %d", f.Most())
}

func autoscales(f model.Family) string {
	if f.Autoscales() {
		return model.WebType
	}
	return "no"
}

// dynoPrice is what one dyno of a size costs.
func dynoPrice(c pricing.Catalog, size model.Size) string {
	switch eco := c.Dynos.Eco; {
	case size.Family == model.Eco:
		return fmt.Sprintf("%s/month for %s hours of all Eco dynos", pricing.Amount{Cents: eco.Cents}.Monthly(), number(int(eco.Hours)))
	case c.Estimated(size.Name):
		return price(c.Dyno(size.Name)) + " estimate"
	}
	return price(c.Dyno(size.Name))
}

// estimated says what sources say of a price that they differ about.
func estimated(c pricing.Catalog, size string) string {
	is := c.Dynos.Prices[size]
	return fmt.Sprintf("the price of %s is an estimate: %s says %s, %s says %s",
		size, is.Source, pricing.Amount{Cents: is.Cents}.Monthly(), is.Other.Source, pricing.Amount{Cents: is.Other.Cents}.Monthly())
}

// priceSources are where the prices come from that are reckoned with.
func priceSources(c pricing.Catalog) []string {
	var list []string
	for _, size := range c.Sizes {
		is := c.Dynos.Prices[size.Name]
		if source := is.Source + ", " + is.Date; !slices.Contains(list, source) {
			list = append(list, source)
		}
	}
	return list
}

type sizesDocument struct {
	head
	Sizes []sizeDocument `json:"sizes"`
	Eco   ecoDocument    `json:"eco"`
}

// sizeDocument has an other price where sources differ: the price is then an
// estimate. Eco dynos cost nothing by themselves.
type sizeDocument struct {
	Name       string         `json:"name"`
	Family     model.Family   `json:"family"`
	MemoryMB   int            `json:"memory_mb"`
	Share      string         `json:"cpu_share"`
	Least      int            `json:"compute_least"`
	Most       int            `json:"compute_most"`
	Shared     bool           `json:"shared_machine"`
	Space      model.Space    `json:"space"`
	MostDynos  int            `json:"most_per_process"`
	ScalesOut  bool           `json:"scales_out"`
	Autoscales bool           `json:"autoscales_web"`
	PerMonth   int64          `json:"cents_per_month"`
	Source     sourceDocument `json:"price_source"`
	Estimate   bool           `json:"price_is_estimate"`
	Other      *otherDocument `json:"other_price"`
}

type otherDocument struct {
	PerMonth int64          `json:"cents_per_month"`
	Source   sourceDocument `json:"price_source"`
}

// ecoDocument is the flat price of all Eco dynos, and for how many hours.
type ecoDocument struct {
	PerMonth int64          `json:"cents_per_month"`
	Hours    int64          `json:"hours"`
	Source   sourceDocument `json:"price_source"`
}

func sizesOf(c pricing.Catalog) sizesDocument {
	eco := c.Dynos.Eco
	d := sizesDocument{
		head: head{Schema: schema}, Sizes: []sizeDocument{},
		Eco: ecoDocument{eco.Cents, eco.Hours, sourceDocument{eco.Price.Name, eco.Price.Date}},
	}
	for _, size := range c.Sizes {
		f, listed := size.Family, c.Dynos.Prices[size.Name]
		entry := sizeDocument{
			Name: size.Name, Family: f, MemoryMB: size.MemoryMB, Share: size.Share, Least: size.ComputeLeast, Most: size.ComputeMost,
			Shared: f.Shared(), Space: f.Space(), MostDynos: f.Most(), ScalesOut: f.ScalesOut(), Autoscales: f.Autoscales(),
			PerMonth: listed.Cents, Source: sourceDocument{listed.Source, listed.Date}, Estimate: listed.Other != nil,
		}
		if other := listed.Other; other != nil {
			entry.Other = &otherDocument{other.Cents, sourceDocument{other.Source, other.Date}}
		}
		d.Sizes = append(d.Sizes, entry)
	}
	return d
}
