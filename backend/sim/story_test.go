package sim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/internal/golden"
	"pooldeck/model"
)

// story is what is wanted of a cluster, and when.
type story struct {
	start *model.Cluster
	edits []then
}

type then struct {
	after time.Duration // since the beginning
	edit  func(*model.Cluster, time.Time)
	fault func(*console) backend.Fault // in place of an edit
}

// Each story is what happens to a cluster, line by line, when something else
// is wanted of it.
func TestStories(t *testing.T) {
	for name, story := range stories() {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, "events", tell(newConsole(7, story.start), story.edits))
		})
	}
}

func stories() map[string]story {
	leader := func(level string, count int) func(*model.Cluster, time.Time) {
		return func(c *model.Cluster, _ time.Time) { c.Leader.Level, c.Leader.Count = level+"-Performance", count }
	}
	analytics := func(level string, count int) func(*model.Cluster, time.Time) {
		return func(c *model.Cluster, _ time.Time) {
			c.Followers[0].Level, c.Followers[0].Count = level+"-Performance", count
		}
	}
	destroy := func(c *model.Cluster, now time.Time) { edit{Kind: "destroy cluster"}.apply(c, now) }
	destroyPool := func(c *model.Cluster, now time.Time) { edit{Kind: "destroy pool"}.apply(c, now) }
	attachNew := func(c *model.Cluster, now time.Time) {
		edit{Kind: "add pool", Level: "4G-Performance", Count: 1}.apply(c, now)
		edit{Kind: "attach", Pick: 1}.apply(c, now)
	}
	attached := func(c *model.Cluster, now time.Time) {
		c.Attachments = []model.Attachment{
			{Name: "ANALYTICS", App: "example-app", Pool: "c/2", State: model.AttachmentSet, Since: now},
		}
	}
	return map[string]story{
		"a new cluster": {fresh(), nil},
		"three more followers come two at a time":      {settled(), []then{{0, analytics("16G", 4), nil}}},
		"a follower pool changes its level":            {settledOn(analytics("16G", 2)), []then{{0, analytics("32G", 2), nil}}},
		"fewer followers at another level":             {settledOn(analytics("16G", 3)), []then{{0, analytics("32G", 1), nil}}},
		"more followers at another level":              {settled(), []then{{0, analytics("32G", 3), nil}}},
		"a follower pool down to none":                 {settled(), []then{{0, analytics("16G", 0), nil}}},
		"one follower less while two are made":         {settled(), []then{{0, analytics("16G", 3), nil}, {2 * time.Minute, analytics("16G", 2), nil}}},
		"another leader level with a standby":          {settled(), []then{{0, leader("8G", 2), nil}}},
		"another leader level without a standby":       {settledOn(leader("4G", 1)), []then{{0, leader("8G", 1), nil}}},
		"another leader level and no standby any more": {settled(), []then{{0, leader("8G", 1), nil}}},
		"another leader level and a standby from now":  {settledOn(leader("4G", 1)), []then{{0, leader("8G", 2), nil}}},
		"a config var for a new pool":                  {settled(), []then{{0, attachNew, nil}}},
		"a config var and its pool go":                 {settledOn(attached), []then{{0, destroyPool, nil}}},
		"a standby on":                                 {settledOn(leader("4G", 1)), []then{{0, leader("4G", 2), nil}}},
		"a standby off":                                {settled(), []then{{0, leader("4G", 1), nil}}},
		"another level while the new standby is made":  {settled(), []then{{0, leader("8G", 2), nil}, {100 * time.Second, leader("16G", 2), nil}}},
		"back again while the new standby is made":     {settled(), []then{{0, leader("8G", 2), nil}, {100 * time.Second, leader("4G", 2), nil}}},
		"no standby while switching over":              {settled(), []then{{0, leader("8G", 2), nil}, {325 * time.Second, leader("8G", 1), nil}}},
		"back again while switching over":              {settled(), []then{{0, leader("8G", 2), nil}, {325 * time.Second, leader("4G", 2), nil}}},
		"another level while restarting":               {settledOn(leader("4G", 1)), []then{{0, leader("8G", 1), nil}, {time.Minute, leader("16G", 1), nil}}},
		"the cluster is destroyed":                     {settled(), []then{{0, destroy, nil}}},
		"the cluster is destroyed while it is new":     {fresh(), []then{{100 * time.Second, destroy, nil}}},
		"the cluster is destroyed while switching":     {settled(), []then{{0, leader("8G", 2), nil}, {325 * time.Second, destroy, nil}}},
	}
}

