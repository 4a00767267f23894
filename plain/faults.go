package plain

import "pooldeck/model"

// faults list what can be made to fail: a simulator's drill, called one. The
// part is a pool of a cluster or a process type of an app, the instance one of
// its instances or dynos.
type faults struct {
	menu
	target, part, instance model.ID
}

func (f faults) targets(scene) []model.ID { return []model.ID{f.target} }

func (f faults) opened(s scene) (page, []string) {
	f.menu = menu{name: "Fault", here: f.target, head: []string{"What is to fail? This fleet is simulated."}}
	for _, o := range s.able.Faults.Offered(s.fleet, f.target, f.part, f.instance) {
		f.items = append(f.items, choice{does: spoken(o.Words), intent: inject{o}})
	}
	if f.instance == "" {
		f.items = append(f.items, f.within(s)...)
	}
	if len(f.items) == 0 {
		f.head = []string{"Nothing can be made to fail here as things are. < goes back."}
	}
	return f, f.lines()
}

// within are the instances or dynos that something can be done to.
func (f faults) within(s scene) []choice {
	var list []choice
	add := func(instance model.ID, does, is string) {
		next := faults{target: f.target, part: f.part, instance: instance}
		list = append(list, choice{does, is, "", open{next}})
	}
	if c := s.fleet.Cluster(f.target); c != nil {
		pool, _ := c.Pool(f.part)
		for _, i := range pool.Instances {
			add(i.ID, "On "+string(i.Role)+" "+string(i.ID), string(i.Phase))
		}
	}
	if a := s.fleet.Formation(f.target); a != nil {
		p, _ := part(a, f.part)
		for _, d := range p.Dynos {
			add(d.ID, "On "+d.Name, string(d.State))
		}
	}
	return list
}

// part is the process type of an app that an ID is of.
func part(a *model.App, id model.ID) (model.Process, bool) {
	for _, p := range a.Processes {
		if a.ProcessID(p.Type) == id {
			return p, true
		}
	}
	return model.Process{}, false
}

func (f faults) take(s scene, answer string) (page, intent) { return f, f.chosen(s, answer) }
