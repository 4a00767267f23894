package plain

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// Whatever is answered (but for quit), interrupted or changed by somebody else, the dialogue
// goes on, and everything it says can be heard.
func TestRandomAnswers(t *testing.T) {
	answers := []string{
		"", "", "1", "2", "3", "3", "4", "5", "6", "7", "8", "9", "yes", "yes", "yes", "no", "<", "?", "home", "more",
		"horizontal", "octagonal", "analytics", "leader", "search", "billing-api", "example-app", "example-app", "reports 4G 2", "batch",
		"8G", "16G", "64G", "undo", "retry", "cancel", "review", "drop", "status", "journal", "journal ada", "costs", "levels", "next", "help",
		"watch", "wait", "wait 5 min", "quiet", "verbose", "normal", "pause", "go", "speed 60", "find ha", "fault octagonal",
		"pools set postgresql-horizontal-12345 analytics --count 3", "pools add postgresql-octagonal-30518 --level 4G --count 1",
		"web", "worker", "web", "autoscale", "decided", "try a rule", "250", "10", "+1", "-1", "2X", "standard-2x", "restart", "stop", "connections", "details", "sizes",
		"fault example-app", "fault billing-api", "make something", "on web.1", "crash", "spike", "undo example-app", "cancel billing-api",
		"ps:scale web=5 --app example-app", "ps:scale web+1", "ps autoscale billing-api --min 2 --max 8 --p95 250", "ps restart billing-api",
		"clusters create --app billing-api --level 4G", "pools destroy postgresql-octagonal-30518 search --confirm billing-api",
	}
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			chance := rand.New(rand.NewPCG(seed, 0))
			play(t, func(s *story) {
				for range 300 {
					switch chance.IntN(12) {
					case 0:
						s.pass(time.Duration(chance.IntN(300)) * time.Second)
					case 1:
						s.interrupt()
					default:
						// A live feed takes an answer as the wish to be asked again, and a
						// wait takes none: time has to pass then.
						s.offers(answers[chance.IntN(len(answers))])
					}
				}
				s.says("Fleet, 1 to")
			})
		})
	}
}
