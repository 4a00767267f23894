package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"pooldeck/pricing"
)

func (p *program) levels() *cobra.Command {
	asJSON := false
	c := &cobra.Command{
		Use:   "levels",
		Short: "Print what the compute levels give and cost",
		Args:  cobra.NoArgs,
	}
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON instead of text")
	c.RunE = p.run(func(c *cobra.Command, _ []string) error {
		catalog, err := p.Catalog(c.Context())
		if err != nil {
			return err
		}
		if asJSON {
			return writeJSON(p.Out, levelsOf(catalog))
		}
		if err := writeLevels(p.Out, catalog); err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.Err, "\n%s\nlevels and prices: %s, %s\n", storageWords(catalog.Storage), clean(catalog.Source), catalog.Date)
		return err
	})
	return c
}

func writeLevels(w io.Writer, c pricing.Catalog) error {
	t := table{
		right: []bool{false, true, true, true, false},
		head:  []string{"LEVEL", "VCPU", "MEMORY", "CONNECTIONS", "AN INSTANCE"},
	}
	for _, level := range c.Levels {
		t.add(level.Name, number(level.VCPU), number(level.MemoryGB)+" GB", number(level.Connections), price(c.Instance(level.Name)))
	}
	return t.write(w)
}

func storageWords(s pricing.StoragePrice) string {
	rate := pricing.Amount{Cents: s.CentsPerGB}.Monthly()
	return fmt.Sprintf("storage: %s included in a cluster, then %s for a GB and month, up to %s",
		size(s.IncludedGB*gigabyte), rate, size(s.MostGB*gigabyte))
}

type levelsDocument struct {
	head
	Source  string          `json:"source"`
	Date    string          `json:"date"`
	Levels  []levelDocument `json:"levels"`
	Storage struct {
		IncludedGB int64          `json:"included_gb"`
		MostGB     int64          `json:"most_gb"`
		PerGB      int64          `json:"cents_per_gb_month"`
		Source     sourceDocument `json:"source"`
	} `json:"storage"`
}

// levelDocument has no price where priced is false: none is published.
type levelDocument struct {
	Name        string         `json:"name"`
	VCPU        int            `json:"vcpu"`
	MemoryGB    int            `json:"memory_gb"`
	Connections int            `json:"connections"`
	Priced      bool           `json:"priced"`
	PerMonth    *int64         `json:"cents_per_month"`
	Source      sourceDocument `json:"price_source"`
}

type sourceDocument struct {
	Name string `json:"name"`
	Date string `json:"date"`
}

func levelsOf(c pricing.Catalog) levelsDocument {
	d := levelsDocument{head: head{Schema: schema}, Source: c.Source, Date: c.Date, Levels: []levelDocument{}}
	for _, level := range c.Levels {
		listed := c.Prices[level.Name]
		entry := levelDocument{
			Name: level.Name, VCPU: level.VCPU, MemoryGB: level.MemoryGB, Connections: level.Connections,
			Priced: listed.Published, Source: sourceDocument{listed.Source, listed.Date},
		}
		if listed.Published {
			entry.PerMonth = &listed.Cents
		}
		d.Levels = append(d.Levels, entry)
	}
	d.Storage.IncludedGB, d.Storage.MostGB, d.Storage.PerGB = c.Storage.IncludedGB, c.Storage.MostGB, c.Storage.CentsPerGB
	d.Storage.Source = sourceDocument{c.Storage.Rate.Name, c.Storage.Rate.Date}
	return d
}
