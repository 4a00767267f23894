package tui

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pooldeck/model"
)

// plot is an app with its clusters, however they are looked at. It is never
// changed.
type plot struct {
	app      *model.App
	formed   bool    // has dynos
	from     int     // where its clusters begin in the fleet's list
	clusters []stand // by name
	words    string  // what the app and its process types are found by, a line each; see read
	worth    []worth // of each cluster; see priced
}

// stand is a cluster in a plot.
type stand struct {
	cluster *model.Cluster
	words   string // what its name, it and its pools are found by, a line each; see read
	whole   count  // with all of its rows; likewise
	young   bool   // is open at first
}

// plant is the plot of an app, whose clusters stand together in the fleet's
// list.
func (l *look) plant(app *model.App, from int, clusters []*model.Cluster) *plot {
	p := &plot{app: app, formed: len(app.Processes) > 0, from: from, clusters: make([]stand, len(clusters))}
	for i, c := range clusters {
		p.clusters[i] = stand{cluster: c, young: !c.Created.Before(l.since)}
	}
	slices.SortStableFunc(p.clusters, func(a, b stand) int { return strings.Compare(a.cluster.Name, b.cluster.Name) })
	return p
}

// planted are the plots of all apps of a fleet.
func (l *look) planted(f *model.Fleet) []*plot {
	list := make([]*plot, len(f.Apps))
	from := 0
	for i, a := range f.Apps {
		for from < len(f.Clusters) && f.Clusters[from].App < a.Name {
			from++ // of an app that is not here
		}
		to := from
		for to < len(f.Clusters) && f.Clusters[to].App == a.Name {
			to++
		}
		list[i] = l.plant(a, from, f.Clusters[from:to])
		from = to
	}
	return list
}

// read takes down what the rows of a plot are found by, once and when something
// is searched for first: about 130 bytes a cluster, one behind the other. To
// look at thousands of clusters and their pools takes ten times as long.
func (p *plot) read() *plot {
	if p.words != "" {
		return p
	}
	b := appendLine(make([]byte, 0, 160*(1+len(p.clusters))), texts{p.app.Name})
	for i := range p.app.Processes {
		b = appendLine(b, processTexts(p.app, &p.app.Processes[i]))
	}
	ends := append(make([]int, 0, 1+len(p.clusters)), len(b))
	for _, s := range p.clusters {
		b = appendLine(b, texts{s.cluster.Name})
		b = appendLine(b, texts{string(s.cluster.Status())})
		b = appendLine(b, poolTexts(&s.cluster.Leader))
		for i := range s.cluster.Followers {
			b = appendLine(b, poolTexts(&s.cluster.Followers[i]))
		}
		ends = append(ends, len(b))
	}
	next, all := *p, string(b)
	next.words, next.clusters = all[:ends[0]], slices.Clone(p.clusters)
	for i := range next.clusters {
		s := &next.clusters[i]
		s.words, s.whole = all[ends[i]:ends[i+1]], whole(s.cluster)
	}
	return &next
}

// appendLine adds texts in lower case, as one line.
func appendLine(b []byte, list texts) []byte {
	for _, text := range list {
		for _, r := range text {
			if r == '\n' {
				r = ' '
			}
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
		b = append(b, ' ')
	}
	return append(b, '\n')
}

// whole counts all rows of a cluster.
func whole(c *model.Cluster) count {
	n := count{2 + int32(len(c.Leader.Instances)), 2}
	for i := range c.Followers {
		n.add(count{1 + int32(len(c.Followers[i].Instances)), 1})
	}
	return n
}

// priced prices its clusters, once and when clusters are sorted by cost first:
// 48 bytes a cluster.
func (p *plot) priced(m *measures) *plot {
	if p.worth != nil {
		return p
	}
	next := *p
	next.worth = make([]worth, len(p.clusters))
	for i, s := range p.clusters {
		if s.cluster.Destroying {
			continue // it costs nothing any more
		}
		w := worth{data: s.cluster.Storage}
		w.pools = m.catalog.Cluster(s.cluster, m.at).Cents - w.at(m)
		next.worth[i] = w
	}
	return &next
}
