package command

import (
	"fmt"
	"strconv"

	"pooldeck/model"
)

// appName is what an app is called; where the fleet does not have it, its ID.
func appName(f *model.Fleet, id model.ID) string {
	if a := f.Formation(id); a != nil {
		return a.Name
	}
	return string(id)
}

func setProcess(f *model.Fleet, app model.ID, process, flag, value string) []string {
	return []string{pooldeck, "ps", "set", appName(f, app), process, flag, value}
}

// amount is a quantity as Heroku writes it: 5, +1 or -1.
func amount(c model.ScaleProcess) string {
	if c.Delta != 0 {
		return fmt.Sprintf("%+d", c.Delta)
	}
	return strconv.Itoa(c.Quantity)
}

func autoscale(app string, c model.SetAutoscale) []string {
	rule := c.Autoscale
	argv := []string{
		pooldeck, "ps", "autoscale", app, c.Process,
		"--min", strconv.Itoa(rule.Min), "--max", strconv.Itoa(rule.Max), "--p95", strconv.FormatInt(rule.P95.Milliseconds(), 10),
	}
	if rule.Notify {
		argv = append(argv, "--notifications")
	}
	if rule.Shadow {
		argv = append(argv, "--shadow")
	}
	return argv
}

func restart(app string, c model.RestartDynos) []string {
	argv := []string{pooldeck, "ps", "restart", app}
	if c.Process != "" {
		argv = append(argv, c.Process)
	}
	return argv
}
