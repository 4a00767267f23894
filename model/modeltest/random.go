package modeltest

import (
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"

	"pooldeck/model"
)

// AnyChange is Change of a cluster, or of a formation where the fleet has any.
func AnyChange(t *rapid.T, f *model.Fleet) model.Change {
	if formed := slices.DeleteFunc(slices.Clone(f.Apps), func(a *model.App) bool { return len(a.Processes) == 0 }); len(formed) > 0 && rapid.Bool().Draw(t, "formation") {
		return FormationChange(t, rapid.SampledFrom(formed).Draw(t, "formed"))
	}
	return Change(t, f)
}

// Change draws a change of a cluster that makes sense on the fleet, but need
// not be legal: counts run past the limits and names clash.
func Change(t *rapid.T, f *model.Fleet) model.Change {
	target := rapid.SampledFrom(f.Clusters).Draw(t, "cluster")
	return ChangeOf(t, f, target.ID)
}

// ChangeOf is Change for one cluster, creating another one apart.
func ChangeOf(t *rapid.T, f *model.Fleet, id model.ID) model.Change {
	pool := poolName(t, f.Cluster(id))
	switch rapid.SampledFrom([]string{
		"level", "level", "count", "count", "count", "add", "add", "destroy", "attach", "detach", "create", "end",
	}).Draw(t, "kind") {
	case "level":
		return model.SetLevel{Cluster: id, Pool: pool, Level: level(t)}
	case "count":
		return model.SetCount{Cluster: id, Pool: pool, Count: count(t)}
	case "add":
		return model.AddPool{Cluster: id, Name: name(t), Level: level(t), Count: count(t)}
	case "destroy":
		return model.DestroyPool{Cluster: id, Pool: pool}
	case "attach":
		return model.Attach{Cluster: id, Pool: pool, App: app(t, f), Name: configVar(t)}
	case "detach":
		return detach(t, f, id)
	case "create":
		return create(t, f)
	}
	return model.DestroyCluster{Cluster: id}
}

// FormationChange is Change for the formation of an app.
func FormationChange(t *rapid.T, a *model.App) model.Change {
	process := rapid.SampledFrom(a.Processes).Draw(t, "process").Type
	switch rapid.SampledFrom([]string{
		"scale", "scale", "by", "size", "size", "autoscale", "autoscale", "off", "restart", "restart all", "connections",
	}).Draw(t, "kind") {
	case "scale":
		return model.ScaleProcess{App: a.ID, Process: process, Quantity: rapid.IntRange(-1, 12).Draw(t, "quantity")}
	case "by":
		return model.ScaleProcess{App: a.ID, Process: process, Delta: rapid.SampledFrom([]int{-3, -2, -1, 1, 2, 3}).Draw(t, "delta")}
	case "size":
		return model.ResizeProcess{App: a.ID, Process: process, Size: rapid.SampledFrom(Sizes()).Draw(t, "size").Name}
	case "autoscale":
		return model.SetAutoscale{App: a.ID, Process: process, Autoscale: rule(t)}
	case "off":
		return model.DisableAutoscale{App: a.ID, Process: process}
	case "restart":
		return model.RestartDynos{App: a.ID, Process: process}
	case "restart all":
		return model.RestartDynos{App: a.ID}
	}
	return model.SetConnections{App: a.ID, Process: process, PerDyno: rapid.IntRange(0, 60).Draw(t, "connections")}
}

func rule(t *rapid.T) model.Autoscale {
	return model.Autoscale{
		P95: time.Duration(rapid.IntRange(1, 2000).Draw(t, "p95")) * time.Millisecond,
		Min: rapid.IntRange(0, 5).Draw(t, "min"), Max: rapid.IntRange(1, 12).Draw(t, "max"),
		Notify: rapid.Bool().Draw(t, "notify"), Shadow: rapid.Bool().Draw(t, "shadow"),
	}
}

// Plan draws a plan of up to most changes. It keeps what is legal of what it
// draws; a plan that would be empty raises or lowers the first leader.
func Plan(t *rapid.T, f *model.Fleet, most int, change func(*rapid.T, *model.Fleet) model.Change) model.Plan {
	var changes []model.Change
	after := f
	for range rapid.IntRange(1, most).Draw(t, "changes") {
		c := change(t, after)
		if p, err := model.NewPlan(after, Specs(), c); err == nil {
			changes, after = append(changes, c), p.After
		}
	}
	p, err := model.NewPlan(f, Specs(), changes...)
	if err != nil && len(changes) > 0 {
		t.Fatalf("each of %v is legal after the ones before it, all of them are not: %v", changes, err)
	}
	if err == nil {
		return p
	}
	for _, c := range f.Clusters {
		for _, l := range Specs().Levels[:2] {
			if p, err := model.NewPlan(f, Specs(), model.SetLevel{Cluster: c.ID, Pool: model.LeaderName, Level: l.Name}); err == nil {
				return p
			}
		}
	}
	t.Skip("every cluster is being destroyed")
	return model.Plan{}
}

func poolName(t *rapid.T, c *model.Cluster) string {
	names := []string{model.LeaderName}
	for _, p := range c.Followers {
		names = append(names, p.Name)
	}
	return rapid.SampledFrom(names).Draw(t, "pool")
}

func level(t *rapid.T) string { return rapid.SampledFrom(Specs().Levels).Draw(t, "level").Name }

func count(t *rapid.T) int { return rapid.IntRange(-1, 14).Draw(t, "count") }

func name(t *rapid.T) string {
	return rapid.SampledFrom([]string{"analytics", "reporting", "batch", "search", "exports", "web", "a-1-b"}).Draw(t, "name")
}

func configVar(t *rapid.T) string {
	return rapid.SampledFrom([]string{"DATABASE", "ANALYTICS", "READER", "BATCH_2"}).Draw(t, "config var")
}

func app(t *rapid.T, f *model.Fleet) string { return rapid.SampledFrom(f.Apps).Draw(t, "app").Name }

func detach(t *rapid.T, f *model.Fleet, id model.ID) model.Change {
	attachments := f.Cluster(id).Attachments
	if len(attachments) == 0 {
		return model.Detach{Cluster: id, App: app(t, f), Name: configVar(t)}
	}
	a := rapid.SampledFrom(attachments).Draw(t, "attachment")
	return model.Detach{Cluster: id, App: a.App, Name: a.Name}
}

func create(t *rapid.T, f *model.Fleet) model.Change {
	n := rapid.Uint64().Draw(t, "number")
	c := model.CreateCluster{
		ID: model.NewClusterID(f, n), Name: model.NewClusterName(f, n), App: app(t, f), Level: level(t),
		HA: rapid.Bool().Draw(t, "HA"),
	}
	for range rapid.IntRange(0, 3).Draw(t, "pools") {
		c.Followers = append(c.Followers, model.NewPool{Name: name(t), Level: level(t), Count: count(t)})
	}
	return c
}

// Wanted is what is asked for in words that outlive IDs: pools and attachments
// by their names, a line each.
func Wanted(c *model.Cluster) map[string]bool {
	lines := map[string]bool{}
	if c == nil || c.Destroying {
		return lines
	}
	for _, p := range c.Pools() {
		if !p.Destroying {
			lines[fmt.Sprintf("%s %d × %s", p.Name, p.Count, p.Level)] = true
		}
	}
	for _, a := range c.Attachments {
		if a.State != model.AttachmentRemoving {
			p, _ := c.Pool(a.Pool)
			lines[a.App+" "+a.Var()+" opens "+p.Name] = true
		}
	}
	return lines
}
