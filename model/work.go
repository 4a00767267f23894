package model

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
