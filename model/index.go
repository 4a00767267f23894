package model

import "strings"

// Index knows where the clusters and apps of a fleet stood in their lists when
// it was made, and which clusters were added since; it goes along with the
// fleets that follow. A cluster is found wherever it stands by now, sooner with
// it than without, and one that it has never heard of is not there: a fleet
// with an index gets its clusters by With. Fleets that differ in their indexes
// only do not differ.
type Index struct {
	places map[ID]int
	apps   map[ID]int
	names  map[string]ID // of the clusters, in lower case; nil where two share one
	added  []addition    // since then
}

// addition is a cluster that was added, and where it stood then.
type addition struct {
	id   ID
	name string
	at   int
}

// mostAdded is after how many additions an index is made anew.
const mostAdded = 200

// Equal is always true: see Index.
func (Index) Equal(Index) bool { return true }

// Indexed is the fleet with a new index.
func (f *Fleet) Indexed() *Fleet {
	next := *f
	next.Index = Index{
		places: make(map[ID]int, len(f.Clusters)), apps: make(map[ID]int, len(f.Apps)), names: make(map[string]ID, len(f.Clusters)),
	}
	for i, a := range f.Apps {
		next.Index.apps[a.ID] = i
	}
	for i, c := range f.Clusters {
		next.Index.places[c.ID] = i
		next.Index.names[strings.ToLower(c.Name)] = c.ID
	}
	if len(next.Index.names) < len(f.Clusters) {
		next.Index.names = nil
	}
	return &next
}

// with is the index of a fleet that has one more cluster.
func (x Index) with(c *Cluster, at int) Index {
	if x.places == nil {
		return x
	}
	x.added = append(x.added[:len(x.added):len(x.added)], addition{c.ID, c.Name, at})
	return x
}

// last is where a cluster was last seen; false where there never was one.
func (x Index) last(id ID) (at int, known bool) {
	if at, known = x.places[id]; known {
		return at, true
	}
	for _, a := range x.added {
		if a.id == id {
			return a.at, true
		}
	}
	return 0, x.places == nil
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
	from, known := f.Index.last(id)
	if !known {
		return -1
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

// Named finds a cluster by its name, folding case; nil when there is none.
func (f *Fleet) Named(name string) *Cluster {
	if f.Index.names == nil {
		for _, c := range f.Clusters {
			if strings.EqualFold(c.Name, name) {
				return c
			}
		}
		return nil
	}
	if id, known := f.Index.names[strings.ToLower(name)]; known {
		if c := f.Cluster(id); c != nil {
			return c
		}
	}
	for _, a := range f.Index.added {
		if !strings.EqualFold(a.name, name) {
			continue
		}
		if c := f.Cluster(a.id); c != nil {
			return c
		}
	}
	return nil
}
