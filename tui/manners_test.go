package tui

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"pooldeck/model"
)

// WCAG 2 asks for 4.5:1 between a text and what is behind it, and for 3:1
// between a border and its background.
func TestContrast(t *testing.T) {
	for _, theme := range Themes() {
		for name, background := range map[string]string{"dark": "#16161e", "light": "#ffffff"} {
			if theme == Mono || theme == Dark && name == "light" || theme == Light && name == "dark" {
				continue
			}
			h := theme.hues(name == "dark")
			for what, hue := range map[string]string{
				"dim": h.dim, "accent": h.accent, "good": h.good, "busy": h.busy, "bad": h.bad, "grow": h.grow, "button": h.button,
			} {
				for _, behind := range []string{background, h.row} {
					if got := contrast(hue, behind); got < 4.5 {
						t.Errorf("%s, %s: %s %s on %s has %.2f:1", theme, name, what, hue, behind, got)
					}
				}
			}
			if got := contrast(h.frame, background); got < 3 {
				t.Errorf("%s, %s: borders have %.2f:1", theme, name, got)
			}
		}
	}
}

// contrast is the ratio of WCAG 2 between two colours.
func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(hue string) float64 {
	r, g, b, _ := lipgloss.Color(hue).RGBA()
	part := func(v uint32) float64 {
		c := float64(v) / 0xffff
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*part(r) + 0.7152*part(g) + 0.0722*part(b)
}

func TestMonoHasNoColours(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		c := s.console.(Console)
		c.styles = newStyles(Mono, true)
		if content := c.redrawn(nil).View().Content; strings.Contains(content, "[38;") || strings.Contains(content, "[48;") {
			t.Error("a colour in mono")
		}
	})
}

func TestEndsAreToldToTheTerminalOnlyWhenWanted(t *testing.T) {
	done := []model.Entry{{Kind: model.EntryDone, Words: []string{"analytics 1 → 3 instances"}, TargetName: "db\x1b]0;x\x07"}}
	for name, c := range map[string]struct {
		manners Manners
		entries []model.Entry
		want    string
	}{
		"nothing is wanted":          {Manners{}, done, ""},
		"a bell":                     {Manners{Bell: true}, done, "\a"},
		"a notice":                   {Manners{Notify: true}, done, "\x1b]9;pooldeck: done: analytics 1 → 3 instances on db]0;x\a"},
		"nothing has ended":          {Manners{Bell: true, Notify: true}, []model.Entry{{Kind: model.EntryAccepted}}, ""},
		"a notice goes through tmux": {Manners{Notify: true, Tmux: true}, done, "\x1bPtmux;\x1b\x1b]9;pooldeck: done: analytics 1 → 3 instances on db]0;x\a\x1b\\"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := raw(c.manners.tellTheTerminal(c.entries)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// raw is what a command writes to the terminal.
func raw(cmd tea.Cmd) string {
	if cmd == nil {
		return ""
	}
	return fmt.Sprint(cmd().(tea.RawMsg).Msg)
}

func TestCopying(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter")
		_, cmd := s.console.Update(keyOf("y"))
		if got := raw(cmd); got != "\x1b]52;c;cG9vbGRlY2sgcG9vbHMgc2V0IHBvc3RncmVzcWwtaG9yaXpvbnRhbC0xMjM0NSBhbmFseXRpY3MgLS1jb3VudCAz\a" {
			t.Errorf("the clipboard gets %q", got)
		}
		if (Manners{}).copy(strings.Repeat("x", mostCopied+1)) != nil {
			t.Error("a text that is too long for terminals is copied")
		}
	})
}

func TestReducedMotion(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		c := s.console.(Console)
		c.manners.Still = true
		s.console = c
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		s.passUntil("restoring")
		s.golden("halfway")
		s.hides("━")
	})
}

// What was measured lately is drawn with its scale and age.
func TestSparklines(t *testing.T) {
	tell(t, 120, 40, func(s *story) {
		s.goTo(horizontal, "analytics")
		for range 40 {
			s.pass(time.Minute)
		}
		s.golden("pool")
		if n := len(s.console.(Console).past[s.console.(Console).tree.selected.id]); n != pastPoints {
			t.Errorf("%d points are kept", n)
		}
	})
}

func TestSpark(t *testing.T) {
	for name, c := range map[string]struct {
		values []int
		want   string
	}{
		"even values are a flat line": {[]int{5, 5, 5}, "▁▁▁"},
		"the least and the most":      {[]int{0, 7, 14}, "▁▄█"},
		"one value":                   {[]int{3}, "▁"},
	} {
		if got := spark(c.values); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestWindowTitleSaysWhatIsUnderWay(t *testing.T) {
	tell(t, 80, 24, func(s *story) {
		s.goTo(horizontal, "analytics")
		s.press("i", "3", "enter", "enter")
		if got := s.console.View().WindowTitle; got != "pooldeck · 1 operation under way" {
			t.Errorf("the title is %q", got)
		}
	})
}
