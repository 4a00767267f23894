package model

import (
	"fmt"
	"slices"
)

// Change is one edit of what is wanted, as a value. The set is closed.
//
//sumtype:decl
type Change interface {
	fmt.Stringer
	// Target is what the change is about and revisions are counted for.
	Target() ID
	// apply checks the change against the fleet and returns the fleet that
	// is wanted then. The error is an *Invalid.
	apply(*Fleet, Specs) (*Fleet, error)
}

// CreateCluster adds a cluster with a leader pool and follower pools. The
// leader pool is attached to the app at once, as DATABASE where that is free.
type CreateCluster struct {
	ID        ID
	Name      string
	App       string
	Level     string
	HA        bool
	Followers []NewPool
}

// NewPool is a follower pool that comes with its cluster.
type NewPool struct {
	Name  string
	Level string
	Count int
}

// DestroyCluster removes a cluster with its data and its attachments.
type DestroyCluster struct{ Cluster ID }

// SetLevel moves all instances of a pool to a level.
type SetLevel struct {
	Cluster ID
	Pool    string
	Level   string
}

// SetCount sets how many instances a pool has. For the leader pool 2 means
// HA and 1 means none; a follower pool of 0 keeps its name and endpoint.
type SetCount struct {
	Cluster ID
	Pool    string
	Count   int
}

// AddPool adds a follower pool.
type AddPool struct {
	Cluster ID
	Name    string
	Level   string
	Count   int
}

// DestroyPool removes a follower pool and its attachments. No data is lost:
// every pool reads the cluster's storage.
type DestroyPool struct {
	Cluster ID
	Pool    string
}

// Attach gives an app a config var that holds the pool's endpoint.
type Attach struct {
	Cluster ID
	Pool    string
	App     string
	Name    string // ANALYTICS for the config var ANALYTICS_URL
}

// Detach takes a config var away from an app.
type Detach struct {
	Cluster ID
	App     string
	Name    string
}

func (c CreateCluster) Target() ID  { return c.ID }
func (c DestroyCluster) Target() ID { return c.Cluster }
func (c SetLevel) Target() ID       { return c.Cluster }
func (c SetCount) Target() ID       { return c.Cluster }
func (c AddPool) Target() ID        { return c.Cluster }
func (c DestroyPool) Target() ID    { return c.Cluster }
func (c Attach) Target() ID         { return c.Cluster }
func (c Detach) Target() ID         { return c.Cluster }

func (c CreateCluster) String() string  { return "create " + c.Name + " at " + c.Level }
func (c DestroyCluster) String() string { return "destroy the cluster" }
func (c SetLevel) String() string       { return c.Pool + " to " + c.Level }
func (c SetCount) String() string {
	if c.Pool == LeaderName {
		if c.Count == MaxLeaderInstances {
			return "leader HA on"
		}
		return "leader HA off"
	}
	return c.Pool + " to " + plural(c.Count, "instance")
}

func (c AddPool) String() string {
	return fmt.Sprintf("add %s, %d × %s", c.Name, c.Count, c.Level)
}
func (c DestroyPool) String() string { return "destroy " + c.Pool }
func (c Attach) String() string {
	return "attach " + c.Pool + " to " + c.App + " as " + c.Name + "_URL"
}
func (c Detach) String() string { return "detach " + c.Name + "_URL from " + c.App }

func (c SetLevel) apply(f *Fleet, s Specs) (*Fleet, error) {
	next, pool, err := f.edit(c.Cluster, c.Pool)
	if err != nil {
		return nil, err
	}
	if err := s.level(c.Level); err != nil {
		return nil, err
	}
	if pool.Level == c.Level {
		return nil, invalid("level", "%s is at %s already", pool.Name, c.Level)
	}
	pool.Level = c.Level
	return f.With(next), nil
}

func (c SetCount) apply(f *Fleet, _ Specs) (*Fleet, error) {
	next, pool, err := f.edit(c.Cluster, c.Pool)
	if err != nil {
		return nil, err
	}
	if pool.Count == c.Count {
		return nil, invalid("count", "%s has %s already", pool.Name, plural(c.Count, "instance"))
	}
	pool.Count = c.Count
	if err := next.checkCount(*pool); err != nil {
		return nil, err
	}
	return f.With(next), nil
}

