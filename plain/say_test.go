package plain

import (
	"testing"
	"time"

	"pooldeck/pricing"
)

func TestSpoken(t *testing.T) {
	for text, want := range map[string]string{
		"analytics 1 → 3 instances":     "analytics 1 to 3 instances",
		"add batch, 2 × 4G-Performance": "add batch, 2 at 4G-Performance",
		"−$300/month":                   "minus $300 a month",
		"+$0.417/hour":                  "plus $0.417 an hour",
		"~$5.903/hour":                  "about $5.903 an hour",
		"±$0/month":                     "no difference",
		"+75%":                          "+75 percent",
		"62 % busy":                     "62 percent busy",
		"a · b … c":                     "a, b ... c",
		"pooldeck pools set c analytics --level 16G": "pooldeck pools set c analytics --level 16G",
	} {
		if got := spoken(text); got != want {
			t.Errorf("%q is said %q and not %q", text, got, want)
		}
	}
}

func TestLasting(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                              "0 s",
		41400 * time.Millisecond:       "41 s",
		59600 * time.Millisecond:       "1 min",
		6*time.Minute + 12*time.Second: "6 min 12 s",
		2*time.Hour + 5*time.Minute:    "2 h 5 min",
		3 * time.Hour:                  "3 h",
	} {
		if got := lasting(d); got != want {
			t.Errorf("%v lasts %q and not %q", d, got, want)
		}
	}
}

func TestAge(t *testing.T) {
	for d, want := range map[time.Duration]string{20 * time.Second: "20 s", 47 * time.Hour: "47 h", 48 * time.Hour: "2 days", 100 * 24 * time.Hour: "100 days"} {
		if got := age(d); got != want {
			t.Errorf("the age of %v is %q and not %q", d, got, want)
		}
	}
}

func TestMoney(t *testing.T) {
	for name, test := range map[string]struct{ got, want string }{
		"an amount":                {money(pricing.Amount{Cents: 180000}), "$1,800 a month"},
		"one that is not known":    {money(pricing.Amount{Open: true}), "price not published"},
		"one that is known partly": {money(pricing.Amount{Cents: 180000, Open: true}), "at least $1,800 a month"},
		"more":                     {difference(pricing.Delta{Cents: 30000}), "plus $300 a month"},
		"less":                     {difference(pricing.Delta{Cents: -30000}), "minus $300 a month"},
		"the same":                 {difference(pricing.Delta{}), "no difference"},
		"nobody knows":             {difference(pricing.Delta{Open: true}), "difference not published"},
		"more and who knows":       {difference(pricing.Delta{Cents: 30000, Open: true}), "plus $300 a month and what is not published"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q and not %q", name, test.got, test.want)
		}
	}
}

func TestWaiting(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"30 s": 30 * time.Second, "5 min": 5 * time.Minute, "5 minutes": 5 * time.Minute, "1 hour": time.Hour, "90s": 90 * time.Second, "2h": 2 * time.Hour,
	} {
		if got := waiting(text); got != (wait{want}) {
			t.Errorf("%q is %v", text, got)
		}
	}
	for _, text := range []string{"0 s", "-5 min", "soon", "5", "min"} {
		if got, is := waiting(text).(wait); is {
			t.Errorf("%q is taken for %v", text, got.time)
		}
	}
}
