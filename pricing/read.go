package pricing

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"pooldeck/model"
)

// The largest catalog and figures that are taken. They keep every sum of a
// large fleet within 64 bits and are far above what anything costs.
const (
	maxFile   = 1 << 20
	maxFigure = 1_000_000     // vCPU, gigabytes, connections
	maxCents  = 1_000_000_000 // for a month
	maxText   = 200
)

// Read reads a catalog from a YAML file of the form of the embedded one. The
// name is for errors: each names the file and the line and says what is
// written there and what belongs there.
func Read(name string, r io.Reader) (Catalog, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFile+1))
	if err != nil {
		return Catalog{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(data) > maxFile {
		return Catalog{}, fmt.Errorf("%s: a catalog has at most %d KiB; this file is larger", name, maxFile>>10)
	}
	f := file{name: name}
	root, err := f.parse(data)
	if err != nil {
		return Catalog{}, err
	}
	return f.catalog(root)
}

// file is a catalog being read.
type file struct {
	name    string
	sources map[string]Source
}

func (f file) errorf(line int, format string, args ...any) error {
	return fmt.Errorf("%s:%d: "+format, append([]any{f.name, line}, args...)...)
}

// parse reads the one document of the file.
func (f file) parse(data []byte) (*yaml.Node, error) {
	if line := foreign(data); line > 0 {
		return nil, f.errorf(line, "this is not text in UTF-8")
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.name, err)
	}
	var document, second yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return nil, f.errorf(1, "the file is empty")
	case err != nil:
		return nil, f.syntax(err)
	}
	switch err := loader.Load(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		return nil, f.syntax(err)
	default:
		return nil, f.errorf(second.Line, "a catalog is one document; a second one begins here")
	}
	if len(document.Content) != 1 {
		return nil, f.errorf(1, "the file is empty")
	}
	return document.Content[0], nil
}

func (f file) syntax(err error) error {
	var at *yaml.LoadError
	if !errors.As(err, &at) {
		return f.errorf(1, "this is not YAML: %v", err)
	}
	return f.errorf(max(at.Mark.Line, at.ContextMark.Line, 1), "this is not YAML: %s", shown(at.Message))
}

// foreign is the first line that is not text; 0 when all of it is.
func foreign(data []byte) int {
	for line, text := range bytes.Split(data, []byte("\n")) {
		control := func(r rune) bool { return unicode.IsControl(r) && r != '\t' && r != '\r' }
		if !utf8.Valid(text) || bytes.ContainsFunc(text, control) {
			return line + 1
		}
	}
	return 0
}

func (f file) catalog(root *yaml.Node) (Catalog, error) {
	top, err := f.fields(root, "the catalog", "source", "date", "sources", "storage", "levels")
	if err != nil {
		return Catalog{}, err
	}
	c := Catalog{Prices: map[string]Price{}, Figures: map[string]Figures{}}
	about, err := f.source(top["source"], top["date"], "the catalog")
	if err != nil {
		return Catalog{}, err
	}
	c.Source, c.Date = about.Name, about.Date
	if f.sources, err = f.readSources(top["sources"]); err != nil {
		return Catalog{}, err
	}
	if c.Storage, err = f.storage(top["storage"]); err != nil {
		return Catalog{}, err
	}
	if err := f.levels(top["levels"], &c); err != nil {
		return Catalog{}, err
	}
	return c, nil
}

