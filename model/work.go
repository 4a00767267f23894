package model

import "slices"

// What there is to do for a cluster is counted in thousandths of an instance
// that is built. Letting one go, or setting a config var, is less: by how much
// is a matter of taste, not of measurement.
const (
	workBuild  = 1000
	workDrain  = 100
	workAttach = 50
)

// Work counts what is left to do until what is there is what is wanted; 0 when
// the cluster is settled. It looks at what can be seen and knows nothing of
// time, so how far an operation is does not depend on what is known of
// earlier ones.
func (c *Cluster) Work() int {
	work := 0
	for _, p := range c.Pools() {
		work += p.work(p.Destroying || c.Destroying)
	}
	for _, a := range c.Attachments {
		if a.State != AttachmentSet {
			work += workAttach
		}
	}
	return work
}

func (p Pool) work(goes bool) int {
	work, missing := 0, p.Count
	for _, i := range p.Instances {
		switch {
		case goes, i.Level != p.Level, i.Phase == Draining:
			work += workDrain
		case i.Phase == Failed:
		case i.Phase == Up, i.Phase == SwitchingOver:
			missing--
		default:
			missing--
			work += workBuild - i.Progress.Permille
		}
	}
	if goes {
		return work
	}
	// Those that are too many have to go.
	return work + max(0, missing)*workBuild + max(0, -missing)*workDrain
}

// Work counts what is left to do of an app's formation, as that of a cluster.
func (a *App) Work() int {
	work := 0
	for _, p := range a.Processes {
		missing := p.Quantity
		for _, d := range p.Dynos {
			switch {
			case d.State == DynoDraining, !p.Current(d, a.Release):
				work += workDrain
			case d.State == DynoUp:
				missing--
			default:
				missing--
				work += workBuild / 2
			}
		}
		work += max(0, missing)*workBuild + max(0, -missing)*workDrain
	}
	return work
}

// Lacks is whether a change is wanted of the formation and not yet there.
func (a *App) Lacks(change Change) bool {
	lacks := func(process string, still func(Process) bool) bool {
		p, there := a.Process(process)
		return there && !p.Settled(a.Release) && still(p)
	}
	switch c := change.(type) {
	case ScaleProcess:
		return lacks(c.Process, func(p Process) bool {
			return (c.Delta != 0 || p.Quantity == c.Quantity) && (p.Ready(a.Release) < p.Quantity || len(p.Dynos) != p.Quantity)
		})
	case ResizeProcess:
		return lacks(c.Process, func(p Process) bool {
			return p.Size == c.Size && slices.ContainsFunc(p.Dynos, func(d Dyno) bool { return d.Size != p.Size })
		})
	case RestartDynos:
		return slices.ContainsFunc(a.Processes, func(p Process) bool {
			return (c.Process == "" || c.Process == p.Type) && slices.ContainsFunc(p.Dynos, func(d Dyno) bool { return d.Restart != p.Restarts })
		})
	case SetAutoscale, DisableAutoscale, SetConnections:
	case CreateCluster, DestroyCluster, SetLevel, SetCount, AddPool, DestroyPool, Attach, Detach:
	}
	return false
}
