package command

import (
	"fmt"
	"slices"
	"strconv"

	"pooldeck/model"
)

// Nearest is the heroku command that comes closest to a change, as of Heroku
// CLI 11.
type Nearest struct {
	Argv []string // empty where none comes near: the notes say why
	// Interactive says that the command asks for the change itself: the line
	// alone does not carry it.
	Interactive bool
	// Notes say in words what the command does not do, or does otherwise;
	// empty where it does the same.
	Notes []string
}

// Heroku is the nearest heroku command. f is a fleet that has the change's
// cluster, as for Pooldeck.
func Heroku(f *model.Fleet, c model.Change) Nearest {
	on := find(f, c)
	switch c := c.(type) {
	case model.CreateCluster:
		return herokuCreate(c)
	case model.DestroyCluster:
		return herokuDestroy(on)
	case model.SetLevel, model.DestroyPool:
		return update(on.Name, on.App)
	case model.SetCount:
		return withCount(update(on.Name, on.App), c.Count)
	case model.AddPool:
		return withCount(update(on.Name, on.App), c.Count)
	case model.Attach:
		return Nearest{Argv: []string{
			heroku, "data:pg:attachments:create", on.Name, "-a", c.App, "--pool", c.Pool, "--as", c.Name,
		}}
	case model.Detach:
		return Nearest{Argv: []string{
			heroku, "data:pg:attachments:destroy", c.Name, "-a", c.App, "--confirm", c.App,
		}}
	case model.ScaleProcess, model.ResizeProcess, model.SetAutoscale, model.DisableAutoscale, model.RestartDynos, model.SetConnections:
		return herokuFormation(f, c)
	}
	panic(fmt.Sprintf("command: a change of an unknown kind: %T", c))
}

// update is the interactive command: the only one that Heroku has for levels,
// counts and follower pools.
func update(cluster, app string) Nearest {
	return Nearest{Argv: []string{heroku, "data:pg:update", cluster, "-a", app}, Interactive: true}
}

// noZero is a note on pools that are wanted without instances.
const noZero = "Heroku's menu has no 0: the fewest instances it offers is 1"

func withCount(n Nearest, count int) Nearest {
	if count == 0 {
		n.Notes = append(n.Notes, noZero)
	}
	return n
}

// herokuDestroy is refused by Heroku without --force where the cluster is
// attached to other apps.
func herokuDestroy(c *model.Cluster) Nearest {
	argv := []string{heroku, "data:pg:destroy", c.Name, "-a", c.App, "--confirm", c.App}
	if slices.ContainsFunc(c.Attachments, func(a model.Attachment) bool { return a.App != c.App }) {
		argv = append(argv, "--force")
	}
	return Nearest{Argv: argv}
}

// herokuCreate can take one follower pool along: one at the leader's level,
// with a name of Heroku's choice.
func herokuCreate(c model.CreateCluster) Nearest {
	n := Nearest{Argv: []string{heroku, "data:pg:create", "-a", c.App, "--level", c.Level, "--name", c.Name}}
	if !c.HA {
		n.Argv = append(n.Argv, "--no-high-availability")
	}
	switch pools := c.Followers; {
	case len(pools) == 0:
	case len(pools) == 1 && pools[0].Level == c.Level && pools[0].Count > 0:
		n.Argv = append(n.Argv, "--followers", strconv.Itoa(pools[0].Count))
		n.Notes = append(n.Notes, "Heroku makes up the follower pool's name: it will not be "+pools[0].Name)
	default:
		n.Notes = append(n.Notes, leftOut(c))
		if slices.ContainsFunc(pools, func(p model.NewPool) bool { return p.Count == 0 }) {
			n.Notes = append(n.Notes, noZero)
		}
	}
	return n
}

func leftOut(c model.CreateCluster) string {
	later := Line(update(c.Name, c.App).Argv)
	if len(c.Followers) == 1 {
		return fmt.Sprintf("the follower pool %s is left out: %s adds it", c.Followers[0].Name, later)
	}
	names := make([]string, 0, len(c.Followers))
	for _, p := range c.Followers {
		names = append(names, p.Name)
	}
	return fmt.Sprintf("the follower pools %s are left out: %s adds them one by one", listed(names, "and"), later)
}
