package plain

import (
	"strings"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/model"
)

// The leader moves to a larger level: the level, the review, its risk, and
// the work until it is done.
func TestLeaderChangesLevel(t *testing.T) {
	play(t, func(s *story) {
		s.types("horizontal", "change the leader", "8G", "3", "yes")
		s.passUntil("Done:")
		s.golden()
		if got := s.cluster(horizontal).Leader.Level; got != "8G-Performance" {
			t.Errorf("the leader is at %s", got)
		}
	})
}

// A follower pool is added, with second thoughts about its size and a name
// that is taken.
func TestAddFollowerPool(t *testing.T) {
	play(t, func(s *story) {
		s.types("horizontal", "3", "4G", "2", "<", "3", "analytics", "reporting", "3")
		s.passUntil("Done:")
		s.golden()
		pool, there := s.cluster(horizontal).PoolNamed("reporting")
		if !there || pool.Count != 3 || pool.Level != "4G-Performance" {
			t.Errorf("there is %+v", pool)
		}
	})
}

// What cannot come back needs every risk accepted and the app's name.
func TestDestroyNeedsTheName(t *testing.T) {
	play(t, func(s *story) {
		s.types("rectangular", "destroy", "3", "yes", "yes", "yes", "yes", "billing-api")
		if s.cluster(rectangular).Destroying {
			t.Fatal("the wrong name destroys it")
		}
		s.types("example-app")
		s.passUntil("Done:")
		s.golden()
		if s.plane.Fleet().Named(rectangular) != nil {
			t.Error("it is still there")
		}
	})
}

// Enter alone at a risk or a name applies nothing.
func TestEnterAloneCancels(t *testing.T) {
	play(t, func(s *story) {
		s.types("rectangular", "destroy", "", "destroy", "3", "", "3", "yes", "yes", "yes", "yes", "", "1")
		if s.plane.Fleet().JournalSeq != 0 {
			t.Error("something was accepted")
		}
		s.says("Not accepted: nothing was changed.", "Nothing was destroyed.")
	})
}

// Somebody else changes the target while its review stands: what moved is
// said, and the review is said again before anything can be applied.
func TestStaleReview(t *testing.T) {
	play(t, func(s *story) {
		s.types("analytics", "1", "level", "32G")
		s.applies("grace", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 4})
		s.types("3")
		if pool, _ := s.cluster(horizontal).PoolNamed("analytics"); pool.Level != "16G-Performance" {
			t.Fatal("it was applied on what was not said")
		}
		s.types("3")
		s.passUntil("Done:")
		s.golden()
		pool, _ := s.cluster(horizontal).PoolNamed("analytics")
		if pool.Level != "32G-Performance" || pool.Count != 4 {
			t.Errorf("wanted are %d at %s; both changes should be", pool.Count, pool.Level)
		}
	})
}

// It moves between two risks: those that were accepted are asked again.
func TestStaleBetweenTwoRisks(t *testing.T) {
	play(t, func(s *story) {
		s.types("rectangular", "destroy", "3", "yes")
		s.applies("grace", model.SetCount{Cluster: s.cluster(rectangular).ID, Pool: "analytics", Count: 2})
		s.types("yes")
		s.says("Moved: changed by grace: analytics 1 to 2 instances.", "So here is what it is now.")
		s.types("yes")
		s.says("Answer 1, 2 or 3; nothing was changed.")
	})
}

// An instance cannot be created; it is retried and comes up.
func TestFailedProvisioning(t *testing.T) {
	play(t, func(s *story) {
		s.types("octagonal", "search", "make something fail", "fail the next", "number", "2", "3")
		s.passUntil("Failed:")
		s.types("octagonal", "status", "retry")
		s.passUntil("Done:")
		s.golden()
		if pool, _ := s.cluster(octagonal).PoolNamed("search"); !pool.Settled() || pool.Count != 2 {
			t.Errorf("there is %+v", pool)
		}
	})
}

// What was done is taken back, from the cluster and from the journal.
func TestUndo(t *testing.T) {
	play(t, func(s *story) {
		s.types("pools set "+horizontal+" analytics --count 3", "3")
		s.passUntil("Done:")
		s.types("undo "+horizontal, "3", "yes")
		s.passUntil("Done:")
		s.types("journal analytics", "2", "1", "undo", "journal analytics", "2", "undo it")
		s.golden()
		if pool, _ := s.cluster(horizontal).PoolNamed("analytics"); pool.Count != 1 {
			t.Errorf("%d instances are wanted", pool.Count)
		}
	})
}

