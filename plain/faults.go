package plain

import "pooldeck/model"

// faults list what can be made to fail: a simulator's drill, called one.
type faults struct {
	menu
	cluster, pool, instance model.ID
}

func (f faults) targets(scene) []model.ID { return []model.ID{f.cluster} }

func (f faults) opened(s scene) (page, []string) {
	f.menu = menu{name: "Fault", here: f.cluster, head: []string{"What is to fail? This fleet is simulated."}}
	for _, o := range s.able.Faults.Offered(s.fleet, f.cluster, f.pool, f.instance) {
		f.items = append(f.items, choice{does: spoken(o.Words), intent: inject{o}})
	}
	if pool, there := s.fleet.Cluster(f.cluster).Pool(f.pool); there && f.instance == "" {
		for _, i := range pool.Instances {
			next := faults{cluster: f.cluster, pool: f.pool, instance: i.ID}
			f.items = append(f.items, choice{"On " + string(i.Role) + " " + string(i.ID), string(i.Phase), "", open{next}})
		}
	}
	if len(f.items) == 0 {
		f.head = []string{"Nothing can be made to fail here as things are. < goes back."}
	}
	return f, f.lines()
}

func (f faults) take(s scene, answer string) (page, intent) { return f, f.chosen(s, answer) }
