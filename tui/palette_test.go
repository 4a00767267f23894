package tui

import (
	"strings"
	"testing"
)

func TestPalette(t *testing.T) {
	everySize(t, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press(":")
		s.golden("all")
		s.write("pg:update")
		s.golden("herokus-words")
		s.press("down", "enter")
		s.shows("analytics of postgresql-")
		s.press("esc", "esc")
		s.hides("What do you want to do?")
	})
}

func TestPaletteTakesCommands(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press(":")
		s.write("po")
		s.press("tab")
		s.write("se")
		s.press("tab")
		s.write("postgresql-h")
		s.press("tab")
		s.write("an")
		s.press("tab")
		s.write("--lev")
		s.press("tab")
		s.write("32")
		s.press("tab")
		s.golden("command")
		s.press("enter")
		s.shows("~ analytics  16G-Performance → 32G-Performance")
	})
}

func TestPaletteTakesHerokusCommands(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press(":")
		s.write("heroku data:pg:attachments:create postgresql-horizontal-12345 -a billing-api --pool analytics --as REPORTS")
		s.press("enter")
		s.shows("REPORTS_URL  attached to billing-api: opens analytics")
	})
}

func TestPaletteSaysWhatACommandLacks(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press(":")
		s.write("pools set postgresql-horizonal-12345 analytics --count 3")
		s.golden("mistake")
		s.press("enter")
		s.shows("What do you want to do?")
	})
}

func TestPaletteDoesWhatKeysDo(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press(":")
		s.write("faster")
		s.press("enter")
		s.shows("simulated ×40")
		s.press(":")
		s.write("history")
		s.press("enter")
		s.shows("Journal")
	})
}

// What the text means is for another row than the one selected.
func TestPaletteSaysWhereAnActionIs(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("g", ":")
		s.write("scale")
		s.shows("that is for a pool, a process type or web: select one first")
		s.press("enter")
		s.shows("that is for a pool")
		s.press("esc")
		s.goTo(horizontal, "analytics")
		s.press(":")
		s.write("scale")
		s.shows("Change number of instances")
	})
}

// What does nothing with the selection is faint in the help.
func TestHelpOfWhatIsSelected(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		idle := func() string {
			var keys []string
			for _, b := range s.console.(Console).idle() {
				keys = append(keys, b.Help().Key)
			}
			return strings.Join(keys, " ")
		}
		for _, row := range []struct{ cluster, pool, want string }{
			{"", "", "s i x b t A u R f y c r D n N -"},
			{horizontal, "leader", "A c r D n N -"},
			{horizontal, "analytics", "t A c r D n N -"},
		} {
			s.press("g")
			if row.pool != "" {
				s.goTo(row.cluster, row.pool)
			}
			if got := idle(); got != row.want {
				t.Errorf("on %s of %s idle are %q, not %q", row.pool, row.cluster, got, row.want)
			}
		}
	})
}

// A line that was copied with the shell's prompt is taken as it is.
func TestPaletteTakesAPrompt(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.press("g", ":")
		s.write("$ heroku ps:scale web=5 -a example-app")
		s.press("enter")
		s.shows("~ web  2 → 5 dynos")
	})
}