// Several changes are kept, reviewed as one plan, and applied together.
func TestStagedPlan(t *testing.T) {
	play(t, func(s *story) {
		s.types("horizontal", "analytics", "number", "3", "2", "<", "<", "octagonal", "search", "level", "16G", "2")
		if s.plane.Fleet().JournalSeq != 0 {
			t.Error("something was accepted")
		}
		s.types("review", "3", "")
		s.passQuietly()
		s.types("")
		s.golden()
		analytics, _ := s.cluster(horizontal).PoolNamed("analytics")
		search, _ := s.cluster(octagonal).PoolNamed("search")
		if analytics.Count != 3 || search.Level != "16G-Performance" {
			t.Errorf("there are %d instances, and search is at %s", analytics.Count, search.Level)
		}
	})
}

func TestDroppingAsksFirst(t *testing.T) {
	play(t, func(s *story) {
		s.types("pools set "+horizontal+" analytics --count 3", "2", "drop", "1", "drop", "2", "review")
		s.says("1 staged change will be forgotten; what is staged was not applied.", "Nothing is staged any more.", "Nothing is staged: what was chosen is what is wanted already.")
	})
}

// A cluster is made with its pools, with second thoughts about its standby.
func TestCreateCluster(t *testing.T) {
	play(t, func(s *story) {
		s.types("billing", "create", "nothing", "4G", "no", "<", "maybe", "yes", "reports 4G", "reports 4G 2", "batch 64 1", "batch 64G 1", "", "x", "ledgers", "3", "yes", "yes")
		s.passUntil("Done:")
		s.golden()
		c := s.cluster("ledgers")
		if !c.Leader.HA() || len(c.Followers) != 2 || c.Followers[1].Level != "64G-Performance" {
			t.Errorf("there is %+v", c)
		}
	})
}

func TestAttachAndDetach(t *testing.T) {
	play(t, func(s *story) {
		s.types("octagonal", "search", "attach", "example-app", "SEARCH DATABASE", "DATABASE", "", "3", "yes")
		s.passUntil("Done:")
		s.types("detach search_url from example", "3", "yes")
		s.passUntil("Done:")
		s.golden()
		if held, _ := s.plane.Fleet().Attached("example-app", "SEARCH"); held != nil {
			t.Error("it is still attached")
		}
	})
}

// What is under way is taken back before it is done.
func TestCancel(t *testing.T) {
	play(t, func(s *story) {
		s.types("pools set "+horizontal+" analytics --count 3", "3")
		s.pass(time.Minute)
		s.types("", "cancel postgresql", "cancel horizontal", "1", "cancel "+horizontal, "2")
		s.passQuietly()
		s.types("")
		s.golden()
		if pool, _ := s.cluster(horizontal).PoolNamed("analytics"); pool.Count != 1 {
			t.Errorf("%d instances are wanted", pool.Count)
		}
	})
}

// Whatever happens while a question stands is said after the next Enter, so
// that it cannot fall into a line that is being typed.
func TestNewsAreHeldBack(t *testing.T) {
	play(t, func(s *story) {
		before := s.transcript.String()
		s.applies("grace", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
		s.passQuietly()
		if got := s.transcript.String(); got != before {
			t.Fatalf("it said %q into the question", strings.TrimPrefix(got, before))
		}
		s.types("", "")
		s.golden()
	})
}

// Who is away for long does not have to hear everything.
func TestTooManyNews(t *testing.T) {
	play(t, func(s *story) {
		for n := range 15 {
			s.applies(strings.Repeat("g", n+1), model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 2 + n%2})
		}
		s.types("")
		s.says("messages before these; the journal has them.")
	})
}

func TestTheBellRingsForAnEnd(t *testing.T) {
	playAs(t, Options{Person: true, Bell: true}, func(s *story) {
		s.applies("grace", model.SetCount{Cluster: s.cluster(horizontal).ID, Pool: "analytics", Count: 3})
		s.keepsSilentOf("\a")
		s.passQuietly()
		s.says("\a")
	})
}

func TestInterruptGoesBack(t *testing.T) {
	play(t, func(s *story) {
		s.types("horizontal", "add", "4G")
		s.interrupt()
		s.says("Level, 1 of 3:")
		s.interrupt()
		s.interrupt()
		s.interrupt()
		s.says("This is the first question. quit or Ctrl+D leaves.")
		// Work goes on when nobody listens to it.
		s.types("pools set "+horizontal+" analytics --count 3", "3")
		s.interrupt()
		s.types("wait")
		s.interrupt()
		if len(running(s.plane.Fleet())) != 1 {
			t.Error("it ended what was accepted")
		}
		s.types("quit")
		s.says("1 operation under way: what was accepted goes on")
	})
}

