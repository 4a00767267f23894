package model_test

import (
	"testing"

	"pooldeck/model"
	"pooldeck/model/modeltest"
)

// pool is a pool at 4G of so many wanted instances with instances in phases.
func pool(name string, count int, phases ...model.Phase) model.Pool {
	p := model.Pool{ID: "p", Name: name, Level: "4G-Performance", Count: count}
	for i, phase := range phases {
		role := model.RoleFollower
		if p.IsLeader() {
			role = [...]model.Role{model.RoleLeader, model.RoleStandby, model.RoleStandby}[i]
		}
		p.Instances = append(p.Instances, model.Instance{Role: role, Level: "4G-Performance", Phase: phase})
	}
	return p
}

func follower(count int, phases ...model.Phase) model.Pool {
	return pool("analytics", count, phases...)
}

func leader(count int, phases ...model.Phase) model.Pool { return pool("leader", count, phases...) }

func destroying(p model.Pool) model.Pool {
	p.Destroying = true
	return p
}

// at is the pool with a level of its own for an instance.
func at(p model.Pool, instance int, level string) model.Pool {
	p.Instances[instance].Level = level
	return p
}

func TestPoolStatus(t *testing.T) {
	const (
		up, queued, creating, restoring = model.Up, model.Queued, model.Creating, model.Restoring
		catching, draining, failed      = model.CatchingUp, model.Draining, model.Failed
		restarting, switching           = model.Restarting, model.SwitchingOver
	)
	tests := map[string]struct {
		pool  model.Pool
		want  model.Status
		ready int
	}{
		"all there":                                {follower(2, up, up), model.Available, 2},
		"scaled to zero":                           {follower(0), model.Empty, 0},
		"scaled to zero, one still drains":         {follower(0, draining), model.Modifying, 0},
		"scaled to zero, one still up":             {follower(0, up), model.Modifying, 1},
		"nothing there yet":                        {follower(2), model.Provisioning, 0},
		"the first is queued":                      {follower(2, queued), model.Provisioning, 0},
		"the first is created":                     {follower(1, creating), model.Provisioning, 0},
		"the first restores":                       {follower(1, restoring), model.Provisioning, 0},
		"the first catches up":                     {follower(1, catching), model.Provisioning, 0},
		"one up, one to come":                      {follower(2, up, restoring), model.Modifying, 1},
		"one up, one not even queued":              {follower(2, up), model.Modifying, 1},
		"one too many":                             {follower(1, up, up), model.Modifying, 2},
		"one drains":                               {follower(1, up, draining), model.Modifying, 1},
		"an old one drains, a new one comes":       {follower(1, draining, creating), model.Modifying, 0},
		"up on the old level":                      {at(follower(1, up), 0, "8G-Performance"), model.Modifying, 0},
		"one of three on the old level":            {at(follower(3, up, up, up), 2, "8G-Performance"), model.Modifying, 2},
		"one of three restarts":                    {follower(3, up, restarting, up), model.Modifying, 2},
		"the only one restarts":                    {follower(1, restarting), model.Down, 0},
		"one restarts while the other drains":      {follower(1, restarting, draining), model.Down, 0},
		"the leader restarts without a standby":    {leader(1, restarting), model.Down, 0},
		"the leader restarts beside its standby":   {leader(2, restarting, up), model.Down, 1},
		"the standby restarts beside its leader":   {leader(2, up, restarting), model.Modifying, 1},
		"a standby comes":                          {leader(2, up, creating), model.Modifying, 1},
		"leader and standby trade roles":           {leader(2, switching, switching), model.Switching, 0},
		"one switches over, one restarts":          {leader(2, restarting, switching), model.Switching, 0},
		"one failed":                               {follower(2, up, failed), model.Broken, 1},
		"one failed, one restarts":                 {follower(2, restarting, failed), model.Broken, 0},
		"one failed, one switches over":            {leader(2, switching, failed), model.Broken, 0},
		"on its way out":                           {destroying(follower(1, up)), model.Leaving, 1},
		"on its way out, the last one drains":      {destroying(follower(1, draining)), model.Leaving, 0},
		"on its way out, with nothing left":        {destroying(follower(0)), model.Leaving, 0},
		"on its way out after a failure":           {destroying(follower(1, failed)), model.Leaving, 0},
		"on its way out in the middle of a change": {destroying(follower(1, restarting)), model.Leaving, 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.pool.Status(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if got := tt.pool.Ready(); got != tt.ready {
				t.Errorf("%d ready, want %d", got, tt.ready)
			}
			settled := tt.want == model.Available || tt.want == model.Empty
			if tt.pool.Settled() != settled || tt.want.Calm() != settled {
				t.Errorf("settled: %t, calm: %t, want %t", tt.pool.Settled(), tt.want.Calm(), settled)
			}
		})
	}
}

