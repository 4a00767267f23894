package pricing

import (
	"errors"
	"io"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pooldeck/model"
)

// small is a whole catalog; the tests spoil one line of it at a time.
const small = `source: our contract
date: 2026-09
sources:
  contract:
    name: the contract's annex B
    date: 2026-09-01
storage:
  included: {gb: 100, source: contract}
  price: {cents: 18, source: contract}
  most: {gb: 100000, source: contract}
levels:
  - name: 4G-Performance
    vcpu: {count: 2, source: contract}
    memory: {gb: 4, source: contract}
    connections: {count: 380, source: contract}
    price: {cents: 14000, source: contract}
  - name: 8G-Performance
    vcpu: {count: 2, source: contract}
    memory: {gb: 8, source: contract}
    connections: {count: 800, source: contract}
    price: {cents: not published, source: contract}
`

func TestRead(t *testing.T) {
	c, err := Read("prices.yaml", strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	contract := Source{"the contract's annex B", "2026-09-01"}
	want := StoragePrice{100, 18, 100_000, contract, contract, contract}
	if c.Storage != want {
		t.Errorf("storage %+v, want %+v", c.Storage, want)
	}
	if c.Source != "our contract" || c.Date != "2026-09" {
		t.Errorf("the catalog is from %q of %q", c.Source, c.Date)
	}
	prices := Prices{
		"4G-Performance": {Cents: 14000, Published: true, Source: contract.Name, Date: contract.Date},
		"8G-Performance": {Source: contract.Name, Date: contract.Date},
	}
	if !maps.Equal(c.Prices, prices) {
		t.Errorf("prices %+v, want %+v", c.Prices, prices)
	}
	if got := c.Figures["4G-Performance"]; got != (Figures{contract, contract, contract}) {
		t.Errorf("figures from %+v", got)
	}
	if !c.Levels[0].Priced || c.Levels[1].Priced {
		t.Errorf("levels %+v: the first has a price, the second has none", c.Levels)
	}
}

func TestAnchorsAreUnderstood(t *testing.T) {
	text := strings.Replace(small, "{count: 2, source: contract}", "&two {count: 2, source: contract}", 1)
	text = strings.Replace(text, "{count: 2, source: contract}\n    memory: {gb: 8", "*two\n    memory: {gb: 8", 1)
	got, err := Read("prices.yaml", strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	want, _ := Read("prices.yaml", strings.NewReader(small))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// spoilt are bad files: what is replaced, by what, and the error.
func spoilt() map[string]struct{ old, by, want string } {
	return map[string]struct{ old, by, want string }{
		"letters in a price": {
			"{cents: 14000,", "{cents: 3OO,", "prices.yaml:16: level 4G-Performance: the price 3OO is not a number of cents",
		},
		"a price in dollars": {
			"{cents: 14000,", "{cents: 140.00,", "prices.yaml:16: level 4G-Performance: the price 140.00 is not a number of cents",
		},
		"a price that is a list": {
			"{cents: 14000,", "{cents: [14000],", `prices.yaml:16: level 4G-Performance: the price "" is not a number of cents`,
		},
		"no price": {
			"{cents: 14000,", "{cents: ,", `prices.yaml:16: level 4G-Performance: the price "" is not a number of cents`,
		},
		"a negative price": {
			"{cents: 14000,", "{cents: -14000,", "prices.yaml:16: level 4G-Performance: the price -14000 is below 0",
		},
		"a price beyond any": {
			"{cents: 14000,", "{cents: 1000000001,", "prices.yaml:16: level 4G-Performance: the price 1000000001 is not from 0 to 1000000000",
		},
		"a price beyond 64 bits": {
			"{cents: 14000,", "{cents: 99999999999999999999,",
			"prices.yaml:16: level 4G-Performance: the price 99999999999999999999 is not from 0 to 1000000000",
		},
		"a price without its source": {
			"{cents: 14000, source: contract}", "{cents: 14000}", "prices.yaml:16: level 4G-Performance: price: the field source is missing",
		},
		"a price that is only a number": {
			"{cents: 14000, source: contract}", "14000",
			"prices.yaml:16: level 4G-Performance: price is 14000 and not a list of fields; it has cents, source",
		},
		"a price from an unknown source": {
			"{cents: 14000, source: contract}", "{cents: 14000, source: hearsay}",
			"prices.yaml:16: level 4G-Performance: the price has the source hearsay, which is not among the sources",
		},
		"storage of an unpublished price": {
			"{cents: 18,", "{cents: not published,", "prices.yaml:9: storage: the price not published is not a number of cents",
		},
		"negative storage": {
			"included: {gb: 100,", "included: {gb: -1,", "prices.yaml:8: storage: the included -1 is below 0",
		},
		"less storage than is included": {
			"{gb: 100000,", "{gb: 99,", "prices.yaml:10: storage: the most, 99 GB, is less than the included 100 GB",
		},
		"a level without memory": {
			"    memory: {gb: 4, source: contract}\n", "", "prices.yaml:12: level 4G-Performance: the field memory is missing",
		},
		"a level of no memory": {
			"{gb: 4,", "{gb: 0,", "prices.yaml:14: level 4G-Performance: the memory 0 is not from 1 to 1000000",
		},
		"a level that accepts nobody": {
			"{count: 380,", "{count: 0,", "prices.yaml:15: level 4G-Performance: the connections 0 is not from 1 to 1000000",
		},
		"a level of no vCPU": {
			"{count: 2,", "{count: none,", "prices.yaml:13: level 4G-Performance: the vcpu none is not a number",
		},
		"a field that nobody knows": {
			"    connections: {count: 380", "    conections: {count: 380",
			"prices.yaml:15: level 4G-Performance has no field conections; it has name, vcpu, memory, connections, price",
		},
		"a field that is there twice": {
			"    memory: {gb: 4, source: contract}\n", "    memory: {gb: 4, source: contract}\n    memory: {gb: 5, source: contract}\n",
			"prices.yaml:15: level 4G-Performance has the field memory twice",
		},
		"a level without a name": {
			"- name: 4G-Performance\n    vcpu", "- vcpu", "prices.yaml:12: a level: the field name is missing",
		},
		"a level whose name has a space": {
			"- name: 4G-Performance", "- name: 4G Performance",
			"prices.yaml:12: level 4G Performance: a level's name is 1 to 40 letters, numbers, hyphens, dots and underscores",
		},
		"a level whose name is a list": {
			"- name: 4G-Performance", "- name: [4G-Performance]",
			"prices.yaml:12: a level: a level's name is 1 to 40 letters, numbers, hyphens, dots and underscores",
		},
		"a level that is there twice": {
			"- name: 8G-Performance", "- name: 4G-Performance", "prices.yaml:17: level 4G-Performance is there twice, first on line 12",
		},
		"levels out of order": {
			"{gb: 8,", "{gb: 3,",
			"prices.yaml:17: level 8G-Performance: its 3 GB of memory are not more than the 4 GB of 4G-Performance before it; levels go from the smallest up",
		},
		"two levels of one size": {
			"{gb: 8,", "{gb: 4,",
			"prices.yaml:17: level 8G-Performance: its 4 GB of memory are not more than the 4 GB of 4G-Performance before it; levels go from the smallest up",
		},
		"no level": {
			small[strings.Index(small, "levels:"):], "levels: []\n", "prices.yaml:11: levels is empty: a catalog has at least one level",
		},
		"levels that are no list": {
			small[strings.Index(small, "levels:"):], "levels: 4G-Performance\n", "prices.yaml:11: levels is not a list",
		},
		"a level that is a word": {
			small[strings.Index(small, "levels:"):], "levels: [4G-Performance]\n",
			"prices.yaml:11: a level is 4G-Performance and not a list of fields; it has name, vcpu, memory, connections, price",
		},
		"no sources": {
			"  contract:\n    name: the contract's annex B\n    date: 2026-09-01\n", "  {}\n",
			"prices.yaml:4: sources is not a list of sources by their short names",
		},
		"a source that is there twice": {
			"storage:\n", "  contract: {name: another, date: 2026-09}\nstorage:\n", "prices.yaml:7: source contract is there twice",
		},
		"a source without a name": {
			"name: the contract's annex B", `name: ""`, "prices.yaml:5: source contract: the source's name is not a line of 1 to 200 characters",
		},
		"a source that paints the terminal": {
			"name: the contract's annex B", `name: "\e[31mred"`, "prices.yaml:5: source contract: the source's name is not a line of 1 to 200 characters",
		},
		"a date that is none": {
			"date: 2026-09-01", "date: 2026-09-31", "prices.yaml:6: source contract: the date 2026-09-31 is not like 2026-05-18, 2026-05 or 2026",
		},
		"a field of the catalog that nobody knows": {
			"date: 2026-09\n", "date: 2026-09\ncurrency: EUR\n", "prices.yaml:3: the catalog has no field currency; it has source, date, sources, storage, levels, dynos",
		},
		"a catalog that is a list": {
			small, "- 1\n", `prices.yaml:1: the catalog is "" and not a list of fields; it has source, date, sources, storage, levels, dynos`,
		},
		"an empty file":           {small, "", "prices.yaml:1: the file is empty"},
		"a file of comments":      {small, "# none\n", "prices.yaml:1: the file is empty"},
		"a second document":       {small, small + "---\na: 1\n", "prices.yaml:22: a catalog is one document; a second one begins here"},
		"brackets that stay open": {"{cents: 14000, source: contract}", "{cents: 14000", "prices.yaml:17: this is not YAML: did not find expected ',' or '}'"},
		"a tab as indentation":    {"    vcpu: {count: 2", "\tvcpu: {count: 2", "prices.yaml:13: this is not YAML: found a tab character that violates indentation"},
		"an alias of nothing":     {"{count: 2, source: contract}", "*two", "prices.yaml:13: this is not YAML: unknown anchor 'two' referenced"},
		"a file that is not text": {"annex B", "annex \x00", "prices.yaml:5: this is not text in UTF-8"},
		"a letter that is none":   {"annex B", "annex \uFFFE", "prices.yaml:5: this is not text in UTF-8"},
		"a file in another code":  {"annex B", "annex \xe4", "prices.yaml:5: this is not text in UTF-8"},
		"a very long word is cut": {
			"{cents: 14000,", "{cents: " + strings.Repeat("x", 41) + ",",
			"prices.yaml:16: level 4G-Performance: the price " + strings.Repeat("x", 40) + "… is not a number of cents",
		},
		"a file of more than a mebibyte": {
			small, "# " + strings.Repeat("x", maxFile), "prices.yaml:1: a catalog has at most 1024 KiB; this file is larger",
		},
	}
}

func TestReadRefuses(t *testing.T) {
	for name, c := range spoilt() {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(small, c.old) {
				t.Fatalf("%q is not in the catalog", c.old)
			}
			_, err := Read("prices.yaml", strings.NewReader(strings.Replace(small, c.old, c.by, 1)))
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestReadSaysWhyItCannot(t *testing.T) {
	_, err := Read("prices.yaml", iotest.ErrReader(io.ErrClosedPipe))
	if !errors.Is(err, io.ErrClosedPipe) || !strings.HasPrefix(err.Error(), "prices.yaml: ") {
		t.Errorf("got %v", err)
	}
}

// FuzzRead reads anything: it is a whole catalog or an error with a line.
func FuzzRead(f *testing.F) {
	f.Add(string(embedded))
	f.Add(small)
	for _, c := range spoilt() {
		if text := strings.Replace(small, c.old, c.by, 1); len(text) < 4096 {
			f.Add(text)
		}
	}
	located := regexp.MustCompile(`^prices\.yaml:[1-9][0-9]*: [ -~…]*`)
	f.Fuzz(func(t *testing.T, text string) {
		c, err := Read("prices.yaml", strings.NewReader(text))
		if err != nil {
			if !located.MatchString(err.Error()) {
				t.Errorf("the error has no line: %v", err)
			}
			if strings.ContainsAny(err.Error(), "\x00\x1b\n") {
				t.Errorf("the error cannot be printed: %q", err)
			}
			return
		}
		if len(c.Levels) == 0 || len(c.Levels) != len(c.Prices) || len(c.Levels) != len(c.Figures) {
			t.Errorf("%d levels, %d prices, %d sources", len(c.Levels), len(c.Prices), len(c.Figures))
		}
		for _, l := range c.Levels {
			p, listed := c.Prices[l.Name]
			if !listed || p.Published != l.Priced || p.Cents < 0 || !p.Published && p.Cents != 0 || p.Source == "" || p.Date == "" {
				t.Errorf("%s has the price %+v", l.Name, p)
			}
		}
		ascending := slices.IsSortedFunc(c.Levels, func(a, b model.Level) int { return a.MemoryGB - b.MemoryGB })
		if !ascending || c.StorageCost(1<<62).Cents < 0 {
			t.Errorf("levels %+v, storage %+v", c.Levels, c.Storage)
		}
	})
}
