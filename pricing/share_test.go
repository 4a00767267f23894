package pricing_test

import (
	"testing"

	"pooldeck/model"
	"pooldeck/model/modeltest"
	"pooldeck/pricing"
)

// All three ways to break a cost down come to the same sum, the largest share
// first, and an app's to the app's.
func TestBreakdown(t *testing.T) {
	catalog, err := pricing.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	f := modeltest.Fleet()
	f.Clusters[0].Storage = model.Storage{Bytes: 140_000_000_000, At: f.At}
	sum := func(shares []pricing.Share) (total pricing.Amount) {
		for i, s := range shares {
			total = total.Plus(s.Cost)
			if i > 0 && s.Cost.Cents > shares[i-1].Cost.Cents {
				t.Errorf("%s comes after %s and costs more", s.Name, shares[i-1].Name)
			}
		}
		return total
	}
	for app, want := range map[string]pricing.Amount{"": catalog.Fleet(f), "example-app": catalog.App(f, "example-app")} {
		b := catalog.Breakdown(f, app)
		storage := catalog.StorageCost(f.Clusters[0].Storage.Bytes)
		if got := sum(b.Clusters); got != want || len(b.Clusters) == 0 {
			t.Errorf("the clusters of %q come to %s, not %s", app, got.Monthly(), want.Monthly())
		}
		if got := sum(b.Roles); got != want {
			t.Errorf("the roles of %q come to %s, not %s", app, got.Monthly(), want.Monthly())
		}
		if got := sum(b.Levels).Plus(storage); got != want {
			t.Errorf("the levels of %q and storage come to %s, not %s", app, got.Monthly(), want.Monthly())
		}
	}
}
