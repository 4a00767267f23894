package history_test

import (
	"testing"
	"time"

	"pooldeck/backend/history"
)

// Histories that have failed once. Each is named for what it showed.
func TestCases(t *testing.T) {
	c := catalog(t)
	for name, script := range map[string]history.Script{
		// The journal has an entry for each target: read one by one, it gave the
		// new cluster a name that was still taken when it was asked for.
		"a config var that is given up after a new cluster was named, in one request": {Seed: 2769129378452114322, Steps: []history.Step{
			history.Ask{Who: 2, Number: 0xb8253d5e811534df},
		}},
		// What is shown is older than what is so: the next process shows more.
		"an ordered end after commits that failed": {Seed: 10610569898245841730, Steps: []history.Step{
			history.Ask{Number: 0xf725b3351df96606, Blind: true},
			history.Ask{Number: 0xeba8b24b858f0b78},
			history.Full{Commits: 2},
			history.Ask{Number: 0x8ccd2f3a34a7e744, Blind: true},
			history.Pass{Time: 10 * time.Second},
			history.Restart{},
		}},
		// Eco is paid for with a flat price, which was not in what the check
		// added up.
		"an app all of which becomes Eco": {Seed: 770691900005510164, Steps: []history.Step{
			history.Form{Who: 2, Number: 0x40cecc2da1ef9b25},
		}},
		// Everything else has come to its end a day and a half later, but
		// autoscalers go on.
		"an autoscaler that acts in the last minute": {Seed: 1273111611108497317, Steps: []history.Step{
			history.Pass{Time: 454020 * time.Second},
			history.Ask{Who: 2, Number: 0x8a23f527fdb17218},
			history.Pass{Time: 2110833658399847, Crash: history.Crash{Commit: 3, Part: 1000}},
			history.Form{Who: 2, Number: 0x75ed3b4968111574},
			history.Pass{Time: 2 * time.Minute},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			if _, v := history.Run(script, c); v != nil {
				t.Error(v)
			}
		})
	}
}

// A script that is shrunk fails still, and has nothing in it that it could do
// without.
func TestShrink(t *testing.T) {
	kills := func(s history.Script) bool {
		n := 0
		for _, step := range s.Steps {
			if _, is := step.(history.Kill); is {
				n++
			}
		}
		return n >= 2
	}
	for number := range uint64(400) {
		script := history.New(number)
		if !kills(script) {
			continue
		}
		small := history.Shrink(script, 500, kills)
		if len(small.Steps) != 2 || !kills(small) || small.Disk {
			t.Fatalf("history %d comes down to %s", number, small)
		}
		return
	}
	t.Error("none of them fails")
}

// A history is the same whenever it is carried out.
func TestNewIsTheSameForTheSameNumber(t *testing.T) {
	if a, b := history.New(12), history.New(12); a.String() != b.String() {
		t.Errorf("%s\n%s", a, b)
	}
	if a, b := history.New(12), history.New(13); a.String() == b.String() {
		t.Error("two numbers make one history")
	}
}