func TestTheEndOfTheInputLeaves(t *testing.T) {
	play(t, func(s *story) {
		s.types("pools set "+horizontal+" analytics --count 3", "2")
		_ = s.keyboard.Close()
		if err := <-s.ended; err != nil {
			t.Errorf("it ends with %v", err)
		}
		s.says("1 staged change was not applied and is forgotten.\nGoodbye.\n")
	})
}

func TestQuittingAsksWhenSomethingIsStaged(t *testing.T) {
	play(t, func(s *story) {
		s.types("pools set "+horizontal+" analytics --count 3", "2", "quit", "stay", "quit", "quit all")
		if err := <-s.ended; err != nil {
			t.Errorf("it ends with %v", err)
		}
	})
}

// No answer ends the dialogue, and none of these changes anything.
func TestAnswersThatMeanNothing(t *testing.T) {
	play(t, func(s *story) {
		s.types("99", "-1", "zebra", "pools set zebra", "pools set "+horizontal+" analytics", "pools", "undo", "undo zebra", "wait for it",
			"speed fast", "costs zebra", "find zebra", "heroku data:pg:update x", "a", "\x1b[A", "\xff\xfe", strings.Repeat("long ", 5000),
			"horizontal", "add", "5G", "12", "8G", "many", "14", "<", "<", "analytics", "number", "-1", "1", "<", "level", "16G", "0", "help", "home")
		if s.plane.Fleet().JournalSeq != 0 {
			t.Error("something was accepted")
		}
		s.golden()
	})
}

// A viewer hears all and applies nothing.
func TestAViewerDoesNotApply(t *testing.T) {
	playAs(t, Options{Person: true, Actor: backend.Actor{Name: "vic", Role: backend.Viewer}}, func(s *story) {
		s.types("pools set "+horizontal+" analytics --count 3", "3", "1", "fault "+horizontal, "pause", "?")
		s.says("A viewer looks and does not apply.", "Nothing can be made to fail here.", "Time passes by itself here.")
		s.keepsSilentOf("(simulator)")
		if s.plane.Fleet().JournalSeq != 0 {
			t.Error("something was accepted")
		}
	})
}

// Where nobody types, the answers are printed and the next one is not waited
// for.
func TestAScript(t *testing.T) {
	playAs(t, Options{}, func(s *story) {
		for _, line := range []string{"normal", "pools set " + horizontal + " analytics --count 2", "3", "status", "wait"} {
			if _, err := s.keyboard.Write([]byte(line + "\n")); err != nil {
				t.Fatal(err)
			}
		}
		s.passQuietly()
		s.pass(time.Second)
		s.golden()
	})
}

func TestQuietAndVerbose(t *testing.T) {
	for _, loud := range []string{"quiet", "verbose"} {
		t.Run(loud, func(t *testing.T) {
			play(t, func(s *story) {
				s.types(loud, "pools set "+horizontal+" analytics --count 2", "3")
				s.passUntil("Done:")
				s.golden()
			})
		})
	}
}

func TestPausedTime(t *testing.T) {
	play(t, func(s *story) {
		s.types("pause", "wait", "pools set "+horizontal+" analytics --count 2", "3", "go", "speed 60", "home")
		s.says("Time is paused, so nothing would come.", "Accepted as op-1.", "20 s pass in 1 s", "60 s pass in 1 s")
	})
}

// A wait for a time ends when that has passed.
func TestWaitForATime(t *testing.T) {
	play(t, func(s *story) {
		s.types("wait 5 min")
		s.pass(2 * time.Minute)
		if strings.Count(s.transcript.String(), "Fleet, 1 to") != 1 {
			t.Error("it waited less than it was asked to")
		}
		s.pass(4 * time.Minute)
		if strings.Count(s.transcript.String(), "Fleet, 1 to") != 2 {
			t.Error("it still waits")
		}
	})
}

// Everything else there is to hear.
func TestListening(t *testing.T) {
	play(t, func(s *story) {
		s.types("1", "2", "details", "analytics", "details", "home", "costs", "costs of example", "home", "levels", "next", "find analytics !ha", "journal")
		s.golden()
	})
}
