package sim

import (
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
)

func TestDemoIsSettled(t *testing.T) {
	w, f := New(7), Demo(7)
	for _, c := range f.Clusters {
		if !c.Settled() || c.Status() != model.Available {
			t.Errorf("%s is %s", c.Name, c.Status())
		}
		w.Want(f.At, c)
	}
	if next := w.Next(); !next.IsZero() {
		t.Errorf("something happens at %s", next)
	}
	if seen := w.Advance(f.At.Add(24 * time.Hour)); len(seen) > 0 {
		t.Errorf("something was seen: %v", seen)
	}
}

func TestDemoIsWhatTheWalksNeed(t *testing.T) {
	f := Demo(7)
	if diff := cmp.Diff("2026-06-12 14:03:00 +0000 UTC", f.At.String()); diff != "" {
		t.Error(diff)
	}
	pools := func(c *model.Cluster) (list []string) {
		for _, p := range c.Pools() {
			list = append(list, p.Name+" "+p.Level+" "+"×"+string(rune('0'+p.Count)))
		}
		return list
	}
	attached := func(c *model.Cluster) (list []string) {
		for _, a := range c.Attachments {
			p, _ := c.Pool(a.Pool)
			list = append(list, a.App+" "+a.Var()+" "+p.Endpoint.Host)
		}
		return list
	}
	tests := map[string]struct{ pools, attached []string }{
		"postgresql-horizontal-12345": {
			[]string{"leader 4G-Performance ×2", "analytics 16G-Performance ×1"},
			[]string{"example-app DATABASE_URL leader.horizontal-12345.sim", "example-app ANALYTICS_URL analytics.horizontal-12345.sim"},
		},
		"postgresql-rectangular-12345": {
			[]string{"leader 4G-Performance ×2", "analytics 16G-Performance ×1"},
			[]string{
				"example-app HEROKU_POSTGRESQL_COBALT_URL leader.rectangular-12345.sim",
				"example-app COBALT_ANALYTICS_URL analytics.rectangular-12345.sim",
			},
		},
		"postgresql-octagonal-30518": {
			[]string{"leader 8G-Performance ×2", "reporting 4G-Performance ×2", "search 8G-Performance ×1"},
			[]string{
				"billing-api DATABASE_URL leader.octagonal-30518.sim", "billing-api REPORTING_URL reporting.octagonal-30518.sim",
				"billing-api SEARCH_URL search.octagonal-30518.sim",
			},
		},
	}
	if len(f.Clusters) != len(tests) {
		t.Errorf("%d clusters", len(f.Clusters))
	}
	for name, test := range tests {
		c := f.Named(name)
		if c == nil {
			t.Fatalf("there is no %s", name)
		}
		if f.App(c.App) == nil {
			t.Errorf("%s has no app", name)
		}
		if diff := cmp.Diff(test.pools, pools(c)) + cmp.Diff(test.attached, attached(c)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestDemoIDs(t *testing.T) {
	uuids := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	instances := regexp.MustCompile(`^i[0-9a-z]{13}$`)
	seen := map[model.ID]bool{}
	for seed := range uint64(50) {
		for _, c := range Demo(seed).Clusters {
			if !uuids.MatchString(string(c.ID)) || seen[c.ID] {
				t.Errorf("the cluster ID %s", c.ID)
			}
			seen[c.ID] = true
			for _, p := range c.Pools() {
				for _, i := range p.Instances {
					if !instances.MatchString(string(i.ID)) || seen[i.ID] {
						t.Errorf("the instance ID %s", i.ID)
					}
					seen[i.ID] = true
				}
			}
		}
	}
	if diff := cmp.Diff(Demo(7), Demo(7)); diff != "" {
		t.Errorf("the same seed gives another fleet:\n%s", diff)
	}
}

// The ledger says since when everything exists that is there, and more that
// was there in this month and is gone.
func TestDemoSpans(t *testing.T) {
	f := Demo(7)
	month := time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	open, ended := map[model.ID]model.Span{}, 0
	for _, s := range DemoSpans(7) {
		switch {
		case s.To.IsZero():
			open[s.Instance] = s
		case s.To.Before(month) || !s.From.Before(s.To) || s.To.After(f.At):
			t.Errorf("a span outside of the month or of time: %+v", s)
		default:
			ended++
		}
	}
	there := 0
	for _, c := range f.Clusters {
		for _, p := range c.Pools() {
			for _, i := range p.Instances {
				there++
				s, known := open[i.ID]
				if !known || s.Level != i.Level || s.Pool != p.ID || s.Cluster != c.ID || s.App != c.App {
					t.Errorf("%s of %s %s has the span %+v", i.ID, c.Name, p.Name, s)
				}
				if !s.From.Before(i.Since) || i.Since.After(f.At) || s.From.Before(c.Created) {
					t.Errorf("%s exists since %s and is up since %s", i.ID, s.From, i.Since)
				}
			}
		}
	}
	for _, a := range f.Apps {
		for _, p := range a.Processes {
			for _, d := range p.Dynos {
				there++
				s, known := open[d.ID]
				if !known || s.Level != d.Size || s.Pool != a.ProcessID(p.Type) || s.Cluster != a.ID || s.App != a.Name || s.Process != p.Type {
					t.Errorf("%s of %s has the span %+v", d.Name, a.Name, s)
				}
				if !s.From.Before(d.Since) || d.Since.After(f.At) {
					t.Errorf("%s exists since %s and is up since %s", d.ID, s.From, d.Since)
				}
			}
		}
	}
	if len(open) != there || ended == 0 {
		t.Errorf("%d open spans for %d instances, %d ended", len(open), there, ended)
	}
}
