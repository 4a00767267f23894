package tui

import (
	"fmt"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// slider chooses a number in a range with the arrows or by its digits.
type slider struct {
	value, least, most int
	step               int    // of the arrows; 0 for 1
	typed              string // digits of the number that is being typed
}

// press gives the slider, and why a typed number cannot be had.
func (l slider) press(s scene, k tea.KeyPressMsg) (slider, string) {
	text := k.String()
	typed := l.typed
	l.typed = ""
	switch {
	case key.Matches(k, s.keys.Left), key.Matches(k, s.keys.Down), text == "-":
		l.value -= max(1, l.step)
	case key.Matches(k, s.keys.Right), key.Matches(k, s.keys.Up), text == "+":
		l.value += max(1, l.step)
	case key.Matches(k, s.keys.Top):
		l.value = l.least
	case key.Matches(k, s.keys.Bottom):
		l.value = l.most
	case text == "backspace" && typed != "":
		return l.digits(typed[:len(typed)-1])
	case len(text) == 1 && text[0] >= '0' && text[0] <= '9':
		return l.digits(typed + text)
	}
	l.value = min(max(l.value, l.least), l.most)
	return l, ""
}

// digits takes what was typed as the number. One that is outside of the range
// is no number at all: whoever types 50 does not mean 5. What may still become
// one is waited for.
func (l slider) digits(typed string) (slider, string) {
	n, err := strconv.Atoi(typed)
	if err != nil {
		return l, ""
	}
	if n < l.least || n > l.most {
		if n > 0 && 10*n <= l.most {
			l.typed = typed
		}
		return l, fmt.Sprintf("%s is not in %s to %s", number(n), number(l.least), number(l.most))
	}
	l.value, l.typed = n, typed
	return l, ""
}

// draw draws the track: 0 ├──●────┤ 13.
func (l slider) draw(s scene, track int) string {
	span := max(1, l.most-l.least)
	at := (l.value - l.least) * (track - 1) / span
	line := strings.Repeat("─", at) + s.styles.Accent.Render("●") + strings.Repeat("─", track-1-at)
	return fmt.Sprintf("%3d ├%s┤ %-3d", l.least, line, l.most)
}

// track is how long the slider's line is in a panel of a width.
func (l slider) track(width int) int {
	if width < 60 {
		return max(4, width-22)
	}
	return min(max(l.most-l.least+1, 33), width-46)
}

// slid sets the slider to where its line is clicked; the line begins behind
// the least number and a cell for its end.
func (l slider) slid(column, width int) slider {
	const begins = 5
	track := l.track(width)
	at := min(max(column-begins, 0), track-1)
	l.value = l.least + (at*(l.most-l.least)+(track-1)/2)/max(1, track-1)
	l.typed = ""
	return l
}

// countPicker changes how many instances a pool has.
type countPicker struct {
	cluster model.ID
	pool    model.ID
	slider  slider
	problem string
}

func newCountPicker(s scene, c *model.Cluster, p model.Pool) overlay {
	staged := s.stagedCluster(c)
	will, stands := staged.Pool(p.ID)
	if !stands || will.Destroying {
		return notice{p.Name + " · instances", p.Name + " is staged to be destroyed. D drops what is staged."}
	}
	least, most := staged.CountRange(will)
	return countPicker{cluster: c.ID, pool: p.ID, slider: slider{value: min(will.Count, most), least: least, most: most}}
}

// stagedCluster is a cluster as it would be with what is staged.
func (s scene) stagedCluster(c *model.Cluster) *model.Cluster {
	if len(s.staged) == 0 {
		return c
	}
	p, err := s.plan()
	if err != nil {
		return c
	}
	if after := p.After.Cluster(c.ID); after != nil {
		return after
	}
	return c
}

func (o countPicker) change(p model.Pool) model.Change {
	return model.SetCount{Cluster: o.cluster, Pool: p.Name, Count: o.slider.value}
}

func (o countPicker) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	_, p, there := s.find(o.cluster, o.pool)
	switch {
	case key.Matches(k, s.keys.Back), k.String() == "q", !there:
		return o, goBack{}
	case key.Matches(k, s.keys.Enter), key.Matches(k, s.keys.Stage):
		var i intent
		i, o.problem = s.choose(o.change(p), key.Matches(k, s.keys.Stage))
		return o, i
	}
	o.slider, o.problem = o.slider.press(s, k)
	return o, nil
}

func (o countPicker) draw(s scene) panel {
	c, pool, there := s.find(o.cluster, o.pool)
	p := panel{title: poolIn(c, pool) + " · instances", width: 78}
	if !there {
		return gone(s, p)
	}
	next := pool
	next.Count = o.slider.value
	width := min(p.width, s.width-4)
	p.lines = append([]string{"", s.slide(o.slider, next, width), ""}, s.effect(c, pool, next, width)...)
	p.lines = append(p.lines, "", problemOr(s, o.problem, "← → or digits · enter review · space stage · esc back"))
	return p
}

// slide draws the slider and what it stands for.
func (s scene) slide(l slider, next model.Pool, width int) string {
	ha := ""
	if next.HA() {
		ha = "   HA"
	}
	if width < 60 {
		return l.draw(s, l.track(width)) + "  " + number(next.Count) + " × " + short(next.Level) + ha
	}
	return l.draw(s, l.track(width)) + fmt.Sprintf("   %d × %s%s", next.Count, next.Level, ha)
}

// effect is a small table of what a pool gives and costs, now and after.
func (s scene) effect(c *model.Cluster, now, next model.Pool, width int) []string {
	before, after := s.catalog.Pool(now), s.catalog.Pool(next)
	limit, then := s.catalog.Wanted(now), s.catalog.Wanted(next)
	used := ""
	if n, known := s.sample.Connections(now); known {
		used = number(n) + " in use"
		if n > then {
			used = s.styles.Bad.Render("! " + used)
		}
	}
	text, style := s.changeOf(now, next)
	followers := ""
	if !now.IsLeader() {
		n := s.stagedCluster(c).FollowerInstances() - now.Count + next.Count
		if staged, ok := s.stagedCluster(c).Pool(now.ID); ok {
			n = s.stagedCluster(c).FollowerInstances() - staged.Count + next.Count
		}
		followers = fmt.Sprintf("followers %d of %d", n, model.MaxFollowerInstances)
	}
	hour := ""
	if d := s.catalog.Change(now, next).Delta; d.Cents != 0 && !d.Open {
		hour = d.Hourly()
	}
	wide := width >= 70
	row := func(name, a, b, d, note string) string {
		line := "  " + left(name, 12) + right(a, 13) + right(b, 15) + right(d, 8)
		if width < 50 {
			return cut(left(name, 12)+right(b, 12)+right(d, 9), width)
		}
		if wide {
			line += "   " + note
		}
		return cut(line, width)
	}
	return []string{
		s.styles.Dim.Render(row("", "now", "after", "", "")),
		row("instances", number(now.Count), number(next.Count), difference(next.Count-now.Count), s.styles.Dim.Render(followers)),
		row("connections", number(limit), number(then), difference(then-limit), used),
		row("$/month", before.Figure(), after.Figure(), style.Render(text), s.styles.Dim.Render(hour)),
	}
}
