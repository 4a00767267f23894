package command

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"pooldeck/model"
)

// scaleWords is how Heroku writes a quantity: web=5, web+1:Standard-2X.
var scaleWords = regexp.MustCompile(`^([\w-]+)([=+-])(\d+)(?::([\w-]+))?$`)

// setProcess reads pooldeck ps set.
func (r *reader) setProcess() model.Changes {
	app := r.appToForm(r.arg(0))
	process := r.process(app, r.arg(1))
	was, _ := app.Process(process)
	var changes model.Changes
	if r.given("size") {
		changes = append(changes, model.ResizeProcess{App: app.ID, Process: process, Size: r.size(r.text("size"))})
	}
	if r.given("quantity") {
		changes = append(changes, r.scaleBy(app, was, r.text("quantity")))
	}
	if r.given("connections") {
		changes = append(changes, model.SetConnections{App: app.ID, Process: process, PerDyno: r.number("connections", r.text("connections"))})
	}
	if len(changes) == 0 {
		r.fail(mistake("ps set needs --quantity, --size or --connections"))
	}
	return changes
}

// scaleBy reads 5, +1 or -1.
func (r *reader) scaleBy(app *model.App, p model.Process, text string) model.Change {
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		r.fail(mistake("--quantity is a number of dynos, or +N or -N; not %s", shown(text)))
	case strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-"):
		if n == 0 {
			r.fail(mistake("--quantity %s changes nothing", text))
		}
		return model.ScaleProcess{App: app.ID, Process: p.Type, Delta: n}
	}
	return model.ScaleProcess{App: app.ID, Process: p.Type, Quantity: n}
}

// herokuScale reads heroku ps:scale. Of a word that asks for what there is,
// only the part is left out that changes nothing beside one that does.
func (r *reader) herokuScale() model.Changes {
	app := r.appToForm(r.text("app"))
	if len(r.args) == 0 && r.err == nil {
		r.fail(mistake("ps:scale needs what to scale: %s", r.example(app)))
	}
	var changes model.Changes
	seen := map[string]bool{}
	for _, word := range r.args {
		parts := scaleWords.FindStringSubmatch(word)
		if parts == nil {
			r.fail(r.notScale(app, word))
			return nil
		}
		process := r.process(app, parts[1])
		if seen[process] {
			r.fail(mistake("%s is there twice", shown(process)))
		}
		seen[process] = true
		changes = append(changes, r.scaleWord(app, process, parts)...)
	}
	return changes
}

func (r *reader) scaleWord(app *model.App, process string, parts []string) model.Changes {
	was, _ := app.Process(process)
	n, err := strconv.Atoi(parts[3])
	if err != nil {
		r.fail(mistake("%s is no number of dynos", parts[3]))
	}
	if parts[2] != "=" && n == 0 && parts[4] == "" {
		r.fail(mistake("%s%s%s changes nothing", process, parts[2], parts[3]))
	}
	scale := model.ScaleProcess{App: app.ID, Process: process, Quantity: n}
	switch parts[2] {
	case "+":
		scale.Quantity, scale.Delta = 0, n
	case "-":
		scale.Quantity, scale.Delta = 0, -n
	}
	idle := scale.Delta == 0 && (parts[2] != "=" || was.Quantity == n)
	if parts[4] == "" {
		return model.Changes{scale}
	}
	resize := model.ResizeProcess{App: app.ID, Process: process, Size: r.size(parts[4])}
	switch {
	case resize.Size == was.Size:
		return model.Changes{scale}
	case idle:
		return model.Changes{resize}
	}
	return model.Changes{resize, scale}
}

// notScale says what is wrong with a word of ps:scale. Heroku's own command
// lets it pass.
func (r *reader) notScale(app *model.App, word string) error {
	how := "it is written web=5, web+1 or web-1, and web=5:Standard-2X for another size"
	name := strings.TrimRight(word, "0123456789")
	if p, there := app.Process(name); there && name != word {
		return mistake("%s is not understood; did you mean %s=%s?", shown(word), p.Type, word[len(name):])
	}
	if p, there := app.Process(word); there {
		return mistake("%s has no number: %s", p.Type, how)
	}
	return mistake("%s is not understood: %s", shown(word), how)
}

// herokuType reads heroku ps:type: a size for all process types, or for each.
func (r *reader) herokuType() model.Changes {
	app := r.appToForm(r.text("app"))
	if len(r.args) == 1 && !strings.Contains(r.args[0], "=") {
		return r.typeOfAll(app, r.size(r.args[0]))
	}
	var changes model.Changes
	for _, word := range r.args {
		name, size, both := strings.Cut(word, "=")
		if !both {
			r.fail(mistake("%s is not understood: it is written web=Standard-2X, or a size alone for all process types", shown(word)))
			return nil
		}
		changes = append(changes, model.ResizeProcess{App: app.ID, Process: r.process(app, name), Size: r.size(size)})
	}
	if len(changes) == 0 {
		r.fail(mistake("ps:type needs a size: Standard-2X, or web=Standard-2X"))
	}
	return changes
}

// typeOfAll leaves out those that are at the size, unless all of them are.
func (r *reader) typeOfAll(app *model.App, size string) model.Changes {
	var all, others model.Changes
	for _, p := range app.Processes {
		c := model.ResizeProcess{App: app.ID, Process: p.Type, Size: size}
		all = append(all, c)
		if p.Size != size {
			others = append(others, c)
		}
	}
	if len(others) == 0 {
		return all
	}
	return others
}

