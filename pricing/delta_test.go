package pricing

import "testing"

func TestDeltaInWords(t *testing.T) {
	for name, c := range map[string]struct {
		is                  Delta
		long, short, hourly string
	}{
		"more has a plus":                                   {Delta{Cents: 60000}, "+$600", "+$600", "+$0.833/hour"},
		"less has a minus":                                  {Delta{Cents: -35000}, "−$350", "−$350", "−$0.486/hour"},
		"cents are shown where there are":                   {Delta{Cents: -1250}, "−$12.50", "−$12.50", "−$0.017/hour"},
		"thousands are separated":                           {Delta{Cents: 123456700}, "+$1,234,567", "+$1,234,567", "+$1,714.676/hour"},
		"no difference has both signs":                      {Delta{}, "±$0", "±$0", "±$0/hour"},
		"an open one without a known part is not published": {Delta{Open: true}, "not published", "?", "not published"},
		"an open one keeps its known part": {
			Delta{60000, true}, "+$600 and what is not published", "+$600?", "+$0.833/hour and what is not published",
		},
		"an open one keeps what it saves": {
			Delta{-60000, true}, "−$600 and what is not published", "−$600?", "−$0.833/hour and what is not published",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.is.String(); got != c.long {
				t.Errorf("%q, want %q", got, c.long)
			}
			if got := c.is.Short(); got != c.short {
				t.Errorf("short %q, want %q", got, c.short)
			}
			if got := c.is.Hourly(); got != c.hourly {
				t.Errorf("hourly %q, want %q", got, c.hourly)
			}
		})
	}
}

func TestBetween(t *testing.T) {
	known, open := Amount{Cents: 30000}, Amount{Open: true}
	for name, c := range map[string]struct {
		before, after Amount
		want          Delta
	}{
		"what is more is more":                        {known, Amount{Cents: 90000}, Delta{Cents: 60000}},
		"what is less is less":                        {Amount{Cents: 90000}, known, Delta{Cents: -60000}},
		"a price that becomes unknown saves none":     {known, open, Delta{Open: true}},
		"a price that was unknown is not free":        {open, known, Delta{Open: true}},
		"two unknown prices are not the same":         {open, open, Delta{Open: true}},
		"an amount with an unknown part is not exact": {Amount{30000, true}, Amount{90000, true}, Delta{Open: true}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Between(c.before, c.after); got != c.want {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestPercent(t *testing.T) {
	for name, c := range map[string]struct {
		before Amount
		delta  Delta
		want   string
	}{
		"three quarters more":                 {Amount{Cents: 80000}, Delta{Cents: 60000}, "+75%"},
		"half of it less":                     {Amount{Cents: 80000}, Delta{Cents: -40000}, "−50%"},
		"all of it less":                      {Amount{Cents: 80000}, Delta{Cents: -80000}, "−100%"},
		"half a percent is rounded up":        {Amount{Cents: 20000}, Delta{Cents: 100}, "+1%"},
		"half a percent less is rounded away": {Amount{Cents: 20000}, Delta{Cents: -100}, "−1%"},
		"less than half a percent is rounded": {Amount{Cents: 20000}, Delta{Cents: 99}, "+0%"},
		"no difference":                       {Amount{Cents: 20000}, Delta{}, "±0%"},
		"more than a thousand percent":        {Amount{Cents: 10000}, Delta{Cents: 1000000}, "+10,000%"},
		"nothing before has no relation":      {Amount{}, Delta{Cents: 60000}, ""},
		"an open amount has no relation":      {Amount{80000, true}, Delta{Cents: 60000}, ""},
		"an open difference has no relation":  {Amount{Cents: 80000}, Delta{60000, true}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := Percent(c.before, c.delta); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
