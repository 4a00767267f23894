package drill

import (
	"fmt"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
)

// target is what a cue is about as things are: a cluster, or else an app.
type target struct {
	cluster *model.Cluster
	app     *model.App
}

func (t target) there() bool { return t.cluster != nil || t.app != nil }

// find finds what a cue is about. A cluster counts before an app of the same
// name.
func (c Cue) find(f *model.Fleet) target {
	var t target
	for _, form := range c.ways() {
		switch form.on {
		case onCluster:
			t.cluster = f.Named(c.Target)
		case onApp:
			t.app = f.App(c.Target)
		}
	}
	if t.cluster != nil {
		t.app = nil
	}
	return t
}

// on is what the cue may be about, in words: cluster, app, cluster or app.
func (c Cue) on() string {
	var kinds []string
	for _, form := range c.ways() {
		kinds = append(kinds, strings.ToLower(string(form.on)))
	}
	return strings.Join(kinds, " or ")
}

// Check says whether a drill can be played on a fleet: the clusters, pools,
// apps and process types that it names have to be there. The error is a
// *Wrong.
func Check(cues []Cue, f *model.Fleet) error {
	for _, c := range cues {
		if c.Verb == Note {
			continue
		}
		if err := c.check(c.find(f)); err != nil {
			return &Wrong{c.Where, err.Error()}
		}
	}
	return nil
}

func (c Cue) check(t target) error {
	switch {
	case !t.there():
		return fmt.Errorf("there is no %s %s", c.on(), c.Target)
	case t.cluster != nil:
		if _, there := t.cluster.PoolNamed(c.Part); c.Part != "" && !there {
			return fmt.Errorf("%s has no pool %s", t.cluster.Name, c.Part)
		}
		return nil
	}
	process := c.process()
	if _, there := t.app.Process(process); process != "" && !there {
		return fmt.Errorf("%s has no process type %s", t.app.Name, process)
	}
	return nil
}

// process is the process type that a cue about an app is about; empty where it
// is about all of it.
func (c Cue) process() string {
	if c.Verb == Autoscale {
		return model.WebType
	}
	if c.Verb == crash {
		process, _, _ := strings.Cut(c.Part, ".")
		return process
	}
	return c.Part
}

// Change is what the cue asks for as things are, with Scale and Autoscale. The
// error says why it asks for nothing.
func (c Cue) Change(f *model.Fleet) (model.Change, error) {
	t := c.find(f)
	switch {
	case !t.there():
		return nil, fmt.Errorf("there is no %s %s any more", c.on(), c.Target)
	case t.cluster != nil:
		return model.SetCount{Cluster: t.cluster.ID, Pool: c.Part, Count: c.Count}, nil
	case c.Verb == Autoscale:
		return model.SetAutoscale{App: t.app.ID, Process: model.WebType, Autoscale: c.Rule}, nil
	}
	return model.ScaleProcess{App: t.app.ID, Process: c.Part, Quantity: c.Count}, nil
}

// Offered lists the faults that can be made on a target, a part of it, or an
// instance or dyno; see backend.Faults.
type Offered func(target, part, instance model.ID) []backend.Fault

// Fault is the fault that the cue makes as things are: which instance or dyno
// is meant is settled then. The error says why it makes none.
func (c Cue) Fault(f *model.Fleet, offered Offered) (backend.Fault, error) {
	t := c.find(f)
	fault := backend.Fault{Kind: c.kind()}
	switch {
	case !t.there():
		return backend.Fault{}, fmt.Errorf("there is no %s %s any more", c.on(), c.Target)
	case t.app != nil:
		fault.Cluster = t.app.ID
		return c.dyno(t.app, fault, offered)
	}
	fault.Cluster = t.cluster.ID
	if c.Part == "" {
		return fault, nil
	}
	pool, there := t.cluster.PoolNamed(c.Part)
	if !there {
		return backend.Fault{}, fmt.Errorf("%s has no pool %s any more", c.Target, c.Part)
	}
	fault.Pool = pool.ID
	if c.Role == "" {
		return fault, nil
	}
	// The oldest one that fits, or the newest.
	for _, i := range pool.Instances {
		if i.Role != c.Role && c.Role != Newest {
			continue
		}
		for _, o := range offered(fault.Cluster, pool.ID, i.ID) {
			if o.Kind == fault.Kind && (fault.Instance == "" || c.Role == Newest) {
				fault.Instance = i.ID
			}
		}
	}
	if fault.Instance == "" {
		return backend.Fault{}, fmt.Errorf("there is no %s of %s on %s to %s", c.Role, c.Part, c.Target, c.Verb)
	}
	return fault, nil
}

// dyno settles which dyno of an app is meant: the one that is named, or the
// first one of a process type that it can be done to.
func (c Cue) dyno(app *model.App, fault backend.Fault, offered Offered) (backend.Fault, error) {
	if c.Part == "" {
		return fault, nil
	}
	p, there := app.Process(c.process())
	if !there {
		return backend.Fault{}, fmt.Errorf("%s has no process type %s any more", c.Target, c.process())
	}
	fault.Pool = app.ProcessID(p.Type)
	for _, d := range p.Dynos {
		if d.Name != c.Part && p.Type != c.Part {
			continue
		}
		for _, o := range offered(app.ID, fault.Pool, d.ID) {
			if o.Kind == fault.Kind {
				fault.Instance = d.ID
				return fault, nil
			}
		}
	}
	return backend.Fault{}, fmt.Errorf("there is no dyno %s of %s to %s", c.Part, c.Target, c.Verb)
}

// kind is the fault that the cue makes; empty where it makes none.
func (c Cue) kind() backend.FaultKind {
	for _, f := range c.ways() {
		return f.kind
	}
	return ""
}