// settledOn is a cluster that settled at once on something else.
func settledOn(edit func(*model.Cluster, time.Time)) *model.Cluster {
	c := settled()
	edit(c, noon())
	for _, p := range []*model.Pool{&c.Leader, &c.Followers[0]} {
		for n := len(p.Instances); n < p.Count; n++ {
			i := p.Instances[0]
			i.ID += model.ID(fmt.Sprint(n))
			p.Instances = append(p.Instances, i)
		}
		p.Instances = p.Instances[:p.Count]
		for k := range p.Instances {
			p.Instances[k].Level = p.Level
		}
	}
	return c
}

// tell plays a story and writes down what is seen.
func tell(s *console, edits []then) string {
	w := &narrator{console: s, names: map[model.ID]string{}}
	w.look()
	s.told = w.happened
	until := func(to time.Time) {
		for next := s.world.Next(); !next.IsZero() && !next.After(to); next = s.world.Next() {
			s.advance(next)
			w.look()
		}
	}
	begin := s.now
	for _, then := range edits {
		until(begin.Add(then.after))
		s.advance(begin.Add(then.after))
		if then.fault != nil {
			w.breaks(then.fault(s))
		} else {
			w.say("wanted")
			s.wantAs(then.edit)
		}
		s.advance(s.now)
		w.look()
	}
	until(begin.Add(24 * time.Hour))
	return w.text.String()
}

// narrator writes down what changes in a cluster from look to look, with a
// name for each instance instead of its ID.
type narrator struct {
	*console
	names map[model.ID]string
	lines map[string]string // the newest line of each thing
	text  strings.Builder
}

func (w *narrator) say(format string, args ...any) {
	at := w.now.Sub(noon())
	fmt.Fprintf(&w.text, "%3d:%06.3f  %s\n", int(at.Minutes()), (at % time.Minute).Seconds(), fmt.Sprintf(format, args...))
}

func (w *narrator) look() {
	was := w.lines
	w.lines = map[string]string{}
	c := w.cluster()
	if c == nil {
		w.say("the cluster is gone")
		return
	}
	var order []string
	add := func(key, format string, args ...any) {
		order = append(order, key)
		w.lines[key] = fmt.Sprintf(format, args...)
	}
	for _, p := range c.Pools() {
		for _, i := range p.Instances {
			add(p.Name+" "+w.name(i.ID), "%-8s  %-16s  %s", i.Role, i.Level, i.Phase)
		}
		add(p.Name, "%d/%d  %s", p.Ready(), p.Count, p.Status())
	}
	for _, a := range c.Attachments {
		add(a.Var(), "%s", a.State)
	}
	for _, key := range slices.Sorted(maps.Keys(was)) {
		if w.lines[key] == "" {
			w.say("%-12s gone", key)
		}
	}
	for _, key := range order {
		if was[key] != w.lines[key] {
			w.say("%-12s %s", key, w.lines[key])
		}
	}
}

// breaks makes a fault that is offered.
func (w *narrator) breaks(f backend.Fault) {
	offered := w.world.Offered(w.fleet, "c", f.Pool, f.Instance)
	at := slices.IndexFunc(offered, func(o backend.Fault) bool { return o.Kind == f.Kind })
	if at < 0 {
		w.say("%s is not offered", f.Kind)
		return
	}
	w.say("made to fail: %s", w.unnamed(offered[at].Words))
	if err := w.console.breaks(offered[at]); err != nil {
		w.say("%v", err)
	}
}

func (w *narrator) happened(h model.Happening) {
	w.say("%s: %s", h.Kind, w.unnamed(strings.Join(h.Words, "; ")))
}

// unnamed is a text with the names of instances in the place of their IDs.
func (w *narrator) unnamed(text string) string {
	for id, name := range w.names {
		text = strings.ReplaceAll(text, string(id), name)
	}
	return text
}

// name is a letter for an instance, in the order of appearance.
func (w *narrator) name(id model.ID) string {
	if w.names[id] == "" {
		w.names[id] = string(rune('a' + len(w.names)))
	}
	return w.names[id]
}