func (f file) readSources(n *yaml.Node) (map[string]Source, error) {
	n = resolved(n)
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		return nil, f.errorf(n.Line, "sources is not a list of names with a source each")
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

// source reads a name and a date.
func (f file) source(name, date *yaml.Node, what string) (Source, error) {
	text, err := f.text(name, what, "the source")
	if err != nil {
		return Source{}, err
	}
	day := resolved(date).Value
	_, full := time.Parse(time.DateOnly, day)
	_, month := time.Parse("2006-01", day)
	if full != nil && month != nil {
		return Source{}, f.errorf(date.Line, "%s: the date %s is not like 2026-05-18 or 2026-05", what, shown(day))
	}
	return Source{text, day}, nil
}

func (f file) storage(n *yaml.Node) (StoragePrice, error) {
	parts, err := f.fields(n, "storage", "included", "price", "most")
	if err != nil {
		return StoragePrice{}, err
	}
	var s StoragePrice
	if s.IncludedGB, s.Included, err = f.figure(parts["included"], "storage", "included", gigabytes.from(0)); err != nil {
		return s, err
	}
	if s.CentsPerGB, s.Rate, err = f.figure(parts["price"], "storage", "price", cents.upTo(maxFigure)); err != nil {
		return s, err
	}
	if s.MostGB, s.Most, err = f.figure(parts["most"], "storage", "most", gigabytes); err != nil {
		return s, err
	}
	if s.MostGB < s.IncludedGB {
		return s, f.errorf(resolved(parts["most"]).Line, "storage: the most, %d GB, is less than the included %d GB", s.MostGB, s.IncludedGB)
	}
	return s, nil
}

func (f file) levels(n *yaml.Node, c *Catalog) error {
	n = resolved(n)
	if n.Kind != yaml.SequenceNode {
		return f.errorf(n.Line, "levels is not a list")
	}
	if len(n.Content) == 0 {
		return f.errorf(n.Line, "levels is an empty list: a catalog has at least one level")
	}
	lines := map[string]int{}
	for _, item := range n.Content {
		level, err := f.level(item, c)
		if err != nil {
			return err
		}
		if first, twice := lines[level.Name]; twice {
			return f.errorf(item.Line, "level %s is there twice, first on line %d", level.Name, first)
		}
		lines[level.Name] = item.Line
		if at := len(c.Levels) - 1; at >= 0 && c.Levels[at].MemoryGB >= level.MemoryGB {
			return f.errorf(item.Line, "level %s: its %d GB of memory are not more than the %d GB of %s; levels go from the smallest up",
				level.Name, level.MemoryGB, c.Levels[at].MemoryGB, c.Levels[at].Name)
		}
		c.Levels = append(c.Levels, level)
	}
	return nil
}

var levelName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

// level reads one level and puts its price and sources into the catalog.
func (f file) level(n *yaml.Node, c *Catalog) (model.Level, error) {
	what := "this level"
	if name := peek(n, "name"); name != "" {
		what = "level " + shown(name)
	}
	parts, err := f.fields(n, what, "name", "vcpu", "memory", "connections", "price")
	if err != nil {
		return model.Level{}, err
	}
	name := resolved(parts["name"])
	if name.Kind != yaml.ScalarNode || !levelName.MatchString(name.Value) {
		return model.Level{}, f.errorf(name.Line, "%s: a level's name is 1 to 40 letters, numbers, hyphens, dots and underscores", what)
	}
	level := model.Level{Name: name.Value}
	var figures Figures
	for _, figure := range []struct {
		name   string
		is     *int
		source *Source
		number number
	}{
		{"vcpu", &level.VCPU, &figures.VCPU, counts},
		{"memory", &level.MemoryGB, &figures.Memory, gigabytes},
		{"connections", &level.Connections, &figures.Connections, counts},
	} {
		is, source, err := f.figure(parts[figure.name], what, figure.name, figure.number)
		if err != nil {
			return model.Level{}, err
		}
		*figure.is, *figure.source = int(is), source
	}
	price, err := f.price(parts["price"], what)
	if err != nil {
		return model.Level{}, err
	}
	level.Priced = price.Published
	if _, twice := c.Prices[level.Name]; !twice {
		c.Prices[level.Name], c.Figures[level.Name] = price, figures
	}
	return level, nil
}

func (f file) price(n *yaml.Node, what string) (Price, error) {
	if peek(n, cents.unit) == notPublished {
		source, err := f.cited(n, what, "price", cents)
		return Price{Source: source.Name, Date: source.Date}, err
	}
	is, source, err := f.figure(n, what, "price", cents)
	return Price{is, true, source.Name, source.Date}, err
}

// number is a kind of figure: the field that holds it and its range.
type number struct {
	unit        string // the field's name
	noun        string
	least, most int64
}

var (
	counts    = number{"count", "a number", 1, maxFigure}
	gigabytes = number{"gb", "a number of gigabytes", 1, maxFigure}
	cents     = number{"cents", "a number of cents", 0, maxCents}
)

func (n number) from(least int64) number { n.least = least; return n }
func (n number) upTo(most int64) number  { n.most = most; return n }

// figure reads {gb: 4, source: pools}.
func (f file) figure(n *yaml.Node, what, name string, kind number) (int64, Source, error) {
	source, err := f.cited(n, what, name, kind)
	if err != nil {
		return 0, source, err
	}
	parts, _ := f.fields(n, what, kind.unit, "source")
	value := resolved(parts[kind.unit])
	is, err := strconv.ParseInt(value.Value, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange):
		return 0, source, f.errorf(value.Line, "%s: the %s %s is not from %d to %d", what, name, shown(value.Value), kind.least, kind.most)
	case value.Kind != yaml.ScalarNode || err != nil:
		return 0, source, f.errorf(value.Line, "%s: the %s %s is not %s", what, name, shown(value.Value), kind.noun)
	case is < 0:
		return 0, source, f.errorf(value.Line, "%s: the %s %d is below 0", what, name, is)
	case is < kind.least || is > kind.most:
		return 0, source, f.errorf(value.Line, "%s: the %s %d is not from %d to %d", what, name, is, kind.least, kind.most)
	}
	return is, source, nil
}

