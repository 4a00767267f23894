package pricing

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func process(kind, size string, quantity int) model.Process {
	return model.Process{Type: kind, Size: size, Quantity: quantity, Connections: model.DefaultConnections}
}

// apps is a fleet without clusters.
func apps(formations ...[]model.Process) *model.Fleet {
	f := &model.Fleet{At: time.Date(2026, 4, 16, 0, 0, 0, 0, time.UTC)}
	for i, processes := range formations {
		name := []string{"first", "second", "third"}[i]
		f.Apps = append(f.Apps, &model.App{ID: model.ID(name), Name: name, Processes: processes})
	}
	return f
}

// Prices are those of `heroku ps:type`; where a third party's differ, which are
// newer, the price is an estimate and both sources are named.
func TestDynoPrices(t *testing.T) {
	c := catalog(t)
	tests := map[string]struct {
		monthly, hourly string
		other           string
	}{
		"Eco":               {"$0", "free", ""},
		"Basic":             {"$7", "~$0.010/hour", ""},
		"Standard-1X":       {"$25", "~$0.035/hour", ""},
		"Standard-2X":       {"$50", "~$0.069/hour", ""},
		"Performance-M":     {"$250", "~$0.347/hour", ""},
		"Performance-L":     {"$500", "~$0.694/hour", ""},
		"Performance-L-RAM": {"$500", "~$0.694/hour", ""},
		"Performance-XL":    {"$750", "~$1.042/hour", ""},
		"Performance-2XL":   {"$1,500", "~$2.083/hour", ""},
		"Private-S":         {"$125", "~$0.174/hour", "$225"},
		"Private-M":         {"$250", "~$0.347/hour", "$450"},
		"Private-L":         {"$500", "~$0.694/hour", "$900"},
		"Private-XL":        {"$750", "~$1.042/hour", ""},
		"Shield-S":          {"$150", "~$0.208/hour", "$270"},
		"Shield-M":          {"$300", "~$0.417/hour", "$540"},
		"Shield-L":          {"$600", "~$0.833/hour", "$1,080"},
		"Shield-2XL":        {"$1,800", "~$2.500/hour", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			is, other := c.Dyno(name), ""
			price := c.Dynos.Prices[name]
			if o := price.Other; o != nil {
				other = Amount{Cents: o.Cents}.Monthly()
				if o.Source == price.Source || o.Source == "" {
					t.Errorf("both prices are from %q", price.Source)
				}
			}
			size, known := c.Sizes.Find(name)
			if is.Monthly() != tt.monthly || is.Hourly() != tt.hourly || other != tt.other {
				t.Errorf("got %s, %s, other %q", is.Monthly(), is.Hourly(), other)
			}
			if !known || size.Estimate != (tt.other != "") || c.Estimated(name) != size.Estimate {
				t.Errorf("its size is %+v, known: %v", size, known)
			}
			if figures := c.Dynos.Figures[name]; figures.Memory.Name == "" || figures.Compute.Name == "" {
				t.Errorf("figures from %+v", figures)
			}
		})
	}
	if got := c.Dyno("dyno-1c-4gb"); !got.Open {
		t.Errorf("a size without rules costs %s", got.Monthly())
	}
}

func TestEcoIsPaidOnce(t *testing.T) {
	c := catalog(t)
	tests := map[string]struct {
		fleet *model.Fleet
		cents int64
	}{
		"no Eco dyno":        {apps([]model.Process{process("web", "Standard-1X", 2)}), 5000},
		"Eco without a dyno": {apps([]model.Process{process("web", "Eco", 0)}), 0},
		"one Eco dyno":       {apps([]model.Process{process("web", "Eco", 1)}), 500},
		"three of two apps": {apps(
			[]model.Process{process("web", "Eco", 1), process("worker", "Eco", 1)}, []model.Process{process("web", "Eco", 1)},
		), 500},
		"beside others": {apps([]model.Process{process("web", "Eco", 1)}, []model.Process{process("web", "Basic", 1)}), 1200},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := c.Fleet(tt.fleet); got != (Amount{Cents: tt.cents}) {
				t.Errorf("%s", got.Monthly())
			}
		})
	}
}

func TestBillOfFormations(t *testing.T) {
	c := catalog(t)
	auto := func(least, most int, shadow bool) model.Change {
		return model.SetAutoscale{App: "a2", Process: "web", Autoscale: model.Autoscale{P95: time.Second, Min: least, Max: most, Shadow: shadow}}
	}
	tests := map[string]struct {
		changes                   []model.Change
		process, delta, eco, upTo string
	}{
		"web=5 at Standard-1X": {[]model.Change{model.ScaleProcess{App: "a1", Process: "web", Quantity: 5}}, "$50 → $125", "+$75", "±$0", ""},
		"size and quantity": {
			[]model.Change{model.ResizeProcess{App: "a1", Process: "web", Size: "Standard-2X"}, model.ScaleProcess{App: "a1", Process: "web", Quantity: 3}},
			"$50 → $150", "+$100", "±$0", "",
		},
		"to Eco": {
			[]model.Change{
				model.ResizeProcess{App: "a1", Process: "web", Size: "Eco"},
				model.ScaleProcess{App: "a1", Process: "web", Quantity: 1},
				model.ResizeProcess{App: "a1", Process: "worker", Size: "Eco"},
			}, "$50 → $0", "−$95", "+$5", "",
		},
		"a restart":      {[]model.Change{model.RestartDynos{App: "a1"}}, "$50 → $50", "±$0", "±$0", ""},
		"autoscale to 8": {[]model.Change{auto(2, 8, false)}, "$750 → $750", "±$0", "±$0", "+$1,250"},
		"moved into it":  {[]model.Change{auto(5, 8, false)}, "$750 → $1,250", "+$500", "±$0", "+$750"},
		"a mere shadow":  {[]model.Change{auto(2, 8, true)}, "$750 → $750", "±$0", "±$0", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := modeltest.Formed()
			p, err := model.NewPlan(before, c.Specs, tt.changes...)
			if err != nil {
				t.Fatal(err)
			}
			bill := Cost(c, p)
			item := bill.Apps[0]
			web := item.Processes[0]
			if got := web.Before.Monthly() + " → " + web.After.Monthly(); got != tt.process {
				t.Errorf("web: %s", got)
			}
			if got := bill.Fleet.Delta.String(); got != tt.delta {
				t.Errorf("the fleet: %s", got)
			}
			if got := bill.Eco.Delta.String(); got != tt.eco {
				t.Errorf("Eco: %s", got)
			}
			upTo, more := bill.UpTo()
			got := ""
			if more {
				got = Between(bill.Fleet.After, upTo).String()
			}
			if got != tt.upTo {
				t.Errorf("up to %q", got)
			}
			if bill.Fleet.Before != c.Fleet(before) || bill.Fleet.After != c.Fleet(p.After) {
				t.Errorf("the bill has %+v, the fleets cost %+v and %+v", bill.Fleet, c.Fleet(before), c.Fleet(p.After))
			}
			if target, is := bill.Target(p.Targets()[0]); !is || target != item.Item {
				t.Errorf("the target has %+v", target)
			}
		})
	}
}

