package model_test

import (
	"testing"
	"time"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

func TestProcessStatus(t *testing.T) {
	tests := map[string]struct {
		change func(*model.Process)
		want   model.ProcessStatus
	}{
		"all are up as they are wanted":    {func(*model.Process) {}, model.ProcessUp},
		"one has crashed":                  {func(p *model.Process) { p.Dynos[0].State = model.DynoCrashed }, model.ProcessCrashed},
		"one more is wanted":               {func(p *model.Process) { p.Quantity++ }, model.ProcessScaling},
		"one drains":                       {func(p *model.Process) { p.Quantity--; p.Dynos[1].State = model.DynoDraining }, model.ProcessScaling},
		"another size is wanted":           {func(p *model.Process) { p.Size = "Standard-2X" }, model.ProcessReplaced},
		"a restart was asked for":          {func(p *model.Process) { p.Restarts++ }, model.ProcessReplaced},
		"none is wanted and none is there": {func(p *model.Process) { p.Quantity, p.Dynos = 0, nil }, model.ProcessEmpty},
		"none is there yet":                {func(p *model.Process) { p.Dynos = nil }, model.ProcessStarting},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			app := modeltest.Formed().Apps[0]
			p := app.Processes[0]
			tt.change(&p)
			if got := p.Status(app.Release); got != tt.want {
				t.Errorf("it is %s", got)
			}
		})
	}
}

func TestProcessTrouble(t *testing.T) {
	on := func(p *model.Process, shadow bool) {
		p.Autoscale = &model.Autoscale{P95: 300 * time.Millisecond, Min: 1, Max: 2, Shadow: shadow}
	}
	slow := model.Traffic{P95: 400 * time.Millisecond}
	tests := map[string]struct {
		change func(*model.Process)
		seen   model.Traffic
		want   string
	}{
		"nothing":                           {func(*model.Process) {}, slow, ""},
		"a dyno has crashed":                {func(p *model.Process) { p.Dynos[0].State = model.DynoCrashed }, model.Traffic{}, "1 dyno crashed"},
		"requests fail":                     {func(*model.Process) {}, model.Traffic{Errors: 0.12}, "12 % of the requests fail"},
		"few fail":                          {func(*model.Process) {}, model.Traffic{Errors: 0.01}, ""},
		"slow at the autoscaler's maximum":  {func(p *model.Process) { on(p, false) }, slow, "p95 is 400 ms at the maximum of 2 dynos"},
		"slow, and it may still add dynos":  {func(p *model.Process) { on(p, false); p.Autoscale.Max = 3 }, slow, ""},
		"slow at a mere shadow's maximum":   {func(p *model.Process) { on(p, true) }, slow, ""},
		"within the target at the maximum":  {func(p *model.Process) { on(p, false) }, model.Traffic{P95: 300 * time.Millisecond}, ""},
		"full dynos that keep up":           {func(*model.Process) {}, model.Traffic{Load: 1}, ""},
		"full dynos that do not keep up":    {func(*model.Process) {}, model.Traffic{Load: 1, Queue: 12}, "the dynos are full, and requests wait for them"},
		"a stopped process type":            {func(p *model.Process) { p.Quantity = 0 }, model.Traffic{Load: 1, Queue: 12}, ""},
		"a crash is told before the errors": {func(p *model.Process) { p.Dynos[0].State = model.DynoCrashed }, model.Traffic{Errors: 0.5}, "1 dyno crashed"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			p := modeltest.Formed().Apps[0].Processes[0]
			tt.change(&p)
			if got := p.TroubleOf(tt.seen); got != tt.want {
				t.Errorf("it says %q", got)
			}
		})
	}
}
