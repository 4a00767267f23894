package pricing

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"pooldeck/model"
)

// dynos reads the sizes of dynos and what they cost.
func (f file) dynos(n *yaml.Node, c *Catalog) error {
	parts, err := f.fields(n, "dynos", "eco", "sizes")
	if err != nil {
		return err
	}
	eco, err := f.fields(parts["eco"], "dynos: eco", "hours", "price")
	if err != nil {
		return err
	}
	hours, err := f.figure(eco["hours"], "dynos: eco", "hours", counted())
	if err != nil {
		return err
	}
	price, err := f.figure(eco["price"], "dynos: eco", "price", number{unit: "cents", noun: "a number of cents", most: maxCents})
	if err != nil {
		return err
	}
	c.Dynos = DynoPrices{
		Prices: Prices{}, Figures: map[string]SizeFigures{},
		Eco: EcoPrice{Cents: price.is, Hours: hours.is, Price: price.source, Share: hours.source},
	}
	list := resolved(parts["sizes"])
	if list.Kind != yaml.SequenceNode || len(list.Content) == 0 {
		return f.errorf(list.Line, "sizes is not a list of dyno sizes")
	}
	for _, item := range list.Content {
		size, err := f.size(item)
		if err != nil {
			return err
		}
		if _, twice := c.Sizes.Find(size.Name); twice {
			return f.errorf(item.Line, "size %s is there twice", size.Name)
		}
		c.Sizes = append(c.Sizes, size.Size)
		c.Dynos.Prices[size.Name], c.Dynos.Figures[size.Name] = size.price, size.figures
	}
	return nil
}

// listedSize is a size as it stands in the file.
type listedSize struct {
	model.Size
	price   Price
	figures SizeFigures
}

func (f file) size(n *yaml.Node) (listedSize, error) {
	what := "a size"
	if name := peek(n, "name"); name != "" {
		what = "size " + shown(name)
	}
	parts, err := f.fields(n, what, "name", "family", "memory", "share", "compute", "price", "other?")
	if err != nil {
		return listedSize{}, err
	}
	name, family := resolved(parts["name"]), resolved(parts["family"])
	if name.Kind != yaml.ScalarNode || !levelName.MatchString(name.Value) {
		return listedSize{}, f.errorf(name.Line, "%s: a size's name is 1 to 40 letters, numbers, hyphens, dots and underscores", what)
	}
	if !slices.Contains(model.Families(), model.Family(family.Value)) {
		return listedSize{}, f.errorf(family.Line, "%s: there is no family %s; there are %s", what, shown(family.Value), familyNames())
	}
	share, err := f.line(parts["share"], what+": the share")
	if err != nil {
		return listedSize{}, err
	}
	memory, err := f.figure(parts["memory"], what, "memory", number{unit: "mb", noun: "a number of megabytes", least: 1, most: maxFigure})
	if err != nil {
		return listedSize{}, err
	}
	least, most, source, err := f.compute(parts["compute"], what)
	if err != nil {
		return listedSize{}, err
	}
	price, err := f.price(parts, what)
	if err != nil {
		return listedSize{}, err
	}
	return listedSize{
		Size: model.Size{
			Name: name.Value, Family: model.Family(family.Value), MemoryMB: int(memory.is), Share: share,
			ComputeLeast: least, ComputeMost: most, Estimate: price.Other != nil,
		},
		price: price, figures: SizeFigures{Memory: memory.source, Compute: source},
	}, nil
}

// compute is a range: {least: 1, most: 4, source: types}.
func (f file) compute(n *yaml.Node, what string) (least, most int, source Source, err error) {
	parts, err := f.fields(n, what+": compute", "least", "most", "source")
	if err != nil {
		return 0, 0, Source{}, err
	}
	end := func(field string) (figure, error) {
		pair := &yaml.Node{Kind: yaml.MappingNode, Line: n.Line, Content: []*yaml.Node{
			{Kind: yaml.ScalarNode, Value: "count", Line: n.Line},
			parts[field],
			{Kind: yaml.ScalarNode, Value: "source", Line: n.Line},
			parts["source"],
		}}
		return f.figure(pair, what, "compute", counted())
	}
	from, err := end("least")
	if err != nil {
		return 0, 0, Source{}, err
	}
	to, err := end("most")
	if err != nil {
		return 0, 0, Source{}, err
	}
	if to.is < from.is {
		return 0, 0, Source{}, f.errorf(to.line, "%s: the most compute, %d, is less than the least, %d", what, to.is, from.is)
	}
	return int(from.is), int(to.is), from.source, nil
}

// price is what a size costs, and what another source says.
func (f file) price(parts map[string]*yaml.Node, what string) (Price, error) {
	kind := number{unit: "cents", noun: "a number of cents", most: maxCents}
	of := func(field string) (Price, error) {
		n, err := f.figure(parts[field], what, field, kind)
		return Price{Cents: n.is, Published: true, Source: n.source.Name, Date: n.source.Date}, err
	}
	price, err := of("price")
	if err != nil || parts["other"] == nil {
		return price, err
	}
	other, err := of("other")
	if err != nil {
		return Price{}, err
	}
	if other.Cents == price.Cents {
		return Price{}, f.errorf(parts["other"].Line, "%s: the other price is the same", what)
	}
	price.Other = &other
	return price, nil
}

func familyNames() string {
	var names []string
	for _, family := range model.Families() {
		names = append(names, string(family))
	}
	return strings.Join(names, ", ")
}