// cited reads the source of a figure and checks that the figure is there.
func (f file) cited(n *yaml.Node, what, name string, kind number) (Source, error) {
	parts, err := f.fields(n, what+": "+name, kind.unit, "source")
	if err != nil {
		return Source{}, err
	}
	key := resolved(parts["source"])
	source, known := f.sources[key.Value]
	if key.Kind != yaml.ScalarNode || !known {
		return Source{}, f.errorf(key.Line, "%s: the %s has the source %s, which is not among the sources", what, name, shown(key.Value))
	}
	return source, nil
}

// text reads a line that can be shown as it is.
func (f file) text(n *yaml.Node, what, name string) (string, error) {
	n = resolved(n)
	text := strings.TrimSpace(n.Value)
	printable := !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) })
	if n.Kind != yaml.ScalarNode || text == "" || len(text) > maxText || !printable {
		return "", f.errorf(n.Line, "%s: %s is not a line of 1 to %d characters", what, name, maxText)
	}
	return text, nil
}

// fields reads a mapping that has exactly these fields.
func (f file) fields(n *yaml.Node, what string, names ...string) (map[string]*yaml.Node, error) {
	n = resolved(n)
	if n.Kind != yaml.MappingNode {
		return nil, f.errorf(n.Line, "%s is not a list of fields; it has %s", what, strings.Join(names, ", "))
	}
	found := map[string]*yaml.Node{}
	for key, value := range entries(n) {
		if !slices.Contains(names, key.Value) {
			return nil, f.errorf(key.Line, "%s has no field %s; it has %s", what, shown(key.Value), strings.Join(names, ", "))
		}
		if found[key.Value] != nil {
			return nil, f.errorf(key.Line, "%s has the field %s twice", what, key.Value)
		}
		found[key.Value] = value
	}
	for _, name := range names {
		if found[name] == nil {
			return nil, f.errorf(n.Line, "%s: the field %s is missing", what, name)
		}
	}
	return found, nil
}

// entries are the keys and values of a mapping in their order.
func entries(n *yaml.Node) func(yield func(key, value *yaml.Node) bool) {
	return func(yield func(key, value *yaml.Node) bool) {
		for at := 0; at+1 < len(n.Content); at += 2 {
			if !yield(resolved(n.Content[at]), n.Content[at+1]) {
				return
			}
		}
	}
}

// peek is a field of a mapping as it is written; empty when there is none.
func peek(n *yaml.Node, field string) string {
	if n = resolved(n); n.Kind == yaml.MappingNode {
		for key, value := range entries(n) {
			if key.Value == field {
				return resolved(value).Value
			}
		}
	}
	return ""
}

// resolved is what an alias stands for.
func resolved(n *yaml.Node) *yaml.Node {
	for n.Kind == yaml.AliasNode && n.Alias != nil {
		n = n.Alias
	}
	return n
}

// shown is what is written in a file, short and safe to print.
func shown(text string) string {
	const most = 40
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	if text == "" || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}
