package model_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
)

// However old an index is, every cluster is found, by its ID and by its name,
// and none that is not there.
func TestIndexFindsClustersWhereverTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, made := &model.Fleet{}, 0
		add := func() {
			made++
			app := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "app")
			// A name is free again once its cluster is gone.
			name := fmt.Sprint("Name-", rapid.IntRange(1, 9).Draw(t, "name"))
			if named(f, name) == nil {
				f = f.With(&model.Cluster{ID: model.ID(fmt.Sprint(made)), App: app, Name: name})
			}
		}
		for range rapid.IntRange(0, 12).Draw(t, "clusters") {
			add()
		}
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"add", "add", "remove", "replace", "rename", "index"}).Draw(t, "step") {
			case "add":
				add()
			case "remove":
				f = f.Without(model.ID(fmt.Sprint(rapid.IntRange(1, made+1).Draw(t, "removed"))))
			case "replace":
				if len(f.Clusters) > 0 {
					c := *rapid.SampledFrom(f.Clusters).Draw(t, "replaced")
					c.Revision++
					f = f.With(&c)
				}
			case "rename":
				if len(f.Clusters) > 0 {
					c := *rapid.SampledFrom(f.Clusters).Draw(t, "renamed")
					c.Name = fmt.Sprint("Other-", made)
					f = f.With(&c)
				}
			case "index":
				f = f.Indexed()
			}
			checkIndex(t, f, made)
		}
	})
}

func checkIndex(t *rapid.T, f *model.Fleet, made int) {
	for n := range made + 2 {
		id := model.ID(fmt.Sprint(n))
		at := slices.IndexFunc(f.Clusters, func(c *model.Cluster) bool { return c.ID == id })
		if got := f.Cluster(id); at < 0 && got != nil || at >= 0 && got != f.Clusters[at] {
			t.Fatalf("%s stands at %d; %+v was found", id, at, got)
		}
	}
	for n := range 10 {
		name := fmt.Sprint("name-", n)
		if want, got := named(f, name), f.Named(name); want != got {
			t.Fatalf("%s is %+v; %+v was found", name, want, got)
		}
	}
}

// named looks at every cluster.
func named(f *model.Fleet, name string) *model.Cluster {
	at := slices.IndexFunc(f.Clusters, func(c *model.Cluster) bool { return strings.EqualFold(c.Name, name) })
	if at < 0 {
		return nil
	}
	return f.Clusters[at]
}

// So many clusters may be added that the index is made anew.
func TestIndexGoesAlongWithAllAdditions(t *testing.T) {
	f := (&model.Fleet{}).Indexed()
	const many = 450
	for n := range many {
		f = f.With(&model.Cluster{ID: model.ID(fmt.Sprint(n)), App: fmt.Sprint(n % 7), Name: fmt.Sprint("name-", n)})
	}
	for n := range many {
		if c := f.Cluster(model.ID(fmt.Sprint(n))); c == nil || f.Named(c.Name) != c {
			t.Errorf("the cluster %d is found as %+v", n, c)
		}
	}
}

func TestFleetsThatDifferInTheirIndexOnlyDoNotDiffer(t *testing.T) {
	f := &model.Fleet{Clusters: []*model.Cluster{{ID: "1"}}}
	if diff := cmp.Diff(f, f.Indexed()); diff != "" {
		t.Error(diff)
	}
}
