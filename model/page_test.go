package model_test

import (
	"errors"
	"testing"
	"time"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// What a rule of Heroku's forbids names the page that the rule is from; what
// is so already is no rule.
func TestRulesNameTheirPage(t *testing.T) {
	web := func(n int) model.Change { return model.ScaleProcess{App: "a1", Process: "web", Quantity: n} }
	size := func(name string) model.Change { return model.ResizeProcess{App: "a1", Process: "web", Size: name} }
	rule := func(least, most int) model.Change {
		return model.SetAutoscale{App: "a2", Process: "web", Autoscale: model.Autoscale{P95: time.Second, Min: least, Max: most}}
	}
	const pages = "https://devcenter.heroku.com/articles/"
	tests := map[string]struct {
		change model.Change
		want   string
	}{
		"too many dynos of an app":      {web(101), pages + "dyno-scaling-and-process-limits"},
		"Eco beside another size":       {size("Eco"), pages + "dyno-types"},
		"Private outside of a space":    {size("Private-M"), pages + "private-spaces"},
		"a range of one":                {rule(3, 3), pages + "scaling#autoscaling"},
		"a third instance of a leader":  {model.SetCount{Cluster: horizontal, Pool: "leader", Count: 3}, pages + "postgres-advanced-instance-pools"},
		"more followers than there are": {model.SetCount{Cluster: horizontal, Pool: "analytics", Count: 14}, pages + "postgres-advanced-instance-pools"},
		"what is so already":            {web(2), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := model.NewPlan(modeltest.Formed(), modeltest.Specs(), test.change)
			var invalid *model.Invalid
			if !errors.As(err, &invalid) || invalid.Page != test.want {
				t.Errorf("%v names the page %q and not %q", err, invalid.Page, test.want)
			}
		})
	}
}
