package pricing

import "pooldeck/model"

// Bill is what a plan costs: every touched cluster with all of its pools, every
// touched app with all of its process types, and the fleet. Deltas add up: a
// cluster's is the sum of its pools' and its storage's, an app's the sum of its
// process types', the fleet's the sum of all of these and of Eco's.
type Bill struct {
	Clusters []ClusterItem // in the order of the plan's targets
	Apps     []AppItem     // likewise
	Eco      Item          // the flat price of all Eco dynos of the fleet
	Fleet    Item
	// More is what the fleet after the plan may cost above Fleet.After, with
	// every autoscaler at its maximum. Said once, as "up to".
	More Amount
}

// UpTo is what the fleet after the plan may come to; false where no autoscaler
// can make it more.
func (b Bill) UpTo() (Amount, bool) { return b.Fleet.After.Plus(b.More), b.More != Amount{} }

// Item is money per month before and after a plan. Delta is open only when
// something that changes has no published price, so it may be exact where
// Before and After are open; where it is open, it is not After less Before.
type Item struct {
	Before, After Amount
	Delta         Delta
}

// ClusterItem is a cluster's part of a bill; its Item includes its storage.
type ClusterItem struct {
	ID   model.ID
	Name string
	Item
	Pools   []PoolItem // those of before in their order, then the new ones
	Storage Item
}

// PoolItem is a pool's part of a bill, the pools that do not change included.
type PoolItem struct {
	ID   model.ID
	Name string
	Item
}

// Cost is the bill of a plan, at the instant of the plan's fleet.
func Cost(c Catalog, p model.Plan) Bill { return CostFrom(c, p, c.Fleet(p.Before)) }

// CostFrom is Cost for a caller that knows what the fleet before the plan
// costs: it looks at the touched clusters only, the rare case apart that
// nothing open is left in them.
func CostFrom(c Catalog, p model.Plan, fleet Amount) Bill {
	bill := Bill{Fleet: Item{Before: fleet}, More: c.FleetMore(p.After)}
	after := fleet
	closed := false
	add := func(item Item) {
		bill.Fleet.Delta = bill.Fleet.Delta.Plus(item.Delta)
		after.Cents += item.After.Cents - item.Before.Cents
		after.Open = after.Open || item.After.Open
		closed = closed || item.Before.Open && !item.After.Open
	}
	for _, id := range p.Targets() {
		if p.After.Formation(id) != nil {
			item := c.appItem(p, id)
			bill.Apps = append(bill.Apps, item)
			add(item.Item)
			continue
		}
		item := c.clusterItem(p, id)
		bill.Clusters = append(bill.Clusters, item)
		add(item.Item)
	}
	if len(bill.Apps) > 0 {
		bill.Eco = itemOf(c.Eco(p.Before), c.Eco(p.After))
		add(bill.Eco)
	}
	if closed {
		after.Open = c.Fleet(p.After).Open
	}
	bill.Fleet.After = after
	return bill
}

func (c Catalog) clusterItem(p model.Plan, id model.ID) ClusterItem {
	before, after := p.Before.Cluster(id), p.After.Cluster(id)
	item := ClusterItem{ID: id, Storage: itemOf(c.storage(before, p.Before.At), c.storage(after, p.After.At))}
	for _, cluster := range []*model.Cluster{before, after} {
		if cluster != nil {
			item.Name = cluster.Name
		}
	}
	item.Item = item.Storage
	for _, pair := range p.Pairs(id) {
		pool := PoolItem{ID: pair.Pool().ID, Name: pair.Pool().Name, Item: c.Change(pair.Before, pair.After)}
		item.Pools = append(item.Pools, pool)
		item.Item = item.plus(pool.Item)
	}
	return item
}

// Change is what it costs to make one pool into another; the zero Pool stands
// for one that is not there. A pool that stays as it is makes no difference,
// whatever its price.
func (c Catalog) Change(before, after model.Pool) Item {
	item := itemOf(c.Prices.pool(&before), c.Prices.pool(&after))
	if before.Level == after.Level && before.Count == after.Count && before.Destroying == after.Destroying {
		item.Delta = Delta{}
	}
	return item
}

func itemOf(before, after Amount) Item { return Item{before, after, Between(before, after)} }

func (i Item) plus(j Item) Item {
	return Item{i.Before.Plus(j.Before), i.After.Plus(j.After), i.Delta.Plus(j.Delta)}
}

// Pool finds a pool's or process type's part of the bill by its ID; the zero
// Item for one of a cluster or app that the plan does not touch.
func (b Bill) Pool(id model.ID) Item {
	for _, app := range b.Apps {
		for _, p := range app.Processes {
			if p.ID == id {
				return p.Item
			}
		}
	}
	for _, cluster := range b.Clusters {
		for _, p := range cluster.Pools {
			if p.ID == id {
				return p.Item
			}
		}
	}
	return Item{}
}

// Target finds the total of a cluster, or of an app's formation, by its ID;
// false for one that the plan does not touch.
func (b Bill) Target(id model.ID) (Item, bool) {
	for _, app := range b.Apps {
		if app.ID == id {
			return app.Item, true
		}
	}
	return b.Cluster(id)
}

// Cluster finds the total of a cluster by its ID; false for a cluster that
// the plan does not touch.
func (b Bill) Cluster(id model.ID) (Item, bool) {
	for _, cluster := range b.Clusters {
		if cluster.ID == id {
			return cluster.Item, true
		}
	}
	return Item{}, false
}