// setAutoscale reads pooldeck ps autoscale.
func (r *reader) setAutoscale() model.Changes {
	app := r.appToForm(r.arg(0))
	process := model.WebType
	if r.arg(1) != "" {
		process = r.process(app, r.arg(1))
	}
	if r.on("off") {
		if r.given("min") || r.given("max") || r.given("p95") {
			r.fail(mistake("--off switches autoscale off: it goes with nothing else"))
		}
		return model.Changes{model.DisableAutoscale{App: app.ID, Process: process}}
	}
	return model.Changes{r.rule(app, process, r.on("shadow"))}
}

// herokuAutoscale reads heroku ps:autoscale:enable.
func (r *reader) herokuAutoscale() model.Changes {
	app := r.appToForm(r.text("app"))
	if _, there := app.Process(model.WebType); !there && r.err == nil {
		r.fail(mistake("%s does not have any web dynos to scale", app.Name))
	}
	return model.Changes{r.rule(app, model.WebType, false)}
}

// firstP95 is what Heroku's command line asks for where nobody has.
const firstP95 = time.Second

// rule is what the flags make of the rule that there is. Heroku keeps the
// target that is not named, and the notifications only where they are.
func (r *reader) rule(app *model.App, process string, shadow bool) model.Change {
	p, _ := app.Process(process)
	rule := model.Autoscale{P95: firstP95}
	if p.Autoscale != nil {
		rule = *p.Autoscale
	}
	if r.given("min") {
		rule.Min = r.number("min", r.text("min"))
	}
	if r.given("max") {
		rule.Max = r.number("max", r.text("max"))
	}
	if p.Autoscale == nil && !(r.given("min") && r.given("max")) {
		r.fail(mistake("%s needs --min N and --max N", r.verb.name))
	}
	if r.given("p95") {
		rule.P95 = r.milliseconds("p95", r.text("p95"))
	}
	rule.Notify, rule.Shadow = r.on("notifications"), shadow
	return model.SetAutoscale{App: app.ID, Process: process, Autoscale: rule}
}

// milliseconds reads 500, 500ms or 0.5s.
func (r *reader) milliseconds(flag, text string) time.Duration {
	if n, err := strconv.ParseInt(text, 10, 32); err == nil {
		return time.Duration(n) * time.Millisecond
	}
	d, err := time.ParseDuration(text)
	if err != nil || d%time.Millisecond != 0 {
		r.fail(mistake("--%s is a number of milliseconds, not %s", flag, shown(text)))
	}
	return d
}

func (r *reader) herokuAutoscaleOff() model.Changes {
	return model.Changes{model.DisableAutoscale{App: r.appToForm(r.text("app")).ID, Process: model.WebType}}
}

// restart reads pooldeck ps restart.
func (r *reader) restart() model.Changes {
	app := r.appToForm(r.arg(0))
	return r.restartOf(app, r.arg(1))
}

// herokuRestart reads heroku ps:restart. One dyno by itself is not restarted
// here.
func (r *reader) herokuRestart() model.Changes {
	app := r.appToForm(r.text("app"))
	process := r.text("process-type")
	if r.arg(0) != "" {
		process = r.arg(0)
	}
	if name, _, dyno := strings.Cut(process, "."); dyno {
		r.fail(mistake("one dyno is not restarted by itself here; ps:restart %s restarts all of %s", shown(name), shown(name)))
	}
	return r.restartOf(app, process)
}

func (r *reader) restartOf(app *model.App, process string) model.Changes {
	if process != "" {
		process = r.process(app, process)
	}
	return model.Changes{model.RestartDynos{App: app.ID, Process: process}}
}

// appToForm finds the app whose formation is meant: the one that is named, or
// else the one that the options say.
func (r *reader) appToForm(word string) *model.App {
	if word == "" {
		word = r.options.App
	}
	if word == "" {
		r.fail(mistake("%s needs --app APP", r.verb.name))
		return &model.App{}
	}
	app := r.fleet.App(r.appNamed(word))
	if app == nil {
		return &model.App{}
	}
	if len(app.Processes) == 0 {
		r.fail(mistake("%s has no process types: %s", app.Name, Unformed))
	}
	return app
}

// Unformed is what to do about an app that has no process types, and why one
// may have none.
const Unformed = "deploy first, or begin a new state (--state DIR); one from before dynos has none"

// process is the name of a process type.
func (r *reader) process(app *model.App, word string) string {
	var names []string
	for _, p := range app.Processes {
		if strings.EqualFold(p.Type, word) {
			return p.Type
		}
		names = append(names, p.Type)
	}
	hint := meant(word, names)
	if hint == "" && len(names) > 0 {
		hint = "; it has " + listed(names, "and")
	}
	r.fail(mistake("%s has no process type %s%s", app.Name, shown(word), hint))
	return ""
}

// size is the full name of a dyno size.
func (r *reader) size(word string) string {
	if len(r.options.Sizes) == 0 {
		return word
	}
	var names, short []string
	for _, s := range r.options.Sizes {
		if strings.EqualFold(s.Name, word) {
			return s.Name
		}
		names = append(names, s.Name)
		if _, part, _ := strings.Cut(s.Name, "-"); strings.EqualFold(part, word) {
			short = append(short, s.Name)
		}
	}
	switch hint := meant(word, names); {
	case len(short) == 1:
		return short[0]
	case len(short) > 1:
		r.fail(mistake("%s may be %s", shown(word), listed(short, "or")))
	case hint != "":
		r.fail(mistake("there is no dyno size %s%s", shown(word), hint))
	default:
		r.fail(mistake("there is no dyno size %s; there are %s", shown(word), listed(names, "and")))
	}
	return ""
}

// example is how the app's first process type is scaled.
func (r *reader) example(app *model.App) string {
	name := model.WebType
	if len(app.Processes) > 0 {
		name = app.Processes[0].Type
	}
	return name + "=5"
}
