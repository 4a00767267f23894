package pricing

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"time"

	"go.yaml.in/yaml/v4"

	"pooldeck/model"
)

// The largest catalog and figures that are taken. They keep every sum of a
// large fleet within 64 bits and are far above what anything costs.
const (
	maxFile   = 1 << 20
	maxFigure = 1_000_000     // vCPU, gigabytes, connections, cents for a gigabyte
	maxCents  = 1_000_000_000 // for an instance and month
)

var levelName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

// Read reads a catalog from a YAML file of the form of the embedded one. The
// name is for errors: each names the file and the line and says what is
// written there and what belongs there.
func Read(name string, r io.Reader) (Catalog, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Catalog{}, fmt.Errorf("%s: %w", name, err)
	}
	f := file{name: name}
	if len(data) > maxFile {
		return Catalog{}, f.errorf(1, "a catalog has at most %d KiB; this file is larger", maxFile>>10)
	}
	root, err := f.parse(data)
	if err != nil {
		return Catalog{}, err
	}
	return f.catalog(root)
}

func (f file) catalog(root *yaml.Node) (Catalog, error) {
	top, err := f.fields(root, "the catalog", "source", "date", "sources", "storage", "levels", "dynos?")
	if err != nil {
		return Catalog{}, err
	}
	about, err := f.source(top["source"], top["date"], "the catalog")
	if err != nil {
		return Catalog{}, err
	}
	if f.sources, err = f.readSources(top["sources"]); err != nil {
		return Catalog{}, err
	}
	c := Catalog{Prices: Prices{}, Figures: map[string]Figures{}, Source: about.Name, Date: about.Date}
	if c.Storage, err = f.storage(top["storage"]); err != nil {
		return Catalog{}, err
	}
	if err := f.levels(top["levels"], &c); err != nil {
		return Catalog{}, err
	}
	if top["dynos"] == nil {
		// A file from before there were dynos in it.
		all, err := Embedded()
		if err != nil {
			return Catalog{}, err
		}
		c.Sizes, c.Dynos = all.Sizes, all.Dynos
		return c, nil
	}
	return c, f.dynos(top["dynos"], &c)
}

func (f file) readSources(n *yaml.Node) (map[string]Source, error) {
	n = resolved(n)
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		return nil, f.errorf(n.Line, "sources is not a list of sources by their short names")
	}
	sources := map[string]Source{}
	for key, value := range entries(n) {
		what := "source " + shown(key.Value)
		if _, twice := sources[key.Value]; twice {
			return nil, f.errorf(key.Line, "%s is there twice", what)
		}
		parts, err := f.fields(value, what, "name", "date")
		if err != nil {
			return nil, err
		}
		if sources[key.Value], err = f.source(parts["name"], parts["date"], what); err != nil {
			return nil, err
		}
	}
	return sources, nil
}

func (f file) source(name, date *yaml.Node, what string) (Source, error) {
	text, err := f.line(name, what+": the source's name")
	if err != nil {
		return Source{}, err
	}
	day := resolved(date).Value
	_, notDay := time.Parse(time.DateOnly, day)
	_, notMonth := time.Parse("2006-01", day)
	_, notYear := time.Parse("2006", day)
	if notDay != nil && notMonth != nil && notYear != nil {
		return Source{}, f.errorf(date.Line, "%s: the date %s is not like 2026-05-18, 2026-05 or 2026", what, shown(day))
	}
	return Source{text, day}, nil
}

func (f file) storage(n *yaml.Node) (StoragePrice, error) {
	parts, err := f.fields(n, "storage", "included", "price", "most")
	if err != nil {
		return StoragePrice{}, err
	}
	included, err := f.figure(parts["included"], "storage", "included", gigabytes(0))
	if err != nil {
		return StoragePrice{}, err
	}
	price, err := f.figure(parts["price"], "storage", "price", number{unit: "cents", noun: "a number of cents", most: maxFigure})
	if err != nil {
		return StoragePrice{}, err
	}
	most, err := f.figure(parts["most"], "storage", "most", gigabytes(1))
	if err != nil {
		return StoragePrice{}, err
	}
	if most.is < included.is {
		return StoragePrice{}, f.errorf(most.line, "storage: the most, %d GB, is less than the included %d GB", most.is, included.is)
	}
	return StoragePrice{
		IncludedGB: included.is, CentsPerGB: price.is, MostGB: most.is,
		Included: included.source, Rate: price.source, Most: most.source,
	}, nil
}

