package command_test

import (
	"testing"

	"pooldeck/model"
	"pooldeck/model/command"
	"pooldeck/model/modeltest"
)

func TestRunning(t *testing.T) {
	app := modeltest.Formed().Apps[0]
	scale := model.ScaleProcess{App: app.ID, Process: "web", Quantity: 2}
	resize := model.ResizeProcess{App: app.ID, Process: "web", Size: "Standard-1X"}
	tests := map[string]struct {
		changes model.Changes
		want    string
	}{
		"scaled":                 {model.Changes{scale}, "now running web at 2:Standard-1X"},
		"scaled and resized":     {model.Changes{scale, resize}, "now running web at 2:Standard-1X"},
		"two process types":      {model.Changes{model.ScaleProcess{App: app.ID, Process: "worker", Delta: 1}, resize}, "now running worker at 1:Standard-2X, web at 2:Standard-1X"},
		"nothing that is scaled": {model.Changes{model.RestartDynos{App: app.ID}}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := command.Running(app, tt.changes); got != tt.want {
				t.Errorf("it says %q", got)
			}
		})
	}
}