// checkCount is asked of a cluster that already wants the pool's new count.
func (c *Cluster) checkCount(p Pool) error {
	if p.IsLeader() {
		if p.Count < 1 || p.Count > MaxLeaderInstances {
			return by(pagePools, invalid("count", "the leader pool has 1 instance, or 2 with its standby; not %d", p.Count))
		}
		return nil
	}
	if p.Count < 0 {
		return invalid("count", "a follower pool has 0 or more instances; not %d", p.Count)
	}
	// A pool alone is looked at too: a sum of huge counts runs over.
	if n := max(p.Count, c.FollowerInstances()); n > MaxFollowerInstances {
		return by(pagePools, invalid("count", "a cluster has at most %d follower instances; this makes %d", MaxFollowerInstances, n))
	}
	return nil
}

func (c AddPool) apply(f *Fleet, s Specs) (*Fleet, error) {
	cluster, err := f.wanted(c.Cluster)
	if err != nil {
		return nil, err
	}
	next := cluster.clone()
	if err := next.addPool(NewPool{c.Name, c.Level, c.Count}, s); err != nil {
		return nil, err
	}
	return f.With(next), nil
}

// addPool adds a follower pool to a clone.
func (c *Cluster) addPool(p NewPool, s Specs) error {
	name, err := PoolName(p.Name)
	if err != nil {
		return err
	}
	if _, taken := c.PoolNamed(name); taken {
		return invalid("name", "%s is taken in this cluster", name)
	}
	if err := s.level(p.Level); err != nil {
		return err
	}
	if n := c.FollowerPools(); n >= MaxFollowerPools {
		return by(pagePools, invalid("pool", "a cluster has at most %d follower pools; %s has %d", MaxFollowerPools, c.Name, n))
	}
	pool := Pool{ID: c.NextID(), Name: name, Level: p.Level, Count: p.Count}
	c.Followers = append(c.Followers, pool)
	return c.checkCount(pool)
}

func (c DestroyPool) apply(f *Fleet, _ Specs) (*Fleet, error) {
	next, pool, err := f.edit(c.Cluster, c.Pool)
	if err != nil {
		return nil, err
	}
	if pool.IsLeader() {
		return nil, invalid("pool", "the leader pool cannot be destroyed; destroying the cluster takes it along")
	}
	pool.Destroying = true
	next.detach(func(a Attachment) bool { return a.Pool == pool.ID }, f)
	return f.With(next), nil
}

func (c CreateCluster) apply(f *Fleet, s Specs) (*Fleet, error) {
	name, err := ClusterName(c.Name)
	if err != nil {
		return nil, err
	}
	if f.Named(name) != nil {
		return nil, invalid("name", "%s is taken", name)
	}
	if c.ID == "" || f.Cluster(c.ID) != nil {
		return nil, invalid("cluster", "a new cluster needs an ID of its own")
	}
	if f.App(c.App) == nil {
		return nil, invalid("app", "there is no app %s", c.App)
	}
	if err := s.level(c.Level); err != nil {
		return nil, err
	}
	next := &Cluster{
		ID: c.ID, Name: name, App: c.App, Version: postgresVersion, Region: "us", Created: f.At,
		Storage: Storage{Bytes: emptyCluster, At: f.At},
	}
	next.Leader = Pool{ID: next.NextID(), Name: LeaderName, Level: c.Level, Count: 1}
	if c.HA {
		next.Leader.Count = MaxLeaderInstances
	}
	for _, p := range c.Followers {
		if err := next.addPool(p, s); err != nil {
			return nil, err
		}
	}
	next.Attachments = []Attachment{{
		Name: f.FreeAttachment(c.App), App: c.App, Pool: next.Leader.ID, State: AttachmentSetting, Since: f.At,
	}}
	return f.With(next), nil
}

// What a new cluster starts with. The version is the one that Heroku's CLI
// shows for Advanced; the size of an empty database is an assumption.
const (
	postgresVersion = "17.5"
	emptyCluster    = 30_000_000
)

