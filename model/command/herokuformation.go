package command

import (
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
		return herokuRestart(app, c)
	case model.SetConnections:
		return noConnections()
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

func herokuRestart(app string, c model.RestartDynos) Nearest {
	if c.Process == "" {
		return Nearest{Argv: []string{heroku, "ps:restart", "-a", app}}
	}
	return Nearest{Argv: []string{heroku, "ps:restart", "--process-type", c.Process, "-a", app}}
}

// noConnections: no command of Heroku's says it.
func noConnections() Nearest {
	return Nearest{Notes: []string{"Heroku does not know how many connections a dyno may take: the app's own configuration says it"}}
}

// herokuAutoscale has no line for a shadow: Heroku's would act.
func herokuAutoscale(app string, rule model.Autoscale) Nearest {
	if rule.Shadow {
		return Nearest{Notes: []string{"Heroku has no shadow mode: its autoscaler acts at once"}}
	}
	n := Nearest{Argv: []string{
		heroku, "ps:autoscale:enable", "-a", app, "--min", strconv.Itoa(rule.Min), "--max", strconv.Itoa(rule.Max),
		"--p95", strconv.FormatInt(rule.P95.Milliseconds(), 10),
	}}
	if rule.Notify {
		n.Argv = append(n.Argv, "--notifications")
	}
	return n
}
