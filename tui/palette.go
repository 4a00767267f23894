package tui

import (
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"pooldeck/model"
	"pooldeck/model/command"
)

// palette finds every action by its name, or by Heroku's words for it, and
// takes whole commands, pooldeck's or Heroku's, into a review.
type palette struct {
	typed field
	at    int
}

func newPalette() palette { return palette{typed: newField("", 160)} }

// choice is one line of the palette.
type choice struct {
	name   string
	also   string // other words that it is found by
	key    key.Binding
	intent intent
}

// choices are what the text finds: the command that it is, then actions.
func (p palette) choices(s scene) []choice {
	text := strings.TrimSpace(p.typed.text())
	var list []choice
	if changes, err := s.parse(text); err == nil {
		words := make([]string, 0, len(changes))
		for _, c := range changes {
			text := c.String()
			if app := s.fleet.Formation(c.Target()); app != nil {
				text += " on " + clean(app.Name)
			}
			words = append(words, text)
		}
		list = append(list, choice{name: "Review: " + strings.Join(words, ", "), intent: s.review(changes...)})
	}
	for _, c := range s.everything() {
		if finds(c.name+" "+c.also, text) {
			list = append(list, c)
		}
	}
	return list
}

func finds(in, text string) bool {
	in = strings.ToLower(in)
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if !strings.Contains(in, word) {
			return false
		}
	}
	return true
}

// parse reads a command.
func (s scene) parse(text string) ([]model.Change, error) {
	o := command.Options{Levels: s.catalog.Levels, Sizes: s.catalog.Sizes, Number: s.number()}
	if r := s.tree.current(); r.app != nil {
		o.App = r.app.Name // that a command of formations is for where it names none
	}
	return command.Parse(s.fleet, strings.Fields(text), o)
}

// everything is what can be done with the selection, then what can be done
// anywhere.
func (s scene) everything() []choice {
	var list []choice
	if m, ok := s.actions().(menu); ok {
		for _, it := range m.items {
			list = append(list, choice{name: it.does, also: it.also(), key: it.key, intent: it.intent})
		}
	}
	k := s.keys
	global := []choice{
		{"Review what is staged", "apply plan", k.Review, s.review()},
		{"Drop what is staged", "forget", k.Drop, s.dropping()},
		{"Costs of the app or the fleet", "bill price money usage", k.Costs, open{s.costs()}},
		{"Journal", "history log releases", k.Journal, readJournal{}},
		{"Filter the tree", "search find", k.Filter, act{k.Filter}},
		{"Next problem", "down failed trouble", k.Problem, act{k.Problem}},
		{"Order of clusters", "sort", k.Sort, act{k.Sort}},
		{"Pause or go on", "clock stop", k.Pause, act{k.Pause}},
		{"Faster", "clock speed", k.Faster, act{k.Faster}},
		{"Slower", "clock speed", k.Slower, act{k.Slower}},
		{"Help", "keys", k.Help, instead{help{}}},
		{"Quit", "exit", k.Quit, act{k.Quit}},
	}
	if target, name := s.selected(); target != "" {
		global = append([]choice{
			{"Undo the last operation here", "revert rollback", k.Undo, s.undoing(target, name)},
		}, global...)
	}
	return slices.DeleteFunc(append(list, global...), func(c choice) bool { return c.intent == nil || !c.usable() })
}

// selected is the target that the selected row is of, and its name.
func (s scene) selected() (model.ID, string) {
	r := s.tree.current()
	switch {
	case r.id == "" || r.target() == "":
		return "", ""
	case r.cluster != nil:
		return r.cluster.ID, r.cluster.Name
	}
	return r.app.ID, r.app.Name
}

// usable is whether the choice's key is offered here; one without a key is.
func (c choice) usable() bool { return len(c.key.Keys()) == 0 || c.key.Enabled() }

