// Package command writes changes as command lines and reads them back. A line
// names things as operators do: clusters, pools and apps by their names, no
// IDs. It is pure: the fleet that the names are looked up in is an argument.
//
// Start with Lines, HerokuLines and Parse.
package command

import (
	"fmt"
	"strconv"

	"pooldeck/model"
)

// Pooldeck is the pooldeck command that makes a change: Parse reads it back to
// the same change, the ID of a new cluster apart. f is a fleet that has the
// change's cluster: the one that the change is made on, or the After of its
// plan. A cluster that f does not have goes by its ID.
func Pooldeck(f *model.Fleet, c model.Change) []string {
	on := find(f, c)
	switch c := c.(type) {
	case model.CreateCluster:
		return create(c)
	case model.DestroyCluster:
		return []string{pooldeck, "clusters", "destroy", on.Name, "--confirm", on.App}
	case model.SetLevel:
		return []string{pooldeck, "pools", "set", on.Name, c.Pool, "--level", c.Level}
	case model.SetCount:
		return append([]string{pooldeck, "pools", "set", on.Name, c.Pool}, countFlag(c)...)
	case model.AddPool:
		return []string{
			pooldeck, "pools", "add", on.Name, "--name", c.Name, "--level", c.Level, "--count", strconv.Itoa(c.Count),
		}
	case model.DestroyPool:
		return []string{pooldeck, "pools", "destroy", on.Name, c.Pool, "--confirm", on.App}
	case model.Attach:
		return []string{pooldeck, "attachments", "add", on.Name, c.Pool, "--app", c.App, "--as", c.Name}
	case model.Detach:
		return []string{pooldeck, "attachments", "remove", c.Name, "--app", c.App}
	case model.ScaleProcess:
		return setProcess(f, c.App, c.Process, "--quantity", amount(c))
	case model.ResizeProcess:
		return setProcess(f, c.App, c.Process, "--size", c.Size)
	case model.SetConnections:
		return setProcess(f, c.App, c.Process, "--connections", strconv.Itoa(c.PerDyno))
	case model.SetAutoscale:
		return autoscale(appName(f, c.App), c)
	case model.DisableAutoscale:
		return []string{pooldeck, "ps", "autoscale", appName(f, c.App), c.Process, "--off"}
	case model.RestartDynos:
		return restart(appName(f, c.App), c)
	}
	panic(fmt.Sprintf("command: a change of an unknown kind: %T", c))
}

// The programs whose lines are written and read.
const (
	pooldeck = "pooldeck"
	heroku   = "heroku"
)

// find is the cluster that a change is about; where the fleet has none, one
// that is called by its ID.
func find(f *model.Fleet, c model.Change) *model.Cluster {
	if on := f.Cluster(c.Target()); on != nil {
		return on
	}
	return &model.Cluster{ID: c.Target(), Name: string(c.Target())}
}

func create(c model.CreateCluster) []string {
	argv := []string{pooldeck, "clusters", "create", c.Name, "--app", c.App, "--level", c.Level}
	if !c.HA {
		argv = append(argv, "--ha", "off")
	}
	for _, p := range c.Followers {
		argv = append(argv, "--pool", fmt.Sprintf("%s:%s:%d", p.Name, p.Level, p.Count))
	}
	return argv
}

// countFlag says a leader pool's count as what it means.
func countFlag(c model.SetCount) []string {
	if c.Pool == model.LeaderName {
		switch c.Count {
		case 1:
			return []string{"--ha", "off"}
		case model.MaxLeaderInstances:
			return []string{"--ha", "on"}
		}
	}
	return []string{"--count", strconv.Itoa(c.Count)}
}
