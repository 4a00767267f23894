package tui

import "testing"

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