func (f file) levels(n *yaml.Node, c *Catalog) error {
	n = resolved(n)
	if n.Kind != yaml.SequenceNode {
		return f.errorf(n.Line, "levels is not a list")
	}
	if len(n.Content) == 0 {
		return f.errorf(n.Line, "levels is empty: a catalog has at least one level")
	}
	first := map[string]int{}
	for at, item := range n.Content {
		level, err := f.level(item)
		if err != nil {
			return err
		}
		name := level.Name
		if line := first[name]; line > 0 {
			return f.errorf(item.Line, "level %s is there twice, first on line %d", name, line)
		}
		if at > 0 && level.MemoryGB <= c.Levels[at-1].MemoryGB {
			return f.errorf(item.Line, "level %s: its %d GB of memory are not more than the %d GB of %s before it; levels go from the smallest up",
				name, level.MemoryGB, c.Levels[at-1].MemoryGB, c.Levels[at-1].Name)
		}
		first[name] = item.Line
		c.Levels = append(c.Levels, level.Level)
		c.Prices[name], c.Figures[name] = level.price, level.figures
	}
	return nil
}

// listed is a level as it stands in the file.
type listed struct {
	model.Level
	price   Price
	figures Figures
}

func (f file) level(n *yaml.Node) (listed, error) {
	what := "a level"
	if name := peek(n, "name"); name != "" {
		what = "level " + shown(name)
	}
	parts, err := f.fields(n, what, "name", "vcpu", "memory", "connections", "price")
	if err != nil {
		return listed{}, err
	}
	name := resolved(parts["name"])
	if name.Kind != yaml.ScalarNode || !levelName.MatchString(name.Value) {
		return listed{}, f.errorf(name.Line, "%s: a level's name is 1 to 40 letters, numbers, hyphens, dots and underscores", what)
	}
	vcpu, err := f.figure(parts["vcpu"], what, "vcpu", counted())
	if err != nil {
		return listed{}, err
	}
	memory, err := f.figure(parts["memory"], what, "memory", gigabytes(1))
	if err != nil {
		return listed{}, err
	}
	connections, err := f.figure(parts["connections"], what, "connections", counted())
	if err != nil {
		return listed{}, err
	}
	price, err := f.figure(parts["price"], what, "price", number{unit: "cents", noun: "a number of cents", most: maxCents, open: true})
	if err != nil {
		return listed{}, err
	}
	return listed{
		Level: model.Level{
			Name: name.Value, VCPU: int(vcpu.is), MemoryGB: int(memory.is), Connections: int(connections.is), Priced: !price.open,
		},
		price:   Price{Cents: price.is, Published: !price.open, Source: price.source.Name, Date: price.source.Date},
		figures: Figures{VCPU: vcpu.source, Memory: memory.source, Connections: connections.source},
	}, nil
}

// number is a kind of figure.
type number struct {
	unit        string // the field that holds it
	noun        string
	least, most int64
	open        bool // it may be "not published"
}

func counted() number { return number{unit: "count", noun: "a number", least: 1, most: maxFigure} }
func gigabytes(least int64) number {
	return number{unit: "gb", noun: "a number of gigabytes", least: least, most: maxFigure}
}

// figure is a number with its source: {gb: 4, source: pools}.
type figure struct {
	is     int64
	open   bool
	source Source
	line   int
}

func (f file) figure(n *yaml.Node, what, name string, kind number) (figure, error) {
	parts, err := f.fields(n, what+": "+name, kind.unit, "source")
	if err != nil {
		return figure{}, err
	}
	key, value := resolved(parts["source"]), resolved(parts[kind.unit])
	source, known := f.sources[key.Value]
	if key.Kind != yaml.ScalarNode || !known {
		return figure{}, f.errorf(key.Line, "%s: the %s has the source %s, which is not among the sources", what, name, shown(key.Value))
	}
	if kind.open && value.Value == notPublished {
		return figure{open: true, source: source, line: value.Line}, nil
	}
	is, err := strconv.ParseInt(value.Value, 10, 64)
	tooLarge := errors.Is(err, strconv.ErrRange)
	switch {
	case err != nil && !tooLarge:
		return figure{}, f.errorf(value.Line, "%s: the %s %s is not %s", what, name, shown(value.Value), kind.noun)
	case is < 0:
		return figure{}, f.errorf(value.Line, "%s: the %s %s is below 0", what, name, shown(value.Value))
	case tooLarge || is < kind.least || is > kind.most:
		return figure{}, f.errorf(value.Line, "%s: the %s %s is not from %d to %d", what, name, shown(value.Value), kind.least, kind.most)
	}
	return figure{is: is, source: source, line: value.Line}, nil
}
