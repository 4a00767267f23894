package plain

import (
	"fmt"

	"pooldeck/model"
	"pooldeck/model/words"
	"pooldeck/pricing"
)

// describe says what is known of a place, as it is now.
func (s *session) describe(d describe) {
	s.measure([]model.ID{d.target})
	if a := s.fleet.Formation(d.target); a != nil {
		if p, there := part(a, d.part); there {
			s.say(s.processDetails(a, p)...)
			return
		}
		s.say(s.formationDetails(a)...)
		return
	}
	c := s.fleet.Cluster(d.target)
	if c == nil {
		s.say(gone()...)
		return
	}
	if p, there := c.Pool(d.part); there {
		s.say(s.poolDetails(c, p)...)
		return
	}
	s.say(s.clusterDetails(c)...)
}

// clusterDetails is what there is to know of a cluster.
func (s scene) clusterDetails(c *model.Cluster) []string {
	used := c.Storage.Used(s.fleet.At)
	storage := fmt.Sprintf("Storage: %s, %d GB included", words.Size(used), s.catalog.Storage.IncludedGB)
	if over := s.catalog.StorageCost(used); over.Cents > 0 {
		storage += ", the rest " + money(over)
	}
	lines := []string{
		fmt.Sprintf("%s: Postgres %s, region %s, created %s.", c.Name, c.Version, c.Region, instant(c.Created)),
		fmt.Sprintf("Followers: %s of %d, %s of %d.", words.Plural(c.FollowerPools(), "pool"), model.MaxFollowerPools,
			words.Plural(c.FollowerInstances(), "instance"), model.MaxFollowerInstances),
		storage + ".",
	}
	lines = append(lines, s.attachments(c, "")...)
	for _, p := range c.Pools() {
		lines = append(lines, "Pool "+p.Name+": "+s.poolWords(p)+".")
	}
	return lines
}

// poolDetails is what there is to know of a pool.
func (s scene) poolDetails(c *model.Cluster, p model.Pool) []string {
	level, _ := s.catalog.Levels.Find(p.Level)
	endpoint := "none yet"
	if p.Endpoint.Host != "" {
		endpoint = fmt.Sprintf("%s:%d", p.Endpoint.Host, p.Endpoint.Port)
	}
	lines := []string{
		fmt.Sprintf("Each instance: %d vCPU, %d GB, %s connections.", level.VCPU, level.MemoryGB, words.Number(level.Connections)),
		"Endpoint: " + endpoint,
	}
	if want := s.catalog.Wanted(p); want != s.catalog.There(p) {
		lines = append(lines, fmt.Sprintf("Connections when done: %s.", words.Number(want)))
	}
	lines = append(lines, s.attachments(c, p.ID)...)
	for _, i := range p.Instances {
		lines = append(lines, s.instanceWords(c, p, i))
	}
	return append(lines, "Cost: "+money(s.catalog.Pool(p))+"."+
		accrued(s.able, func() (x, y pricing.Amount) { return s.accrual.Pool(p.ID) }))
}

func (s scene) instanceWords(c *model.Cluster, p model.Pool, i model.Instance) string {
	text := sentenceless(string(i.Role)) + " " + string(i.ID) + ": " + string(i.Phase)
	if i.Level != p.Level {
		text += " at " + i.Level
	}
	if i.Phase != model.Up && i.Phase != model.Failed {
		text += ", " + percent(i.Progress.Permille)
		if i.Progress.Total > 0 {
			text += ", " + words.Size(i.Progress.Done) + " of " + words.Size(i.Progress.Total)
		}
	}
	if seen, known := s.sample.Instances[i.ID]; known && i.Phase == model.Up && i.Role != model.RoleLeader {
		text += fmt.Sprintf(", %.1f s behind", seen.Lag.Seconds())
	}
	return text + "." + left(s.fleet.Arrival(c, i))
}

// attachments lists the config vars that open a pool, or the cluster.
func (s scene) attachments(c *model.Cluster, pool model.ID) []string {
	var lines []string
	for _, a := range c.Attachments {
		if pool != "" && a.Pool != pool {
			continue
		}
		text := "Attached: " + a.Var() + " on " + a.App
		if p, _ := c.Pool(a.Pool); pool == "" {
			text += " opens " + p.Name
		}
		if a.State != model.AttachmentSet {
			text += ", " + string(a.State)
		}
		lines = append(lines, text+".")
	}
	if lines == nil {
		return []string{"Attached: to no app."}
	}
	return lines
}