// also are Heroku's words for an item of a menu.
func (i item) also() string {
	words := i.does
	switch {
	case strings.HasPrefix(words, "Change level"), strings.HasPrefix(words, "Change the leader"):
		return "data:pg:update pool level size resize scale vertical"
	case strings.HasPrefix(words, "Change number of"), strings.HasPrefix(words, "Change dyno size"), strings.HasPrefix(words, "Stop "):
		return dynosAlso(words)
	case strings.Contains(words, "standby"):
		return "data:pg:update high availability ha"
	case strings.HasPrefix(words, "Add a follower"):
		return "data:pg:update follower create"
	case strings.HasPrefix(words, "Create a cluster"):
		return "data:pg:create addons:create database new"
	case strings.HasPrefix(words, "Autoscale"):
		return "ps:autoscale:enable ps:autoscale:disable p95 metrics response time shadow why"
	case strings.HasPrefix(words, "Restart"):
		return "ps:restart dyno:restart"
	case strings.HasPrefix(words, "Set connections"):
		return "pool budget limit dyno"
	case strings.HasPrefix(words, "Attach"):
		return "data:pg:attachments:create addons:attach bind config var"
	case strings.HasPrefix(words, "Detach"):
		return "data:pg:attachments:destroy addons:detach config var"
	case strings.HasPrefix(words, "Destroy the cluster"):
		return "data:pg:destroy addons:destroy database delete"
	case strings.HasPrefix(words, "Destroy"):
		return "data:pg:update delete remove"
	}
	return ""
}

// dynosAlso are Heroku's words for how many instances or dynos there are, and
// of which size.
func dynosAlso(words string) string {
	switch {
	case strings.Contains(words, "instances"):
		return "data:pg:update instances count scale horizontal"
	case strings.Contains(words, "size"):
		return "ps:type ps:resize scale vertical memory"
	case strings.HasPrefix(words, "Stop "):
		return "ps:stop ps:scale zero"
	}
	return "ps:scale dynos formation quantity horizontal"
}

// elsewhere says what may be selected for an action that the text finds.
func elsewhere(text string) string {
	var places []string
	for _, on := range []struct{ does, where string }{
		{"Change level", "a pool"},
		{"Change number of instances", "a pool"},
		{"Remove the standby", "a leader pool or cluster"},
		{"Change number of dynos", "a process type"},
		{"Change dyno size", "a process type"},
		{"Autoscale", "web"},
		{"Restart the dynos", "a process type"},
		{"Add a follower pool", "a cluster"},
		{"Attach to an app", "a pool"},
		{"Detach", "a pool that is attached"},
		{"Destroy pool", "a follower pool"},
		{"Destroy the cluster", "a cluster"},
		{"Create a cluster", "an app"},
		{"Undo the last operation here", "a cluster or dynos"},
	} {
		if finds(on.does+" "+item{does: on.does}.also(), text) && !slices.Contains(places, on.where) {
			places = append(places, on.where)
		}
	}
	if last := len(places) - 1; last > 0 {
		return strings.Join(places[:last], ", ") + " or " + places[last]
	}
	return strings.Join(places, "")
}

func (p palette) press(s scene, k tea.KeyPressMsg) (overlay, intent) {
	list := p.choices(s)
	switch {
	case key.Matches(k, s.keys.Back):
		return p, goBack{}
	case k.String() == "up":
		p.at = max(0, p.at-1)
		return p, nil
	case k.String() == "down":
		p.at = max(0, min(len(list)-1, p.at+1))
		return p, nil
	case k.String() == "tab":
		return p.completed(s), nil
	case k.String() == "enter" && p.at < len(list):
		return p, list[p.at].intent
	case k.String() == "enter":
		return p, nil
	}
	p.typed, p.at = p.typed.press(k), 0
	return p, nil
}

func (p palette) paste(_ scene, text string) overlay {
	p.typed, p.at = p.typed.paste(text), 0
	return p
}

// completed goes on with what is typed as far as there is one way to.
func (p palette) completed(s scene) palette {
	text := p.typed.text()
	if next := s.complete(text); next != text {
		p.typed, p.at = newField(next, 160), 0
	}
	return p
}

// complete completes the last word of a command to what all that it can be
// have in common, with a space where it can be one thing only.
func (s scene) complete(text string) string {
	words := strings.Fields(text)
	last := ""
	if len(words) > 0 && !strings.HasSuffix(text, " ") {
		last, words = words[len(words)-1], words[:len(words)-1]
	}
	var fits []string
	for _, w := range s.candidates(words) {
		if strings.HasPrefix(strings.ToLower(w), strings.ToLower(last)) {
			fits = append(fits, w)
		}
	}
	if len(fits) == 0 {
		return text
	}
	common := fits[0]
	for _, w := range fits[1:] {
		for !strings.HasPrefix(w, common) {
			common = common[:len(common)-1]
		}
	}
	if len(fits) == 1 {
		common += " "
	}
	return strings.TrimSuffix(text, last) + common
}

