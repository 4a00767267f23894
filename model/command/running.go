package command

import (
	"slices"
	"strconv"
	"strings"

	"pooldeck/model"
)

// Scaled is Heroku's answer to ps:scale, of the process types that a plan
// scales or resizes. Empty where it does neither.
func Scaled(p model.Plan) string {
	for _, target := range p.Targets() {
		if app := p.After.Formation(target); app != nil {
			if answer := Running(app, p.Changes); answer != "" {
				return answer
			}
		}
	}
	return ""
}

// Running says what runs of an app's process types that changes scale or
// resize: now running web at 5:Standard-1X, worker at 1:Standard-2X.
func Running(app *model.App, changes model.Changes) string {
	var names, parts []string
	for _, c := range changes {
		name := ""
		switch c := c.(type) {
		case model.ScaleProcess:
			name = c.Process
		case model.ResizeProcess:
			name = c.Process
		case model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections:
		case model.CreateCluster, model.DestroyCluster, model.SetLevel, model.SetCount, model.AddPool, model.DestroyPool, model.Attach, model.Detach:
		}
		if p, there := app.Process(name); there && c.Target() == app.ID && !slices.Contains(names, name) {
			names, parts = append(names, name), append(parts, p.Type+" at "+strconv.Itoa(p.Quantity)+":"+p.Size)
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "now running " + strings.Join(parts, ", ")
}
