package pricing

import (
	"slices"

	"pooldeck/model"
)

// Dyno is what one dyno of a size costs for a month: nothing by itself at Eco,
// whose price is flat. A size that the catalog does not list has no published
// price.
func (c Catalog) Dyno(size string) Amount { return c.Dynos.Prices.instance(size) }

// Estimated is whether sources differ about the price of a size.
func (c Catalog) Estimated(size string) bool { return c.Dynos.Prices[size].Other != nil }

// EstimatedIn is whether sources differ about what an app's dynos cost.
func (c Catalog) EstimatedIn(app *model.App) bool {
	return app != nil && slices.ContainsFunc(app.Processes, func(p model.Process) bool { return p.Quantity > 0 && c.Estimated(p.Size) })
}

// Process is what is wanted of a process type for a month, now.
func (c Catalog) Process(p model.Process) Amount { return c.Dyno(p.Size).Times(p.Quantity) }

// ProcessUpTo is what a process type may come to, with its autoscaler at the
// maximum.
func (c Catalog) ProcessUpTo(p model.Process) Amount { return c.Dyno(p.Size).Times(p.Most()) }

// Formation is what is wanted of an app's dynos for a month; nothing for none.
func (c Catalog) Formation(app *model.App) Amount {
	var sum Amount
	if app != nil {
		for _, p := range app.Processes {
			sum = sum.Plus(c.Process(p))
		}
	}
	return sum
}

// More is what a formation may cost above what it does, with its autoscaler at
// the maximum; nothing where none is on.
func (c Catalog) More(app *model.App) Amount {
	var sum Amount
	if app == nil {
		return sum
	}
	for _, p := range app.Processes {
		if p.Autoscaled() {
			sum = sum.Plus(c.Dyno(p.Size).Times(p.Most() - p.Quantity))
		}
	}
	return sum
}

// FleetMore is More of all apps.
func (c Catalog) FleetMore(f *model.Fleet) Amount {
	var sum Amount
	for _, app := range f.Apps {
		sum = sum.Plus(c.More(app))
	}
	return sum
}

// Eco is the flat price of all Eco dynos of a fleet: once, however many apps
// have one.
func (c Catalog) Eco(f *model.Fleet) Amount {
	if slices.ContainsFunc(f.Apps, c.eco) {
		return Amount{Cents: c.Dynos.Eco.Cents}
	}
	return Amount{}
}

// AllEco is what the flat price of Eco is called where it stands by itself.
const AllEco = "all Eco dynos"

// EcoAt is the app that the flat price is counted with: the first of a fleet
// that has an Eco dyno; empty for none. Whoever pays for all of them pays once.
func (c Catalog) EcoAt(f *model.Fleet) model.ID {
	if at := slices.IndexFunc(f.Apps, c.eco); at >= 0 {
		return f.Apps[at].ID
	}
	return ""
}

// HasEco is whether an app has an Eco dyno.
func (c Catalog) HasEco(app *model.App) bool { return app != nil && c.eco(app) }

// FormationIn is Formation, and the flat price of Eco where it is counted with
// this app: formations and clusters come to what the fleet does.
func (c Catalog) FormationIn(f *model.Fleet, app *model.App) Amount {
	sum := c.Formation(app)
	if app != nil && c.eco(app) && c.EcoAt(f) == app.ID {
		sum = sum.Plus(Amount{Cents: c.Dynos.Eco.Cents})
	}
	return sum
}

func (c Catalog) eco(app *model.App) bool {
	return slices.ContainsFunc(app.Processes, func(p model.Process) bool { return p.Quantity > 0 && c.isEco(p.Size) })
}

func (c Catalog) isEco(size string) bool {
	is, _ := c.Sizes.Find(size)
	return is.Family == model.Eco
}

// AppItem is an app's part of a bill: its formation.
type AppItem struct {
	ID   model.ID
	Name string
	Item
	Processes []PoolItem // by App.ProcessID, those that do not change included
}

func (c Catalog) appItem(p model.Plan, id model.ID) AppItem {
	app := p.After.Formation(id)
	item := AppItem{ID: id, Name: app.Name}
	for _, pair := range p.Formation(id) {
		process := PoolItem{
			ID: app.ProcessID(pair.After.Type), Name: pair.After.Type, Item: c.ProcessChange(pair.Before, pair.After),
		}
		item.Processes = append(item.Processes, process)
		item.Item = item.plus(process.Item)
	}
	return item
}

// ProcessChange is what it costs to make one process type into another. One
// whose size and quantity stay makes no difference, whatever its price.
func (c Catalog) ProcessChange(before, after model.Process) Item {
	item := itemOf(c.Process(before), c.Process(after))
	if before.Size == after.Size && before.Quantity == after.Quantity {
		item.Delta = Delta{}
	}
	return item
}
