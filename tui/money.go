package tui

import (
	"pooldeck/model"
	"pooldeck/pricing"
)

// changeOf is what a change of a pool costs, as a narrow text: ? where a
// price is not published.
func (s scene) changeOf(before, after model.Pool) (string, paint) {
	d := s.catalog.Change(before, after).Delta
	return d.Short(), s.deltaStyle(d)
}

// deltaStyle paints money that grows; what shrinks or stays is calm.
func (s scene) deltaStyle(d pricing.Delta) paint {
	switch {
	case d.Open:
		return s.styles.Busy
	case d.Cents > 0:
		return s.styles.Grow
	case d.Cents < 0:
		return s.styles.Good
	}
	return s.styles.Dim
}

// clusterMoney is what a change makes of the cluster's total:
// "cluster $800 → $1,200/month (+50%)".
func (s scene) clusterMoney(c *model.Cluster, change model.Change) string {
	p, err := s.plan(change)
	if err != nil {
		return ""
	}
	bill := pricing.CostFrom(s.catalog, p, s.totals.fleet.amount())
	item, ok := bill.Cluster(c.ID)
	if !ok {
		return ""
	}
	return "cluster " + item.Before.Monthly() + " → " + item.After.Monthly() + "/month" + inBrackets(item)
}

func inBrackets(item pricing.Item) string {
	if percent := pricing.Percent(item.Before, item.Delta); percent != "" {
		return " (" + percent + ")"
	}
	return ""
}
