package model

// Index knows where the clusters and apps of a fleet stood in their lists when
// it was made, and goes along with the fleets that follow. It decides nothing: a
// cluster is found wherever it stands by now, sooner with it than without.
// Fleets that differ in their indexes only do not differ.
type Index struct {
	places map[ID]int
	apps   map[ID]int
	newest ID // the cluster that was added last, and its place
	at     int
}

// Equal is always true: see Index.
func (Index) Equal(Index) bool { return true }

// Indexed is the fleet with a new index.
func (f *Fleet) Indexed() *Fleet {
	next := *f
	next.Index = Index{places: make(map[ID]int, len(f.Clusters)), apps: make(map[ID]int, len(f.Apps))}
	for i, a := range f.Apps {
		next.Index.apps[a.ID] = i
	}
	for i, c := range f.Clusters {
		next.Index.places[c.ID] = i
	}
	return &next
}

// is is whether two IDs are one. Most differ in their last byte already.
func (a ID) is(b ID) bool {
	last := len(a) - 1
	return len(a) == len(b) && (last < 0 || a[last] == b[last]) && a == b
}

// Place is where a cluster stands in the list; -1 when it does not. It is
// looked for from its last known place outwards, since lists grow and shrink
// by a cluster at a time.
func (f *Fleet) Place(id ID) int {
	if _, app := f.Index.apps[id]; app {
		return -1 // an ID is never used again
	}
	from := f.Index.at
	if id != f.Index.newest {
		from = f.Index.places[id]
	}
	from = min(from, len(f.Clusters))
	for i := range len(f.Clusters) + 1 {
		if at := from + i; at < len(f.Clusters) && f.Clusters[at].ID.is(id) {
			return at
		}
		if at := from - i; at >= 0 && at < len(f.Clusters) && f.Clusters[at].ID.is(id) {
			return at
		}
	}
	return -1
}
