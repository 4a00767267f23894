package sim

import (
	"fmt"
	"strings"

	"pooldeck/backend"
	"pooldeck/model"
)

// offers are the faults that can be made on the cluster, on a pool of it or
// on an instance of that.
func (n stand) offers(pool, instance model.ID) []backend.Fault {
	if pool == "" {
		return n.clusterFaults()
	}
	p, there := n.Pool(pool)
	if !there {
		return nil
	}
	if instance == "" {
		return n.poolFaults(p)
	}
	if k := indexOf(p, instance); k >= 0 {
		return n.instanceFaults(p, p.Instances[k])
	}
	return nil
}

// offering collects the faults of one target.
type offering struct {
	fault backend.Fault // the target
	list  []backend.Fault
}

func (o *offering) add(offered bool, kind backend.FaultKind, format string, args ...any) {
	if !offered {
		return
	}
	f := o.fault
	f.Kind, f.Words = kind, fmt.Sprintf(format, args...)
	o.list = append(o.list, f)
}

func (n stand) clusterFaults() []backend.Fault {
	o := offering{fault: backend.Fault{Cluster: n.ID}}
	if lead := leaderOf(n.Leader); lead >= 0 {
		o.list = append(o.list, n.kills(n.Leader, n.Leader.Instances[lead])...)
	}
	o.add(n.memo.slow() == nil, backend.FaultSlow, "Slow the region %s: everything takes %d times as long for %g minutes", n.Region, slowFactor, slowFor.Minutes())
	for _, kind := range []backend.FaultKind{backend.FaultRefuse, backend.FaultDelay, backend.FaultLose} {
		o.add(n.memo.trap() == "" && !n.Destroying, kind, "%s", sentence(trapWords(kind)))
	}
	words := n.mending(nil, nil)
	o.add(words != "", backend.FaultMend, "Mend: %s", words)
	return o.list
}

func (n stand) poolFaults(p model.Pool) []backend.Fault {
	o := offering{fault: backend.Fault{Cluster: n.ID, Pool: p.ID}}
	replicas := false
	for _, i := range p.Instances {
		replicas = replicas || i.Role != model.RoleLeader && i.Phase == model.Up
		if i.Role != model.RoleStandby && i.Phase == model.Up && len(o.list) == 0 {
			o.list = n.kills(p, i)
		}
	}
	o.add(n.memo.doomed(p.ID) < 0 && !p.Destroying, backend.FaultFailNext, "Fail the next instance of %s: it cannot be created", p.Name)
	o.add(replicas && !n.memo.lagging(p.ID), backend.FaultLag, "Let the replicas of %s fall behind for %g minutes", p.Name, lagFor.Minutes())
	words := n.mending(&p, nil)
	o.add(words != "", backend.FaultMend, "Mend %s", words)
	return o.list
}

func (n stand) instanceFaults(p model.Pool, i model.Instance) []backend.Fault {
	o := offering{backend.Fault{Cluster: n.ID, Pool: p.ID, Instance: i.ID}, n.kills(p, i)}
	hung := n.memo.hung(working(p, i).ID)
	o.add(timed(i.Phase) && !hung, backend.FaultHang, "Hang %s while %s: no progress until it is mended or something else is wanted", spoken(i), i.Phase)
	words := n.mending(&p, &i)
	o.add(words != "", backend.FaultMend, "Mend %s", words)
	return o.list
}

// kills offers to kill an instance that is there and stays.
func (n stand) kills(p model.Pool, i model.Instance) []backend.Fault {
	o := offering{fault: backend.Fault{Cluster: n.ID, Pool: p.ID, Instance: i.ID}}
	name := spoken(i)
	if i.Role != model.RoleFollower {
		name = "the " + string(i.Role)
	}
	o.add(!p.Destroying && (cameUp(i.Phase) || building(i.Phase)), backend.FaultKill, "Kill %s: %s", name, n.consequence(p, i))
	return o.list
}

// consequence is what comes of an instance's loss.
func (n stand) consequence(p model.Pool, i model.Instance) string {
	others := count(p, func(o model.Instance) bool { return o.ID != i.ID && o.Phase == model.Up })
	switch {
	case building(i.Phase):
		return "another one is built"
	case i.Role == model.RoleLeader && heirOf(p) < 0 && i.Phase != model.SwitchingOver:
		return "nobody writes until it has restarted"
	case i.Role == model.RoleLeader:
		return "the standby takes over"
	case i.Role == model.RoleStandby:
		return "no HA until another one is built"
	case others == 0:
		return "nobody serves until another one is built"
	case others == 1:
		return "the other one still serves"
	}
	return fmt.Sprintf("the other %d still serve", others)
}

// sentence begins with a capital.
func sentence(words string) string { return strings.ToUpper(words[:1]) + words[1:] }
