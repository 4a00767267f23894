package control

import (
	"slices"

	"pooldeck/backend/store"
	"pooldeck/model"
)

// delta is what the store has to take in to get from one fleet to a later
// one. Fleets share what did not change, so this compares pointers.
func delta(from, to *model.Fleet) store.Batch {
	clusters, removed := differ(from.Clusters, to.Clusters, func(c *model.Cluster) model.ID { return c.ID })
	operations, forgotten := differ(from.Operations, to.Operations, func(o *model.Operation) model.OperationID { return o.ID })
	apps, _ := differ(from.Apps, to.Apps, func(a *model.App) model.ID { return a.ID })
	return store.Batch{
		At: to.At, Apps: apps, Clusters: clusters, Operations: operations, Removed: removed, Forgotten: forgotten,
		Learnt: learnt(from.Learnt, to.Learnt),
	}
}

// learnt is what is known by now of the kinds of steps of which more is known
// than before; nil where nothing is.
func learnt(from, to model.Learnt) model.Learnt {
	var more model.Learnt
	for step, all := range to {
		if !slices.Equal(from[step], all) {
			if more == nil {
				more = model.Learnt{}
			}
			more[step] = all
		}
	}
	return more
}

// differ lists the items that are new or changed, and the IDs of those that
// are gone. What stands at the same place in both lists is passed over
// quickly: among many clusters few come and go.
func differ[T any, K comparable](from, to []*T, id func(*T) K) (put []*T, gone []K) {
	for len(from) > 0 && len(to) > 0 && (from[0] == to[0] || id(from[0]) == id(to[0])) {
		if from[0] != to[0] {
			put = append(put, to[0])
		}
		from, to = from[1:], to[1:]
	}
	for len(from) > 0 && len(to) > 0 && from[len(from)-1] == to[len(to)-1] {
		from, to = from[:len(from)-1], to[:len(to)-1]
	}
	old := make(map[K]*T, len(from))
	for _, item := range from {
		old[id(item)] = item
	}
	for _, item := range to {
		if old[id(item)] != item {
			put = append(put, item)
		}
		delete(old, id(item))
	}
	for _, item := range from {
		if _, left := old[id(item)]; left {
			gone = append(gone, id(item))
		}
	}
	return put, gone
}
