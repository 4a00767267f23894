package sim

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"pooldeck/backend"
	"pooldeck/model"
)

// What can be made to fail depends on what is there.
func TestOffered(t *testing.T) {
	breaks := func(kind backend.FaultKind, pool string, role model.Role) func(*console) {
		return func(s *console) {
			if err := s.breaks(fails(0, kind, pool, role).fault(s)); err != nil {
				t.Fatal(err)
			}
			s.advance(s.now)
		}
	}
	all := func(steps ...func(*console)) func(*console) {
		return func(s *console) {
			for _, step := range steps {
				step(s)
			}
		}
	}
	tests := map[string]struct {
		before func(*console)
		pool   string
		role   model.Role
		want   []string
	}{
		"a cluster": {all(), "", "", []string{
			"Kill the leader: the standby takes over",
			"Slow the region us: everything takes 3 times as long for 30 minutes",
			"The next change is refused",
			"The next change is answered 30 seconds late",
			"The answer to the next change is lost: it is accepted all the same",
		}},
		"a cluster that is slow, with a trap": {all(breaks("slow", "", ""), breaks("refuse", "", "")), "", "", []string{
			"Kill the leader: the standby takes over",
			"Mend: everything in the region us takes as long as before; changes are answered as usual",
		}},
		"a cluster that is being destroyed": {func(s *console) { s.want(edit{Kind: "destroy cluster"}); s.advance(s.now) }, "", "", []string{
			"Slow the region us: everything takes 3 times as long for 30 minutes",
		}},
		"a leader pool": {all(), "leader", "", []string{
			"Kill the leader: the standby takes over",
			"Fail the next instance of leader: it cannot be created",
			"Let the replicas of leader fall behind for 10 minutes",
		}},
		"a leader pool without its leader": {breaks("kill", "leader", model.RoleLeader), "leader", "", []string{
			"Fail the next instance of leader: it cannot be created",
			"Let the replicas of leader fall behind for 10 minutes",
		}},
		"a follower pool": {all(), "analytics", "", []string{
			"Kill follower.ifollower: nobody serves until another one is built",
			"Fail the next instance of analytics: it cannot be created",
			"Let the replicas of analytics fall behind for 10 minutes",
		}},
		"a follower pool with faults": {all(breaks("lag", "analytics", ""), breaks("fail next", "analytics", "")), "analytics", "", []string{
			"Kill follower.ifollower: nobody serves until another one is built",
			"Mend analytics: replicas keep up; analytics: the next instance can be created",
		}},
		"a leader": {all(), "leader", model.RoleLeader, []string{"Kill the leader: the standby takes over"}},
		"a standby": {all(), "leader", model.RoleStandby, []string{
			"Kill the standby: no HA until another one is built",
		}},
		"a follower": {all(), "analytics", model.RoleFollower, []string{
			"Kill follower.ifollower: nobody serves until another one is built",
		}},
		"a lost leader":      {breaks("kill", "leader", model.RoleLeader), "leader", model.RoleLeader, nil},
		"a pool that is not": {all(), "reporting", model.RoleFollower, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := newConsole(7, settled())
			tt.before(s)
			target := backend.Fault{Cluster: "c", Pool: "no such pool"}
			if tt.pool != "reporting" {
				target = fails(0, "", tt.pool, tt.role).fault(s)
			}
			var words []string
			for _, f := range s.world.Offered(s.fleet, target.Cluster, target.Pool, target.Instance) {
				words = append(words, f.Words)
			}
			if diff := cmp.Diff(tt.want, words); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What can be made to fail of an instance depends on its phase.
func TestOfferedOfAnInstance(t *testing.T) {
	kill, hang, mend := backend.FaultKill, backend.FaultHang, backend.FaultMend
	tests := map[string]struct {
		phase model.Phase
		memo  string
		want  []backend.FaultKind
	}{
		"queued":                 {model.Queued, "", nil},
		"creating":               {model.Creating, "", []backend.FaultKind{kill, hang}},
		"restoring":              {model.Restoring, "", []backend.FaultKind{kill, hang}},
		"catching up":            {model.CatchingUp, "", []backend.FaultKind{kill, hang}},
		"up":                     {model.Up, "", []backend.FaultKind{kill}},
		"restarting":             {model.Restarting, "", []backend.FaultKind{kill, hang}},
		"switching over":         {model.SwitchingOver, "", []backend.FaultKind{kill, hang}},
		"draining":               {model.Draining, "", []backend.FaultKind{hang}},
		"failed":                 {model.Failed, "", nil},
		"creating, and it hangs": {model.Creating, `{"Hangs":[{"Instance":"ileader","From":"2026-06-12T12:00:00Z"}]}`, []backend.FaultKind{kill, mend}},
		"creating, and it hung":  {model.Creating, `{"Hangs":[{"Instance":"ileader","From":"2026-06-12T11:00:00Z","To":"2026-06-12T11:30:00Z"}]}`, []backend.FaultKind{kill, hang}},
		"creating, with a memo that cannot be read": {model.Creating, `{"Hangs":`, []backend.FaultKind{kill, hang}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := settled()
			c.Leader.Instances[0].Phase, c.Memo = tt.phase, tt.memo
			var kinds []backend.FaultKind
			for _, f := range New(7).Offered((&model.Fleet{}).With(c), c.ID, c.Leader.ID, "ileader") {
				kinds = append(kinds, f.Kind)
			}
			if !slices.Equal(kinds, tt.want) {
				t.Errorf("%q are offered", kinds)
			}
		})
	}
}

func TestNothingIsOfferedWhereNothingIs(t *testing.T) {
	s := newConsole(7, settled())
	if offered := s.world.Offered(s.fleet, "d", "", ""); offered != nil {
		t.Errorf("on a cluster that is not: %+v", offered)
	}
	for name, f := range map[string]backend.Fault{
		"on a cluster that is not": {Kind: backend.FaultSlow, Cluster: "d"},
		"a mend of nothing":        {Kind: backend.FaultMend, Cluster: "c"},
		"a kind that is not":       {Kind: "flood", Cluster: "c"},
	} {
		before := copied(s.cluster())
		var invalid *model.Invalid
		if _, err := s.world.Break(s.now, f); !errors.As(err, &invalid) {
			t.Errorf("%s: %v", name, err)
		}
		s.advance(s.now)
		if diff := cmp.Diff(before, s.cluster()); diff != "" {
			t.Errorf("%s changed the cluster:\n%s", name, diff)
		}
	}
}
