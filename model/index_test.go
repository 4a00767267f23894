package model_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"pooldeck/model"
)

// However old an index is, every cluster is found, and none that is not there.
func TestIndexFindsClustersWhereverTheyStand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f, made := &model.Fleet{}, 0
		add := func() {
			made++
			app := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "app")
			f = f.With(&model.Cluster{ID: model.ID(fmt.Sprint(made)), App: app})
		}
		for range rapid.IntRange(0, 12).Draw(t, "clusters") {
			add()
		}
		for range rapid.IntRange(0, 20).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"add", "remove", "replace", "index"}).Draw(t, "step") {
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
			case "index":
				f = f.Indexed()
			}
			for n := range made + 2 {
				id := model.ID(fmt.Sprint(n))
				at := slices.IndexFunc(f.Clusters, func(c *model.Cluster) bool { return c.ID == id })
				if got := f.Cluster(id); at < 0 && got != nil || at >= 0 && got != f.Clusters[at] {
					t.Fatalf("%s stands at %d; %+v was found", id, at, got)
				}
			}
		}
	})
}

func TestFleetsThatDifferInTheirIndexOnlyDoNotDiffer(t *testing.T) {
	f := &model.Fleet{Clusters: []*model.Cluster{{ID: "1"}}}
	if diff := cmp.Diff(f, f.Indexed()); diff != "" {
		t.Error(diff)
	}
}
