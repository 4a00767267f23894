package command

import (
	"slices"
	"strconv"
	"strings"

	"pooldeck/model"
)

// herokuFormation is the nearest heroku command of a change of a formation.
func herokuFormation(f *model.Fleet, change model.Change) Nearest {
	app := appName(f, change.Target())
	line := func(words ...string) Nearest {
		return Nearest{Argv: append(append([]string{heroku}, words...), "-a", app)}
	}
	switch c := change.(type) {
	case model.ScaleProcess:
		return line("ps:scale", c.Process+scaleWord(c))
	case model.ResizeProcess:
		return withSize(line("ps:type", c.Process+"="+c.Size), c.Process)
	case model.SetAutoscale:
		return herokuAutoscale(app, c.Autoscale)
	case model.DisableAutoscale:
		return line("ps:autoscale:disable")
	case model.RestartDynos:
		if c.Process == "" {
			return line("ps:restart")
		}
		return line("ps:restart", "--process-type", c.Process)
	case model.SetConnections:
		return Nearest{Argv: []string{heroku, "ps", "-a", app}, Notes: []string{
			"Heroku does not know how many connections a dyno holds: the app's own configuration says it",
		}}
	case model.CreateCluster, model.DestroyCluster, model.SetLevel, model.SetCount, model.AddPool, model.DestroyPool, model.Attach, model.Detach:
	}
	panic("command: a change that is not of a formation: " + change.String())
}

// scaleWord is what follows the process type in ps:scale.
func scaleWord(c model.ScaleProcess) string {
	if c.Delta != 0 {
		return amount(c)
	}
	return "=" + amount(c)
}

// withSize: heroku ps:type reads no hyphen in a process type's name.
func withSize(n Nearest, process string) Nearest {
	if strings.Contains(process, "-") {
		n.Notes = append(n.Notes, "heroku ps:type reads no process type with a hyphen; ps:scale with a quantity and the size does")
	}
	return n
}

func herokuAutoscale(app string, rule model.Autoscale) Nearest {
	n := Nearest{Argv: []string{
		heroku, "ps:autoscale:enable", "-a", app, "--min", strconv.Itoa(rule.Min), "--max", strconv.Itoa(rule.Max),
		"--p95", strconv.FormatInt(rule.P95.Milliseconds(), 10),
	}}
	if rule.Notify {
		n.Argv = append(n.Argv, "--notifications")
	}
	if rule.Shadow {
		n.Notes = append(n.Notes, "Heroku has no shadow mode: its autoscaler acts at once")
	}
	return n
}

// scaleLines joins what one heroku ps:scale says: the sizes and quantities of an
// app's process types. The rest is what it does not say.
func scaleLines(f *model.Fleet, changes []model.Change) (lines []Nearest, rest []model.Change) {
	type words struct {
		app   model.ID
		order []string
		size  map[string]string
		scale map[string]string
	}
	var apps []*words
	of := func(app model.ID, process string) *words {
		at := slices.IndexFunc(apps, func(w *words) bool { return w.app == app })
		if at < 0 {
			at = len(apps)
			apps = append(apps, &words{app: app, size: map[string]string{}, scale: map[string]string{}})
		}
		if !slices.Contains(apps[at].order, process) {
			apps[at].order = append(apps[at].order, process)
		}
		return apps[at]
	}
	for _, change := range changes {
		switch c := change.(type) {
		case model.ScaleProcess:
			of(c.App, c.Process).scale[c.Process] = scaleWord(c)
		case model.ResizeProcess:
			of(c.App, c.Process).size[c.Process] = c.Size
		case model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections,
			model.CreateCluster, model.DestroyCluster, model.SetLevel, model.SetCount, model.AddPool, model.DestroyPool, model.Attach, model.Detach:
			rest = append(rest, change)
		}
	}
	for _, w := range apps {
		scale := Nearest{Argv: []string{heroku, "ps:scale"}}
		resize := Nearest{Argv: []string{heroku, "ps:type"}}
		for _, process := range w.order {
			switch size, n := w.size[process], w.scale[process]; {
			case n == "":
				resize.Argv = append(resize.Argv, process+"="+size)
				resize = withSize(resize, process)
			case size == "":
				scale.Argv = append(scale.Argv, process+n)
			default:
				scale.Argv = append(scale.Argv, process+n+":"+size)
			}
		}
		for _, n := range []Nearest{resize, scale} {
			if len(n.Argv) > 2 {
				n.Argv = append(n.Argv, "-a", appName(f, w.app))
				lines = append(lines, n)
			}
		}
	}
	return lines, rest
}