func dynoSpan(t *testing.T, place, process, size, from, to string) model.Span {
	s := model.Span{
		Instance: model.ID("a1/" + place), Pool: model.ID("a1/" + process), Cluster: "a1", App: "example-app", Process: process, Level: size,
		From: when(t, from),
	}
	if to != "" {
		s.To = when(t, to)
	}
	return s
}

// The smaller of rate × time and the monthly rate, for each dyno and month.
func TestDynosAccrue(t *testing.T) {
	c := catalog(t)
	tests := map[string]struct {
		spans           []model.Span
		at              string
		soFar, forecast string
	}{
		"half of a month of 30 days":        {[]model.Span{dynoSpan(t, "web.1", "web", "Performance-M", "03-01 00:00:00", "")}, "04-16 00:00:00", "$125", "$250"},
		"31 days cost no more than a month": {[]model.Span{dynoSpan(t, "web.1", "web", "Performance-M", "03-01 00:00:00", "")}, "05-31 23:59:59", "$250", "$250"},
		"one that was needed for a day":     {[]model.Span{dynoSpan(t, "web.2", "web", "Performance-M", "04-02 00:00:00", "04-03 00:00:00")}, "04-16 00:00:00", "$8.33", "$8.33"},
		"two times at one place are one dyno": {[]model.Span{
			dynoSpan(t, "web.1", "web", "Standard-1X", "05-01 00:00:00", "05-20 00:00:00"), dynoSpan(t, "web.1", "web", "Standard-1X", "05-20 00:00:00", ""),
		}, "05-31 23:59:59", "$25", "$25"},
		"a size for its time": {[]model.Span{
			dynoSpan(t, "web.1", "web", "Standard-1X", "04-01 00:00:00", "04-16 00:00:00"), dynoSpan(t, "web.1", "web", "Standard-2X", "04-16 00:00:00", ""),
		}, "04-16 00:00:00", "$12.50", "$37.50"},
		"Eco is flat, whatever the time": {[]model.Span{
			dynoSpan(t, "web.1", "web", "Eco", "04-15 00:00:00", "04-15 00:10:00"), dynoSpan(t, "worker.1", "worker", "Eco", "03-15 00:00:00", ""),
		}, "04-16 00:00:00", "$5", "$5"},
		"an Eco dyno of another month": {[]model.Span{dynoSpan(t, "web.1", "web", "Eco", "03-15 00:00:00", "03-16 00:00:00")}, "04-16 00:00:00", "$0", "$0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := Accrue(c, tt.spans, nil, nil, when(t, tt.at))
			soFar, forecast := a.Fleet()
			if soFar.Monthly() != tt.soFar || forecast.Monthly() != tt.forecast {
				t.Errorf("%s so far, %s in all", soFar.Monthly(), forecast.Monthly())
			}
		})
	}
}

// A process type in the middle of a change is forecast by what is wanted of it.
func TestFormationForecast(t *testing.T) {
	c, f := catalog(t), modeltest.Formed()
	var list []model.Span
	for _, n := range []string{"web.1", "web.2"} {
		list = append(list, dynoSpan(t, n, "web", "Standard-1X", "04-01 00:00:00", ""))
	}
	list = append(list, dynoSpan(t, "worker.1", "worker", "Standard-2X", "04-01 00:00:00", ""))
	a := Accrue(c, list, nil, f.Apps[:1], when(t, "04-16 00:00:00"))
	if soFar, forecast := a.Cluster("a1"); soFar.Monthly() != "$50" || forecast.Monthly() != "$100" {
		t.Errorf("settled: %s, %s", soFar.Monthly(), forecast.Monthly())
	}
	p, err := model.NewPlan(f, c.Specs, model.ScaleProcess{App: "a1", Process: "web", Quantity: 4})
	if err != nil {
		t.Fatal(err)
	}
	a = Accrue(c, list, nil, p.After.Apps[:1], when(t, "04-16 00:00:00"))
	if _, forecast := a.Pool("a1/web"); forecast.Monthly() != "$75" {
		t.Errorf("with four wanted from the 16th on: %s", forecast.Monthly())
	}
	if diff := cmp.Diff(a.To, when(t, "05-01 00:00:00")); diff != "" {
		t.Error(diff)
	}
}
