package tui

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
)

// levels is a list of all levels with what each gives and costs. The current
// one, if any, is marked and cannot be chosen.
type levels struct {
	at      int
	current string
}

// newLevels puts the cursor on a level. On the current one it does nothing:
// a key pressed too often must not buy the next one.
func newLevels(s scene, at, current string) levels {
	l := levels{current: current}
	for i, level := range s.catalog.Levels {
		if level.Name == at {
			l.at = i
		}
	}
	return l
}

// moved goes on to the next level, round the ends.
func (l levels) moved(s scene, by int) levels {
	n := len(s.catalog.Levels)
	l.at = (l.at + by + n) % n
	return l
}

func (l levels) chosen(s scene) model.Level { return s.catalog.Levels[l.at] }

func (l levels) press(s scene, k tea.KeyPressMsg) levels {
	switch {
	case key.Matches(k, s.keys.Up):
		return l.moved(s, -1)
	case key.Matches(k, s.keys.Down):
		return l.moved(s, 1)
	case key.Matches(k, s.keys.Top, s.keys.PageUp):
		l.at = 0
	case key.Matches(k, s.keys.Bottom, s.keys.PageDown):
		l.at = len(s.catalog.Levels) - 1
	}
	return l
}

// draw draws the list in a width and at most a number of lines; last gives
// the text of the last column and its style.
func (l levels) draw(s scene, width, most int, title string, last func(model.Level) (string, paint)) []string {
	wide := width >= 70
	row := func(mark, name, cpu, memory, conns, each, end string) string {
		if wide {
			return mark + left(name, 17) + right(cpu, 6) + right(memory, 10) + right(conns, 14) + right(each, 15) + right(end, width-64)
		}
		return mark + left(short(name), 8) + right(each, 14) + right(end, width-24)
	}
	lines := []string{s.styles.Dim.Render(row("  ", "LEVEL", "vCPU", "MEMORY", "CONNECTIONS", "EACH/MONTH", title))}
	from, to := l.window(s, most)
	for i := from; i < to; i++ {
		level := s.catalog.Levels[i]
		end, style := last(level)
		mark, base := "  ", s.styles.Text
		switch {
		case level.Name == l.current:
			base, style = s.styles.Dim, s.styles.Dim
		case i == l.at:
			base = s.styles.Accent
		}
		if i == l.at {
			mark = "❯ "
		}
		each := s.catalog.Instance(level.Name).Monthly()
		line := row(mark, level.Name, fmt.Sprint(level.VCPU), fmt.Sprintf("%d GB", level.MemoryGB), number(level.Connections), each, "")
		n := width - 64
		if !wide {
			n = width - 24
		}
		lines = append(lines, base.Render(line[:len(line)-max(0, n)])+style.Render(right(end, n)))
	}
	if hidden := len(s.catalog.Levels) - (to - from); hidden > 0 {
		lines = append(lines, s.styles.Dim.Render(fmt.Sprintf("  … %d more", hidden)))
	}
	return lines
}

// window is what of the list fits so many lines, the head's and that of what
// is left out among them.
func (l levels) window(s scene, most int) (from, to int) {
	n := len(s.catalog.Levels)
	if from, to = around(l.at, n, most-1); to-from < n {
		from, to = around(l.at, n, most-2)
	}
	return from, to
}

// around is the window of a list that keeps a place in sight.
func around(at, n, most int) (from, to int) {
	most = max(1, most)
	if n <= most {
		return 0, n
	}
	from = min(max(0, at-most/2), n-most)
	return from, from + most
}

// levelPicker changes the level of a pool.
type levelPicker struct {
	cluster model.ID
	pool    model.ID
	list    levels
	problem string
}

func newLevelPicker(s scene, c *model.Cluster, p model.Pool) levelPicker {
	list := newLevels(s, p.Level, p.Level)
	for _, change := range s.staged {
		if set, ok := change.(model.SetLevel); ok && set.Cluster == c.ID && set.Pool == p.Name {
			// The current level can be chosen then: it takes the staged one back.
			list = newLevels(s, set.Level, "")
		}
	}
	return levelPicker{cluster: c.ID, pool: p.ID, list: list}
}

func (l levelPicker) change(s scene, p model.Pool) model.Change {
	return model.SetLevel{Cluster: l.cluster, Pool: p.Name, Level: l.list.chosen(s).Name}
}

func (l levelPicker) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	_, p, there := s.find(l.cluster, l.pool)
	switch {
	case key.Matches(k, s.keys.Back), k.String() == "q", !there:
		return l, goBack{}
	case key.Matches(k, s.keys.Enter), key.Matches(k, s.keys.Stage):
		var i intent
		i, l.problem = s.choose(l.change(s, p), key.Matches(k, s.keys.Stage))
		return l, i
	}
	l.list, l.problem = l.list.press(s, k), ""
	return l, nil
}

// find finds a pool that may have gone since an overlay was opened on it.
func (s scene) find(cluster, pool model.ID) (*model.Cluster, model.Pool, bool) {
	c := s.fleet.Cluster(cluster)
	if c == nil {
		return nil, model.Pool{}, false
	}
	p, there := c.Pool(pool)
	return c, p, there && !p.Destroying
}

func (l levelPicker) draw(s scene) panel {
	c, pool, there := s.find(l.cluster, l.pool)
	p := panel{title: poolIn(c, pool) + " · level", width: 78}
	if !there {
		return gone(s, p)
	}
	width := min(p.width, s.width-4)
	last := func(level model.Level) (string, paint) {
		if level.Name == pool.Level {
			if !pool.Settled() {
				return "wanted", s.styles.Dim
			}
			return "current", s.styles.Dim
		}
		next := pool
		next.Level = level.Name
		return s.changeOf(pool, next)
	}
	p.lines = l.list.draw(s, width, s.height-7, "POOL/MONTH", last)
	p.lines = append(p.lines, "", l.foot(s, c, pool, width), problemOr(s, l.problem, "enter review · space stage · esc back"))
	return p
}

// foot says what the level under the cursor would mean.
func (l levelPicker) foot(s scene, c *model.Cluster, pool model.Pool, width int) string {
	next := pool
	next.Level = l.list.chosen(s).Name
	used := ""
	if n, known := s.sample.Connections(pool); known {
		used = fmt.Sprintf(" (%s in use)", number(n))
	}
	conns := fmt.Sprintf("connections %s → %s%s", number(s.catalog.Wanted(pool)), number(s.catalog.Wanted(next)), used)
	return ends(conns, s.clusterMoney(c, l.change(s, pool)), width)
}

// gone is what a dialog shows when its pool was destroyed meanwhile.
func gone(s scene, p panel) panel {
	p.lines = []string{"", "It is not there any more.", "", s.styles.Dim.Render("esc back")}
	return p
}

func problemOr(s scene, problem, keys string) string {
	if problem != "" {
		return s.styles.Bad.Render("✗ " + problem)
	}
	return s.styles.Dim.Render(keys)
}
