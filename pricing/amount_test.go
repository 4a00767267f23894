package pricing

import "testing"

func TestAmountInWords(t *testing.T) {
	open := func(cents int64) Amount { return Amount{cents, true} }
	for name, c := range map[string]struct {
		is                      Amount
		monthly, figure, hourly string
	}{
		"nothing is free an hour":                           {Amount{}, "$0", "0", "free"},
		"whole dollars have no cents":                       {Amount{Cents: 180000}, "$1,800", "1,800", "~$2.500/hour"},
		"cents are two digits":                              {Amount{Cents: 1250}, "$12.50", "12.50", "~$0.017/hour"},
		"a single cent keeps its zero":                      {Amount{Cents: 105}, "$1.05", "1.05", "~$0.001/hour"},
		"three digits have no separator":                    {Amount{Cents: 99900}, "$999", "999", "~$1.388/hour"},
		"each three digits are separated":                   {Amount{Cents: 123456789012}, "$1,234,567,890.12", "1,234,567,890.12", "~$1,714,677.625/hour"},
		"4G is an hour what Heroku prints":                  {Amount{Cents: 15000}, "$150", "150", "~$0.208/hour"},
		"8G is an hour what Heroku prints":                  {Amount{Cents: 30000}, "$300", "300", "~$0.417/hour"},
		"16G is an hour what Heroku prints":                 {Amount{Cents: 50000}, "$500", "500", "~$0.694/hour"},
		"32G is an hour what Heroku prints":                 {Amount{Cents: 90000}, "$900", "900", "~$1.250/hour"},
		"half a tenth of a cent an hour is rounded up":      {Amount{Cents: 108}, "$1.08", "1.08", "~$0.002/hour"},
		"less than half is rounded down":                    {Amount{Cents: 107}, "$1.07", "1.07", "~$0.001/hour"},
		"what is below a tenth of a cent is not rounded":    {Amount{Cents: 71}, "$0.71", "0.71", "~$0.000/hour"},
		"a tenth of a cent an hour is shown":                {Amount{Cents: 72}, "$0.72", "0.72", "~$0.001/hour"},
		"a known part of an open amount is the least":       {open(180000), "$1,800+", "1,800+", "~$2.500+/hour"},
		"an open amount without a known part has no figure": {open(0), "not published", "not published", "not published"},
		"an amount below nothing has the wide minus":        {Amount{Cents: -35050}, "−$350.50", "−350.50", "~−$0.487/hour"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := c.is.Monthly(); got != c.monthly {
				t.Errorf("monthly %q, want %q", got, c.monthly)
			}
			if got := c.is.Figure(); got != c.figure {
				t.Errorf("figure %q, want %q", got, c.figure)
			}
			if got := c.is.Hourly(); got != c.hourly {
				t.Errorf("hourly %q, want %q", got, c.hourly)
			}
		})
	}
}

func TestAmountSums(t *testing.T) {
	for name, c := range map[string]struct{ got, want Amount }{
		"cents add up":                            {Amount{Cents: 15000}.Plus(Amount{Cents: 50000}), Amount{Cents: 65000}},
		"a sum is open when its first part is":    {Amount{Open: true}.Plus(Amount{Cents: 1}), Amount{1, true}},
		"a sum is open when its last part is":     {Amount{Cents: 1}.Plus(Amount{Open: true}), Amount{1, true}},
		"two instances cost twice as much":        {Amount{Cents: 15000}.Times(2), Amount{Cents: 30000}},
		"no instance of an open price is closed":  {Amount{15000, true}.Times(0), Amount{}},
		"an instance of an open price stays open": {Amount{Open: true}.Times(1), Amount{Open: true}},
	} {
		t.Run(name, func(t *testing.T) {
			if c.got != c.want {
				t.Errorf("got %+v, want %+v", c.got, c.want)
			}
		})
	}
}