// candidates are what a word can be after others.
func (s scene) candidates(words []string) []string {
	verbs := map[string][]string{
		"pools": {"set", "add", "destroy"}, "clusters": {"create", "destroy"}, "attachments": {"add", "remove"},
		"ps": {"set", "autoscale", "restart"},
	}
	switch {
	case len(words) == 0:
		return []string{"pools", "clusters", "attachments", "ps", "ps:scale", "ps:type", "ps:restart", "ps:autoscale:enable", "ps:autoscale:disable"}
	case strings.HasPrefix(words[0], "ps"):
		return s.dynoCandidates(words, verbs)
	case len(words) == 1:
		return verbs[words[0]]
	}
	switch words[len(words)-1] {
	case "--level":
		var names []string
		for _, l := range s.catalog.Levels {
			names = append(names, l.Name)
		}
		return names
	case "--app", "--confirm":
		return s.apps()
	case "--ha":
		return []string{"on", "off"}
	}
	pools := words[0] == "pools" && words[1] != "add" || words[0] == "attachments" && words[1] == "add"
	switch c := s.clusterOf(words); {
	case len(words) == 2 && words[1] != "create" && words[1] != "remove":
		var names []string
		for _, c := range s.fleet.Clusters {
			names = append(names, c.Name)
		}
		return names
	case len(words) == 3 && pools && c != nil:
		var names []string
		for _, p := range c.Pools() {
			names = append(names, p.Name)
		}
		return names
	}
	return []string{"--level", "--count", "--ha", "--name", "--app", "--as", "--confirm"}
}

func (s scene) apps() []string {
	var names []string
	for _, a := range s.fleet.Apps {
		names = append(names, a.Name)
	}
	return names
}

// dynoCandidates are what a word can be in a command of formations.
func (s scene) dynoCandidates(words []string, verbs map[string][]string) []string {
	var app *model.App
	if len(words) > 2 {
		app = s.fleet.App(words[2])
	}
	sizes := make([]string, 0, len(s.catalog.Sizes))
	for _, size := range s.catalog.Sizes {
		sizes = append(sizes, size.Name)
	}
	switch last := words[len(words)-1]; {
	case last == "--app" || last == "-a" || words[0] == "ps" && len(words) == 2:
		return s.apps()
	case last == "--size":
		return sizes
	case words[0] == "ps" && len(words) == 1:
		return verbs["ps"]
	case words[0] == "ps" && len(words) == 3 && app != nil:
		return processes(app, "")
	case words[0] == "ps:scale" || words[0] == "ps:type":
		if r := s.tree.current(); r.app != nil {
			return append(processes(r.app, "="), "--app")
		}
	}
	return []string{"--app", "--quantity", "--size", "--connections", "--min", "--max", "--p95", "--notifications", "--shadow", "--off"}
}

// processes are the names of an app's process types, with something behind.
func processes(app *model.App, behind string) []string {
	var names []string
	for _, p := range app.Processes {
		names = append(names, p.Type+behind)
	}
	return names
}

func (s scene) clusterOf(words []string) *model.Cluster {
	if len(words) < 3 {
		return nil
	}
	return s.fleet.Named(words[2])
}

func (p palette) draw(s scene) panel {
	out := panel{title: "What do you want to do?", width: 92}
	width := min(out.width, s.width-4)
	out.lines = []string{": " + p.typed.draw(s, width-2), ""}
	list := p.choices(s)
	room := p.room(s)
	from, to := around(p.at, len(list), room)
	for i := from; i < to; i++ {
		c := list[i]
		line := ends(c.name, c.key.Help().Key, width-2)
		if i == p.at {
			out.lines = append(out.lines, s.styles.Accent.Render("❯ "+line))
		} else {
			out.lines = append(out.lines, "  "+line)
		}
	}
	for i := to - from; i < room; i++ {
		out.lines = append(out.lines, "")
	}
	return out.with("").with(p.hint(s, list))
}

// room is how many choices are to be seen at once.
func (p palette) room(s scene) int { return max(1, min(14, s.height-8)) }

// hint says what a text that finds nothing lacks.
func (p palette) hint(s scene, list []choice) string {
	text := strings.TrimSpace(p.typed.text())
	if len(list) == 0 {
		if where := elsewhere(text); where != "" {
			return s.styles.Dim.Render("that is for " + where + ": select one first")
		}
		if _, err := s.parse(text); err != nil {
			return s.styles.Bad.Render("✗ " + clean(err.Error()))
		}
	}
	return s.styles.Dim.Render("words find actions · commands are reviewed · tab completes · esc back")
}