func TestClusterStatus(t *testing.T) {
	settled := leader(2, model.Up, model.Up)
	attached := func(state model.AttachmentState) []model.Attachment {
		return []model.Attachment{{Name: "DATABASE", App: "example-app", State: state}}
	}
	tests := map[string]struct {
		cluster model.Cluster
		want    model.Status
	}{
		"all there":                         {model.Cluster{Leader: settled, Followers: []model.Pool{follower(1, model.Up)}, Attachments: attached(model.AttachmentSet)}, model.Available},
		"a follower pool without instances": {model.Cluster{Leader: settled, Followers: []model.Pool{follower(0)}}, model.Available},
		"a follower pool to come":           {model.Cluster{Leader: settled, Followers: []model.Pool{follower(1)}}, model.Modifying},
		"a follower pool that restarts":     {model.Cluster{Leader: settled, Followers: []model.Pool{follower(1, model.Restarting)}}, model.Modifying},
		"a follower pool that failed":       {model.Cluster{Leader: settled, Followers: []model.Pool{follower(1, model.Failed)}}, model.Broken},
		"a follower pool on its way out":    {model.Cluster{Leader: settled, Followers: []model.Pool{destroying(follower(1, model.Up))}}, model.Modifying},
		"a config var that is set just now": {model.Cluster{Leader: settled, Attachments: attached(model.AttachmentSetting)}, model.Modifying},
		"a config var that goes just now":   {model.Cluster{Leader: settled, Attachments: attached(model.AttachmentRemoving)}, model.Modifying},
		"no leader yet":                     {model.Cluster{Leader: leader(2, model.Creating)}, model.Provisioning},
		"no writer for a moment":            {model.Cluster{Leader: leader(2, model.SwitchingOver, model.Up)}, model.Switching},
		"no writer for a while":             {model.Cluster{Leader: leader(1, model.Restarting)}, model.Down},
		"a leader that failed":              {model.Cluster{Leader: leader(1, model.Failed), Followers: []model.Pool{follower(1)}}, model.Broken},
		"a standby to come":                 {model.Cluster{Leader: leader(2, model.Up)}, model.Modifying},
		"on its way out":                    {model.Cluster{Destroying: true, Leader: destroying(leader(1, model.Failed))}, model.Leaving},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := tt.cluster.Status(); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
			if got := tt.cluster.Settled(); got != (tt.want == model.Available) {
				t.Errorf("settled: %t", got)
			}
		})
	}
}

func TestHA(t *testing.T) {
	for count, want := range map[int]bool{0: false, 1: false, 2: true, 13: true} {
		if got := follower(count).HA(); got != want {
			t.Errorf("a pool of %d: %t", count, got)
		}
	}
}

func TestConnections(t *testing.T) {
	s := modeltest.Specs()
	tests := map[string]struct {
		pool          model.Pool
		wanted, there int
	}{
		"a leader accepts what its level does":         {leader(1, model.Up), 380, 380},
		"a standby accepts nobody":                     {leader(2, model.Up, model.Up), 380, 380},
		"followers add up":                             {follower(3, model.Up, model.Up, model.Up), 1140, 1140},
		"a pool of nothing":                            {follower(0), 0, 0},
		"an instance that is not up yet":               {follower(2, model.Up, model.CatchingUp), 760, 380},
		"an instance that drains":                      {follower(1, model.Up, model.Draining), 380, 380},
		"an instance on another level accepts its own": {at(follower(2, model.Up, model.Up), 1, "8G-Performance"), 760, 1180},
		"a pool on its way out":                        {destroying(follower(1, model.Up)), 0, 380},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if wanted, there := s.Wanted(tt.pool), s.There(tt.pool); wanted != tt.wanted || there != tt.there {
				t.Errorf("wanted %d, there %d; want %d and %d", wanted, there, tt.wanted, tt.there)
			}
		})
	}
}

func TestLacks(t *testing.T) {
	cluster := func(p model.Pool, list ...model.Attachment) *model.Cluster {
		return &model.Cluster{Leader: leader(1, model.Up), Followers: []model.Pool{p}, Attachments: list}
	}
	attached := func(s model.AttachmentState) model.Attachment {
		return model.Attachment{App: "example-app", Name: "ANALYTICS", State: s}
	}
	still, busy, old := follower(1, model.Up), follower(2, model.Up, model.Creating), at(follower(2, model.Up, model.Creating), 0, "8G-Performance")
	three := model.SetCount{Pool: "analytics", Count: 2}
	level := model.SetLevel{Pool: "analytics", Level: "4G-Performance"}
	attach, detach := model.Attach{App: "example-app", Name: "ANALYTICS"}, model.Detach{App: "example-app", Name: "ANALYTICS"}
	tests := map[string]struct {
		cluster *model.Cluster
		change  model.Change
		want    bool
	}{
		"instances that come up":           {cluster(busy), three, true},
		"instances that are there":         {cluster(follower(2, model.Up, model.Up)), three, false},
		"a count that is no longer wanted": {cluster(busy), model.SetCount{Pool: "analytics", Count: 3}, false},
		"a level that is there":            {cluster(busy), level, false},
		"a level that an instance lacks":   {cluster(old), level, true},
		"a level that is no longer wanted": {cluster(old), model.SetLevel{Pool: "analytics", Level: "8G-Performance"}, false},
		"a pool that is gone":              {cluster(busy), model.SetCount{Pool: "reporting", Count: 2}, false},
		"a new pool that comes up":         {cluster(busy), model.AddPool{Name: "analytics"}, true},
		"a new pool that is there":         {cluster(still), model.AddPool{Name: "analytics"}, false},
		"a pool that goes":                 {cluster(destroying(busy)), model.DestroyPool{Pool: "analytics"}, true},
		"a pool that stays":                {cluster(busy), model.DestroyPool{Pool: "analytics"}, false},
		"a config var that is being set":   {cluster(still, attached(model.AttachmentSetting)), attach, true},
		"a config var that is set":         {cluster(still, attached(model.AttachmentSet)), attach, false},
		"a config var that goes":           {cluster(still, attached(model.AttachmentRemoving)), detach, true},
		"a config var that is gone":        {cluster(still), detach, false},
		"a cluster that comes up":          {cluster(busy), model.CreateCluster{}, true},
		"a cluster that is there":          {cluster(still), model.CreateCluster{}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := test.cluster.Lacks(test.change); got != test.want {
				t.Errorf("%v lacks it: %v", test.change, got)
			}
		})
	}
}
