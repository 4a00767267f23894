package sim

import (
	"slices"
	"testing"
	"time"

	"pooldeck/backend"
	"pooldeck/internal/golden"
	"pooldeck/model"
)

// Each story is what happens to a cluster, line by line, when something is made
// to fail.
func TestFaultStories(t *testing.T) {
	for name, story := range faultStories() {
		t.Run(name, func(t *testing.T) {
			golden.Check(t, "events", tell(newConsole(7, story.start), story.edits))
		})
	}
}

func faultStories() map[string]story {
	leader := func(level string, count int) func(*model.Cluster, time.Time) {
		return func(c *model.Cluster, _ time.Time) { c.Leader.Level, c.Leader.Count = level+"-Performance", count }
	}
	analytics := func(level string, count int) func(*model.Cluster, time.Time) {
		return func(c *model.Cluster, _ time.Time) {
			c.Followers[0].Level, c.Followers[0].Count = level+"-Performance", count
		}
	}
	again := func(*model.Cluster, time.Time) {}
	wants := func(after time.Duration, edit func(*model.Cluster, time.Time)) then { return then{after, edit, nil} }
	const second = time.Second
	return map[string]story{
		"the leader is lost and the standby takes over": {settled(), []then{
			fails(0, backend.FaultKill, model.LeaderName, model.RoleLeader),
		}},
		"the leader is lost and there is no standby": {settledOn(leader("4G", 1)), []then{
			fails(0, backend.FaultKill, model.LeaderName, model.RoleLeader),
		}},
		"the leader is lost and then the standby before it takes over": {settled(), []then{
			fails(0, backend.FaultKill, model.LeaderName, model.RoleLeader),
			fails(5*second, backend.FaultKill, model.LeaderName, model.RoleStandby),
		}},
		"the leader is lost while switching over": {settled(), []then{
			wants(0, leader("8G", 2)), fails(325*second, backend.FaultKill, model.LeaderName, model.RoleLeader),
		}},
		"the standby is lost while switching over": {settled(), []then{
			wants(0, leader("8G", 2)), fails(325*second, backend.FaultKill, model.LeaderName, model.RoleStandby),
		}},
		"the leader is lost while it restarts at another level": {settledOn(leader("4G", 1)), []then{
			wants(0, leader("8G", 1)), fails(40*second, backend.FaultKill, model.LeaderName, model.RoleLeader),
		}},
		"the leader of a new cluster is lost": {fresh(), []then{
			fails(30*second, backend.FaultKill, model.LeaderName, model.RoleLeader),
		}},
		"the cluster is destroyed while its leader is lost": {settled(), []then{
			fails(0, backend.FaultKill, model.LeaderName, model.RoleLeader),
			wants(5*second, func(c *model.Cluster, now time.Time) { edit{Kind: "destroy cluster"}.apply(c, now) }),
		}},
		"a follower of two is lost": {settledOn(analytics("16G", 2)), []then{
			fails(0, backend.FaultKill, "analytics", model.RoleFollower),
		}},
		"a follower is lost and its replacement cannot be created": {settled(), []then{
			fails(0, backend.FaultFailNext, "analytics", ""), fails(10*second, backend.FaultKill, "analytics", model.RoleFollower),
		}},
		"one of two new followers cannot be created and is asked for again": {settled(), []then{
			fails(0, backend.FaultFailNext, "analytics", ""), wants(10*second, analytics("16G", 3)), wants(15*time.Minute, again),
		}},
		"the new standby cannot be created and the change is undone": {settled(), []then{
			fails(0, backend.FaultFailNext, model.LeaderName, ""), wants(10*second, leader("8G", 2)), wants(15*time.Minute, leader("4G", 2)),
		}},
		"a new follower hangs until it is mended": {settled(), []then{
			wants(0, analytics("16G", 2)), fails(150*second, backend.FaultHang, "analytics", "newest"),
			fails(20*time.Minute, backend.FaultMend, "analytics", "newest"),
		}},
		"a new follower hangs until something else is wanted": {settled(), []then{
			wants(0, analytics("16G", 2)), fails(30*second, backend.FaultHang, "analytics", "newest"),
			wants(20*time.Minute, analytics("16G", 3)),
		}},
		"a switchover hangs": {settled(), []then{
			wants(0, leader("8G", 2)), fails(325*second, backend.FaultHang, model.LeaderName, model.RoleStandby),
			fails(20*time.Minute, backend.FaultMend, model.LeaderName, model.RoleLeader),
		}},
		"the region is slow while a follower is made": {settled(), []then{
			wants(0, analytics("16G", 2)), fails(70*second, backend.FaultSlow, "", ""),
		}},
		"the region is slow and mended": {settled(), []then{
			wants(0, analytics("16G", 2)), fails(70*second, backend.FaultSlow, "", ""), fails(3*time.Minute, backend.FaultMend, "", ""),
		}},
		"replicas lag": {settled(), []then{fails(0, backend.FaultLag, "analytics", "")}},
		"what was set for the next change is called off": {settled(), []then{
			fails(0, backend.FaultLose, "", ""), fails(second, backend.FaultMend, "", ""),
			fails(2*second, backend.FaultFailNext, "analytics", ""), fails(3*second, backend.FaultMend, "analytics", ""),
		}},
	}
}

// fails makes a fault on the cluster, on a pool where there is no role, or on
// the first instance of a role, or the newest one.
func fails(after time.Duration, kind backend.FaultKind, pool string, role model.Role) then {
	return then{after: after, fault: func(s *console) backend.Fault {
		f := backend.Fault{Kind: kind, Cluster: "c"}
		for _, p := range s.cluster().Pools() {
			if p.Name != pool {
				continue
			}
			f.Pool = p.ID
			switch {
			case role == "newest":
				f.Instance = p.Instances[len(p.Instances)-1].ID
			case role != "":
				f.Instance = p.Instances[slices.IndexFunc(p.Instances, func(i model.Instance) bool { return i.Role == role })].ID
			}
		}
		return f
	}}
}
