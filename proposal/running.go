package proposal

import (
	"fmt"
	"slices"
	"strings"

	"pooldeck/model"
)

// Running says what runs of the process types that changes scale, as Heroku's
// command does: "now running web at 5:Standard-1X, worker at 1:Standard-2X".
// Empty where nothing is scaled.
func Running(app *model.App, changes model.Changes) string {
	var names, words []string
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
		if p, there := app.Process(name); there && !slices.Contains(names, name) {
			names, words = append(names, name), append(words, fmt.Sprintf("%s at %d:%s", p.Type, p.Quantity, p.Size))
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "now running " + strings.Join(words, ", ")
}
