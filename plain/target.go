package plain

import (
	"pooldeck/model"
	"pooldeck/model/command"
)

// found are the clusters and apps of targets, as far as they are there.
func (s scene) found(targets []model.ID) (clusters []*model.Cluster, apps []*model.App) {
	for _, id := range targets {
		if c := s.fleet.Cluster(id); c != nil {
			clusters = append(clusters, c)
		} else if a := s.fleet.Formation(id); a != nil {
			apps = append(apps, a)
		}
	}
	return clusters, apps
}

// identified are the IDs of clusters and apps.
func identified(clusters []*model.Cluster, apps []*model.App) []model.ID {
	ids := make([]model.ID, 0, len(clusters)+len(apps))
	for _, c := range clusters {
		ids = append(ids, c.ID)
	}
	for _, a := range apps {
		ids = append(ids, a.ID)
	}
	return ids
}

// owned are the targets of an app: its clusters and its formation; with no app
// those of all.
func (s scene) owned(app string) []model.ID {
	ids := []model.ID{}
	for _, c := range s.fleet.Clusters {
		if app == "" || c.App == app {
			ids = append(ids, c.ID)
		}
	}
	for _, a := range s.fleet.Apps {
		if app == "" || a.Name == app {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// nameOf is what a target is called: a cluster, or an app for its formation.
// Empty where it is not there.
func (s scene) nameOf(target model.ID) string {
	if c := s.fleet.Cluster(target); c != nil {
		return c.Name
	}
	if a := s.fleet.Formation(target); a != nil {
		return a.Name
	}
	return ""
}

// placeOf is where a target is.
func (s scene) placeOf(target model.ID) place {
	if a := s.fleet.Formation(target); a != nil {
		return place{app: a.Name}
	}
	return place{cluster: target}
}

// ownerOf is the app that commands of formations mean where a target is looked
// at; empty where none is.
func (s scene) ownerOf(target model.ID) string {
	if c := s.fleet.Cluster(target); c != nil {
		return c.App
	}
	return s.nameOf(target)
}

// targetCalled finds a target: an app by its name, a cluster as the commands
// do, or either by how its name begins where only one does.
func (s scene) targetCalled(name string) (model.ID, error) {
	if a := s.fleet.App(name); a != nil {
		return a.ID, nil
	}
	found, err := command.Cluster(s.fleet, name, "")
	if err == nil {
		return found.ID, nil
	}
	var begin []model.ID
	for _, c := range s.fleet.Clusters {
		if startsWith(c.Name, name) {
			begin = append(begin, c.ID)
		}
	}
	for _, a := range s.fleet.Apps {
		if startsWith(a.Name, name) {
			begin = append(begin, a.ID)
		}
	}
	if len(begin) != 1 {
		return "", err
	}
	return begin[0], nil
}

// findProcess finds a process type that may have gone since it was asked
// about.
func (s scene) findProcess(app model.ID, process string) (*model.App, model.Process, bool) {
	a := s.fleet.Formation(app)
	if a == nil {
		return nil, model.Process{}, false
	}
	p, there := a.Process(process)
	return a, p, there
}

// wantedProcess is a process type as it would be with what is staged.
func (s scene) wantedProcess(a *model.App, process string) model.Process {
	if plan, err := model.NewPlan(s.fleet, s.catalog.Specs, s.staged...); err == nil {
		if after := plan.After.Formation(a.ID); after != nil {
			a = after
		}
	}
	p, _ := a.Process(process)
	return p
}
