package pricing

import (
	"reflect"
	"strconv"
	"strings"
	"testing"
)

const dynos = `dynos:
  eco:
    hours: {count: 900, source: contract}
    price: {cents: 400, source: contract}
  sizes:
    - name: Standard-1X
      family: standard
      memory: {mb: 512, source: contract}
      share: 1x
      compute: {least: 1, most: 4, source: contract}
      price: {cents: 2000, source: contract}
      other: {cents: 2500, source: contract}
`

// A file from before dynos has those of the embedded one.
func TestCatalogWithoutDynos(t *testing.T) {
	c, err := Read("prices.yaml", strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Dynos, catalog(t).Dynos) || !reflect.DeepEqual(c.Sizes, catalog(t).Sizes) {
		t.Errorf("it has %+v and %+v", c.Sizes, c.Dynos)
	}
}

func TestReadSizes(t *testing.T) {
	c, err := Read("prices.yaml", strings.NewReader(small+dynos))
	if err != nil {
		t.Fatal(err)
	}
	size := c.Sizes[0]
	if len(c.Sizes) != 1 || size.MemoryMB != 512 || size.ComputeLeast != 1 || size.ComputeMost != 4 || !size.Estimate || size.Share != "1x" {
		t.Errorf("the sizes are %+v", c.Sizes)
	}
	if c.Dynos.Eco.Cents != 400 || c.Dynos.Eco.Hours != 900 || c.Dynos.Prices["Standard-1X"].Other.Cents != 2500 {
		t.Errorf("prices are %+v", c.Dynos)
	}
}

func TestReadSizesRefuses(t *testing.T) {
	first := strings.Count(small, "\n")
	tests := map[string]struct{ old, by, want string }{
		"a family nobody knows": {"family: standard", "family: fir", "prices.yaml:+7: size Standard-1X: there is no family fir; there are eco, basic, standard, performance, private, shield"},
		"no memory":             {"{mb: 512,", "{mb: 0,", "prices.yaml:+8: size Standard-1X: the memory 0 is not from 1 to 1000000"},
		"less compute at most":  {"most: 4,", "most: 0,", "prices.yaml:+10: size Standard-1X: the compute 0 is not from 1 to 1000000"},
		"most less than least":  {"least: 1, most: 4,", "least: 5, most: 4,", "prices.yaml:+10: size Standard-1X: the most compute, 4, is less than the least, 5"},
		"the same price twice":  {"cents: 2500", "cents: 2000", "prices.yaml:+12: size Standard-1X: the other price is the same"},
		"no share":              {"share: 1x", "share: ''", "prices.yaml:+9: size Standard-1X: the share is not a line of 1 to 200 characters"},
		"a name with a space":   {"name: Standard-1X", "name: Standard 1X", `prices.yaml:+6: size Standard 1X: a size's name is 1 to 40 letters, numbers, hyphens, dots and underscores`},
		"a source nobody knows": {"{cents: 400, source: contract}", "{cents: 400, source: hearsay}", "prices.yaml:+4: dynos: eco: the price has the source hearsay, which is not among the sources"},
		"no sizes":              {dynos[strings.Index(dynos, "  sizes:"):], "  sizes: []\n", "prices.yaml:+5: sizes is not a list of dyno sizes"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(dynos, tt.old) {
				t.Fatalf("%q is not in the catalog", tt.old)
			}
			_, err := Read("prices.yaml", strings.NewReader(small+strings.Replace(dynos, tt.old, tt.by, 1)))
			if err == nil {
				t.Fatal("it was read")
			}
			head, rest, _ := strings.Cut(tt.want, ":+")
			number, rest, _ := strings.Cut(rest, ":")
			line := 0
			for _, r := range number {
				line = 10*line + int(r-'0')
			}
			if want := head + ":" + strconv.Itoa(first+line) + ":" + rest; err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}