func (c DestroyCluster) apply(f *Fleet, _ Specs) (*Fleet, error) {
	cluster, err := f.wanted(c.Cluster)
	if err != nil {
		return nil, err
	}
	next := cluster.clone()
	next.Destroying = true
	next.Leader.Destroying = true
	for i := range next.Followers {
		next.Followers[i].Destroying = true
	}
	next.detach(func(Attachment) bool { return true }, f)
	return f.With(next), nil
}

func (c Attach) apply(f *Fleet, _ Specs) (*Fleet, error) {
	next, pool, err := f.edit(c.Cluster, c.Pool)
	if err != nil {
		return nil, err
	}
	if f.App(c.App) == nil {
		return nil, invalid("app", "there is no app %s", c.App)
	}
	name, err := AttachmentName(c.Name)
	if err != nil {
		return nil, err
	}
	if held, _ := f.Attached(c.App, name); held != nil {
		return nil, invalid("name", "%s has a config var %s_URL already: it opens %s", c.App, name, held.Name)
	}
	a := Attachment{Name: name, App: c.App, Pool: pool.ID, State: AttachmentSetting, Since: f.At}
	// One that is still on its way out comes back instead of standing there twice.
	next.Attachments = append(slices.DeleteFunc(next.Attachments, a.same), a)
	return f.With(next), nil
}

func (c Detach) apply(f *Fleet, _ Specs) (*Fleet, error) {
	cluster, err := f.wanted(c.Cluster)
	if err != nil {
		return nil, err
	}
	name, err := AttachmentName(c.Name)
	if err != nil {
		return nil, err
	}
	next := cluster.clone()
	if !next.detach(func(a Attachment) bool { return a.App == c.App && a.Name == name }, f) {
		return nil, invalid("name", "%s has no config var %s_URL that opens %s", c.App, name, cluster.Name)
	}
	return f.With(next), nil
}

// detach asks for the chosen attachments of a clone to go.
func (c *Cluster) detach(chosen func(Attachment) bool, f *Fleet) bool {
	found := false
	for i := range c.Attachments {
		if a := &c.Attachments[i]; chosen(*a) && a.State != AttachmentRemoving {
			a.State, a.Since, found = AttachmentRemoving, f.At, true
		}
	}
	return found
}

// wanted finds a cluster that nobody has asked to destroy.
func (f *Fleet) wanted(id ID) (*Cluster, error) {
	c := f.Cluster(id)
	switch {
	case c == nil:
		return nil, invalid("cluster", "there is no such cluster any more")
	case c.Destroying:
		return nil, invalid("cluster", "%s is being destroyed", c.Name)
	}
	return c, nil
}

// edit clones a cluster and points to one of its pools.
func (f *Fleet) edit(cluster ID, pool string) (*Cluster, *Pool, error) {
	c, err := f.wanted(cluster)
	if err != nil {
		return nil, nil, err
	}
	next := c.clone()
	p := next.pool(pool)
	if p == nil {
		return nil, nil, invalid("pool", "%s has no pool %s", c.Name, pool)
	}
	return next, p, nil
}

func (s Specs) level(name string) error {
	if _, known := s.Levels.Find(name); !known {
		return invalid("level", "there is no level %s", name)
	}
	return nil
}

// FreeAttachment is the name that the next attachment to an app gets when
// nobody chose one: DATABASE, then HEROKU_POSTGRESQL_ and a colour.
func (f *Fleet) FreeAttachment(app string) string {
	names := []string{"DATABASE"}
	for _, colour := range colours() {
		names = append(names, "HEROKU_POSTGRESQL_"+colour)
	}
	held := map[string]bool{}
	for _, c := range f.Clusters {
		for _, a := range c.Attachments {
			if a.App == app && a.State != AttachmentRemoving {
				held[a.Name] = true
			}
		}
	}
	if free := slices.IndexFunc(names, func(name string) bool { return !held[name] }); free >= 0 {
		return names[free]
	}
	for n := 2; ; n++ {
		if name := fmt.Sprintf("%s_%d", names[1], n); !held[name] {
			return name
		}
	}
}
